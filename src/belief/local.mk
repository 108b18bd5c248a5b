src_liballo_la_SOURCES += src/belief/belief.c src/belief/belief.h
