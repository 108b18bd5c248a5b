/* offset: how far one moment lies from another; durations */
#include "unit.h"

#include <string.h>

#include "base/random.h"
#include "calendar/offset.h"

static struct zones *zones;
static const struct zone *brussels;

static int
open_zones(void **state)
{
    (void)state;
    zones = zones_new();
    brussels = zone_find(zones, "Europe/Brussels", NULL);
    assert_non_null(brussels);
    return 0;
}

static int
close_zones(void **state)
{
    (void)state;
    zones_free(&zones);
    return 0;
}

static void
offsets_are_read_in_english_and_dutch(void **state)
{
    static const struct {
        const char *text, *same;
    } cases[] = {
        { "1 week before at 18:00", "1 week before at 18:00" },
        { "1 day before at 18:00", "1 day before at 18:00" },
        { "2 hours before", "2 hours before" },
        { "30 minutes before", "30 minutes before" },
        { "1 hour after", "1 hour after" },
        { "an hour after", "1 hour after" },
        { "at the start", "at the start" },
        { "7 days", "1 week" },
        { "10 days before", "10 days before" },
        { "1 hour and 30 minutes before the start",
          "1 hour 30 minutes before" },
        { "90 minutes before", "1 hour 30 minutes before" },
        { "half an hour before", "30 minutes before" },
        { "1 month before at 9:00", "1 month before at 09:00" },
        { "1 year after", "12 months after" },
        { "the day before at 18h", "1 day before at 18:00" },
        { "on the day at 9:00", "on the day at 09:00" },
        { "0 minutes before", "at the start" },
        { "  1   DAY  Before  AT 18:00 ", "1 day before at 18:00" },
        { "1 dag ervoor om 18:00", "1 day before at 18:00" },
        { "dag ervoor om 18u", "1 day before at 18:00" },
        { "de week ervoor", "1 week before" },
        { "1 dag vooraf om 18 uur", "1 day before at 18:00" },
        { "2 uur ervoor", "2 hours before" },
        { "een half uur ervoor", "30 minutes before" },
        { "anderhalf uur op voorhand", "1 hour 30 minutes before" },
        { "twee weken voor de start om 18u30", "2 weeks before at 18:30" },
        { "1 uur erna", "1 hour after" },
        { "1 uur en 15 minuten nadien", "1 hour 15 minutes after" },
        { "de dag ervoor om 18:00 uur", "1 day before at 18:00" },
        { "dezelfde dag om 09:00", "on the day at 09:00" },
        { "bij de start", "at the start" },
    };
    struct offset offset, again;
    struct error error = { "" };
    char text[OFFSET_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        if (offset_parse(cases[i].text, &offset, &error) < 0)
            fail_msg("%s: %s", cases[i].text, error.text);
        assert_string_equal(offset_format(&offset, text), cases[i].same);
        assert_int_equal(offset_parse(text, &again, &error), 0);
        assert_string_equal(offset_format(&again, text), cases[i].same);
        assert_int_equal(offset.sign, again.sign);
    }
}

static void
what_is_wrong_is_said_with_what_would_be_right(void **state)
{
#define LIKE "write it like '1 day before at 18:00' or '2 hours before'"
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "", "there is nothing here; " LIKE },
        { "before", "'before' does not say how long; " LIKE },
        { "soon", "'soon' does not say how long; " LIKE },
        { "-1 day before", "'-1' does not say how long; " LIKE },
        { "1.5 hours before", "'1.5' is not a whole number (9999 at most); "
          LIKE },
        { "3", "'3' of what? write for example '3 hours' or '3 days'" },
        { "1 dya before", "'dya' is no length of time; did you mean 'day'?" },
        { "1 moon before", "'moon' is no length of time; write minutes, "
          "hours, days, weeks or months" },
        { "2 hours before at 18:00", "'2 hours before at 18:00': hours and "
          "minutes are counted from the start and cannot have an hour of the "
          "day too; " LIKE },
        { "1 day before at 25:00", "'25:00' is not an hour of the day; write "
          "it as 18:00" },
        { "1 day before at", "'' is not an hour of the day; write it as "
          "18:00" },
        { "1 day before 18:00", "'1 day before 18:00': put 'at' before the "
          "hour: 'at 18:00'" },
        { "1 day before yesterday", "'yesterday' does not fit in '1 day "
          "before yesterday'; " LIKE },
        { "on the day", "'on the day' needs an hour; write for example 'on "
          "the day at 09:00'" },
        { "at the start at 09:00", "'at the start at 09:00': say which day; "
          "write for example 'on the day at 09:00'" },
    };
#undef LIKE
    struct offset offset = { .days = 42 };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(offset_parse(cases[i].text, &offset, &error), -1);
        assert_string_equal(error.text, cases[i].why);
    }
    assert_int_equal(offset.days, 42);
}

static void
gives(const char *text, const char *start, const char *right)
{
    struct offset offset;
    struct error error;
    char said[ZONE_TEXT];
    instant at;

    assert_int_equal(offset_parse(text, &offset, &error), 0);
    assert_int_equal(zone_parse_local(start, &at, &error), 0);
    assert_string_equal(zone_format(brussels, offset_apply(&offset, brussels,
                                                           at), said), right);
}

static void
days_are_of_the_calendar_and_hours_elapse(void **state)
{
    (void)state;
    gives("1 day before at 18:00", "2027-01-13T19:00:00+01:00",
          "2027-01-12T18:00:00+01:00");
    gives("1 week before", "2027-01-13T19:00:00+01:00",
          "2027-01-06T19:00:00+01:00");
    gives("7 days", "2027-01-13T19:00:00+01:00", "2027-01-20T19:00:00+01:00");
    gives("on the day at 09:00", "2027-01-13T19:00:00+01:00",
          "2027-01-13T09:00:00+01:00");
    gives("at the start", "2027-01-13T19:00:00+01:00",
          "2027-01-13T19:00:00+01:00");
    gives("1 month before", "2027-03-31T19:00:00+02:00",
          "2027-02-28T19:00:00+01:00");
    gives("1 month after at 10:00", "2027-01-31T19:00:00+01:00",
          "2027-02-28T10:00:00+01:00");
    gives("1 day 2 hours before", "2027-01-13T19:00:00+01:00",
          "2027-01-12T17:00:00+01:00");
}

static void
over_a_clock_change_the_wall_stays_and_hours_do_not(void **state)
{
    (void)state;
    /* 28 March: one hour less */
    gives("1 day before", "2027-03-28T19:00:00+02:00",
          "2027-03-27T19:00:00+01:00");
    gives("24 hours before", "2027-03-28T19:00:00+02:00",
          "2027-03-27T18:00:00+01:00");
    gives("2 hours before", "2027-03-28T03:30:00+02:00",
          "2027-03-28T00:30:00+01:00");
    gives("1 day after", "2027-03-27T02:30:00+01:00",
          "2027-03-28T03:30:00+02:00");
    /* 31 October: one hour more */
    gives("1 day before", "2027-10-31T19:00:00+01:00",
          "2027-10-30T19:00:00+02:00");
    gives("24 hours before", "2027-10-31T19:00:00+01:00",
          "2027-10-30T20:00:00+02:00");
    gives("1 day after", "2027-10-30T02:30:00+02:00",
          "2027-10-31T02:30:00+02:00");
    gives("30 minutes before", "2027-10-31T02:15:00+01:00",
          "2027-10-31T02:45:00+02:00");
    /* the second 02:30 stays the second when nothing but time elapses */
    gives("at the start", "2027-10-31T02:30:00+01:00",
          "2027-10-31T02:30:00+01:00");
}

static void
durations_are_read(void **state)
{
    static const struct {
        const char *text;
        instant length;
        const char *same;
    } cases[] = {
        { "2 hours", 2 * HOUR, "2 hours" },
        { "90 minutes", 90 * MINUTE, "1 hour 30 minutes" },
        { "1 hour 30 minutes", 90 * MINUTE, "1 hour 30 minutes" },
        { "1:30", 90 * MINUTE, "1 hour 30 minutes" },
        { "2u30", 150 * MINUTE, "2 hours 30 minutes" },
        { "2h05", 125 * MINUTE, "2 hours 5 minutes" },
        { "2 uur", 2 * HOUR, "2 hours" },
        { "anderhalf uur", 90 * MINUTE, "1 hour 30 minutes" },
        { "1 uur en 15 minuten", 75 * MINUTE, "1 hour 15 minutes" },
        { "2 days", 2 * DAY, "2 days" },
        { "een week", 7 * DAY, "1 week" },
    };
    static const struct {
        const char *text, *why;
    } wrong[] = {
        { "", "there is nothing here; write it like '2 hours' or '90 "
          "minutes'" },
        { "90", "'90' of what? write for example '90 hours' or '90 days'" },
        { "0 hours", "'0 hours' lasts no time at all; write it like '2 "
          "hours' or '90 minutes'" },
        { "1 month", "'1 month': months and years differ in length; write "
          "days or weeks" },
        { "2 hours before", "'before' does not fit in '2 hours before'; "
          "write it like '2 hours' or '90 minutes'" },
        { "long", "'long' does not say how long; write it like '2 hours' or "
          "'90 minutes'" },
    };
    struct error error;
    instant length, again;
    char text[OFFSET_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(duration_parse(cases[i].text, &length, &error), 0);
        assert_true(length == cases[i].length);
        assert_string_equal(duration_format(length, text), cases[i].same);
        assert_int_equal(duration_parse(text, &again, &error), 0);
        assert_true(again == length);
    }
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        assert_int_equal(duration_parse(wrong[i].text, &length, &error), -1);
        assert_string_equal(error.text, wrong[i].why);
    }
    assert_string_equal(duration_format(0, text), "0 minutes");
}

static void
any_offset_is_read_back_as_it_was_written(void **state)
{
    struct random random;

    (void)state;
    random_seed(&random, 4);
    for (int i = 0; i < 20000; i++) {
        struct offset offset = { 0 }, again;
        char text[OFFSET_TEXT];
        struct error error;

        offset.sign = random_below(&random, 2) != 0 ? 1 : -1;
        offset.months = (int)random_below(&random, 30);
        offset.days = 1 + (int)random_below(&random, 100);
        offset.has_clock = random_below(&random, 2) != 0;
        if (offset.has_clock) {
            offset.hour = (int)random_below(&random, 24);
            offset.minute = (int)random_below(&random, 60);
        } else {
            offset.elapsed = (instant)random_below(&random, 3000) * MINUTE;
        }
        if (offset_parse(offset_format(&offset, text), &again, &error) < 0)
            fail_msg("%s: %s", text, error.text);
        assert_int_equal(offset.sign, again.sign);
        assert_int_equal(offset.months, again.months);
        assert_int_equal(offset.days, again.days);
        assert_true(offset.elapsed == again.elapsed);
        assert_int_equal(offset.has_clock, again.has_clock);
        assert_int_equal(offset.hour, again.hour);
        assert_int_equal(offset.minute, again.minute);
    }
}

static void
what_is_no_length_of_time_is_told_what_would_be_right(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "geen", "write [ ] for never, as in remind = [ ];" },
        { "2027-06-24 18:00", "'2027-06-24' is a date; write how long before "
          "the start, like '1 day before at 18:00'" },
        { "de avond ervoor", "'avond' has no hour; write it like '1 day "
          "before at 18:00'" },
    };
    struct offset offset;
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(offset_parse(cases[i].text, &offset, &error), -1);
        assert_string_equal(error.text, cases[i].why);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_are_read_in_english_and_dutch),
        cmocka_unit_test(what_is_wrong_is_said_with_what_would_be_right),
        cmocka_unit_test(days_are_of_the_calendar_and_hours_elapse),
        cmocka_unit_test(over_a_clock_change_the_wall_stays_and_hours_do_not),
        cmocka_unit_test(durations_are_read),
        cmocka_unit_test(
            what_is_no_length_of_time_is_told_what_would_be_right),
        cmocka_unit_test(any_offset_is_read_back_as_it_was_written),
    };

    return cmocka_run_group_tests_name("offset", tests, open_zones,
                                       close_zones);
}
