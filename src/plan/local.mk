src_liballo_la_SOURCES += \
	src/plan/compose.c src/plan/compose.h \
	src/plan/occurrence.c src/plan/occurrence.h \
	src/plan/plan.c src/plan/plan.h \
	src/plan/route.c src/plan/route.h
