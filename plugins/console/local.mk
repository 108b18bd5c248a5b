plugin_LTLIBRARIES += plugins/console/console.la
plugins_console_console_la_SOURCES = plugins/console/console.c
plugins_console_console_la_LDFLAGS = $(PLUGIN_LINK)
plugins_console_console_la_LIBADD =
