src_liballo_la_SOURCES += \
	src/outbox/adopt.c src/outbox/adopt.h \
	src/outbox/agenda.c src/outbox/audience.c src/outbox/budget.c \
	src/outbox/claim.c src/outbox/correction.c src/outbox/due.c \
	src/outbox/difference.c src/outbox/difference.h \
	src/outbox/forecast.c src/outbox/forecast.h \
	src/outbox/foreseen.c src/outbox/foreseen.h \
	src/outbox/hear.c src/outbox/hear.h \
	src/outbox/hold.c src/outbox/loop.c src/outbox/newcomers.c \
	src/outbox/outbox.c src/outbox/outbox.h src/outbox/private.h \
	src/outbox/rename.c src/outbox/results.c src/outbox/rezone.c \
	src/outbox/row.c src/outbox/run.c \
	src/outbox/schedule.c src/outbox/walk.c

if HAVE_CMOCKA
OUTBOX_TESTS = tests/unit/test_agenda
check_PROGRAMS += $(OUTBOX_TESTS)
TESTS += $(OUTBOX_TESTS)
tests_unit_test_agenda_SOURCES = tests/unit/test_agenda.c
tests_unit_test_agenda_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_agenda_LDADD = $(UNIT_LIBS)
endif
