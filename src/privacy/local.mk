# privacy
src_liballo_la_SOURCES += \
	src/privacy/address.c src/privacy/address.h \
	src/privacy/open.c src/privacy/open.h

if HAVE_CMOCKA
PRIVACY_TESTS = tests/unit/test_address
check_PROGRAMS += $(PRIVACY_TESTS)
TESTS += $(PRIVACY_TESTS)
tests_unit_test_address_SOURCES = tests/unit/test_address.c
tests_unit_test_address_CPPFLAGS = $(UNIT_FLAGS)
tests_unit_test_address_LDADD = $(UNIT_LIBS)
endif
