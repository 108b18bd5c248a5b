# calendar: civil dates, zones, recurrence, offsets, quiet hours
src_liballo_la_SOURCES += \
	src/calendar/civil.c src/calendar/civil.h \
	src/calendar/dayset.c src/calendar/dayset.h \
	src/calendar/expand.c src/calendar/expand.h \
	src/calendar/holiday.c src/calendar/holiday.h \
	src/calendar/offset.c src/calendar/offset.h \
	src/calendar/sentence_write.c src/calendar/sentence_write.h \
	src/calendar/quoted.h \
	src/calendar/recurrence.c src/calendar/recurrence.h \
	src/calendar/rrule.c src/calendar/rrule.h \
	src/calendar/rule.h \
	src/calendar/sentence_days.c \
	src/calendar/sentence_doubt.c \
	src/calendar/sentence_parts.h \
	src/calendar/sentence_read.c src/calendar/sentence_read.h \
	src/calendar/sentence_tail.c \
	src/calendar/tzif.c src/calendar/tzif.h \
	src/calendar/tzrule.c src/calendar/tzrule.h \
	src/calendar/vocabulary.c src/calendar/vocabulary.h \
	src/calendar/window.c src/calendar/window.h \
	src/calendar/zone.c src/calendar/zone.h \
	src/calendar/zonename.c src/calendar/zonename.h

if HAVE_CMOCKA
CALENDAR_TESTS = tests/unit/test_civil tests/unit/test_dayset \
	tests/unit/test_offset \
	tests/unit/test_recurrence tests/unit/test_window \
	tests/unit/test_zone
check_PROGRAMS += $(CALENDAR_TESTS)
TESTS += $(CALENDAR_TESTS)
tests_unit_test_civil_SOURCES = tests/unit/test_civil.c
tests_unit_test_civil_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_civil_LDADD = $(UNIT_LIBS)
tests_unit_test_dayset_SOURCES = tests/unit/test_dayset.c
tests_unit_test_dayset_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_dayset_LDADD = $(UNIT_LIBS)
tests_unit_test_offset_SOURCES = tests/unit/test_offset.c
tests_unit_test_offset_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_offset_LDADD = $(UNIT_LIBS)
tests_unit_test_recurrence_SOURCES = tests/unit/test_recurrence.c
tests_unit_test_recurrence_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_recurrence_LDADD = $(UNIT_LIBS)
if HAVE_ICAL
check_PROGRAMS += tests/unit/test_recurrence_libical
TESTS += tests/unit/test_recurrence_libical
tests_unit_test_recurrence_libical_SOURCES = \
	tests/unit/test_recurrence_libical.c
tests_unit_test_recurrence_libical_CPPFLAGS = $(UNIT_FLAGS) $(ICAL_CFLAGS)
tests_unit_test_recurrence_libical_LDADD = $(UNIT_LIBS) $(ICAL_LIBS)
endif
tests_unit_test_window_SOURCES = tests/unit/test_window.c
tests_unit_test_window_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_window_LDADD = $(UNIT_LIBS)
tests_unit_test_zone_SOURCES = tests/unit/test_zone.c
tests_unit_test_zone_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_zone_LDADD = $(UNIT_LIBS)
endif

# The same questions to Python (python3-dateutil, zoneinfo).
CALENDAR_JUDGES = tests/unit/holiday_dateutil.t \
	tests/unit/recurrence_dateutil.t tests/unit/zone_python.t
check_PROGRAMS += tests/unit/calendar_answers
tests_unit_calendar_answers_SOURCES = tests/unit/calendar_answers.c
dist_check_SCRIPTS += $(CALENDAR_JUDGES)
TESTS += $(CALENDAR_JUDGES)

CALENDAR_FUZZ = tests/fuzz/fuzz_civil tests/fuzz/fuzz_offset \
	tests/fuzz/fuzz_recurrence tests/fuzz/fuzz_tzif
check_PROGRAMS += $(CALENDAR_FUZZ)
TESTS += $(CALENDAR_FUZZ)
tests_fuzz_fuzz_civil_SOURCES = tests/fuzz/fuzz_civil.c tests/fuzz/drive.c
tests_fuzz_fuzz_offset_SOURCES = tests/fuzz/fuzz_offset.c tests/fuzz/drive.c
tests_fuzz_fuzz_recurrence_SOURCES = tests/fuzz/fuzz_recurrence.c \
	tests/fuzz/drive.c
tests_fuzz_fuzz_tzif_SOURCES = tests/fuzz/fuzz_tzif.c tests/fuzz/drive.c
