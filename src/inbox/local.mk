# inbox
src_liballo_la_SOURCES += \
	src/inbox/classify.c src/inbox/classify.h \
	src/inbox/classify_words.c src/inbox/classify_words.h \
	src/inbox/fold.c src/inbox/fold.h

check_PROGRAMS += tests/fuzz/fuzz_classify
TESTS += tests/fuzz/fuzz_classify
tests_fuzz_fuzz_classify_SOURCES = tests/fuzz/fuzz_classify.c \
	tests/fuzz/drive.c

if HAVE_CMOCKA
INBOX_TESTS = tests/unit/test_classify tests/unit/test_inbox
check_PROGRAMS += $(INBOX_TESTS)
TESTS += $(INBOX_TESTS)
tests_unit_test_classify_SOURCES = tests/unit/test_classify.c
tests_unit_test_classify_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_classify_LDADD = $(UNIT_LIBS)
tests_unit_test_inbox_SOURCES = tests/unit/test_inbox.c $(STORE_FIXTURE)
tests_unit_test_inbox_CPPFLAGS = $(UNIT_FLAGS) $(SODIUM_CFLAGS)
tests_unit_test_inbox_LDADD = $(UNIT_LIBS)
endif
src_liballo_la_SOURCES += src/inbox/inbox.c src/inbox/inbox.h
