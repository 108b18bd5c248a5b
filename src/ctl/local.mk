src_liballo_la_SOURCES += \
	src/ctl/alloctl.c src/ctl/alloctl.h \
	src/ctl/arguments.c src/ctl/arguments.h \
	src/ctl/ask.c src/ctl/ask.h \
	src/ctl/call.c src/ctl/command.h \
	src/ctl/color.c src/ctl/color.h \
	src/ctl/command_channels.c \
	src/ctl/command_check.c \
	src/ctl/command_events.c \
	src/ctl/command_forecast.c \
	src/ctl/command_hold.c \
	src/ctl/command_outbox.c \
	src/ctl/command_release.c \
	src/ctl/command_reload.c \
	src/ctl/command_status.c \
	src/ctl/command_why.c \
	src/ctl/commands.c src/ctl/commands.h \
	src/ctl/consequences.c src/ctl/consequences.h \
	src/ctl/csv.c src/ctl/csv.h \
	src/ctl/dates.c src/ctl/dates.h \
	src/ctl/diagnoses.c src/ctl/diagnoses.h \
	src/ctl/forecast.h src/ctl/forecast_diff.c \
	src/ctl/foretold.c src/ctl/foretold.h \
	src/ctl/foretold_rows.c src/ctl/foretold_rows.h \
	src/ctl/foretold_totals.c src/ctl/foretold_totals.h \
	src/ctl/help.c src/ctl/help.h \
	src/ctl/plugins.c src/ctl/plugins.h \
	src/ctl/progress.c src/ctl/progress.h \
	src/ctl/shown.c src/ctl/shown.h \
	src/ctl/stopped.c src/ctl/stopped.h \
	src/ctl/table.c src/ctl/table.h \
	src/ctl/tell.c src/ctl/tell.h \
	src/ctl/whereabouts.c src/ctl/whereabouts.h \
	src/ctl/width.c src/ctl/width.h

bin_PROGRAMS += bin/alloctl
bin_alloctl_SOURCES = src/ctl/main.c

bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = etc/completion/alloctl

TESTS += tests/ctl.t
dist_check_SCRIPTS += tests/ctl.t

if HAVE_CMOCKA
CTL_TESTS = tests/unit/test_alloctl tests/unit/test_foretold \
	tests/unit/test_table
check_PROGRAMS += $(CTL_TESTS)
TESTS += $(CTL_TESTS)
tests_unit_test_alloctl_SOURCES = tests/unit/test_alloctl.c \
	tests/lib/fake_daemon.c tests/lib/fake_daemon.h
tests_unit_test_alloctl_CPPFLAGS = $(UNIT_FLAGS) $(EVENT_CFLAGS) \
	$(JANSSON_CFLAGS)
tests_unit_test_alloctl_LDADD = $(UNIT_LIBS)
tests_unit_test_foretold_SOURCES = tests/unit/test_foretold.c
tests_unit_test_foretold_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_foretold_LDADD = $(UNIT_LIBS)
tests_unit_test_table_SOURCES = tests/unit/test_table.c
tests_unit_test_table_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_table_LDADD = $(UNIT_LIBS)
if HAVE_ICU
check_PROGRAMS += tests/unit/test_width_icu
TESTS += tests/unit/test_width_icu
tests_unit_test_width_icu_SOURCES = tests/unit/test_width_icu.c
tests_unit_test_width_icu_CPPFLAGS = $(UNIT_FLAGS) $(ICU_CFLAGS)
tests_unit_test_width_icu_LDADD = $(UNIT_LIBS) $(ICU_LIBS)
endif
endif
