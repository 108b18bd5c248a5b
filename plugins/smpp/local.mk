# smpp: the channel for SMS.  What needs neither a socket nor the host is a
# library of its own, for the unit tests, the fuzz targets and allo-smsc.
if WITH_SMPP
noinst_LTLIBRARIES += plugins/smpp/libsmpp.la
plugins_smpp_libsmpp_la_SOURCES = \
	plugins/smpp/assembly.c plugins/smpp/assembly.h \
	plugins/smpp/coding.c plugins/smpp/coding.h \
	plugins/smpp/flight.c plugins/smpp/flight.h \
	plugins/smpp/ids.c plugins/smpp/ids.h \
	plugins/smpp/parts.c plugins/smpp/parts.h \
	plugins/smpp/pdu.c plugins/smpp/pdu.h \
	plugins/smpp/receipt.c plugins/smpp/receipt.h \
	plugins/smpp/stream.c plugins/smpp/stream.h
plugins_smpp_libsmpp_la_CPPFLAGS = $(AM_CPPFLAGS) $(OPENSSL_CFLAGS)

plugin_LTLIBRARIES += plugins/smpp/smpp.la
plugins_smpp_smpp_la_SOURCES = \
	plugins/smpp/incoming.c plugins/smpp/incoming.h \
	plugins/smpp/link.c plugins/smpp/link.h \
	plugins/smpp/lookup.c plugins/smpp/lookup.h \
	plugins/smpp/options.c plugins/smpp/options.h \
	plugins/smpp/outgoing.c plugins/smpp/outgoing.h \
	plugins/smpp/session.c plugins/smpp/session.h \
	plugins/smpp/smpp.c \
	src/base/clock.c src/base/error.c src/base/number.c
plugins_smpp_smpp_la_CPPFLAGS = $(AM_CPPFLAGS) $(OPENSSL_CFLAGS)
plugins_smpp_smpp_la_LIBADD = plugins/smpp/libsmpp.la src/libgsm7.la \
	$(OPENSSL_LIBS)
plugins_smpp_smpp_la_LDFLAGS = $(PLUGIN_LINK)

SMPP_FUZZ = tests/fuzz/fuzz_pdu tests/fuzz/fuzz_receipt
check_PROGRAMS += $(SMPP_FUZZ)
TESTS += $(SMPP_FUZZ)
tests_fuzz_fuzz_pdu_SOURCES = tests/fuzz/fuzz_pdu.c tests/fuzz/drive.c
tests_fuzz_fuzz_pdu_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
tests_fuzz_fuzz_pdu_LDADD = plugins/smpp/libsmpp.la $(ALLO_LIBS)
tests_fuzz_fuzz_receipt_SOURCES = tests/fuzz/fuzz_receipt.c tests/fuzz/drive.c
tests_fuzz_fuzz_receipt_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
tests_fuzz_fuzz_receipt_LDADD = plugins/smpp/libsmpp.la $(ALLO_LIBS)

if HAVE_CMOCKA
SMPP_TESTS = tests/unit/test_smpp_pdu tests/unit/test_smpp_receipt \
	tests/unit/test_smpp_parts tests/unit/test_smpp_plugin \
	tests/unit/test_smpp_link
check_PROGRAMS += $(SMPP_TESTS)
TESTS += $(SMPP_TESTS)
CLEANFILES += tests/unit/smpp-*.crt tests/unit/smpp-*.key
SMPP_FLAGS = $(UNIT_FLAGS) -I$(top_srcdir)/plugins
tests_unit_test_smpp_pdu_SOURCES = tests/unit/test_smpp_pdu.c
tests_unit_test_smpp_pdu_CPPFLAGS = $(SMPP_FLAGS)
tests_unit_test_smpp_pdu_LDADD = plugins/smpp/libsmpp.la $(UNIT_LIBS)
tests_unit_test_smpp_receipt_SOURCES = tests/unit/test_smpp_receipt.c
tests_unit_test_smpp_receipt_CPPFLAGS = $(SMPP_FLAGS)
tests_unit_test_smpp_receipt_LDADD = plugins/smpp/libsmpp.la $(UNIT_LIBS)
tests_unit_test_smpp_parts_SOURCES = tests/unit/test_smpp_parts.c
tests_unit_test_smpp_parts_CPPFLAGS = $(SMPP_FLAGS)
tests_unit_test_smpp_parts_LDADD = plugins/smpp/libsmpp.la $(UNIT_LIBS)
tests_unit_test_smpp_plugin_SOURCES = tests/unit/test_smpp_plugin.c \
	tests/lib/smpp_rig.c tests/lib/smpp_rig.h
tests_unit_test_smpp_plugin_CPPFLAGS = $(SMPP_FLAGS)
tests_unit_test_smpp_plugin_LDADD = $(UNIT_LIBS)
tests_unit_test_smpp_link_SOURCES = tests/unit/test_smpp_link.c \
	tests/lib/smpp_rig.c tests/lib/smpp_rig.h
tests_unit_test_smpp_link_CPPFLAGS = $(SMPP_FLAGS)
tests_unit_test_smpp_link_LDADD = $(UNIT_LIBS)
endif
endif
