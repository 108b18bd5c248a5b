/* civil: dates and hours as a person writes them */
#include "unit.h"

#include <string.h>

#include "calendar/civil.h"

static void
dates_and_hours_are_read(void **state)
{
    static const struct {
        const char *text, *same;
    } cases[] = {
        { "2027-01-13 19:00", "2027-01-13 19:00" },
        { "2027-01-13T19:00", "2027-01-13 19:00" },
        { "2027-01-13 9:05", "2027-01-13 09:05" },
        { "2027-01-13 19u30", "2027-01-13 19:30" },
        { "2027-01-13 19:00:07", "2027-01-13 19:00:07" },
        { "2027-01-13", "2027-01-13 00:00" },
        { "2028-02-29", "2028-02-29 00:00" },
        { "9999-12-31 23:59:59", "9999-12-31 23:59:59" },
    };
    struct civil civil;
    struct error error;
    char text[CIVIL_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(civil_parse(cases[i].text, &civil, &error), 0);
        assert_string_equal(civil_format(&civil, text), cases[i].same);
    }
}

static void
what_is_wrong_is_said_with_what_would_be_right(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "2027-02-30", "2027-02-30 does not exist; February 2027 has 28 "
          "days" },
        { "2027-04-31 10:00", "2027-04-31 does not exist; April 2027 has 30 "
          "days" },
        { "1900-02-29", "1900-02-29 does not exist; February 1900 has 28 "
          "days" },
        { "2027-13-01", "2027-13-01 does not exist; months go from 01 to 12 "
          "(year-month-day)" },
        { "2027-00-01", "2027-00-01 does not exist; months go from 01 to 12 "
          "(year-month-day)" },
        { "2027-01-00", "2027-01-00 does not exist; January 2027 has 31 "
          "days" },
        { "0027-01-01", "0027-01-01 is too long ago; years go from 1000 to "
          "9999" },
        { "2027-01-13 24:00", "24:00 does not exist; write 00:00 of the next "
          "day" },
        { "2027-01-13 19:60", "19:60 does not exist; hours go from 00:00 to "
          "23:59" },
        { "13/01/2027", "'13/01/2027': write the year first: 2027-01-13" },
        { "13-1-2027 19:00", "'13-1-2027 19:00': write the year first: "
          "2027-01-13 19:00" },
        { "13/01/2027, 19u30", "'13/01/2027, 19u30': write the year first: "
          "2027-01-13 19:30" },
        { "vrijdag 25 juni 2027 om 20u", "'vrijdag 25 juni 2027 om 20u': "
          "write it in figures: 2027-06-25 20:00" },
        { "25 june 2027", "'25 june 2027': write it in figures: "
          "2027-06-25" },
        { "31 june 2027", "'31 june 2027' is not a date; write it as "
          "2027-01-13, or with its hour as 2027-01-13 19:00" },
        { "2027-01-13 19", "'19' is not an hour; write it as 19:00" },
        { "2027-01-13 19:00 ", "'19:00 ' is not an hour; write it as 19:00" },
        { "tomorrow", "'tomorrow' is not a date; write it as 2027-01-13, or "
          "with its hour as 2027-01-13 19:00" },
        { "2027-1-13", "'2027-1-13' is not a date; write it as 2027-01-13, "
          "or with its hour as 2027-01-13 19:00" },
        { "", "'' is not a date; write it as 2027-01-13, or with its hour as "
          "2027-01-13 19:00" },
        { "2027-01-130", "'2027-01-130' is not a date; write it as "
          "2027-01-13, or with its hour as 2027-01-13 19:00" },
    };
    struct civil civil = { 1, 2, 3, 4, 5, 6 };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(civil_parse(cases[i].text, &civil, &error), -1);
        assert_string_equal(error.text, cases[i].why);
    }
    assert_int_equal(civil.year, 1);
}

static void
an_hour_is_asked_for_or_refused(void **state)
{
    struct civil civil;
    struct error error;

    (void)state;
    assert_int_equal(civil_parse_moment("2027-01-13 19:00", &civil, &error),
                     0);
    assert_int_equal(civil.hour, 19);
    assert_int_equal(civil_parse_moment("2027-01-13", &civil, &error), -1);
    assert_string_equal(error.text, "'2027-01-13' has no hour; write for "
                        "example '2027-01-13 19:00'");
    assert_int_equal(civil_parse_date("2027-01-13", &civil, &error), 0);
    assert_int_equal(civil_parse_date("2027-01-13 19:00", &civil, &error),
                     -1);
    assert_string_equal(error.text, "'2027-01-13 19:00' has an hour; only a "
                        "date is needed here: '2027-01-13'");
}

static void
clocks_are_read_as_they_are_written_here(void **state)
{
    static const char *const right[] = { "18:00", "18h", "18u", "18h00",
                                         "18u00", "18.00" };
    static const char *const wrong[] = { "18", "24:00", "18:60", "18:0",
                                         "18:000", "u18", "", "18:00:30",
                                         "-1:00", "118:00", "18: 0" };
    int hour, minute;

    (void)state;
    for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++) {
        hour = minute = -1;
        assert_true(civil_parse_clock(right[i], &hour, &minute));
        assert_int_equal(hour, 18);
        assert_int_equal(minute, 0);
    }
    assert_true(civil_parse_clock("9:05", &hour, &minute));
    assert_int_equal(hour * 60 + minute, 545);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_false(civil_parse_clock(wrong[i], &hour, &minute));
}

/* Day by day through a whole cycle of 400 years and some, both ways. */
static void
every_day_of_400_years_has_its_number(void **state)
{
    struct civil day = { 1599, 12, 31, 0, 0, 0 }, back, next;
    int64_t number = civil_day_number(&day);
    int weekday = 5;            /* it was a Friday */

    (void)state;
    assert_int_equal(civil_day_number(&(struct civil){ .year = 1970,
                                      .month = 1, .day = 1 }), 0);
    for (; day.year < 2001; number++) {
        assert_int_equal(civil_day_number(&day), number);
        civil_from_day_number(number, &back);
        assert_int_equal(civil_compare(&day, &back), 0);
        assert_int_equal(civil_weekday(&day), weekday);
        next = day;
        civil_add_days(&next, 1);
        assert_true(civil_compare_dates(&day, &next) < 0);
        assert_int_equal(civil_day_of_year(&next),
                         next.day == 1 && next.month == 1 ? 1
                         : civil_day_of_year(&day) + 1);
        if (next.month != day.month)
            assert_int_equal(day.day, civil_days_in_month(day.year,
                                                          day.month));
        day = next;
        weekday = weekday % 7 + 1;
    }
}

static void
seconds_go_there_and_back_before_1970_too(void **state)
{
    struct civil civil, back;

    (void)state;
    for (int64_t seconds = -200000; seconds < 200000; seconds += 997) {
        civil_from_seconds(seconds, &civil);
        assert_true(civil_valid(&civil));
        assert_int_equal(civil_seconds(&civil), seconds);
    }
    civil_from_seconds(-1, &back);
    assert_int_equal(back.year, 1969);
    assert_int_equal(back.second, 59);
}

static void
a_month_further_the_day_may_be_missing(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *last, *next;    /* NULL: it exists, as in `last` */
    } cases[] = {
        { "2027-01-13 19:00", 1, "2027-02-13 19:00", NULL },
        { "2027-01-31 19:00", 1, "2027-02-28 19:00", "2027-03-01 19:00" },
        { "2028-01-31 19:00", 1, "2028-02-29 19:00", "2028-03-01 19:00" },
        { "2027-03-31 19:00", -1, "2027-02-28 19:00", "2027-03-01 19:00" },
        { "2027-12-31 19:00", -1, "2027-11-30 19:00", "2027-12-01 19:00" },
        { "2027-01-31 19:00", -1, "2026-12-31 19:00", NULL },
        { "2027-12-15 19:00", 1, "2028-01-15 19:00", NULL },
        { "2027-06-15 19:00", -18, "2025-12-15 19:00", NULL },
        { "2028-02-29 19:00", 12, "2029-02-28 19:00", "2029-03-01 19:00" },
    };
    char text[CIVIL_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct civil from, civil;

        assert_int_equal(civil_parse(cases[i].from, &from, NULL), 0);
        civil = from;
        assert_true(civil_add_months(&civil, cases[i].months, CIVIL_LAST));
        assert_string_equal(civil_format(&civil, text), cases[i].last);
        civil = from;
        assert_true(civil_add_months(&civil, cases[i].months, CIVIL_NEXT));
        assert_string_equal(civil_format(&civil, text), cases[i].next != NULL
                            ? cases[i].next : cases[i].last);
        civil = from;
        assert_int_equal(civil_add_months(&civil, cases[i].months,
                                          CIVIL_SKIP), cases[i].next == NULL);
        assert_string_equal(civil_format(&civil, text), cases[i].next != NULL
                            ? cases[i].from : cases[i].last);
    }
}

static void
dates_are_ordered(void **state)
{
    struct civil a, b;

    (void)state;
    civil_parse("2027-01-13 19:00", &a, NULL);
    civil_parse("2027-01-13 19:00:01", &b, NULL);
    assert_true(civil_compare(&a, &b) < 0);
    assert_true(civil_compare(&b, &a) > 0);
    assert_int_equal(civil_compare_dates(&a, &b), 0);
    civil_parse("2027-02-01 00:00", &b, NULL);
    assert_true(civil_compare(&a, &b) < 0);
    civil_parse("2026-12-31 23:59", &b, NULL);
    assert_true(civil_compare(&a, &b) > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_and_hours_are_read),
        cmocka_unit_test(what_is_wrong_is_said_with_what_would_be_right),
        cmocka_unit_test(an_hour_is_asked_for_or_refused),
        cmocka_unit_test(clocks_are_read_as_they_are_written_here),
        cmocka_unit_test(every_day_of_400_years_has_its_number),
        cmocka_unit_test(seconds_go_there_and_back_before_1970_too),
        cmocka_unit_test(a_month_further_the_day_may_be_missing),
        cmocka_unit_test(dates_are_ordered),
    };

    return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
