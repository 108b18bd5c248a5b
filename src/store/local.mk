src_liballo_la_SOURCES += \
	src/store/gather.c src/store/gather.h \
	src/store/sorted.c src/store/sorted.h \
	src/store/store.h \
	src/store/store_memory.c src/store/store_memory.h \
	src/store/store_memory_inbox.c \
	src/store/store_memory_outbox.c \
	src/store/store_memory_people.c \
	src/store/store_memory_waves.c
