# calendar: civil dates, zones, recurrence, offsets, quiet hours
src_liballo_la_SOURCES += \
	src/calendar/civil.h \
	src/calendar/offset.h \
	src/calendar/recurrence.h \
	src/calendar/window.h \
	src/calendar/zone.h
