/* phone: one writing of a number, and which numbers can take an SMS */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "message/phone.h"

static const char *const anywhere[] = { "+", NULL };
static const struct phone_rules belgium = { "BE", NULL };
static const struct phone_rules open_belgium = { "BE", anywhere };

static void
expect(const char *text, const struct phone_rules *rules,
       const char *expected)
{
    char number[PHONE_TEXT];
    struct error error;

    if (phone_normalise(text, rules, number, &error) != 0) {
        print_error("'%s': %s\n", text, error.text);
        fail();
    }
    assert_string_equal(number, expected);
}

static void
refuse(const char *text, const struct phone_rules *rules, const char *why)
{
    char number[PHONE_TEXT] = "untouched";
    struct error error;

    assert_int_equal(phone_normalise(text, rules, number, &error), -1);
    if (strstr(error.text, why) == NULL) {
        print_error("'%s': %s\n", text, error.text);
        fail();
    }
    assert_string_equal(number, "untouched");
}

static void
one_person_has_one_writing(void **state)
{
    static const char *const writings[] = {
        "0470123456", "0470 12 34 56", "0470/12.34.56", "0470-12-34-56",
        "(0470) 12 34 56", "+32470123456", "+32 470 12 34 56",
        "+32 (0)470 12 34 56", "+32(0)470123456", "+320470123456",
        "0032470123456", "00 32 470 12 34 56", "0032 (0) 470/123456",
        "32470123456", "470123456", " 0470 12 34 56\t",
        "0470\xc2\xa0" "12\xc2\xa0" "34\xe2\x80\xaf" "56",
        "\xe2\x80\xaa+32470123456\xe2\x80\xac",
        "0470\xe2\x80\x91" "12\xe2\x80\x93" "34\xe2\x88\x92" "56",
        "(+32) 470 12 34 56", "+ 32 470 123456"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(writings) / sizeof(writings[0]); i++)
        expect(writings[i], &belgium, "+32470123456");
}

static void
each_country_has_its_rules(void **state)
{
    static const struct phone_rules nl = { "NL", NULL }, fr = { "FR", NULL },
        lu = { "lu", NULL }, de = { "DE", NULL }, gb = { "GB", NULL };

    (void)state;
    expect("06 12345678", &nl, "+31612345678");
    expect("0031 6 1234 5678", &open_belgium, "+31612345678");
    expect("06 12 34 56 78", &fr, "+33612345678");
    expect("07 56 78 90 12", &fr, "+33756789012");
    expect("621 123 456", &lu, "+352621123456");
    expect("+352 621 123 456", &lu, "+352621123456");
    expect("0151 23456789", &de, "+4915123456789");
    expect("0171 2345678", &de, "+491712345678");
    expect("07400 123456", &gb, "+447400123456");
    expect("+44 (0)7400 123456", &gb, "+447400123456");
    expect("0456 12 34 56", &belgium, "+32456123456");
    expect("+212 6 12 34 56 78", &open_belgium, "+212612345678");
    expect("+212 (0)6 12 34 56 78", &open_belgium, "+212612345678");
    expect("+32 47(0)12 34 56", &open_belgium, "+32470123456");
    assert_true(phone_knows_country("be"));
    assert_false(phone_knows_country("MA"));
}

static void
what_cannot_take_a_text_is_refused(void **state)
{
    static const struct phone_rules nl = { "NL", anywhere },
        fr = { "FR", anywhere }, de = { "DE", anywhere },
        gb = { "GB", anywhere }, lu = { "LU", anywhere };

    (void)state;
    refuse("053 21 12 34", &belgium, "landline");
    refuse("04 222 33 44", &belgium, "landline");
    refuse("02 555 12 34", &belgium, "landline");
    refuse("+32 53 21 12 34", &belgium, "landline");
    refuse("0800 12 345", &belgium, "landline");
    refuse("020 123 4567", &nl, "landline");
    refuse("01 23 45 67 89", &fr, "landline");
    refuse("09 70 12 34 56", &fr, "landline");
    refuse("030 123456", &de, "landline");
    refuse("020 7946 0123", &gb, "landline");
    refuse("0760 0123456", &gb, "landline");
    refuse("26 12 34 56", &lu, "landline");
}

static void
what_costs_extra_is_refused(void **state)
{
    (void)state;
    refuse("0900 12 345", &belgium, "costs extra");
    refuse("0903 12 345", &belgium, "costs extra");
    refuse("070 12 34 56", &belgium, "costs extra");
    refuse("+32 78 12 34 56", &open_belgium, "costs extra");
    refuse("+31 900 1234", &open_belgium, "costs extra");
    refuse("+33 899 12 34 56", &open_belgium, "costs extra");
    refuse("+49 900 1123456", &open_belgium, "costs extra");
    refuse("+44 70 1234 5678", &open_belgium, "costs extra");
    refuse("+979 1 2345 6789", &open_belgium, "costs extra");
    refuse("+881 612345678", &open_belgium, "costs extra");
    refuse("+882 16 1234567", &open_belgium, "costs extra");
}

static void
what_is_no_number_is_refused(void **state)
{
    (void)state;
    refuse("", &belgium, "no phone number");
    refuse("+", &belgium, "no phone number");
    refuse(" - ", &belgium, "no phone number");
    refuse("00", &belgium, "no phone number");
    refuse("0470 12 34 5", &belgium, "landline");       /* eight digits */
    refuse("0470 12 34 567", &belgium, "so long");
    refuse("0470 12 34", &belgium, "so long");
    refuse("+32 440 12 34 56", &belgium, "so long");
    refuse("bel Sam", &belgium, "only digits");
    refuse("0470123456x2", &belgium, "only digits");
    refuse("0470123456;0470123457", &belgium, "only digits");
    refuse("0470 12 34 56 +", &belgium, "only digits");
    refuse("++32470123456", &belgium, "only digits");
    refuse("0470\xff" "123456", &belgium, "only digits");
    refuse("570123456", &belgium, "must begin with 0");
    refuse("0000470123456", &open_belgium, "begins with 0");
    refuse("+00470123456", &open_belgium, "begins with 0");
    refuse("+1234567", &open_belgium, "too short");
    refuse("+1234567890123456", &open_belgium, "too long");
    refuse("012345678901234567890123456789012", &belgium, "too long");
}

static void
only_allowed_prefixes_pass(void **state)
{
    static const char *const both[] = { "+324", "+316", NULL };
    static const char *const none[] = { NULL };
    static const struct phone_rules two = { "BE", both },
        closed = { "BE", none }, nowhere = { NULL, NULL },
        unknown = { "MA", NULL };

    (void)state;
    refuse("+31612345678", &belgium, "not allowed");
    refuse("+212612345678", &belgium, "not allowed");
    expect("+31612345678", &two, "+31612345678");
    expect("0470123456", &two, "+32470123456");
    refuse("+33612345678", &two, "not allowed here: only those of +324, ");
    refuse("0470123456", &closed, "no phone numbers are allowed here");
    expect("+32470123456", &nowhere, "+32470123456");
    refuse("0470123456", &nowhere, "must begin with +");
    refuse("0612345678", &unknown, "must begin with +");
    expect("00212612345678", &unknown, "+212612345678");
}

static void
no_error_tells_the_number(void **state)
{
    static const char *const numbers[] = {
        "053211234", "090012345", "0470123", "+31612345678", "abc470123456",
        "+979123456789", "570123456", "+99912345678901234"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        char number[PHONE_TEXT];
        struct error error;

        assert_int_equal(phone_normalise(numbers[i], &belgium, number,
                                         &error), -1);
        for (size_t at = 0; at + 4 < strlen(numbers[i]); at++) {
            char piece[5] = { 0 };

            memcpy(piece, numbers[i] + at, 4);
            assert_null(strstr(error.text, piece));
        }
    }
}

static void
reading_the_result_again_changes_nothing(void **state)
{
    static const char signs[] = "0123456789004477+ ./-()";
    static const char *const countries[] = { "BE", "NL", "FR", "LU", "DE",
                                             "GB", NULL };
    struct random random;
    int read = 0;

    (void)state;
    random_seed(&random, 32470);
    for (int round = 0; round < 400000; round++) {
        struct phone_rules rules = { countries[random_below(&random, 7)],
                                     anywhere };
        char text[24] = "", once[PHONE_TEXT], twice[PHONE_TEXT];
        size_t length = 8 + random_below(&random, 8), i = 0;

        if (random_below(&random, 2) == 0)
            i = (size_t)snprintf(text, sizeof(text), "%s", random_below(
                &random, 2) == 0 ? "+324" : "0");
        for (; i < length; i++)
            text[i] = signs[random_below(&random, random_below(&random, 4) ?
                                         10 : sizeof(signs) - 1)];
        if (phone_normalise(text, &rules, once, NULL) != 0)
            continue;
        read++;
        assert_int_equal(phone_normalise(once, &rules, twice, NULL), 0);
        assert_string_equal(once, twice);
        assert_true(once[0] == '+' && strlen(once) >= 9 &&
                    strspn(once + 1, "0123456789") == strlen(once) - 1);
    }
    assert_true(read > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_has_one_writing),
        cmocka_unit_test(each_country_has_its_rules),
        cmocka_unit_test(what_cannot_take_a_text_is_refused),
        cmocka_unit_test(what_costs_extra_is_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(only_allowed_prefixes_pass),
        cmocka_unit_test(no_error_tells_the_number),
        cmocka_unit_test(reading_the_result_again_changes_nothing),
    };

    return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
