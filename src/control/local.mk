src_liballo_la_SOURCES += \
	src/control/answer.c \
	src/control/client.c src/control/client.h \
	src/control/listen.c src/control/listen.h \
	src/control/peer.c src/control/peer.h \
	src/control/server.c src/control/server.h \
	src/control/session.c src/control/session.h

if HAVE_CMOCKA
CONTROL_TESTS = tests/unit/test_control
check_PROGRAMS += $(CONTROL_TESTS)
TESTS += $(CONTROL_TESTS)
tests_unit_test_control_SOURCES = tests/unit/test_control.c \
	tests/lib/fake_daemon.c tests/lib/fake_daemon.h
tests_unit_test_control_CPPFLAGS = $(UNIT_FLAGS) $(EVENT_CFLAGS)
tests_unit_test_control_LDADD = $(UNIT_LIBS)
endif

CONTROL_FUZZ = tests/fuzz/fuzz_control
check_PROGRAMS += $(CONTROL_FUZZ)
TESTS += $(CONTROL_FUZZ)
tests_fuzz_fuzz_control_SOURCES = tests/fuzz/fuzz_control.c \
	tests/fuzz/drive.c
tests_fuzz_fuzz_control_CPPFLAGS = $(AM_CPPFLAGS) $(EVENT_CFLAGS)
