plugin_LTLIBRARIES += plugins/exec/exec.la
plugins_exec_exec_la_SOURCES = \
	plugins/exec/exec.c \
	plugins/exec/line.c plugins/exec/line.h \
	plugins/exec/script.c plugins/exec/script.h
plugins_exec_exec_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
plugins_exec_exec_la_LDFLAGS = $(PLUGIN_LINK)
plugins_exec_exec_la_LIBADD =
