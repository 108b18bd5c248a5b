src_liballo_la_SOURCES += \
	src/config/diagnose.c src/config/diagnose.h \
	src/config/file.c src/config/file.h \
	src/config/lexer.c src/config/lexer.h \
	src/config/secret.c src/config/secret.h \
	src/config/settings.c src/config/settings.h \
	src/config/syntax.c src/config/syntax.h \
	src/config/tree.c src/config/tree.h \
	src/config/value.c src/config/value.h

if HAVE_CMOCKA
CONFIG_TESTS = tests/unit/test_lexer tests/unit/test_file \
	tests/unit/test_config_settings tests/unit/test_secret \
	tests/unit/test_diagnose
check_PROGRAMS += $(CONFIG_TESTS)
TESTS += $(CONFIG_TESTS)
tests_unit_test_lexer_SOURCES = tests/unit/test_lexer.c
tests_unit_test_lexer_CPPFLAGS = $(UNIT_FLAGS) $(CONFIG_CFLAGS)
tests_unit_test_lexer_LDADD = $(UNIT_LIBS)
tests_unit_test_file_SOURCES = tests/unit/test_file.c \
	tests/lib/config_files.c tests/lib/config_files.h
tests_unit_test_file_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_file_LDADD = $(UNIT_LIBS)
tests_unit_test_config_settings_SOURCES = tests/unit/test_config_settings.c
tests_unit_test_config_settings_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_config_settings_LDADD = $(UNIT_LIBS)
tests_unit_test_secret_SOURCES = tests/unit/test_secret.c \
	tests/lib/config_files.c tests/lib/config_files.h
tests_unit_test_secret_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_secret_LDADD = $(UNIT_LIBS)
tests_unit_test_diagnose_SOURCES = tests/unit/test_diagnose.c
tests_unit_test_diagnose_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_diagnose_LDADD = $(UNIT_LIBS)
endif

check_PROGRAMS += tests/fuzz/fuzz_config
TESTS += tests/fuzz/fuzz_config
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c tests/fuzz/drive.c
