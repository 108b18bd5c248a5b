src_liballo_la_SOURCES += \
	src/config/diagnose.c src/config/diagnose.h
