# Everything but main() is in the library, for the tests.
src_liballo_la_SOURCES += \
	src/host/load.c src/host/load.h \
	src/host/open.c src/host/open.h \
	src/host/serve.c src/host/serve.h \
	src/host/services.c src/host/services.h \
	src/host/settings.c src/host/settings.h \
	src/host/tickets.c src/host/tickets.h

pkglibexec_PROGRAMS += src/host/allo-host
src_host_allo_host_SOURCES = src/host/main.c

if HAVE_CMOCKA
HOST_TESTS = tests/unit/test_settings tests/unit/test_host
check_PROGRAMS += $(HOST_TESTS)
TESTS += $(HOST_TESTS)
tests_unit_test_settings_SOURCES = tests/unit/test_settings.c
tests_unit_test_settings_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_settings_LDADD = $(UNIT_LIBS)
tests_unit_test_host_SOURCES = tests/unit/test_host.c
tests_unit_test_host_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_host_LDADD = $(UNIT_LIBS)
endif
