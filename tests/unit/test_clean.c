/* clean: what foreign text loses before it is shown or sent */
#include "unit.h"

#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "message/clean.h"

static void
expect(const char *text, size_t length, const char *expected)
{
    struct buffer out = { 0 };

    clean_add(&out, text, length);
    assert_string_equal(buffer_text(&out), expected);
    assert_int_equal(buffer_length(&out), strlen(expected));
    buffer_free(&out);
}

#define EXPECT(text, expected) expect(text, sizeof(text) - 1, expected)

static void
controls_and_what_nobody_sees_are_taken_out(void **state)
{
    (void)state;
    EXPECT("De Kouter", "De Kouter");
    EXPECT("a\0b\x1b[31mc\x1a", "ab[31mc");
    EXPECT("a\x7f\xc2\x80\xc2\x9b" "b", "ab");
    EXPECT("\xe2\x80\xae" "Jan\xe2\x80\xac", "Jan");        /* override */
    EXPECT("\xe2\x81\xa6" "Jan\xe2\x81\xa9\xd8\x9c", "Jan");    /* isolate */
    EXPECT("a\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf\xc2\xad" "b", "ab");
    EXPECT("a\xf3\xa0\x81\x81" "b", "ab");                  /* a tag */
    EXPECT("a\xef\xbf\xbe\xff\xc3" "b", "ab");
    EXPECT("Sébastien سلام 👍", "Sébastien سلام 👍");
}

static void
white_space_becomes_one_space(void **state)
{
    (void)state;
    EXPECT("  a \t\r\n b\xc2\xa0\xe2\x80\xa8" "c \n", "a b c");
    EXPECT("a \xe2\x80\x8b b", "a b");
    EXPECT("\n", "");
    EXPECT("", "");
}

static void
cleaning_twice_changes_nothing_more(void **state)
{
    struct random random;
    struct buffer once = { 0 }, twice = { 0 };

    (void)state;
    random_seed(&random, 3);
    for (int round = 0; round < 50000; round++) {
        char text[64];
        size_t length = 0;

        while (length < 48) {
            if (random_below(&random, 3) == 0)
                text[length++] = (char)random_below(&random, 256);
            else
                length += text_put(text + length, (uint32_t)random_below(
                    &random, random_below(&random, 2) ? 0x3000 : 0x110000));
        }
        buffer_clear(&once);
        buffer_clear(&twice);
        clean_add(&once, text, length);
        assert_true(clean_is(buffer_text(&once), buffer_length(&once)));
        assert_true(text_is_utf8(buffer_text(&once), buffer_length(&once),
                                 NULL));
        clean_add(&twice, buffer_text(&once), buffer_length(&once));
        assert_string_equal(buffer_text(&twice), buffer_text(&once));
    }
    buffer_free(&once);
    buffer_free(&twice);
}

static void
the_tables_are_in_order(void **state)
{
    uint32_t seen = 0;

    (void)state;
    /* a range out of order would hide those behind it */
    for (uint32_t code = 0; code < 0x110000; code++)
        seen += clean_is_space(code);
    assert_int_equal(seen, 25);         /* White_Space of Unicode 15 */
    for (uint32_t code = 0; code < 0xa0; code++)
        assert_int_equal(clean_is_invisible(code) || clean_is_space(code),
                         code <= 0x20 || code >= 0x7f);
    assert_true(clean_is_invisible(0x200b) && clean_is_invisible(0xfffe) &&
                clean_is_invisible(0x10ffff) && clean_is_invisible(0xe0001) &&
                clean_is_invisible(0xad) && clean_is_invisible(0x2069));
    assert_false(clean_is_invisible(0xfffd) || clean_is_invisible(0x300) ||
                 clean_is_invisible(0x1f44d) || clean_is_invisible('a'));
}

static void
a_copy_lives_in_the_pool(void **state)
{
    struct pool *pool = pool_new();

    (void)state;
    assert_null(clean_copy(pool, NULL));
    assert_string_equal(clean_copy(pool, " a\tb "), "a b");
    assert_true(clean_is("a b", 3));
    assert_false(clean_is("a  b", 4));
    assert_false(clean_is(" ", 1));
    pool_free(&pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_and_what_nobody_sees_are_taken_out),
        cmocka_unit_test(white_space_becomes_one_space),
        cmocka_unit_test(cleaning_twice_changes_nothing_more),
        cmocka_unit_test(the_tables_are_in_order),
        cmocka_unit_test(a_copy_lives_in_the_pool),
    };

    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
