src_liballo_la_SOURCES += \
	src/config/diagnose.c src/config/diagnose.h \
	src/config/file.c src/config/file.h \
	src/config/lexer.c src/config/lexer.h \
	src/config/secret.c src/config/secret.h \
	src/config/settings.c src/config/settings.h \
	src/config/syntax.c src/config/syntax.h \
	src/config/tree.c src/config/tree.h \
	src/config/value.c src/config/value.h
