src_liballo_la_SOURCES += \
	src/programme/calendars.c src/programme/calendars.h \
	src/programme/channel.c src/programme/channel.h \
	src/programme/check.c src/programme/check.h \
	src/programme/event.c src/programme/event.h \
	src/programme/event_around.c src/programme/event_around.h \
	src/programme/event_change.c src/programme/event_change.h \
	src/programme/event_dates.c src/programme/event_dates.h \
	src/programme/event_reminder.c src/programme/event_reminder.h \
	src/programme/event_skip.c src/programme/event_skip.h \
	src/programme/event_text.c src/programme/event_text.h \
	src/programme/group.c src/programme/group.h \
	src/programme/load.c src/programme/load.h \
	src/programme/organisation.c src/programme/organisation.h \
	src/programme/own_text.c src/programme/own_text.h \
	src/programme/part.c src/programme/part.h \
	src/programme/people.c src/programme/people.h \
	src/programme/programme.c src/programme/programme.h \
	src/programme/scan.c src/programme/scan.h \
	src/programme/sections.c src/programme/sections.h \
	src/programme/skip.c src/programme/skip.h \
	src/programme/unknown_language.c \
	src/programme/unknown_language.h \
	src/programme/warn.c src/programme/warn.h \
	src/programme/warn_calendar.c src/programme/warn_calendar.h \
	src/programme/warn_cost.c src/programme/warn_cost.h \
	src/programme/warn_language.c src/programme/warn_language.h \
	src/programme/warn_overlap.c src/programme/warn_overlap.h \
	src/programme/warn_people.c src/programme/warn_people.h \
	src/programme/warn_text.c src/programme/warn_text.h \
	src/programme/wording.c src/programme/wording.h

if HAVE_CMOCKA
PROGRAMME_TESTS = tests/unit/test_check tests/unit/test_load \
	tests/unit/test_own_text
check_PROGRAMS += $(PROGRAMME_TESTS)
TESTS += $(PROGRAMME_TESTS)
tests_unit_test_check_SOURCES = tests/unit/test_check.c \
	tests/lib/config_files.c tests/lib/config_files.h
tests_unit_test_check_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_check_LDADD = $(UNIT_LIBS)
tests_unit_test_load_SOURCES = tests/unit/test_load.c \
	tests/lib/config_files.c tests/lib/config_files.h
tests_unit_test_load_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_load_LDADD = $(UNIT_LIBS)
tests_unit_test_own_text_SOURCES = tests/unit/test_own_text.c \
	tests/lib/config_files.c tests/lib/config_files.h
tests_unit_test_own_text_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_own_text_LDADD = $(UNIT_LIBS)
endif

# Mistakes and what is told of them, for test_check.
EXTRA_DIST += tests/config
