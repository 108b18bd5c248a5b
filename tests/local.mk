# Replay files: a .replay is a test; tests/replay/replay runs it.
REPLAY_LOG_COMPILER = $(top_builddir)/tests/replay/replay
check_PROGRAMS += tests/replay/replay
tests_replay_replay_SOURCES = tests/replay/replay.c tests/replay/world.c \
	tests/replay/world.h
tests_replay_replay_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
REPLAYS = tests/replay/straatoverleg-year.replay \
	tests/replay/late-answer-after-a-crash.replay \
	tests/replay/stop-while-the-clock-is-doubted.replay
TESTS += $(REPLAYS)
EXTRA_DIST += $(REPLAYS)

# Stories: the daemon as a process, with far sides of every mood.
STORIES = tests/daemon/life.t tests/daemon/reload.t tests/daemon/reminder.t \
	tests/daemon/supervise.t
TESTS += $(STORIES)
EXTRA_DIST += $(STORIES) tests/lib/story.py tests/peers/package.json \
	tests/peers/package-lock.json tests/peers/smsc.js

# Figures beside those of a peer (tests/bench/bench.py --help); not run by
# make check.
EXTRA_DIST += tests/bench/allo.py tests/bench/bench.py tests/bench/kannel.py \
	tests/bench/machine.py tests/bench/smsc.py
.PHONY: bench
bench: all
	python3 -B $(top_srcdir)/tests/bench/bench.py \
		--build $(abs_top_builddir) $(BENCH)
