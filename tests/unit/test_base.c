/* base: the small things everything stands on */
#include "unit.h"

#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/random.h"
#include "base/text.h"

static void
an_error_carries_its_sentence_up(void **state)
{
    struct error error;

    (void)state;
    assert_int_equal(error_set(&error, "no file '%s'", "x"), -1);
    assert_int_equal(error_within(&error, "%s:%d", "allo.conf", 3), -1);
    assert_string_equal(error.text, "allo.conf:3: no file 'x'");
    assert_int_equal(error_set(NULL, "nobody listens"), -1);
}

static void
a_buffer_grows_and_is_eaten(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++)
        buffer_add_format(&buffer, "%d,", i);
    assert_memory_equal(buffer_bytes(&buffer), "0,1,2,", 6);
    buffer_eat(&buffer, 4);
    assert_memory_equal(buffer_bytes(&buffer), "2,3,", 4);
    buffer_clear(&buffer);
    assert_int_equal(buffer_length(&buffer), 0);
    assert_string_equal(buffer_text(&buffer), "");
    buffer_free(&buffer);
}

static void
a_pool_keeps_all_until_it_is_freed(void **state)
{
    struct pool *pool = pool_new();
    char *first = pool_copy(pool, "first");

    (void)state;
    for (int i = 0; i < 10000; i++)
        assert_true(*(char *)pool_take(pool, 33) == 0);
    assert_string_equal(first, "first");
    assert_string_equal(pool_format(pool, "%05d", 42), "00042");
    pool_clear(pool);
    assert_true(pool_size(pool) < 4096);
    assert_string_equal(pool_copy_n(pool, "abcdef", 3), "abc");
    pool_free(&pool);
    assert_null(pool);
    pool_free(&pool);
}

static void
an_instant_is_written_and_read(void **state)
{
    char text[INSTANT_TEXT];
    instant at;

    (void)state;
    assert_string_equal(instant_format(0, text), "1970-01-01T00:00:00Z");
    assert_string_equal(instant_format(-1, text),
                        "1969-12-31T23:59:59.999Z");
    assert_true(instant_parse("2027-01-13T18:00:00.250Z", &at));
    assert_string_equal(instant_format(at, text),
                        "2027-01-13T18:00:00.250Z");
    assert_false(instant_parse("2027-01-13T18:00:00+01:00", &at));
    assert_false(instant_parse("2027-01-13", &at));
    assert_false(instant_parse("2027-01-13T18:00:00.Z", &at));
}

static void
a_virtual_clock_moves_when_told(void **state)
{
    struct clock_virtual clock;

    (void)state;
    clock_virtual_init(&clock, 5 * DAY);
    clock_virtual_advance(&clock, HOUR);
    assert_true(clock_now(&clock.clock) == 5 * DAY + HOUR);
    assert_true(clock_monotonic(&clock.clock) == DAY + HOUR);
}

static void
numbers_are_whole_or_nothing(void **state)
{
    int64_t n;
    uint64_t u;

    (void)state;
    assert_true(number_parse("-12", -20, 20, &n) && n == -12);
    assert_false(number_parse("12x", 0, 20, &n));
    assert_false(number_parse(" 12", 0, 20, &n));
    assert_false(number_parse("", 0, 20, &n));
    assert_false(number_parse(NULL, 0, 20, &n));
    assert_false(number_parse("21", 0, 20, &n));
    assert_false(number_parse("99999999999999999999", 0, INT64_MAX, &n));
    assert_true(number_parse_unsigned("18446744073709551615", &u));
    assert_true(u == UINT64_MAX);
    assert_false(number_parse_unsigned("18446744073709551616", &u));
}

static void
a_seed_gives_the_same_numbers(void **state)
{
    struct random a, b;

    (void)state;
    random_seed(&a, 7);
    random_seed(&b, 7);
    for (int i = 0; i < 100; i++) {
        assert_true(random_next(&a) == random_next(&b));
        assert_true(random_below(&a, 10) < 10);
        random_next(&b);
    }
    random_system(&a);
    assert_true(random_next(&a) != random_next(&a));
}

static void
utf8_is_checked_strictly(void **state)
{
    static const char *const bad[] = {
        "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
        "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3",
        "\xe2\x82", "a\xff"
    };
    const char *euro = "\xe2\x82\xac", *at = euro;
    size_t where;
    char out[4];

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(text_is_utf8(bad[i], strlen(bad[i]), NULL));
    assert_false(text_is_utf8("abc\xff", 4, &where));
    assert_int_equal(where, 3);
    assert_int_equal(text_next(&at, euro + 3), 0x20ac);
    assert_ptr_equal(at, euro + 3);
    for (uint32_t code = 1; code < 0x110000; code += 7) {
        size_t length = text_put(out, code);

        if (code >= 0xd800 && code < 0xe000)
            continue;
        at = out;
        assert_int_equal(text_next(&at, out + length), code);
        assert_ptr_equal(at, out + length);
    }
}

static void
a_near_name_is_offered(void **state)
{
    static const char *const names[] = { "quiet", "reach", "role", "join",
                                         NULL };
    char small[4];

    (void)state;
    assert_string_equal(text_nearest("queit", names), "quiet");
    assert_string_equal(text_nearest("rol", names), "role");
    assert_null(text_nearest("colour", names));
    assert_int_equal(text_distance("STOP", "TSOP", 2), 1);
    assert_int_equal(text_distance("abc", "abc", 2), 0);
    assert_int_equal(text_distance("abc", "xyz", 2), 3);
    text_copy(small, sizeof(small), "ab\xc3\xa9");
    assert_string_equal(small, "ab");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_carries_its_sentence_up),
        cmocka_unit_test(a_buffer_grows_and_is_eaten),
        cmocka_unit_test(a_pool_keeps_all_until_it_is_freed),
        cmocka_unit_test(an_instant_is_written_and_read),
        cmocka_unit_test(a_virtual_clock_moves_when_told),
        cmocka_unit_test(numbers_are_whole_or_nothing),
        cmocka_unit_test(a_seed_gives_the_same_numbers),
        cmocka_unit_test(utf8_is_checked_strictly),
        cmocka_unit_test(a_near_name_is_offered),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
