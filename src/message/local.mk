# message
src_liballo_la_SOURCES += \
	src/message/gsm7.c src/message/gsm7.h \
	src/message/latin.c src/message/latin.h

# The same for plugins, with what it needs of base and nothing else: libtool
# links a convenience library whole into a module.
noinst_LTLIBRARIES += src/libgsm7.la
src_libgsm7_la_SOURCES = \
	src/message/gsm7.c src/message/gsm7.h \
	src/message/latin.c src/message/latin.h \
	src/base/buffer.c src/base/buffer.h \
	src/base/memory.c src/base/memory.h \
	src/base/text.c src/base/text.h
src_libgsm7_la_CPPFLAGS = $(AM_CPPFLAGS)

if HAVE_CMOCKA
GSM7_TESTS = tests/unit/test_gsm7
check_PROGRAMS += $(GSM7_TESTS)
TESTS += $(GSM7_TESTS)
tests_unit_test_gsm7_SOURCES = tests/unit/test_gsm7.c
tests_unit_test_gsm7_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_gsm7_LDADD = $(UNIT_LIBS)
endif
