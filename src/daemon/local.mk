EXTRA_PROGRAMS += src/allod
src_allod_SOURCES = \
	src/daemon/channels.c src/daemon/daemon.c src/daemon/daemon.h \
	src/daemon/main.c src/daemon/readiness.c src/daemon/reload.c \
	src/daemon/requests.c \
	src/daemon/signals.c src/daemon/timing.c src/daemon/watch.c
src_allod_CPPFLAGS = $(AM_CPPFLAGS) $(EVENT_CFLAGS) $(SODIUM_CFLAGS)
src_allod_LDADD = $(ALLO_LIBS)
