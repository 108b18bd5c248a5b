/* zone: what a clock on the wall shows, and when; tzif, tzrule */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "calendar/tzif.h"
#include "calendar/tzrule.h"
#include "calendar/zone.h"

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
    assert_null(zones);
    zones_free(&zones);
    return 0;
}

static const struct zone *
zone(const char *name)
{
    struct error error;
    const struct zone *found = zone_find(zones, name, &error);

    if (found == NULL)
        fail_msg("%s", error.text);
    return found;
}

/* The wall's time in a zone is this moment, and back the same wall, unless
 * `wall_back` says that it does not exist or was meant as another. */
static void
shows(const char *name, const char *wall, const char *utc,
      const char *wall_back)
{
    struct civil civil, back;
    char text[CIVIL_TEXT];
    char moment[INSTANT_TEXT];
    instant at;

    assert_int_equal(civil_parse(wall, &civil, NULL), 0);
    at = zone_instant(zone(name), &civil);
    assert_string_equal(instant_format(at, moment), utc);
    zone_civil(zone(name), at, &back);
    assert_string_equal(civil_format(&back, text), wall_back != NULL
                        ? wall_back : wall);
}

static void
the_wall_shows_the_zones_time(void **state)
{
    (void)state;
    shows("Europe/Brussels", "2027-01-13 19:00", "2027-01-13T18:00:00Z",
          NULL);
    shows("Europe/Brussels", "2027-07-13 19:00", "2027-07-13T17:00:00Z",
          NULL);
    shows("Asia/Kolkata", "2027-07-13 19:00", "2027-07-13T13:30:00Z", NULL);
    shows("Asia/Kathmandu", "2027-07-13 19:00", "2027-07-13T13:15:00Z",
          NULL);
    shows("Australia/Sydney", "2027-01-13 19:00", "2027-01-13T08:00:00Z",
          NULL);
    shows("Australia/Sydney", "2027-07-13 19:00", "2027-07-13T09:00:00Z",
          NULL);
    shows("America/St_Johns", "2027-01-13 19:00", "2027-01-13T22:30:00Z",
          NULL);
    shows("Pacific/Kiritimati", "2027-01-01 00:00", "2026-12-31T10:00:00Z",
          NULL);
    shows("UTC", "2027-01-13 19:00", "2027-01-13T19:00:00Z", NULL);
}

/* Clocks go from 02:00 to 03:00 at 2027-03-28T01:00:00Z. */
static void
an_hour_that_does_not_exist_takes_the_offset_before(void **state)
{
    (void)state;
    shows("Europe/Brussels", "2027-03-28 01:59", "2027-03-28T00:59:00Z",
          NULL);
    shows("Europe/Brussels", "2027-03-28 02:00", "2027-03-28T01:00:00Z",
          "2027-03-28 03:00");
    shows("Europe/Brussels", "2027-03-28 02:30", "2027-03-28T01:30:00Z",
          "2027-03-28 03:30");
    shows("Europe/Brussels", "2027-03-28 03:00", "2027-03-28T01:00:00Z",
          NULL);
    /* half an hour only, from 02:00 to 02:30 */
    shows("Australia/Lord_Howe", "2027-10-03 02:15", "2027-10-02T15:45:00Z",
          "2027-10-03 02:45");
    /* a whole day: Samoa had no 30 December 2011 */
    shows("Pacific/Apia", "2011-12-30 12:00", "2011-12-30T22:00:00Z",
          "2011-12-31 12:00");
}

/* Clocks go from 03:00 back to 02:00 at 2027-10-31T01:00:00Z. */
static void
an_hour_that_occurs_twice_is_the_first(void **state)
{
    (void)state;
    shows("Europe/Brussels", "2027-10-31 01:59", "2027-10-30T23:59:00Z",
          NULL);
    shows("Europe/Brussels", "2027-10-31 02:00", "2027-10-31T00:00:00Z",
          NULL);
    shows("Europe/Brussels", "2027-10-31 02:59", "2027-10-31T00:59:00Z",
          NULL);
    shows("Europe/Brussels", "2027-10-31 03:00", "2027-10-31T02:00:00Z",
          NULL);
    shows("Australia/Lord_Howe", "2027-04-04 01:45", "2027-04-03T14:45:00Z",
          NULL);
    shows("America/Santiago", "2027-04-03 23:30", "2027-04-04T02:30:00Z",
          NULL);
}

static void
the_offset_changes_at_the_moment_itself(void **state)
{
    const struct zone *brussels = zone("Europe/Brussels");
    instant spring, autumn;

    (void)state;
    instant_parse("2027-03-28T01:00:00Z", &spring);
    instant_parse("2027-10-31T01:00:00Z", &autumn);
    assert_int_equal(zone_offset(brussels, spring - 1), 3600);
    assert_int_equal(zone_offset(brussels, spring), 7200);
    assert_int_equal(zone_offset(brussels, autumn - 1), 7200);
    assert_int_equal(zone_offset(brussels, autumn), 3600);
    assert_true(zone_next_change(brussels, spring - 1) == spring);
    assert_true(zone_next_change(brussels, spring) == autumn);
    assert_true(zone_next_change(zone("UTC"), 0) == NEVER);
    assert_true(zone_next_change(zone("Asia/Kolkata"), spring) == NEVER);
}

/* The tables of the files stop in 2037: after that the rule counts. */
static void
the_rule_goes_on_for_ever(void **state)
{
    const struct zone *brussels = zone("Europe/Brussels");
    instant at, change;
    char text[INSTANT_TEXT];

    (void)state;
    shows("Europe/Brussels", "2150-01-13 19:00", "2150-01-13T18:00:00Z",
          NULL);
    shows("Europe/Brussels", "2150-07-13 19:00", "2150-07-13T17:00:00Z",
          NULL);
    shows("America/New_York", "2150-07-13 19:00", "2150-07-13T23:00:00Z",
          NULL);
    shows("Australia/Sydney", "2150-01-13 19:00", "2150-01-13T08:00:00Z",
          NULL);
    instant_parse("2150-01-01T00:00:00Z", &at);
    change = zone_next_change(brussels, at);
    assert_string_equal(instant_format(change, text), "2150-03-29T01:00:00Z");
    change = zone_next_change(brussels, change);
    assert_string_equal(instant_format(change, text), "2150-10-25T01:00:00Z");
}

static void
a_zone_is_read_once_and_only_from_its_place(void **state)
{
    static const char *const wrong[] = { "../../../etc/passwd", "/etc/passwd",
                                         "Europe/../Europe/Brussels", "",
                                         "Europe//Brussels", "Europe/",
                                         "Europe", ".", "zone.tab" };
    struct error error;
    char longest[200];

    (void)state;
    assert_ptr_equal(zone("Europe/Brussels"), zone("Europe/Brussels"));
    assert_string_equal(zone_name(zone("Europe/Brussels")),
                        "Europe/Brussels");
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        assert_null(zone_find(zones, wrong[i], &error));
        assert_non_null(strstr(error.text, "there is no timezone"));
    }
    memset(longest, 'A', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_null(zone_find(zones, longest, &error));
    assert_false(zones_changed(zones));
}

static void
the_nearest_zone_is_offered(void **state)
{
    static const struct {
        const char *written, *meant;
    } cases[] = {
        { "Europe/Brussel", "Europe/Brussels" },
        { "europe/brussels", "Europe/Brussels" },
        { "Brussels", "Europe/Brussels" },
        { "New York", "America/New_York" },
        { "Europe/Amsterdm", "Europe/Amsterdam" },
    };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char right[128];

        snprintf(right, sizeof(right), "there is no timezone '%s'; did you "
                 "mean '%s'?", cases[i].written, cases[i].meant);
        assert_null(zone_find(zones, cases[i].written, &error));
        assert_string_equal(error.text, right);
    }
    assert_null(zone_find(zones, "Middle-earth", &error));
    assert_string_equal(error.text, "there is no timezone 'Middle-earth'; "
                        "write it as a continent and a city, like "
                        "'Europe/Brussels'");
}

static void
local_time_is_written_with_its_offset_and_read_back(void **state)
{
    static const struct {
        const char *zone, *text;
    } cases[] = {
        { "Europe/Brussels", "2027-01-13T19:00:00+01:00" },
        { "Europe/Brussels", "2027-10-31T02:30:00+02:00" },
        { "Europe/Brussels", "2027-10-31T02:30:00+01:00" },
        { "America/St_Johns", "2027-01-13T19:00:00-03:30" },
        { "UTC", "2027-01-13T19:00:00+00:00" },
    };
    static const char *const wrong[] = {
        "2027-01-13T19:00:00", "2027-01-13T19:00+01:00",
        "2027-01-13 19:00:00+01:00", "2027-01-13T19:00:00+0100",
        "2027-01-13T19:00:00+1:00", "2027-02-30T19:00:00+01:00",
        "2027-01-13T19:00:00+24:00", "2027-01-13T19:00:00+01:60", "Z", "",
        "2027-01-13T19:00:00ZZ", "2027-01-13T19:00:00+01:00 "
    };
    char text[ZONE_TEXT];
    struct error error;
    instant at, utc;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(zone_parse_local(cases[i].text, &at, &error), 0);
        assert_string_equal(zone_format(zone(cases[i].zone), at, text),
                            cases[i].text);
    }
    assert_int_equal(zone_parse_local("2027-01-13T19:00:00Z", &at, NULL), 0);
    instant_parse("2027-01-13T19:00:00Z", &utc);
    assert_true(at == utc);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_int_equal(zone_parse_local(wrong[i], &at, &error), -1);
    zone_parse_local("soon", &at, &error);
    assert_string_equal(error.text, "'soon' is not a moment; write it as "
                        "2027-01-13T19:00:00+01:00");
}

/* A moment whose local offset has seconds is still the same moment. */
static void
an_old_offset_with_seconds_keeps_the_moment(void **state)
{
    char text[ZONE_TEXT];
    instant at, back;

    (void)state;
    instant_parse("1850-01-01T00:00:00Z", &at);
    zone_format(zone("Europe/Amsterdam"), at, text);
    assert_int_equal(zone_parse_local(text, &back, NULL), 0);
    assert_true(back == at);
}

static void
extreme_moments_do_no_harm(void **state)
{
    static const instant moments[] = { NEVER, -NEVER, NEVER - 1, 0, -1 };
    struct civil civil;
    char text[ZONE_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(moments) / sizeof(*moments); i++) {
        zone_civil(zone("Europe/Brussels"), moments[i], &civil);
        zone_format(zone("Europe/Brussels"), moments[i], text);
        assert_true(zone_next_change(zone("Europe/Brussels"), moments[i]) >
                    moments[i] || moments[i] == NEVER);
    }
}

static bool
rule(const char *text, struct tzrule *read)
{
    return tzrule_parse(text, strlen(text), read);
}

static void
rules_of_all_kinds_are_read(void **state)
{
    struct tzrule read;
    instant at;
    int64_t change;

    (void)state;
    assert_true(rule("CET-1CEST,M3.5.0,M10.5.0/3", &read));
    assert_int_equal(read.standard, 3600);
    assert_int_equal(read.summer, 7200);
    assert_true(rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", &read));
    assert_int_equal(read.to_summer.time, -3600);
    assert_true(rule("<+0530>-5:30", &read));
    assert_false(read.changes);
    assert_int_equal(read.standard, 19800);
    /* Ireland: winter time is the exception */
    assert_true(rule("IST-1GMT0,M10.5.0,M3.5.0/1", &read));
    instant_parse("2090-01-15T12:00:00Z", &at);
    assert_int_equal(tzrule_offset(&read, at / SECOND), 0);
    instant_parse("2090-07-15T12:00:00Z", &at);
    assert_int_equal(tzrule_offset(&read, at / SECOND), 3600);
    /* summer time for ever: it never changes */
    assert_true(rule("EST5EDT,0/0,J365/25", &read));
    assert_int_equal(tzrule_offset(&read, at / SECOND), -4 * 3600);
    assert_false(tzrule_next_change(&read, at / SECOND, &change));
    /* J60 is always 1 March; 59 is 29 February in a leap year */
    assert_true(rule("AAA0BBB,J60/0,J300", &read));
    instant_parse("2028-01-01T00:00:00Z", &at);
    assert_true(tzrule_next_change(&read, at / SECOND, &change));
    instant_parse("2028-03-01T00:00:00Z", &at);
    assert_true(change == at / SECOND);
    assert_true(rule("AAA0BBB,59/0,300", &read));
    instant_parse("2028-01-01T00:00:00Z", &at);
    assert_true(tzrule_next_change(&read, at / SECOND, &change));
    instant_parse("2028-02-29T00:00:00Z", &at);
    assert_true(change == at / SECOND);
}

static void
broken_rules_are_refused(void **state)
{
    static const char *const wrong[] = {
        "", "CET", "CE-1", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365",
        "CET-1CEST,J1,J366", "CET-1CEST,M3.5.0,M10.5.0/3x",
        "CET-1CEST,M3.5.0/168,M10.5.0", "<CET-1", "CET-1:60", "CET-1 "
    };
    struct tzrule read;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_false(rule(wrong[i], &read));
}

/* Every file cut short at every place is refused or whole, never read past
 * its end (the copy has the exact size, for the sanitizer). */
static void
a_file_that_is_cut_short_is_refused(void **state)
{
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Brussels", "rb");
    uint8_t bytes[8192];
    size_t length;
    struct tzif tzif;
    struct error error;

    (void)state;
    assert_non_null(file);
    length = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    for (size_t cut = 0; cut <= length; cut++) {
        struct pool *pool = pool_new();
        uint8_t *exact = malloc(cut + 1);

        memcpy(exact, bytes, cut);
        exact = realloc(exact, cut > 0 ? cut : 1);
        if (cut == length)
            assert_int_equal(tzif_parse(pool, exact, cut, &tzif, &error), 0);
        else if (tzif_parse(pool, exact, cut, &tzif, &error) == 0)
            assert_false(tzif.has_rule);    /* the old tables, whole */
        free(exact);
        pool_free(&pool);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wall_shows_the_zones_time),
        cmocka_unit_test(an_hour_that_does_not_exist_takes_the_offset_before),
        cmocka_unit_test(an_hour_that_occurs_twice_is_the_first),
        cmocka_unit_test(the_offset_changes_at_the_moment_itself),
        cmocka_unit_test(the_rule_goes_on_for_ever),
        cmocka_unit_test(a_zone_is_read_once_and_only_from_its_place),
        cmocka_unit_test(the_nearest_zone_is_offered),
        cmocka_unit_test(local_time_is_written_with_its_offset_and_read_back),
        cmocka_unit_test(an_old_offset_with_seconds_keeps_the_moment),
        cmocka_unit_test(extreme_moments_do_no_harm),
        cmocka_unit_test(rules_of_all_kinds_are_read),
        cmocka_unit_test(broken_rules_are_refused),
        cmocka_unit_test(a_file_that_is_cut_short_is_refused),
    };

    return cmocka_run_group_tests_name("zone", tests, open_zones,
                                       close_zones);
}
