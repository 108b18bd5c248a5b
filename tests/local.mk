# tests

# The helper of the plugins' own tests: any plugin, driven over a pipe.
check_PROGRAMS += tests/lib/drive_plugin
tests_lib_drive_plugin_SOURCES = tests/lib/drive_plugin.c \
	tests/lib/fakehost.c tests/lib/fakehost.h
tests_lib_drive_plugin_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/lib
