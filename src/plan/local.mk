src_liballo_la_SOURCES += \
	src/plan/compose.c src/plan/compose.h \
	src/plan/key.c src/plan/key.h \
	src/plan/occurrence.c src/plan/occurrence.h \
	src/plan/plan.c src/plan/plan.h \
	src/plan/quiet.c src/plan/quiet.h \
	src/plan/route.c src/plan/route.h

if HAVE_CMOCKA
PLAN_TESTS = tests/unit/test_plan
check_PROGRAMS += $(PLAN_TESTS)
TESTS += $(PLAN_TESTS)
tests_unit_test_plan_SOURCES = tests/unit/test_plan.c \
	tests/lib/config_files.c tests/lib/config_files.h
tests_unit_test_plan_CPPFLAGS = $(UNIT_FLAGS) $(SODIUM_CFLAGS)
tests_unit_test_plan_LDADD = $(UNIT_LIBS)
endif
