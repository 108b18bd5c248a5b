/* window: the hours in which nothing is sent */
#include "unit.h"

#include "base/random.h"
#include "calendar/window.h"

static struct zones *zones;

static int
open_zones(void **state)
{
    (void)state;
    zones = zones_new();
    return 0;
}

static int
close_zones(void **state)
{
    (void)state;
    zones_free(&zones);
    return 0;
}

static struct window
window(const char *text)
{
    struct window read;
    struct error error;

    if (window_parse(text, &read, &error) < 0)
        fail_msg("%s", error.text);
    return read;
}

static void
quiet_hours_are_read(void **state)
{
    static const struct {
        const char *text, *same;
    } cases[] = {
        { "21:00-09:00", "21:00-09:00" }, { "21u-9u", "21:00-09:00" },
        { "21:00 - 9:30", "21:00-09:30" }, { "22:00-24:00", "22:00-00:00" },
        { "12:00-13:00", "12:00-13:00" }, { "none", "none" },
        { "geen", "none" },
    };
    static const char *const wrong[] = { "", "21-9", "21:00", "21:00-",
                                         "21:00-25:00", "21:00-09:00-10:00",
                                         "evening", "-" };
    struct error error;
    char text[WINDOW_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct window read = window(cases[i].text);

        assert_string_equal(window_format(&read, text), cases[i].same);
    }
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        struct window read;

        assert_int_equal(window_parse(wrong[i], &read, &error), -1);
    }
    assert_string_equal(error.text, "'-' are no quiet hours; write when they "
                        "begin and end, like '21:00-09:00', or 'none'");
    assert_int_equal(window_parse("9:00-9:00", &(struct window){ 0 }, &error),
                     -1);
    assert_string_equal(error.text, "'9:00-9:00' begins and ends at the same "
                        "hour; write 'none' for no quiet hours");
}

/* At `at` the window holds or not, and it is over at `end`. */
static void
over(const char *text, const char *zone_name, const char *at,
     const char *end)
{
    const struct zone *zone = zone_find(zones, zone_name, NULL);
    struct window quiet = window(text);
    char said[ZONE_TEXT];
    instant now;

    assert_non_null(zone);
    assert_int_equal(zone_parse_local(at, &now, NULL), 0);
    assert_int_equal(window_holds(&quiet, zone, now), end != NULL);
    assert_string_equal(zone_format(zone, window_end(&quiet, zone, now),
                                    said), end != NULL ? end : at);
}

static void
it_goes_over_midnight(void **state)
{
    (void)state;
    over("21:00-09:00", "Europe/Brussels", "2027-01-13T20:59:59+01:00", NULL);
    over("21:00-09:00", "Europe/Brussels", "2027-01-13T21:00:00+01:00",
         "2027-01-14T09:00:00+01:00");
    over("21:00-09:00", "Europe/Brussels", "2027-01-14T00:00:00+01:00",
         "2027-01-14T09:00:00+01:00");
    over("21:00-09:00", "Europe/Brussels", "2027-01-14T08:59:59+01:00",
         "2027-01-14T09:00:00+01:00");
    over("21:00-09:00", "Europe/Brussels", "2027-01-14T09:00:00+01:00", NULL);
    over("12:00-13:00", "Asia/Kathmandu", "2027-01-14T12:30:00+05:45",
         "2027-01-14T13:00:00+05:45");
    over("22:00-24:00", "Europe/Brussels", "2027-01-13T23:00:00+01:00",
         "2027-01-14T00:00:00+01:00");
    over("none", "Europe/Brussels", "2027-01-14T00:00:00+01:00", NULL);
}

static void
it_follows_the_wall_when_clocks_change(void **state)
{
    (void)state;
    over("21:00-09:00", "Europe/Brussels", "2027-03-27T23:00:00+01:00",
         "2027-03-28T09:00:00+02:00");
    over("21:00-09:00", "Europe/Brussels", "2027-10-30T23:00:00+02:00",
         "2027-10-31T09:00:00+01:00");
    over("21:00-09:00", "Australia/Sydney", "2027-04-03T23:00:00+11:00",
         "2027-04-04T09:00:00+10:00");
    /* 02:30 is passed over: at 03:00 it is over */
    over("21:00-02:30", "Europe/Brussels", "2027-03-28T01:00:00+01:00",
         "2027-03-28T03:00:00+02:00");
    /* 02:30 comes twice: open from the first to 03:00, closed again */
    over("21:00-02:30", "Europe/Brussels", "2027-10-31T01:00:00+02:00",
         "2027-10-31T02:30:00+02:00");
    over("21:00-02:30", "Europe/Brussels", "2027-10-31T02:45:00+02:00",
         NULL);
    over("21:00-02:30", "Europe/Brussels", "2027-10-31T02:00:00+01:00",
         "2027-10-31T02:30:00+01:00");
    /* an end at the change itself */
    over("21:00-03:00", "Europe/Brussels", "2027-10-31T02:10:00+02:00",
         "2027-10-31T03:00:00+01:00");
}

/* Minute by minute: the end is the first minute that is not held. */
static void
the_end_is_the_first_moment_that_is_not_held(void **state)
{
    static const char *const names[] = { "Europe/Brussels", "Asia/Kolkata",
                                         "Australia/Lord_Howe" };
    struct random random;
    instant first;

    (void)state;
    random_seed(&random, 9);
    instant_parse("2027-03-27T00:00:00Z", &first);
    for (int i = 0; i < 300; i++) {
        const struct zone *zone = zone_find(zones, names[i % 3], NULL);
        struct window quiet = { (int)random_below(&random, 1440),
                                (int)random_below(&random, 1440) };
        instant at = first + (instant)random_below(&random, 365 * 24 * 60) *
            MINUTE, end, step = at;

        if (i % 2 == 0)
            at = step = first + (instant)random_below(&random, 2 * 24 * 60) *
                MINUTE;
        end = window_end(&quiet, zone, at);
        while (window_holds(&quiet, zone, step))
            step += MINUTE;
        assert_true(step == end);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quiet_hours_are_read),
        cmocka_unit_test(it_goes_over_midnight),
        cmocka_unit_test(it_follows_the_wall_when_clocks_change),
        cmocka_unit_test(the_end_is_the_first_moment_that_is_not_held),
    };

    return cmocka_run_group_tests_name("window", tests, open_zones,
                                       close_zones);
}
