/* address: one person, one index; and nothing of the address in sight */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "privacy/address.h"
#include "privacy/open.h"

static const struct phone_rules belgium = { "BE", NULL };

static struct address_key
key_of(unsigned char byte)
{
    unsigned char bytes[ADDRESS_KEY];
    struct address_key key;

    memset(bytes, byte, sizeof(bytes));
    address_key_set(&key, bytes);
    return key;
}

static struct address
phone(const char *text)
{
    struct address address;

    assert_int_equal(address_phone(&address, text, &belgium, NULL), 0);
    return address;
}

static void
each_kind_is_checked_where_it_enters(void **state)
{
    struct address address;
    struct error error;
    char clear[ADDRESS_CLEAR];

    (void)state;
    address = phone("0470 12 34 56");
    assert_int_equal(address.kind, ADDRESS_PHONE);
    assert_int_equal(address_open(address.sealed, clear, NULL), 0);
    assert_string_equal(clear, "+32470123456");
    assert_int_equal(address_email(&address, "Lien@Politie.example", NULL), 0);
    assert_int_equal(address.kind, ADDRESS_EMAIL);
    assert_int_equal(address_open(address.sealed, clear, NULL), 0);
    assert_string_equal(clear, "Lien@politie.example");
    assert_int_equal(address_push(&address, "allo-7Gk2f9", NULL), 0);
    assert_int_equal(address.kind, ADDRESS_PUSH);
    assert_int_equal(address_open(address.sealed, clear, NULL), 0);
    assert_string_equal(clear, "allo-7Gk2f9");
    assert_int_equal(address_phone(&address, "053 21 12 34", &belgium,
                                   &error), -1);
    assert_null(strstr(error.text, "21 12"));
    assert_int_equal(address_email(&address, "x", &error), -1);
    assert_int_equal(address_push(&address, "a b", &error), -1);
}

static void
what_the_store_holds_comes_back(void **state)
{
    struct address address = phone("0470123456"), again;
    char text[ADDRESS_SEALED + 2] = "c:";
    char clear[ADDRESS_CLEAR];
    struct error error;

    (void)state;
    assert_int_equal(address_restore(&again, ADDRESS_PHONE, address.sealed,
                                     &error), 0);
    assert_string_equal(again.sealed, address.sealed);
    assert_int_equal(again.kind, ADDRESS_PHONE);
    assert_int_equal(address_restore(&again, ADDRESS_PHONE, "+32470123456",
                                     &error), -1);
    assert_null(strstr(error.text, "470"));
    assert_int_equal(address_open("", clear, &error), -1);
    assert_int_equal(address_open("c:", clear, &error), -1);
    assert_int_equal(address_open("s:abc", clear, &error), -1);
    memset(text + 2, 'a', ADDRESS_CLEAR - 1);
    assert_int_equal(address_open(text, clear, &error), 0);
    text[2 + ADDRESS_CLEAR - 1] = 'a';
    assert_int_equal(address_open(text, clear, &error), -1);
}

static void
every_writing_has_the_same_index(void **state)
{
    struct address_key key = key_of(1), other = key_of(2);
    struct address a = phone("0470 12 34 56"), b = phone("0032470123456");
    struct address c = phone("0470 12 34 57");
    unsigned char first[ADDRESS_INDEX], second[ADDRESS_INDEX];

    (void)state;
    address_index(&key, &a, first);
    address_index(&key, &b, second);
    assert_memory_equal(first, second, ADDRESS_INDEX);
    address_index(&key, &c, second);
    assert_memory_not_equal(first, second, ADDRESS_INDEX);
    address_index(&other, &a, second);
    assert_memory_not_equal(first, second, ADDRESS_INDEX);
}

static void
the_kind_is_part_of_the_index(void **state)
{
    struct address_key key = key_of(1);
    struct address topic, email;
    unsigned char first[ADDRESS_INDEX], second[ADDRESS_INDEX];

    (void)state;
    assert_int_equal(address_restore(&topic, ADDRESS_PUSH, "c:x", NULL), 0);
    assert_int_equal(address_restore(&email, ADDRESS_EMAIL, "c:x", NULL), 0);
    address_index(&key, &topic, first);
    address_index(&key, &email, second);
    assert_memory_not_equal(first, second, ADDRESS_INDEX);
}

/* The values are kept for ever in stores: they must not change. */
static void
index_and_pseudonym_are_stable(void **state)
{
    static const unsigned char expected[ADDRESS_INDEX] = {
        0xc3, 0x20, 0xc7, 0x89, 0xa8, 0xb1, 0x22, 0xbe,
        0x63, 0x2a, 0xeb, 0x5e, 0x68, 0x0d, 0x0a, 0x84
    };
    struct address_key key = key_of(7);
    struct address address = phone("0470123456");
    unsigned char index[ADDRESS_INDEX];
    char text[ADDRESS_PSEUDONYM];

    (void)state;
    address_index(&key, &address, index);
    assert_memory_equal(index, expected, ADDRESS_INDEX);
    assert_string_equal(address_pseudonym(&key, &address, text),
                        "p:c577db01");
}

static void
a_pseudonym_tells_nothing_of_the_index(void **state)
{
    struct address_key key = key_of(1), other = key_of(2);
    struct address address = phone("0470123456");
    char text[ADDRESS_PSEUDONYM], again[ADDRESS_PSEUDONYM];
    char hex[2 * ADDRESS_INDEX + 1] = "";
    unsigned char index[ADDRESS_INDEX];

    (void)state;
    address_index(&key, &address, index);
    for (int i = 0; i < ADDRESS_INDEX; i++)
        snprintf(hex + 2 * i, 3, "%02x", index[i]);
    address_pseudonym(&key, &address, text);
    assert_int_equal(strlen(text), 10);
    assert_memory_equal(text, "p:", 2);
    assert_int_equal(strspn(text + 2, "0123456789abcdef"), 8);
    assert_null(strstr(hex, text + 2));
    assert_string_equal(address_pseudonym(&key, &address, again), text);
    assert_string_not_equal(address_pseudonym(&other, &address, again), text);
}

static void
a_kind_has_a_name(void **state)
{
    enum address_kind kind;

    (void)state;
    for (int i = 0; i < ADDRESS_KINDS; i++) {
        assert_true(address_kind_find(
            address_kind_name((enum address_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    assert_string_equal(address_kind_name(ADDRESS_PHONE), "phone");
    assert_string_equal(address_kind_name(ADDRESS_EMAIL), "email");
    assert_string_equal(address_kind_name(ADDRESS_PUSH), "push");
    assert_false(address_kind_find("fax", &kind));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_checked_where_it_enters),
        cmocka_unit_test(what_the_store_holds_comes_back),
        cmocka_unit_test(every_writing_has_the_same_index),
        cmocka_unit_test(the_kind_is_part_of_the_index),
        cmocka_unit_test(index_and_pseudonym_are_stable),
        cmocka_unit_test(a_pseudonym_tells_nothing_of_the_index),
        cmocka_unit_test(a_kind_has_a_name),
    };

    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
