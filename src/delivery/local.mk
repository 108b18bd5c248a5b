src_liballo_la_SOURCES += \
	src/delivery/facts.c src/delivery/facts.h \
	src/delivery/state.c src/delivery/state.h
