src_liballo_la_SOURCES += \
	src/delivery/clockguard.c src/delivery/clockguard.h \
	src/delivery/facts.c src/delivery/facts.h \
	src/delivery/policy.c src/delivery/policy.h \
	src/delivery/state.c src/delivery/state.h
