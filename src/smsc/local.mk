# smsc: the practice SMSC, with the codec of the smpp plugin
if WITH_SMPP
bin_PROGRAMS += allo-smsc
allo_smsc_SOURCES = \
	src/smsc/bursts.c src/smsc/bursts.h \
	src/smsc/client.c \
	src/smsc/due.c src/smsc/due.h \
	src/smsc/main.c \
	src/smsc/options.c src/smsc/options.h \
	src/smsc/phones.c \
	src/smsc/replies.c \
	src/smsc/server.c \
	src/smsc/service.c \
	src/smsc/show.c src/smsc/show.h \
	src/smsc/smsc.h
allo_smsc_CPPFLAGS = $(AM_CPPFLAGS) $(EVENT_CFLAGS) $(JANSSON_CFLAGS) \
	$(OPENSSL_CFLAGS) -I$(top_srcdir)/plugins
allo_smsc_LDADD = plugins/smpp/libsmpp.la $(ALLO_LIBS) $(OPENSSL_LIBS)
endif
