src_liballo_la_SOURCES += \
	src/programme/channel.c src/programme/channel.h \
	src/programme/check.c src/programme/check.h \
	src/programme/event.c src/programme/event.h \
	src/programme/event_change.c src/programme/event_change.h \
	src/programme/event_dates.c src/programme/event_dates.h \
	src/programme/event_reminder.c src/programme/event_reminder.h \
	src/programme/event_text.c src/programme/event_text.h \
	src/programme/group.c src/programme/group.h \
	src/programme/load.c src/programme/load.h \
	src/programme/organisation.c src/programme/organisation.h \
	src/programme/part.c src/programme/part.h \
	src/programme/people.c src/programme/people.h \
	src/programme/programme.c src/programme/programme.h \
	src/programme/scan.c src/programme/scan.h \
	src/programme/warn.c src/programme/warn.h
