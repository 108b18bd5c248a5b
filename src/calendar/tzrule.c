/* tzrule - see tzrule.h */
#include "calendar/tzrule.h"

#include <ctype.h>

#include "calendar/civil.h"

enum { DAY_SECONDS = 86400 };

/* What is left to read; `at` never passes `end`. */
struct reader {
    const char *at, *end;
};

static bool
take(struct reader *in, char byte)
{
    if (in->at == in->end || *in->at != byte)
        return false;
    in->at++;
    return true;
}

static bool
number(struct reader *in, int most, int *value)
{
    const char *first = in->at;

    *value = 0;
    while (in->at < in->end && isdigit((unsigned char)*in->at)) {
        *value = *value * 10 + (*in->at++ - '0');
        if (*value > most)
            return false;
    }
    return in->at > first;
}

/* [+-]hh[:mm[:ss]] */
static bool
clock_time(struct reader *in, int most_hours, int *seconds)
{
    int sign = 1, hours, minutes = 0, rest = 0;

    if (take(in, '-'))
        sign = -1;
    else
        take(in, '+');
    if (!number(in, most_hours, &hours) ||
        (take(in, ':') && (!number(in, 59, &minutes) ||
                           (take(in, ':') && !number(in, 59, &rest)))))
        return false;
    *seconds = sign * (hours * 3600 + minutes * 60 + rest);
    return true;
}

/* CET, or <+03> */
static bool
abbreviation(struct reader *in)
{
    const char *first;
    bool bracket = take(in, '<');

    first = in->at;
    while (in->at < in->end &&
           (isalpha((unsigned char)*in->at) ||
            (bracket && (isdigit((unsigned char)*in->at) ||
                         *in->at == '+' || *in->at == '-'))))
        in->at++;
    return in->at - first >= 3 && (!bracket || take(in, '>'));
}

static bool
change(struct reader *in, struct tzrule_change *when)
{
    bool right;

    if (take(in, 'M')) {
        when->kind = TZRULE_MONTH_WEEK_DAY;
        right = number(in, 12, &when->month) && when->month >= 1 &&
            take(in, '.') && number(in, 5, &when->week) && when->week >= 1 &&
            take(in, '.') && number(in, 6, &when->weekday);
    } else if (take(in, 'J')) {
        when->kind = TZRULE_DAY_NO_LEAP;
        right = number(in, 365, &when->day) && when->day >= 1;
    } else {
        when->kind = TZRULE_DAY;
        right = number(in, 365, &when->day);
    }
    when->time = 2 * 3600;
    return right && (!take(in, '/') || clock_time(in, 167, &when->time));
}

bool
tzrule_parse(const char *text, size_t length, struct tzrule *rule)
{
    struct reader in = { text, text + length };
    int west;

    *rule = (struct tzrule){ 0 };
    if (!abbreviation(&in) || !clock_time(&in, 24, &west))
        return false;
    rule->standard = -west;
    if (in.at == in.end)
        return true;
    rule->changes = true;
    rule->summer = rule->standard + 3600;
    if (!abbreviation(&in))
        return false;
    if (in.at < in.end && *in.at != ',') {
        if (!clock_time(&in, 24, &west))
            return false;
        rule->summer = -west;
    }
    return take(&in, ',') && change(&in, &rule->to_summer) &&
        take(&in, ',') && change(&in, &rule->to_standard) &&
        in.at == in.end;
}

/* The moment of a change in `year`, on a clock that is not set. */
static int64_t
local_change(const struct tzrule_change *when, int year)
{
    struct civil date = { year, 1, 1, 0, 0, 0 };
    int64_t day;

    if (when->kind == TZRULE_MONTH_WEEK_DAY) {
        int first, last = civil_days_in_month(year, when->month);

        date.month = when->month;
        first = 1 + (when->weekday - civil_weekday(&date) % 7 + 7) % 7;
        date.day = first + (when->week - 1) * 7;
        if (date.day > last)
            date.day -= 7;
        day = civil_day_number(&date);
    } else {
        day = civil_day_number(&date) + when->day;
        if (when->kind == TZRULE_DAY_NO_LEAP)
            day -= when->day < 60 || !civil_leap(year);
    }
    return day * DAY_SECONDS + when->time;
}

static void
changes_of(const struct tzrule *rule, int year, int64_t *to_summer,
           int64_t *to_standard)
{
    *to_summer = local_change(&rule->to_summer, year) - rule->standard;
    *to_standard = local_change(&rule->to_standard, year) - rule->summer;
}

/* A file may name any moment: past the bounds the year has no meaning, but
 * has to fit in an int. */
static int
year_of(int64_t seconds)
{
    const int64_t most = (int64_t)1 << 50;
    struct civil civil;

    seconds = seconds > most ? most : seconds < -most ? -most : seconds;
    civil_from_seconds(seconds, &civil);
    return civil.year;
}

int
tzrule_offset(const struct tzrule *rule, int64_t seconds)
{
    int64_t to_summer, to_standard;
    bool summer;

    if (!rule->changes)
        return rule->standard;
    changes_of(rule, year_of(seconds + rule->standard), &to_summer,
               &to_standard);
    summer = to_summer < to_standard
        ? seconds >= to_summer && seconds < to_standard
        : seconds >= to_summer || seconds < to_standard;
    return summer ? rule->summer : rule->standard;
}

bool
tzrule_next_change(const struct tzrule *rule, int64_t seconds,
                   int64_t *change)
{
    int year = year_of(seconds) - 1;
    bool found = false;

    if (!rule->changes || rule->standard == rule->summer)
        return false;
    for (int i = 0; i < 4; i++) {
        int64_t both[2];

        changes_of(rule, year + i, &both[0], &both[1]);
        for (int k = 0; k < 2; k++) {
            /* Summer time all year round has changes that change nothing. */
            if (both[k] > seconds && (!found || both[k] < *change) &&
                tzrule_offset(rule, both[k] - 1) !=
                tzrule_offset(rule, both[k])) {
                *change = both[k];
                found = true;
            }
        }
    }
    return found;
}
