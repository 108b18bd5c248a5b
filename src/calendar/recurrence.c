/*
 * recurrence - see recurrence.h
 *
 * What is checked, so that every program agrees on the dates and none of them
 * searches for ever:
 *
 *  - the start is one of the rule's own dates.  RFC 5545 leaves the others
 *    undefined, and programs do differ (libical skips to another week);
 *  - daily to yearly only, an interval of at most 999;
 *  - a rule that has no date in 400 years, after which the calendar repeats,
 *    never has one.
 *
 * Dates are expanded by expand.c and not by libical, which with the ICU it
 * loads would cost 6.5 MB of resident memory, more than the whole rest of the
 * daemon.  libical and python-dateutil are the judges in the tests.
 */
#include "calendar/recurrence.h"

#include <string.h>

#include "calendar/expand.h"
#include "calendar/sentence_write.h"
#include "calendar/quoted.h"
#include "calendar/rrule.h"
#include "calendar/sentence_read.h"
#include "calendar/zone.h"

struct recurrence {
    struct rule rule;
    struct civil start;
    bool ends;
    struct civil last;          /* nothing later; with COUNT the last date */
};

static const struct civil end_of_time = { CIVIL_YEAR_MOST, 12, 31,
                                          23, 59, 59 };

static const char *const weekday_names[] = {
    "", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday"
};

static bool
take_first(void *self, const struct civil *date)
{
    *(struct civil *)self = *date;
    return false;
}

static bool
take_last(void *self, const struct civil *date)
{
    *(struct civil *)self = *date;
    return true;
}

/* The first date from `start` on that fits, when the interval is not looked
 * at; false when there is none in the 400 years that the calendar repeats. */
static bool
first_fitting(const struct rule *rule, const struct civil *start,
              struct civil *first)
{
    struct rule every = *rule;
    struct civil to = *start;

    every.interval = 1;
    to.year += 400;
    first->year = 0;
    expand_between(&every, start, start, &to, take_first, first);
    return first->year != 0;
}

static int
check_start(const char *text, const struct rule *rule,
            const struct civil *start, struct error *error)
{
    struct civil first;
    char when[CIVIL_TEXT], right[CIVIL_TEXT];

    if (!first_fitting(rule, start, &first))
        return error_set(error, "'%s' never happens: there is no such day; "
                         "look at its months and days", quoted(text).text);
    if (civil_compare(&first, start) != 0)
        return error_set(error, "the start, %s (a %s), is no date of '%s'; "
                         "the first that fits is %s (a %s)",
                         civil_compare_dates(&first, start) == 0
                             ? civil_format(start, when)
                             : civil_format_date(start, when),
                         weekday_names[civil_weekday(start)],
                         quoted(text).text, civil_format(&first, right),
                         weekday_names[civil_weekday(&first)]);
    return 0;
}

/* Counts down to the last of COUNT dates. */
struct countdown {
    int left;
    struct civil last;
};

static bool
count_down(void *self, const struct civil *date)
{
    struct countdown *countdown = self;

    countdown->last = *date;
    return --countdown->left > 0;
}

/* With a last date instead of COUNT the dates can be sought from anywhere. */
static int
find_end(const char *text, struct recurrence *recurrence, struct error *error)
{
    struct countdown countdown = { recurrence->rule.count,
                                   recurrence->start };
    char until[CIVIL_TEXT], start[CIVIL_TEXT];

    recurrence->ends = recurrence->rule.has_until || countdown.left > 0;
    recurrence->last = recurrence->rule.until;
    if (countdown.left > 0) {
        expand_between(&recurrence->rule, &recurrence->start,
                       &recurrence->start, &end_of_time, count_down,
                       &countdown);
        recurrence->last = countdown.last;
    }
    if (recurrence->ends &&
        civil_compare(&recurrence->last, &recurrence->start) < 0)
        return error_set(error, "'%s' ends on %s, before its start on %s",
                         quoted(text).text,
                         civil_format_date(&recurrence->last, until),
                         civil_format_date(&recurrence->start, start));
    return 0;
}

/* From UTC to the wall; minutes are enough. */
static int
place_until(struct rule *rule, const struct zone *zone, struct error *error)
{
    char date[CIVIL_TEXT];

    if (!rule->until_utc)
        return 0;
    if (zone == NULL)
        return error_set(error, "UNTIL is in UTC; write the last date as it "
                         "is here, without the Z: %s",
                         civil_format_date(&rule->until, date));
    zone_civil(zone, civil_seconds(&rule->until) * SECOND, &rule->until);
    rule->until_utc = false;
    return 0;
}

static int
check_second(const char *text, const struct rule *rule,
             const struct civil *start, struct error *error)
{
    if (rule->second < 0 || rule->second == start->second)
        return 0;
    return error_set(error, "'%s' has another second than the start; leave "
                     "BYSECOND out", quoted(text).text);
}

int
recurrence_parse(struct pool *pool, const char *text,
                 const struct civil *start, const struct zone *zone,
                 struct recurrence **recurrence, struct error *error)
{
    struct recurrence read = { .start = *start };
    int result;

    if (!civil_valid(start) || start->year > CIVIL_YEAR_MOST - 400)
        return error_set(error, "the start does not exist, or lies too far "
                         "ahead");
    result = strchr(text, '=') != NULL
        ? rrule_parse(text, &read.rule, error)
        : sentence_read(text, start, &read.rule, error);
    if (result < 0 || place_until(&read.rule, zone, error) < 0 ||
        check_second(text, &read.rule, start, error) < 0)
        return -1;
    rule_complete(&read.rule, start);
    if (check_start(text, &read.rule, start, error) < 0 ||
        find_end(text, &read, error) < 0)
        return -1;
    *recurrence = pool_take(pool, sizeof(**recurrence));
    **recurrence = read;
    return 0;
}

bool
recurrence_has_times(const struct recurrence *recurrence)
{
    return rule_times(&recurrence->rule) > 1;
}

/* A second later: the bound that leaves `civil` in. */
static struct civil
just_after(const struct civil *civil)
{
    struct civil after;

    civil_from_seconds(civil_seconds(civil) + 1, &after);
    return after;
}

void
recurrence_between(const struct recurrence *recurrence,
                   const struct civil *from, const struct civil *to,
                   bool (*found)(void *self, const struct civil *start),
                   void *self)
{
    struct civil end = *to;

    if (recurrence->ends && civil_compare(&recurrence->last, to) < 0)
        end = just_after(&recurrence->last);
    if (civil_compare(from, &end) < 0)
        expand_between(&recurrence->rule, &recurrence->start, from, &end,
                       found, self);
}

bool
recurrence_next(const struct recurrence *recurrence,
                const struct civil *after, struct civil *next)
{
    struct civil from = just_after(after), first = { 0 };

    recurrence_between(recurrence, &from, &end_of_time, take_first, &first);
    if (first.year == 0)
        return false;
    *next = first;
    return true;
}

bool
recurrence_has(const struct recurrence *recurrence, const struct civil *civil)
{
    struct civil to = just_after(civil), first = { 0 };

    recurrence_between(recurrence, civil, &to, take_first, &first);
    return first.year != 0;
}

/* Looks back from the end over ever longer spans: the start itself is a date,
 * so something is found. */
bool
recurrence_last(const struct recurrence *recurrence, struct civil *last)
{
    struct civil end, from, found = recurrence->start;
    int64_t days;

    if (!recurrence->ends)
        return false;
    end = just_after(&recurrence->last);
    for (days = 32; ; days *= 8) {
        from = recurrence->last;
        civil_add_days(&from, -days);
        recurrence_between(recurrence, &from, &end, take_last, &found);
        if (civil_compare(&found, &recurrence->start) > 0 ||
            civil_compare(&from, &recurrence->start) <= 0)
            break;
    }
    *last = found;
    return true;
}

const char *
recurrence_words(struct pool *pool, const struct recurrence *recurrence,
                 const char *language)
{
    return sentence_write(pool, &recurrence->rule, language);
}

const char *
recurrence_rrule(struct pool *pool, const struct recurrence *recurrence)
{
    return rrule_format(pool, &recurrence->rule);
}
