/* dayset and holiday */
#include "unit.h"

#include "calendar/dayset.h"
#include "calendar/holiday.h"

static struct civil
day(const char *text)
{
    struct civil civil;

    assert_int_equal(civil_parse_date(text, &civil, NULL), 0);
    return civil;
}

static int64_t
number(const char *text)
{
    struct civil civil = day(text);

    return civil_day_number(&civil);
}

static const char *
on(const struct dayset *set, const char *text)
{
    struct civil civil = day(text);

    return dayset_on(set, &civil);
}

static void
a_span_holds_its_first_and_its_last_day_and_no_other(void **state)
{
    const struct day_span spans[] = {
        { number("2026-11-02"), number("2026-11-08"), "herfst" },
        { number("2026-12-21"), number("2027-01-03"), "kerst" },
        { number("2027-05-06"), number("2027-05-06"), "" }
    };
    const struct dayset set = { .id = "s", .span_count = 3, .spans = spans };
    const struct dayset none = { .id = "n" };

    (void)state;
    assert_null(on(&set, "2026-11-01"));
    assert_string_equal(on(&set, "2026-11-02"), "herfst");
    assert_string_equal(on(&set, "2026-11-08"), "herfst");
    assert_null(on(&set, "2026-11-09"));
    assert_string_equal(on(&set, "2027-01-01"), "kerst");
    assert_string_equal(on(&set, "2027-05-06"), "");
    assert_null(on(&set, "2027-05-07"));
    assert_null(on(&none, "2027-05-07"));
}

static void
spans_are_put_in_order_and_the_earlier_keeps_its_days(void **state)
{
    struct day_span spans[] = {
        { 20, 29, "c" }, { 5, 8, "within" }, { 1, 10, "a" }, { 8, 15, "b" }
    };

    (void)state;
    assert_int_equal(dayset_order(spans, 4), 3);
    assert_string_equal(spans[0].name, "a");
    assert_int_equal(spans[0].to, 10);
    assert_string_equal(spans[1].name, "b");
    assert_int_equal(spans[1].from, 11);
    assert_int_equal(spans[1].to, 15);
    assert_string_equal(spans[2].name, "c");
    assert_int_equal(dayset_order(spans, 0), 0);
}

static void
assert_stretch(const char *text, const char *from, const char *to)
{
    struct civil one, other;
    struct error error = { "" };

    if (dayset_parse(text, &one, &other, &error) < 0)
        fail_msg("%s: %s", text, error.text);
    assert_int_equal(civil_day_number(&one), number(from));
    assert_int_equal(civil_day_number(&other), number(to));
}

static void
a_stretch_of_days_is_read_in_english_and_in_dutch(void **state)
{
    (void)state;
    assert_stretch("2027-02-10", "2027-02-10", "2027-02-10");
    assert_stretch("2027-02-10 to 2027-02-20", "2027-02-10", "2027-02-20");
    assert_stretch("2027-02-10 tot 2027-02-20", "2027-02-10", "2027-02-20");
    assert_stretch("2027-02-10 t/m 2027-02-20", "2027-02-10", "2027-02-20");
    assert_stretch("2027-02-10 tot en met 2027-02-10", "2027-02-10",
                   "2027-02-10");
}

static void
what_is_no_stretch_of_days_is_refused(void **state)
{
    static const char *const wrong[] = {
        "", "2027-02-30", "2027-02-10 to", "2027-02-10 to ",
        "2027-02-10 2027-02-20", "2027-02-20 to 2027-02-10",
        "2027-02-10 19:00", "2027-02-10 to 2027-02-20 19:00", "februari", NULL
    };

    (void)state;
    for (int i = 0; wrong[i] != NULL; i++) {
        struct civil one, other;
        struct error error = { "" };

        if (dayset_parse(wrong[i], &one, &other, &error) == 0)
            fail_msg("'%s' was read", wrong[i]);
        assert_true(error.text[0] != '\0');
    }
}

static void
belgium_has_ten_public_holidays_and_only_on_those_days(void **state)
{
    static const char *const days[] = {
        "2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17",
        "2027-07-21", "2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25",
        NULL
    };
    struct civil at = day("2027-01-01");
    int count = 0;

    (void)state;
    for (int i = 0; days[i] != NULL; i++) {
        struct civil civil = day(days[i]);

        assert_non_null(holiday_on("BE", &civil));
    }
    for (; at.year == 2027; civil_add_days(&at, 1))
        count += holiday_on("BE", &at) != NULL;
    assert_int_equal(count, 10);
}

static void
a_country_without_rules_is_not_known(void **state)
{
    (void)state;
    assert_true(holiday_known("BE"));
    assert_false(holiday_known("NL"));
    assert_false(holiday_known(""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_span_holds_its_first_and_its_last_day_and_no_other),
        cmocka_unit_test(spans_are_put_in_order_and_the_earlier_keeps_its_days),
        cmocka_unit_test(a_stretch_of_days_is_read_in_english_and_in_dutch),
        cmocka_unit_test(what_is_no_stretch_of_days_is_refused),
        cmocka_unit_test(belgium_has_ten_public_holidays_and_only_on_those_days),
        cmocka_unit_test(a_country_without_rules_is_not_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
