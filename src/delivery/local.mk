src_liballo_la_SOURCES += \
	src/delivery/clockguard.c src/delivery/clockguard.h \
	src/delivery/facts.c src/delivery/facts.h \
	src/delivery/loopguard.c src/delivery/loopguard.h \
	src/delivery/policy.c src/delivery/policy.h \
	src/delivery/state.c src/delivery/state.h

if HAVE_CMOCKA
DELIVERY_TESTS = tests/unit/test_delivery tests/unit/test_state
check_PROGRAMS += $(DELIVERY_TESTS)
TESTS += $(DELIVERY_TESTS)
tests_unit_test_delivery_SOURCES = tests/unit/test_delivery.c
tests_unit_test_delivery_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_delivery_LDADD = $(UNIT_LIBS)
tests_unit_test_state_SOURCES = tests/unit/test_state.c
tests_unit_test_state_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_state_LDADD = $(UNIT_LIBS)
endif
