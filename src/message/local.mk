# message
src_liballo_la_SOURCES += \
	src/message/gsm7.c src/message/gsm7.h \
	src/message/latin.c src/message/latin.h \
	src/message/clean.c src/message/clean.h \
	src/message/email.c src/message/email.h \
	src/message/language.c src/message/language.h \
	src/message/phone.c src/message/phone.h \
	src/message/phone_country.c src/message/phone_country.h \
	src/message/price.c src/message/price.h \
	src/message/purpose.c src/message/purpose.h \
	src/message/push.c src/message/push.h \
	src/message/template.c src/message/template.h \
	src/message/texts.c src/message/texts.h

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

MESSAGE_FUZZ = tests/fuzz/fuzz_email tests/fuzz/fuzz_phone \
	tests/fuzz/fuzz_template
check_PROGRAMS += $(MESSAGE_FUZZ)
TESTS += $(MESSAGE_FUZZ)
tests_fuzz_fuzz_email_SOURCES = tests/fuzz/fuzz_email.c tests/fuzz/drive.c
tests_fuzz_fuzz_phone_SOURCES = tests/fuzz/fuzz_phone.c tests/fuzz/drive.c
tests_fuzz_fuzz_template_SOURCES = tests/fuzz/fuzz_template.c \
	tests/fuzz/drive.c

if HAVE_CMOCKA
MESSAGE_TESTS = tests/unit/test_clean \
	tests/unit/test_email \
	tests/unit/test_language \
	tests/unit/test_phone \
	tests/unit/test_price \
	tests/unit/test_template \
	tests/unit/test_texts
check_PROGRAMS += $(MESSAGE_TESTS)
TESTS += $(MESSAGE_TESTS)
tests_unit_test_clean_SOURCES = tests/unit/test_clean.c
tests_unit_test_clean_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_clean_LDADD = $(UNIT_LIBS)
tests_unit_test_email_SOURCES = tests/unit/test_email.c
tests_unit_test_email_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_email_LDADD = $(UNIT_LIBS)
tests_unit_test_language_SOURCES = tests/unit/test_language.c
tests_unit_test_language_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_language_LDADD = $(UNIT_LIBS)
tests_unit_test_phone_SOURCES = tests/unit/test_phone.c
tests_unit_test_phone_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_phone_LDADD = $(UNIT_LIBS)
tests_unit_test_price_SOURCES = tests/unit/test_price.c
tests_unit_test_price_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_price_LDADD = $(UNIT_LIBS)
tests_unit_test_template_SOURCES = tests/unit/test_template.c
tests_unit_test_template_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_template_LDADD = $(UNIT_LIBS)
tests_unit_test_texts_SOURCES = tests/unit/test_texts.c
tests_unit_test_texts_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_texts_LDADD = $(UNIT_LIBS)
if HAVE_ICU
check_PROGRAMS += tests/unit/test_language_icu
TESTS += tests/unit/test_language_icu
tests_unit_test_language_icu_SOURCES = tests/unit/test_language_icu.c
tests_unit_test_language_icu_CPPFLAGS = $(UNIT_FLAGS) $(ICU_CFLAGS)
tests_unit_test_language_icu_LDADD = $(UNIT_LIBS) $(ICU_LIBS)
endif
endif

GSM7_FUZZ = tests/fuzz/fuzz_gsm7
check_PROGRAMS += $(GSM7_FUZZ)
TESTS += $(GSM7_FUZZ)
tests_fuzz_fuzz_gsm7_SOURCES = tests/fuzz/fuzz_gsm7.c tests/fuzz/drive.c
