# calendar: civil dates, zones, recurrence, offsets, quiet hours
src_liballo_la_SOURCES += \
	src/calendar/civil.c src/calendar/civil.h \
	src/calendar/expand.c src/calendar/expand.h \
	src/calendar/offset.c src/calendar/offset.h \
	src/calendar/phrase.c src/calendar/phrase.h \
	src/calendar/quoted.h \
	src/calendar/recurrence.c src/calendar/recurrence.h \
	src/calendar/rrule.c src/calendar/rrule.h \
	src/calendar/rule.h \
	src/calendar/sentence.c src/calendar/sentence.h \
	src/calendar/tzif.c src/calendar/tzif.h \
	src/calendar/tzrule.c src/calendar/tzrule.h \
	src/calendar/vocabulary.c src/calendar/vocabulary.h \
	src/calendar/window.c src/calendar/window.h \
	src/calendar/zone.c src/calendar/zone.h \
	src/calendar/zonename.c src/calendar/zonename.h
