/* price: money that adds up */
#include "unit.h"

#include <math.h>

#include "base/random.h"
#include "message/price.h"

static void
a_price_is_read_exactly(void **state)
{
    static const char *const wrong[] = {
        "", ".", "0.", ".5", "-1", "+1", "1e3", "1.0000001", "1.2.3", " 1",
        "1 ", "1000000000", "0x1", "1,2,3", "nan"
    };
    money price;

    (void)state;
    assert_true(price_parse("0.075", &price) && price == 75000);
    assert_true(price_parse("0,0625", &price) && price == 62500);
    assert_true(price_parse("50", &price) && price == 50 * EURO);
    assert_true(price_parse("0.000001", &price) && price == 1);
    assert_true(price_parse("999999999.999999", &price) &&
                price == 999999999999999);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(price_parse(wrong[i], &price));
}

static void
a_number_of_a_file_is_rounded(void **state)
{
    money price;

    (void)state;
    assert_true(price_from_number(0.075, &price) && price == 75000);
    assert_true(price_from_number(0.1 + 0.2, &price) && price == 300000);
    assert_true(price_from_number(50, &price) && price == 50 * EURO);
    assert_true(price_from_number(0, &price) && price == 0);
    assert_false(price_from_number(-0.01, &price));
    assert_false(price_from_number(1e9, &price));
    assert_false(price_from_number((double)NAN, &price));
    assert_false(price_from_number((double)INFINITY, &price));
}

static void
parts_times_price_never_wraps(void **state)
{
    (void)state;
    assert_true(price_times(75000, 3) == 225000);
    assert_true(price_times(0, UINT64_MAX) == 0);
    assert_true(price_times(999999999999999, 1000000) == INT64_MAX);
}

static void
what_is_written_is_read_back(void **state)
{
    struct random random;
    char text[PRICE_TEXT];
    money price;

    (void)state;
    assert_string_equal(price_format(75000, text), "0.075");
    assert_string_equal(price_format(50 * EURO, text), "50.00");
    assert_string_equal(price_format(EURO / 2, text), "0.50");
    assert_string_equal(price_format(1, text), "0.000001");
    assert_string_equal(price_format(INT64_MAX, text),
                        "9223372036854.775807");
    random_seed(&random, 5);
    for (int i = 0; i < 100000; i++) {
        money some = (money)random_below(&random, 999999999999999);

        assert_true(price_parse(price_format(some, text), &price));
        assert_true(price == some);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_price_is_read_exactly),
        cmocka_unit_test(a_number_of_a_file_is_rounded),
        cmocka_unit_test(parts_times_price_never_wraps),
        cmocka_unit_test(what_is_written_is_read_back),
    };

    return cmocka_run_group_tests_name("price", tests, NULL, NULL);
}
