# probe: the kit that tests a channel
bin_PROGRAMS += bin/allo-probe
bin_allo_probe_SOURCES = \
	src/probe/cases.c src/probe/cases.h \
	src/probe/cases_end.c \
	src/probe/cases_load.c \
	src/probe/cases_start.c \
	src/probe/cases_talk.c \
	src/probe/cases_texts.c \
	src/probe/hear.c src/probe/hear.h \
	src/probe/launch.c src/probe/launch.h \
	src/probe/main.c \
	src/probe/measure.c src/probe/measure.h \
	src/probe/options.c src/probe/options.h \
	src/probe/player.c src/probe/player.h \
	src/probe/probe.c src/probe/probe.h \
	src/probe/report.c src/probe/report.h

PROBE_TESTS = tests/probe/bad.t tests/probe/ours.t
dist_check_SCRIPTS += $(PROBE_TESTS)
EXTRA_DIST += tests/probe/tap.sh
TESTS += tests/probe/ours.t
if HAVE_CMOCKA
# the bad channels are built with the unit tests of src/channel
TESTS += tests/probe/bad.t
endif
