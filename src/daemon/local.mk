sbin_PROGRAMS += src/allod
# What alloctl asks: its own list, for its test.
REQUESTS = \
	src/daemon/consequences.c src/daemon/consequences.h \
	src/daemon/figures.c src/daemon/figures.h \
	src/daemon/look.c src/daemon/look.h \
	src/daemon/requests.c src/daemon/requests.h \
	src/daemon/requests_events.c src/daemon/requests_forecast.c \
	src/daemon/requests_hold.c \
	src/daemon/requests_outbox.c src/daemon/requests_reload.c \
	src/daemon/requests_status.c src/daemon/requests_why.c \
	src/daemon/requests_words.c
src_allod_SOURCES = \
	src/daemon/channels.c src/daemon/daemon.c src/daemon/daemon.h \
	src/daemon/main.c src/daemon/readiness.c src/daemon/reload.c \
	$(REQUESTS) \
	src/daemon/signals.c src/daemon/timing.c src/daemon/watch.c
src_allod_CPPFLAGS = $(AM_CPPFLAGS) $(EVENT_CFLAGS) $(SODIUM_CFLAGS)
src_allod_LDADD = $(ALLO_LIBS)

if HAVE_CMOCKA
REQUESTS_TESTS = tests/unit/test_requests
check_PROGRAMS += $(REQUESTS_TESTS)
TESTS += $(REQUESTS_TESTS)
tests_unit_test_requests_SOURCES = tests/unit/test_requests.c \
	src/daemon/reload.c src/daemon/watch.c $(REQUESTS)
tests_unit_test_requests_CPPFLAGS = $(UNIT_FLAGS) $(EVENT_CFLAGS)
tests_unit_test_requests_LDADD = $(UNIT_LIBS)
endif
