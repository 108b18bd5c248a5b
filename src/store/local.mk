src_liballo_la_SOURCES += \
	src/store/gather.c src/store/gather.h \
	src/store/names.c src/store/names.h \
	src/store/schema.c src/store/schema.h \
	src/store/sorted.c src/store/sorted.h \
	src/store/sums.c src/store/sums.h \
	src/store/store.h \
	src/store/store_memory.c src/store/store_memory.h \
	src/store/store_memory_inbox.c \
	src/store/store_memory_outbox.c \
	src/store/store_memory_people.c \
	src/store/store_memory_told.c \
	src/store/store_memory_waves.c \
	src/store/store_sqlite.c src/store/store_sqlite.h \
	src/store/store_sqlite_inbox.c \
	src/store/store_sqlite_open.c \
	src/store/store_sqlite_outbox.c \
	src/store/store_sqlite_people.c \
	src/store/store_sqlite_person.c \
	src/store/store_sqlite_waves.c

if HAVE_CMOCKA
STORE_TESTS = tests/unit/test_store tests/unit/test_store_agree \
	tests/unit/test_store_file tests/unit/test_store_power
STORE_FIXTURE = tests/lib/store_fixture.c tests/lib/store_fixture.h
check_PROGRAMS += $(STORE_TESTS)
TESTS += $(STORE_TESTS)
tests_unit_test_store_SOURCES = tests/unit/test_store.c $(STORE_FIXTURE)
tests_unit_test_store_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_store_LDADD = $(UNIT_LIBS)
tests_unit_test_store_agree_SOURCES = tests/unit/test_store_agree.c \
	$(STORE_FIXTURE)
tests_unit_test_store_agree_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_store_agree_LDADD = $(UNIT_LIBS)
tests_unit_test_store_file_SOURCES = tests/unit/test_store_file.c \
	$(STORE_FIXTURE)
tests_unit_test_store_file_CPPFLAGS = $(UNIT_FLAGS) $(SQLITE_CFLAGS)
tests_unit_test_store_file_LDADD = $(UNIT_LIBS)
tests_unit_test_store_power_SOURCES = tests/unit/test_store_power.c \
	tests/lib/disk.c tests/lib/disk.h $(STORE_FIXTURE)
tests_unit_test_store_power_CPPFLAGS = $(UNIT_FLAGS) $(SQLITE_CFLAGS)
tests_unit_test_store_power_LDADD = $(UNIT_LIBS)
endif

# What the store costs; not run by make check.
EXTRA_PROGRAMS += tests/bench/store_bench
tests_bench_store_bench_SOURCES = tests/bench/store_bench.c
