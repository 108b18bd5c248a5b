# Replay files: a .replay is a test; tests/replay/replay runs it.
REPLAY_LOG_COMPILER = $(top_builddir)/tests/replay/replay
check_PROGRAMS += tests/replay/replay
tests_replay_replay_SOURCES = tests/replay/expect.c tests/replay/replay.c \
	tests/replay/programme.c tests/replay/replay.h tests/replay/words.c tests/replay/world.c \
	tests/replay/world.h
tests_replay_replay_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
check_PROGRAMS += tests/replay/foreseen tests/replay/property
TESTS += tests/replay/foreseen tests/replay/property
tests_replay_foreseen_SOURCES = tests/replay/foreseen.c tests/replay/month.c \
	tests/replay/month.h tests/replay/world.c tests/replay/world.h
tests_replay_foreseen_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
tests_replay_property_SOURCES = tests/replay/month.c tests/replay/month.h \
	tests/replay/property.c tests/replay/world.c tests/replay/world.h
tests_replay_property_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
REPLAYS = \
	tests/replay/around.replay \
	tests/replay/budget.replay \
	tests/replay/camp.replay \
	tests/replay/channel-order.replay \
	tests/replay/channel-removed.replay \
	tests/replay/clock-doubted.replay \
	tests/replay/correction-lost.replay \
	tests/replay/crowd-behind-a-closed-channel.replay \
	tests/replay/daily-limit.replay \
	tests/replay/dates-beside-a-rule.replay \
	tests/replay/dates-list.replay \
	tests/replay/edit-and-back-late.replay \
	tests/replay/edit-and-back.replay \
	tests/replay/edit-in-a-wave.replay \
	tests/replay/end-that-was-told.replay \
	tests/replay/event-renamed.replay \
	tests/replay/event-replaced.replay \
	tests/replay/expired-for-a-reason.replay \
	tests/replay/far-ahead.replay \
	tests/replay/file-broken.replay \
	tests/replay/file-removed.replay \
	tests/replay/group-in-front-in-a-wave.replay \
	tests/replay/group-invited-later.replay \
	tests/replay/group-taken-out.replay \
	tests/replay/hold-unknown.replay \
	tests/replay/hold.replay \
	tests/replay/languages.replay \
	tests/replay/late-answer-after-a-crash.replay \
	tests/replay/late-start-after-an-edit.replay \
	tests/replay/late-start-expires.replay \
	tests/replay/late-start-two-reminders.replay \
	tests/replay/late-start.replay \
	tests/replay/month-of-everything.replay \
	tests/replay/loop.replay \
	tests/replay/moved-then-cancelled.replay \
	tests/replay/moved-to-soon.replay \
	tests/replay/moved-to-the-past.replay \
	tests/replay/moved-twice.replay \
	tests/replay/newcomer-to-a-moved-meeting.replay \
	tests/replay/next-time.replay \
	tests/replay/outage-over-two-reminders.replay \
	tests/replay/outage-then-late.replay \
	tests/replay/outage-too-long.replay \
	tests/replay/person-added-later.replay \
	tests/replay/person-removed.replay \
	tests/replay/place-taken-out.replay \
	tests/replay/power-cut.replay \
	tests/replay/programme-allo.replay \
	tests/replay/programme-casablanca.replay \
	tests/replay/programme-cope.replay \
	tests/replay/programme-gigos-mediakamp.replay \
	tests/replay/programme-gigos-schoolagent.replay \
	tests/replay/programme-groep-intro-connect.replay \
	tests/replay/programme-grote-broer.replay \
	tests/replay/programme-jes-antwerpen.replay \
	tests/replay/programme-jes-brussel.replay \
	tests/replay/programme-jeugddienst.replay \
	tests/replay/programme-lerend-netwerk.replay \
	tests/replay/programme-mag-da.replay \
	tests/replay/programme-overkop.replay \
	tests/replay/programme-politiecafe.replay \
	tests/replay/programme-preventietruck.replay \
	tests/replay/programme-rots-en-water.replay \
	tests/replay/programme-samen-op-straat.replay \
	tests/replay/programme-schoolopbouwwerk.replay \
	tests/replay/programme-second-wave.replay \
	tests/replay/programme-see-something.replay \
	tests/replay/programme-theater.replay \
	tests/replay/programme-train-the-trainer.replay \
	tests/replay/programme-vives-menen.replay \
	tests/replay/programme-wijkbabbels.replay \
	tests/replay/quiet-correction.replay \
	tests/replay/quiet-reminder.replay \
	tests/replay/reason-by-language.replay \
	tests/replay/receipts.replay \
	tests/replay/refused-for-now.replay \
	tests/replay/refused-until-too-late.replay \
	tests/replay/rejected-next-channel.replay \
	tests/replay/reminder-put-off.replay \
	tests/replay/replaces.replay \
	tests/replay/route.replay \
	tests/replay/rule-changed.replay \
	tests/replay/series.replay \
	tests/replay/shared-phone.replay \
	tests/replay/single-becomes-weekly.replay \
	tests/replay/six-languages.replay \
	tests/replay/skip-after-told.replay \
	tests/replay/skip-change-wins.replay \
	tests/replay/skip-drop.replay \
	tests/replay/skip-during-an-outage.replay \
	tests/replay/skip-in-a-set.replay \
	tests/replay/skip-next-week.replay \
	tests/replay/skip-taken-out-late.replay \
	tests/replay/start-is-no-invitation.replay \
	tests/replay/start-while-a-correction-waits.replay \
	tests/replay/stop-before-correction.replay \
	tests/replay/stop-before-due.replay \
	tests/replay/stop-in-a-wave.replay \
	tests/replay/stop-start-stop.replay \
	tests/replay/stop-while-the-clock-is-doubted.replay \
	tests/replay/start-after-a-cancellation.replay \
	tests/replay/straatoverleg-year.replay \
	tests/replay/summer-time.replay \
	tests/replay/texts-of-ones-own.replay \
	tests/replay/too-long.replay \
	tests/replay/two-groups.replay \
	tests/replay/two-hours.replay \
	tests/replay/two-reminders.replay \
	tests/replay/typo.replay \
	tests/replay/tzdata.replay \
	tests/replay/undelivered.replay \
	tests/replay/unknown-after-a-crash.replay \
	tests/replay/unknown-during-an-edit.replay \
	tests/replay/unknown-early.replay \
	tests/replay/unknown-late.replay \
	tests/replay/unknown-then-cancelled.replay
TESTS += $(REPLAYS)
EXTRA_DIST += $(REPLAYS) tests/replay/kamp.world \
	tests/replay/overleg-told.world tests/replay/overleg.world

# Stories: the daemon as a process, with far sides of every mood.
STORIES = tests/crash/failpoints.t tests/daemon/clock.t \
	tests/daemon/foresee.t tests/daemon/life.t \
	tests/daemon/reload.t tests/daemon/reminder.t tests/daemon/supervise.t \
	tests/peers/peers.t
TESTS += $(STORIES)
EXTRA_DIST += $(STORIES) tests/lib/story.py tests/peers/package.json \
	tests/peers/package-lock.json tests/peers/smsc.js

# Figures beside those of a peer (tests/bench/bench.py --help); not run by
# make check.
EXTRA_DIST += tests/bench/allo.py tests/bench/bench.py \
	tests/bench/forecast.py tests/bench/kannel.py \
	tests/bench/machine.py tests/bench/smsc.py
.PHONY: bench
bench: all
	python3 -B $(top_srcdir)/tests/bench/bench.py \
		--build $(abs_top_builddir) $(BENCH)

# How the sources read: see each script.  Their data stand beside them.
STYLE_TESTS = tests/style/calls.t tests/style/rooms.t tests/style/sizes.t \
	tests/style/words.t
TESTS += $(STYLE_TESTS)
dist_check_SCRIPTS += $(STYLE_TESTS)
EXTRA_DIST += tests/style/calls tests/style/cppcheck.suppress \
	tests/style/headers tests/style/rooms tests/style/sizes \
	tests/style/style.py

# The contract of channel.h: what was promised once holds for ever.
check_PROGRAMS += tests/abi/layout
tests_abi_layout_SOURCES = tests/abi/layout.c
tests_abi_layout_LDADD =
check_LTLIBRARIES += tests/abi/v1_0.la
tests_abi_v1_0_la_SOURCES = tests/abi/v1_0.c tests/abi/channel_v1_0.h
tests_abi_v1_0_la_CPPFLAGS = -D_GNU_SOURCE -I$(srcdir)/tests/abi
tests_abi_v1_0_la_LDFLAGS = $(CHECK_PLUGIN)
tests_abi_v1_0_la_LIBADD =
ABI_TESTS = tests/abi/header.t tests/abi/host.t tests/abi/layout.t
TESTS += $(ABI_TESTS)
dist_check_SCRIPTS += $(ABI_TESTS)
EXTRA_DIST += tests/abi/layout.txt
