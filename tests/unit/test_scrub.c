/* scrub: no address gets through, and what helps to find a fault does */
#include "unit.h"

#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "channel/scrub.h"

static void
addresses_are_blotted_out(void **state)
{
    static const char *const cases[][2] = {
        { "+32470123456", "[...]" },
        { "to 0470/12.34.56 failed", "to [...] failed" },
        { "(+32 470 12 34 56)", "([...])" },
        { "0470 12 34 56, again", "[...], again" },
        { "0032 (0)470 12-34-56!", "[...]!" },
        { "550 5.1.1 <jan.peeters@example.org> unknown",
          "550 5.1.1 <[...]> unknown" },
        { "a@b", "[...]" },
        { "https://user@host/x", "https:[...]" },
        { "x32470123456y", "x[...]y" },
    };
    char out[200];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        scrub(out, sizeof(out), cases[i][0]);
        assert_string_equal(out, cases[i][1]);
    }
}

static void
the_rest_is_left_alone(void **state)
{
    static const char *const same[] = {
        "", "connection refused by 192.168.100.200:2775",
        "error 0x58, status 1088", "smsc.example.org:2775 is away",
        "window 1000, rate 20", "caf\xc3\xa9 \xe2\x82\xac 5",
        "bad_missing_symbol.so: undefined symbol: nobody_has_this",
    };
    char out[200];

    (void)state;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        scrub(out, sizeof(out), same[i]);
        assert_string_equal(out, same[i]);
    }
    scrub(out, sizeof(out), "a\tb\nc\x1b[2J\xff");
    assert_string_equal(out, "a b c [2J ");
}

static void
it_is_cut_at_a_character(void **state)
{
    char out[6];

    (void)state;
    scrub(out, sizeof(out), "abc\xe2\x82\xac" "d");
    assert_string_equal(out, "abc");
    scrub(out, 1, "x");
    assert_string_equal(out, "");
    scrub(out, sizeof(out), "+32470123456");
    assert_string_equal(out, "[...]");
    scrub(out, 5, "+32470123456");
    assert_string_equal(out, "");
}

/* However it is grouped: eight digits in a row never come out. */
static void
no_number_survives(void **state)
{
    struct random random;

    (void)state;
    random_seed(&random, 9);
    for (int round = 0; round < 100000; round++) {
        static const char some[] = "0123456789012345678 -./()+ax@\xc3\xa9,";
        char text[60], out[64];
        size_t length = random_below(&random, sizeof(text)), run = 0;

        for (size_t i = 0; i < length; i++)
            text[i] = some[random_below(&random, sizeof(some) - 1)];
        text[length] = '\0';
        scrub(out, sizeof(out), text);
        assert_true(strlen(out) < sizeof(out));
        assert_true(text_is_utf8(out, strlen(out), NULL));
        assert_null(strchr(out, '@'));
        for (const char *at = out; *at != '\0'; at++) {
            run = *at >= '0' && *at <= '9' ? run + 1 : 0;
            assert_true(run < 8);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_blotted_out),
        cmocka_unit_test(the_rest_is_left_alone),
        cmocka_unit_test(it_is_cut_at_a_character),
        cmocka_unit_test(no_number_survives),
    };

    return cmocka_run_group_tests_name("scrub", tests, NULL, NULL);
}
