src_liballo_la_SOURCES += \
	src/delivery/clockguard.c src/delivery/clockguard.h \
	src/delivery/facts.c src/delivery/facts.h \
	src/delivery/policy.c src/delivery/policy.h \
	src/delivery/state.c src/delivery/state.h

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_state
TESTS += tests/unit/test_state
tests_unit_test_state_SOURCES = tests/unit/test_state.c
tests_unit_test_state_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_state_LDADD = $(UNIT_LIBS)
endif
