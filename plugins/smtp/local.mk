# The pure part, on its own for the unit tests and the fuzz targets.
if WITH_SMTP
noinst_LTLIBRARIES += plugins/smtp/libmail.la
plugins_smtp_libmail_la_SOURCES = $(SMTP_PURE)
endif
SMTP_PURE = \
	plugins/smtp/encode.c plugins/smtp/encode.h \
	plugins/smtp/mailbox.c plugins/smtp/mailbox.h \
	plugins/smtp/mime.c plugins/smtp/mime.h \
	plugins/smtp/utf8.c plugins/smtp/utf8.h

if WITH_SMTP
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
SMTP_TESTS = tests/unit/test_mailbox tests/unit/test_mime
check_PROGRAMS += $(SMTP_TESTS)
TESTS += $(SMTP_TESTS)
tests_unit_test_mailbox_SOURCES = tests/unit/test_mailbox.c
tests_unit_test_mailbox_CPPFLAGS = $(UNIT_FLAGS) -I$(top_srcdir)/plugins
tests_unit_test_mailbox_LDADD = plugins/smtp/libmail.la $(UNIT_LIBS)
tests_unit_test_mime_SOURCES = tests/unit/test_mime.c
tests_unit_test_mime_CPPFLAGS = $(UNIT_FLAGS) -I$(top_srcdir)/plugins
tests_unit_test_mime_LDADD = plugins/smtp/libmail.la $(UNIT_LIBS)
endif
endif
EXTRA_DIST += tests/fuzz/corpus
