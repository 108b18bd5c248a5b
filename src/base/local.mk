src_liballo_la_SOURCES += \
	src/base/buffer.c src/base/buffer.h \
	src/base/clock.c src/base/clock.h \
	src/base/error.c src/base/error.h \
	src/base/failpoint.c src/base/failpoint.h \
	src/base/frame.c src/base/frame.h \
	src/base/log.c src/base/log.h \
	src/base/memory.c src/base/memory.h \
	src/base/number.c src/base/number.h \
	src/base/random.c src/base/random.h \
	src/base/text.c src/base/text.h

if HAVE_CMOCKA
BASE_TESTS = tests/unit/test_base tests/unit/test_frame
check_PROGRAMS += $(BASE_TESTS)
TESTS += $(BASE_TESTS)
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_base_LDADD = $(UNIT_LIBS)
tests_unit_test_frame_SOURCES = tests/unit/test_frame.c
tests_unit_test_frame_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_frame_LDADD = $(UNIT_LIBS)
endif
