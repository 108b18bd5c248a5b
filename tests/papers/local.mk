# The papers are true: every key, option and example in them is tried.
check_PROGRAMS += tests/papers/settings
tests_papers_settings_SOURCES = tests/papers/settings.c
PAPERS_TESTS = tests/papers/examples.t tests/papers/keys.t \
	tests/papers/lint.t tests/papers/options.t \
	tests/papers/install.t tests/papers/readme.t
TESTS += $(PAPERS_TESTS)
dist_check_SCRIPTS += $(PAPERS_TESTS)
EXTRA_DIST += tests/papers/manual.py
