src_liballo_la_SOURCES += src/channel/channel.h
