# smtp: the channel that sends mail.  Its pure part is a library of its own,
# for the unit tests and the fuzz targets.
if WITH_SMTP
noinst_LTLIBRARIES += plugins/smtp/libmail.la
plugins_smtp_libmail_la_SOURCES = \
	plugins/smtp/dialogue.c plugins/smtp/dialogue.h \
	plugins/smtp/encode.c plugins/smtp/encode.h \
	plugins/smtp/mailbox.c plugins/smtp/mailbox.h \
	plugins/smtp/mime.c plugins/smtp/mime.h \
	plugins/smtp/utf8.c plugins/smtp/utf8.h \
	plugins/smtp/verdict.c plugins/smtp/verdict.h

plugin_LTLIBRARIES += plugins/smtp/smtp.la
plugins_smtp_smtp_la_SOURCES = \
	plugins/smtp/options.c plugins/smtp/options.h \
	plugins/smtp/session.c plugins/smtp/session.h \
	plugins/smtp/smtp.c \
	plugins/smtp/tls.c plugins/smtp/tls.h \
	plugins/smtp/watchdog.c plugins/smtp/watchdog.h
# libesmtp.h uses size_t without saying where it comes from.
plugins_smtp_smtp_la_CPPFLAGS = $(AM_CPPFLAGS) -include stddef.h \
	$(ESMTP_CFLAGS) $(OPENSSL_CFLAGS)
plugins_smtp_smtp_la_LDFLAGS = $(PLUGIN_LINK)
plugins_smtp_smtp_la_LIBADD = plugins/smtp/libmail.la $(ESMTP_LIBS) \
	$(OPENSSL_LIBS)

SMTP_FUZZ = tests/fuzz/fuzz_mailbox tests/fuzz/fuzz_mime
check_PROGRAMS += $(SMTP_FUZZ)
TESTS += $(SMTP_FUZZ)
tests_fuzz_fuzz_mailbox_SOURCES = tests/fuzz/fuzz_mailbox.c tests/fuzz/drive.c
tests_fuzz_fuzz_mailbox_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
tests_fuzz_fuzz_mailbox_LDADD = plugins/smtp/libmail.la $(ALLO_LIBS)
tests_fuzz_fuzz_mime_SOURCES = tests/fuzz/fuzz_mime.c tests/fuzz/drive.c
tests_fuzz_fuzz_mime_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
tests_fuzz_fuzz_mime_LDADD = plugins/smtp/libmail.la $(ALLO_LIBS)

if HAVE_CMOCKA
SMTP_TESTS = tests/unit/test_dialogue tests/unit/test_mailbox \
	tests/unit/test_mime tests/unit/test_verdict
check_PROGRAMS += $(SMTP_TESTS)
TESTS += $(SMTP_TESTS)
SMTP_UNIT_FLAGS = $(UNIT_FLAGS) -I$(top_srcdir)/plugins
SMTP_UNIT_LIBS = plugins/smtp/libmail.la $(UNIT_LIBS)
tests_unit_test_dialogue_SOURCES = tests/unit/test_dialogue.c
tests_unit_test_dialogue_CPPFLAGS = $(SMTP_UNIT_FLAGS)
tests_unit_test_dialogue_LDADD = $(SMTP_UNIT_LIBS)
tests_unit_test_mailbox_SOURCES = tests/unit/test_mailbox.c
tests_unit_test_mailbox_CPPFLAGS = $(SMTP_UNIT_FLAGS)
tests_unit_test_mailbox_LDADD = $(SMTP_UNIT_LIBS)
tests_unit_test_mime_SOURCES = tests/unit/test_mime.c
tests_unit_test_mime_CPPFLAGS = $(SMTP_UNIT_FLAGS)
tests_unit_test_mime_LDADD = $(SMTP_UNIT_LIBS)
tests_unit_test_verdict_SOURCES = tests/unit/test_verdict.c
tests_unit_test_verdict_CPPFLAGS = $(SMTP_UNIT_FLAGS)
tests_unit_test_verdict_LDADD = $(SMTP_UNIT_LIBS)
endif
endif
EXTRA_DIST += tests/fuzz/corpus

# End to end, with drive_plugin in the place of allo-host.
EXTRA_DIST += tests/lib/plugin_test.py tests/lib/postfix.py \
	tests/faults/smtp_server.py \
	tests/faults/smtp_rude.t tests/channels/smtp_postfix.t
if WITH_SMTP
TESTS += tests/faults/smtp_rude.t tests/channels/smtp_postfix.t
endif

# The helper of the plugins' own tests: any plugin, driven over a pipe.
check_PROGRAMS += tests/lib/drive_plugin
tests_lib_drive_plugin_SOURCES = tests/lib/drive_plugin.c \
	tests/lib/fakehost.c tests/lib/fakehost.h
tests_lib_drive_plugin_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/lib
