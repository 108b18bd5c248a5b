src_liballo_la_SOURCES += \
	src/channel/backoff.c src/channel/backoff.h \
	src/channel/channel.c src/channel/channel.h \
	src/channel/config.c src/channel/config.h \
	src/channel/flight.c src/channel/flight.h \
	src/channel/inside.h \
	src/channel/pace.c src/channel/pace.h \
	src/channel/patience.c src/channel/patience.h \
	src/channel/relay.c src/channel/relay.h \
	src/channel/scrub.c src/channel/scrub.h \
	src/channel/spawn.c src/channel/spawn.h \
	src/channel/status.c \
	src/channel/talk.c src/channel/talk.h \
	src/channel/ack.c src/channel/ack.h \
	src/channel/wire.c src/channel/wire.h \
	src/channel/worker.c src/channel/worker.h

# Little channels, good and bad, that the tests load; libtool builds a module
# for `make check` only when it is told where it would be installed.
CHECK_PLUGIN = $(AM_LDFLAGS) -module -avoid-version -shared -rpath /nowhere \
	-export-symbols-regex '^allo_channel_v1$$'
if HAVE_CMOCKA
TEST_CHANNELS = \
	tests/channels/good_echo.la \
	tests/channels/good_later.la \
	tests/channels/bad_segv.la \
	tests/channels/bad_abort.la \
	tests/channels/bad_exit.la \
	tests/channels/bad_hang.la \
	tests/channels/bad_spin.la \
	tests/channels/bad_flood.la \
	tests/channels/bad_garbage.la \
	tests/channels/bad_slow.la \
	tests/channels/bad_abi.la \
	tests/channels/bad_missing_symbol.la \
	tests/channels/bad_leak.la \
	tests/channels/bad_leak_fd.la \
	tests/channels/bad_outcome.la \
	tests/channels/bad_secret.la \
	tests/channels/bad_lies.la \
	tests/channels/bad_open.la \
	tests/channels/bad_start.la
check_LTLIBRARIES += $(TEST_CHANNELS)
tests_channels_good_echo_la_SOURCES = tests/channels/good_echo.c tests/channels/simple.h
tests_channels_good_echo_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_good_echo_la_LIBADD =
tests_channels_good_later_la_SOURCES = tests/channels/good_later.c tests/channels/simple.h
tests_channels_good_later_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_good_later_la_LIBADD =
tests_channels_bad_segv_la_SOURCES = tests/channels/bad_segv.c tests/channels/simple.h
tests_channels_bad_segv_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_segv_la_LIBADD =
tests_channels_bad_abort_la_SOURCES = tests/channels/bad_abort.c tests/channels/simple.h
tests_channels_bad_abort_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_abort_la_LIBADD =
tests_channels_bad_exit_la_SOURCES = tests/channels/bad_exit.c tests/channels/simple.h
tests_channels_bad_exit_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_exit_la_LIBADD =
tests_channels_bad_hang_la_SOURCES = tests/channels/bad_hang.c tests/channels/simple.h
tests_channels_bad_hang_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_hang_la_LIBADD =
tests_channels_bad_spin_la_SOURCES = tests/channels/bad_spin.c tests/channels/simple.h
tests_channels_bad_spin_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_spin_la_LIBADD =
tests_channels_bad_flood_la_SOURCES = tests/channels/bad_flood.c tests/channels/simple.h
tests_channels_bad_flood_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_flood_la_LIBADD =
tests_channels_bad_garbage_la_SOURCES = tests/channels/bad_garbage.c tests/channels/simple.h
tests_channels_bad_garbage_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_garbage_la_LIBADD =
tests_channels_bad_slow_la_SOURCES = tests/channels/bad_slow.c tests/channels/simple.h
tests_channels_bad_slow_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_slow_la_LIBADD =
tests_channels_bad_abi_la_SOURCES = tests/channels/bad_abi.c tests/channels/simple.h
tests_channels_bad_abi_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_abi_la_LIBADD =
tests_channels_bad_missing_symbol_la_SOURCES = tests/channels/bad_missing_symbol.c tests/channels/simple.h
tests_channels_bad_missing_symbol_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_missing_symbol_la_LIBADD =
tests_channels_bad_leak_fd_la_SOURCES = tests/channels/bad_leak_fd.c tests/channels/simple.h
tests_channels_bad_leak_fd_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_leak_fd_la_LIBADD =
tests_channels_bad_lies_la_SOURCES = tests/channels/bad_lies.c tests/channels/simple.h
tests_channels_bad_lies_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_lies_la_LIBADD =
tests_channels_bad_start_la_SOURCES = tests/channels/bad_start.c tests/channels/simple.h
tests_channels_bad_start_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_start_la_LIBADD =
tests_channels_bad_open_la_SOURCES = tests/channels/bad_open.c tests/channels/simple.h
tests_channels_bad_open_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_open_la_LIBADD =
tests_channels_bad_leak_la_SOURCES = tests/channels/bad_leak.c tests/channels/simple.h
tests_channels_bad_leak_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_leak_la_LIBADD =
tests_channels_bad_secret_la_SOURCES = tests/channels/bad_secret.c tests/channels/simple.h
tests_channels_bad_secret_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_secret_la_LIBADD =
tests_channels_bad_outcome_la_SOURCES = tests/channels/bad_outcome.c tests/channels/simple.h
tests_channels_bad_outcome_la_LDFLAGS = $(CHECK_PLUGIN)
tests_channels_bad_outcome_la_LIBADD =

CHANNEL_TESTS = tests/unit/test_backoff tests/unit/test_pace \
	tests/unit/test_flight tests/unit/test_scrub tests/unit/test_wire \
	tests/unit/test_channel tests/unit/test_exec
check_PROGRAMS += $(CHANNEL_TESTS)
TESTS += $(CHANNEL_TESTS)
tests_unit_test_backoff_SOURCES = tests/unit/test_backoff.c
tests_unit_test_backoff_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_backoff_LDADD = $(UNIT_LIBS)
tests_unit_test_pace_SOURCES = tests/unit/test_pace.c
tests_unit_test_pace_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_pace_LDADD = $(UNIT_LIBS)
tests_unit_test_flight_SOURCES = tests/unit/test_flight.c
tests_unit_test_flight_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_flight_LDADD = $(UNIT_LIBS)
tests_unit_test_scrub_SOURCES = tests/unit/test_scrub.c
tests_unit_test_scrub_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_scrub_LDADD = $(UNIT_LIBS)
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c
tests_unit_test_wire_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_wire_LDADD = $(UNIT_LIBS)
tests_unit_test_channel_SOURCES = tests/unit/test_channel.c \
	tests/lib/channel_bench.c tests/lib/channel_bench.h
tests_unit_test_channel_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_channel_LDADD = $(UNIT_LIBS)
tests_unit_test_exec_SOURCES = tests/unit/test_exec.c \
	tests/lib/channel_bench.c tests/lib/channel_bench.h
tests_unit_test_exec_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_exec_LDADD = $(UNIT_LIBS)
endif

check_PROGRAMS += tests/fuzz/fuzz_wire
TESTS += tests/fuzz/fuzz_wire
tests_fuzz_fuzz_wire_SOURCES = tests/fuzz/fuzz_wire.c tests/fuzz/drive.c
