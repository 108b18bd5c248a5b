/*
 * Random rules, as we expand them and as libical does: the second judge, and
 * the only one here for days that do not exist (SKIP).
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "base/random.h"
#include "calendar/recurrence.h"

enum { RULES = 4000, DATES = 10 };

static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA",
                                    "SU" };

static int
below(struct random *random, int bound)
{
    return (int)random_below(random, (uint64_t)bound);
}

/* A rule in which libical and the RFC are of one mind. */
static void
make_rule(struct random *random, char *text, size_t size)
{
    int first = below(random, 7);       /* libical gives a day twice that is
                                         * named twice: two others */
    const char *a = days[first], *b = days[(first + 1 + below(random, 6)) % 7];
    int interval = 1 + below(random, 5), day = 1 + below(random, 31);
    int month = 1 + below(random, 12);

    switch (below(random, 9)) {
    case 0:
        snprintf(text, size, "FREQ=DAILY;INTERVAL=%d", interval);
        break;
    case 1:
        /* Another WKST: libical drops the first week and dateutil does not,
         * as in WEEKLY;INTERVAL=5;WKST=SA;BYDAY=SU,WE from 2030-11-27. */
        snprintf(text, size, "FREQ=WEEKLY;INTERVAL=%d;BYDAY=%s,%s", interval,
                 a, b);
        break;
    case 2:
        snprintf(text, size, "FREQ=MONTHLY;INTERVAL=%d;BYDAY=%d%s", interval,
                 below(random, 2) ? 1 + below(random, 4)
                 : -1 - below(random, 4), a);
        break;
    case 3:
        snprintf(text, size, "FREQ=MONTHLY;INTERVAL=%d;BYMONTHDAY=%d",
                 interval, day);
        break;
    case 4:
        snprintf(text, size, "FREQ=MONTHLY;INTERVAL=%d;BYDAY=%s,%s;"
                 "BYSETPOS=%d", interval, a, b,
                 below(random, 2) ? 1 + below(random, 4)
                 : -1 - below(random, 4));
        break;
    case 5:
        snprintf(text, size, "FREQ=YEARLY;INTERVAL=%d;BYMONTH=%d;"
                 "BYMONTHDAY=%d", interval, month, 1 + below(random, 28));
        break;
    case 6:
        snprintf(text, size, "FREQ=YEARLY;INTERVAL=%d;BYMONTH=%d;BYDAY=%d%s",
                 interval, month, 1 + below(random, 4), a);
        break;
    case 7:
        snprintf(text, size, "RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=%d;"
                 "BYMONTHDAY=%d;SKIP=BACKWARD", interval, 28 + day % 4);
        break;
    default:
        snprintf(text, size, "RSCALE=GREGORIAN;FREQ=YEARLY;INTERVAL=%d;"
                 "BYMONTH=2;BYMONTHDAY=29;SKIP=%s", interval,
                 below(random, 2) ? "FORWARD" : "BACKWARD");
        break;
    }
}

/* The first fitting date is named in the refusal: start there. */
static struct recurrence *
parse(struct pool *pool, const char *text, struct civil *start)
{
    static const char before[] = "the first that fits is ";
    struct recurrence *recurrence;
    struct error error;
    const char *named;
    char date[17] = "";

    if (recurrence_parse(pool, text, start, NULL, &recurrence, &error) == 0)
        return recurrence;
    named = strstr(error.text, before);
    if (named == NULL)
        fail_msg("%s: %s", text, error.text);
    else
        memcpy(date, named + sizeof(before) - 1, 16);
    assert_int_equal(civil_parse(date, start, NULL), 0);
    if (recurrence_parse(pool, text, start, NULL, &recurrence, &error) < 0)
        fail_msg("%s: %s", text, error.text);
    return recurrence;
}

static void
compare(struct pool *pool, const char *text, struct civil start)
{
    struct recurrence *recurrence = parse(pool, text, &start);
    struct icaltimetype first = icaltime_null_time();
    struct civil ours = start;
    struct icalrecurrencetype theirs = icalrecurrencetype_from_string(text);
    icalrecur_iterator *walk;

    first.year = start.year;
    first.month = start.month;
    first.day = start.day;
    first.hour = start.hour;
    first.minute = start.minute;
    walk = icalrecur_iterator_new(theirs, first);
    assert_non_null(walk);
    for (int i = 0; i < DATES; i++) {
        struct icaltimetype date = icalrecur_iterator_next(walk);

        if (date.year != ours.year || date.month != ours.month ||
            date.day != ours.day || date.hour != ours.hour)
            fail_msg("%s from %04d-%02d-%02d: %04d-%02d-%02d here, "
                     "%04d-%02d-%02d there", text, start.year, start.month,
                     start.day, ours.year, ours.month, ours.day, date.year,
                     date.month, date.day);
        assert_true(recurrence_next(recurrence, &ours, &ours));
    }
    icalrecur_iterator_free(walk);
    free(theirs.rscale);
}

static void
libical_gives_the_same_dates(void **state)
{
    struct pool *pool = pool_new();
    struct random random;
    char text[160];

    (void)state;
    random_seed(&random, 6);
    for (int i = 0; i < RULES; i++) {
        struct civil start = { 2025, 1, 1, 19, 30, 0 };

        civil_add_days(&start, below(&random, 3000));
        make_rule(&random, text, sizeof(text));
        compare(pool, text, start);
        pool_clear(pool);
    }
    pool_free(&pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(libical_gives_the_same_dates),
    };

    return cmocka_run_group_tests_name("recurrence_libical", tests, NULL,
                                       NULL);
}
