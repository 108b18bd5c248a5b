# ntfy: the channel that pushes to phones.
if WITH_NTFY
plugin_LTLIBRARIES += plugins/ntfy/ntfy.la
plugins_ntfy_ntfy_la_SOURCES = \
	plugins/ntfy/ntfy.c \
	plugins/ntfy/publish.c plugins/ntfy/publish.h \
	plugins/ntfy/push.c plugins/ntfy/push.h
plugins_ntfy_ntfy_la_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) \
	$(JANSSON_CFLAGS)
plugins_ntfy_ntfy_la_LDFLAGS = $(PLUGIN_LINK)
plugins_ntfy_ntfy_la_LIBADD = $(CURL_LIBS) $(JANSSON_LIBS)
TESTS += tests/channels/ntfy.t

if HAVE_CMOCKA
NTFY_TESTS = tests/unit/test_publish
check_PROGRAMS += $(NTFY_TESTS)
TESTS += $(NTFY_TESTS)
tests_unit_test_publish_SOURCES = tests/unit/test_publish.c \
	plugins/ntfy/publish.c plugins/ntfy/publish.h
tests_unit_test_publish_CPPFLAGS = $(UNIT_FLAGS) $(JANSSON_CFLAGS) \
	-I$(top_srcdir)/plugins
tests_unit_test_publish_LDADD = $(UNIT_LIBS)
endif
endif
EXTRA_DIST += tests/channels/ntfy.t
