src_liballo_la_SOURCES += \
	src/outbox/adopt.c src/outbox/adopt.h \
	src/outbox/agenda.c src/outbox/budget.c src/outbox/claim.c \
	src/outbox/forecast.c src/outbox/forecast.h \
	src/outbox/hold.c \
	src/outbox/outbox.c src/outbox/outbox.h src/outbox/private.h \
	src/outbox/results.c src/outbox/row.c src/outbox/rows.c \
	src/outbox/run.c src/outbox/schedule.c \
	src/outbox/settle.c src/outbox/walk.c
