/*
 * expand - see expand.h
 *
 * A rule is looked at period by period: the days, weeks (from its week
 * start), months or years that its interval does not step over.  The days of
 * a period that fit every BY part are its set; BYSETPOS chooses among them.
 * That is how RFC 5545 defines it, and because the first period is found by
 * arithmetic, a rule that began ten years ago costs no more than a new one.
 * Nothing is allocated, and there is no search without an end: at most the
 * periods up to `to` or the year 9999.
 */
#include "calendar/expand.h"

enum { PERIOD_MOST = 367 };

/* One period: its days [first, first + length), and those that are chosen. */
struct period {
    struct civil first;
    int64_t number;             /* day number of `first` */
    int length;
    int64_t day[PERIOD_MOST];
    size_t count;
};

static bool
bit(uint32_t bits, int number)
{
    return (bits >> number & 1u) != 0;
}

/* Which of its weekday a day is, of the `length` days it is counted among. */
static bool
nth_fits(const struct rule *rule, int weekday, int index, int length)
{
    int forth = index / 7 + 1, back = -((length - 1 - index) / 7 + 1);

    for (size_t i = 0; i < rule->nth_count; i++) {
        if (rule->nth[i].weekday == weekday &&
            (rule->nth[i].ordinal == forth || rule->nth[i].ordinal == back))
            return true;
    }
    return false;
}

static bool
weekday_fits(const struct rule *rule, const struct civil *day, int of_year,
             int weekday)
{
    if (rule->weekdays == 0 && rule->nth_count == 0)
        return true;
    if (bit(rule->weekdays, weekday))
        return true;
    if (rule->nth_count == 0)
        return false;
    if (rule->frequency == RULE_YEARLY && rule->months == 0)
        return nth_fits(rule, weekday, of_year - 1,
                        civil_leap(day->year) ? 366 : 365);
    return nth_fits(rule, weekday, day->day - 1,
                    civil_days_in_month(day->year, day->month));
}

/* A day that does not exist counts for the last day, if that is the choice;
 * CIVIL_NEXT is for overflow(). */
static bool
month_day_fits(const struct rule *rule, const struct civil *day)
{
    int last = civil_days_in_month(day->year, day->month);

    if (rule->month_days == 0 && rule->month_days_back == 0)
        return true;
    return bit(rule->month_days, day->day) ||
        bit(rule->month_days_back, last - day->day + 1) ||
        (rule->missing == CIVIL_LAST && day->day == last &&
         rule->month_days >> last > 1);
}

static bool
year_day_fits(const struct rule *rule, const struct civil *day, int of_year)
{
    int length = civil_leap(day->year) ? 366 : 365;

    for (size_t i = 0; i < rule->year_day_count; i++) {
        if (rule->year_days[i] == of_year ||
            rule->year_days[i] == of_year - length - 1)
            return true;
    }
    return rule->year_day_count == 0;
}

/* How many days of `year` lie before its week 1, the first with four days of
 * it; negative when week 1 begins in the year before. */
static int
before_week_1(const struct rule *rule, int year)
{
    struct civil first = { year, 1, 1, 0, 0, 0 };
    int into = (civil_weekday(&first) - rule->week_start + 7) % 7;

    return into <= 3 ? -into : 7 - into;
}

/* A day belongs to the weeks of its own year, or around new year to the last
 * one of the year before or the first of the year after. */
static bool
week_fits(const struct rule *rule, const struct civil *day, int of_year)
{
    int year = day->year, length = civil_leap(year) ? 366 : 365;
    int begin, weeks, week;

    if (!rule_has_weeks(rule))
        return true;
    of_year--;
    if (of_year < before_week_1(rule, year)) {
        length = civil_leap(--year) ? 366 : 365;
        of_year += length;
    } else if (of_year >= length + before_week_1(rule, year + 1)) {
        of_year -= length;
        length = civil_leap(++year) ? 366 : 365;
    }
    begin = before_week_1(rule, year);
    weeks = (length + before_week_1(rule, year + 1) - begin) / 7;
    week = (of_year - begin) / 7 + 1;
    return (rule->weeks >> week & 1u) != 0 ||
           (rule->weeks_back >> (weeks + 1 - week) & 1u) != 0;
}

static bool
fits(const struct rule *rule, const struct civil *day, int of_year,
     int weekday)
{
    return (rule->months == 0 || bit(rule->months, day->month)) &&
        month_day_fits(rule, day) &&
        weekday_fits(rule, day, of_year, weekday) &&
        week_fits(rule, day, of_year) &&
        year_day_fits(rule, day, of_year);
}

/* With CIVIL_NEXT: whether the month before `day`, the first of a month, is
 * one of the rule's and lacks a day that the rule asks for. */
static bool
overflow(const struct rule *rule, const struct civil *day)
{
    struct civil before = *day;

    if (rule->missing != CIVIL_NEXT || day->day != 1)
        return false;
    civil_add_days(&before, -1);
    return (rule->months == 0 || bit(rule->months, before.month)) &&
        rule->month_days >> before.day > 1;
}

static void
choose(const struct rule *rule, struct period *period)
{
    bool chosen[PERIOD_MOST] = { false };
    size_t kept = 0;

    if (rule->position_count == 0)
        return;
    for (size_t i = 0; i < rule->position_count; i++) {
        int position = rule->positions[i];
        size_t index = position > 0 ? (size_t)position - 1
            : period->count - (size_t)-position;    /* wraps: not there */

        if (index < period->count)
            chosen[index] = true;
    }
    for (size_t i = 0; i < period->count; i++) {
        if (chosen[i])
            period->day[kept++] = period->day[i];
    }
    period->count = kept;
}

static void
fill(const struct rule *rule, struct period *period)
{
    struct civil day = period->first;
    int of_year = civil_day_of_year(&day), weekday = civil_weekday(&day);

    period->count = 0;
    for (int i = 0; i < period->length; i++) {
        if (fits(rule, &day, of_year, weekday) ||
            (i > 0 && overflow(rule, &day)))
            period->day[period->count++] = period->number + i;
        weekday = weekday % 7 + 1;
        of_year++;
        if (++day.day > civil_days_in_month(day.year, day.month)) {
            day.day = 1;
            if (++day.month > 12) {
                day.month = 1;
                day.year++;
                of_year = 1;
            }
        }
    }
    /* A month's missing day lies just behind the month. */
    if (rule->frequency == RULE_MONTHLY && overflow(rule, &day))
        period->day[period->count++] = period->number + period->length;
    choose(rule, period);
}

/* How many periods lie between the one with `start` and the one with `day`. */
static int64_t
periods_between(const struct rule *rule, const struct civil *start,
                const struct civil *day)
{
    int64_t from = civil_day_number(start), to = civil_day_number(day);
    int64_t week = (civil_weekday(start) - rule->week_start + 7) % 7;

    switch (rule->frequency) {
    case RULE_DAILY: return to - from;
    case RULE_WEEKLY: return (to - from + week) / 7;
    case RULE_MONTHLY:
        return ((int64_t)day->year - start->year) * 12 + day->month -
            start->month;
    case RULE_YEARLY: break;
    }
    return (int64_t)day->year - start->year;
}

/* The period that is `index` after that of `start`. */
static void
period_at(const struct rule *rule, const struct civil *start, int64_t index,
          struct period *period)
{
    struct civil first = *start;

    period->length = 1;
    switch (rule->frequency) {
    case RULE_DAILY:
        civil_add_days(&first, index);
        break;
    case RULE_WEEKLY:
        civil_add_days(&first, index * 7 -
                       (civil_weekday(start) - rule->week_start + 7) % 7);
        period->length = 7;
        break;
    case RULE_MONTHLY:
        first.day = 1;
        civil_add_months(&first, index, CIVIL_SKIP);
        period->length = civil_days_in_month(first.year, first.month);
        break;
    case RULE_YEARLY:
        first = (struct civil){ start->year + (int)index, 1, 1, 0, 0, 0 };
        period->length = civil_leap(first.year) ? 366 : 365;
        break;
    }
    period->first = first;
    period->number = civil_day_number(&first);
}

/* How many periods from this one on lie in a month that is not the rule's;
 * 0 when this one has to be looked at. */
static int64_t
outside_months(const struct rule *rule, const struct period *period)
{
    const struct civil *first = &period->first;
    int left;

    if (rule->months == 0 || rule->frequency == RULE_YEARLY ||
        rule->frequency == RULE_WEEKLY || bit(rule->months, first->month))
        return 0;
    if (rule->frequency == RULE_MONTHLY)
        return 1;
    left = civil_days_in_month(first->year, first->month) - first->day;
    return left / rule->interval + 1;
}

/* Each time of one day; false: no more are wanted. */
static bool
give_day(const struct rule *rule, struct civil *date,
         const struct civil *later, const struct civil *to,
         bool (*found)(void *self, const struct civil *date), void *self)
{
    for (uint32_t hours = rule->hours; hours != 0; hours &= hours - 1) {
        date->hour = __builtin_ctz(hours);
        for (uint64_t minutes = rule->minutes; minutes != 0;
             minutes &= minutes - 1) {
            date->minute = __builtin_ctzll(minutes);
            if (civil_compare(date, later) < 0)
                continue;
            if (civil_compare(date, to) >= 0 || !found(self, date))
                return false;
        }
    }
    return true;
}

void
expand_between(const struct rule *rule, const struct civil *start,
               const struct civil *from, const struct civil *to,
               bool (*found)(void *self, const struct civil *date),
               void *self)
{
    const struct civil *later = civil_compare(from, start) > 0 ? from : start;
    int64_t index, outside, last = INT64_MIN;
    struct period period;
    struct civil date;

    /* One period early: what overflows from a month lies in the next. */
    index = periods_between(rule, start, later) / rule->interval - 1;
    for (index = index < 0 ? 0 : index; ; index++) {
        period_at(rule, start, index * rule->interval, &period);
        if (period.first.year > CIVIL_YEAR_MOST ||
            civil_compare_dates(&period.first, to) > 0)
            return;
        outside = outside_months(rule, &period);
        if (outside > 0) {
            index += outside - 1;
            continue;
        }
        fill(rule, &period);
        for (size_t i = 0; i < period.count; i++) {
            if (period.day[i] == last)
                continue;
            civil_from_day_number(period.day[i], &date);
            date.second = start->second;
            if (!give_day(rule, &date, later, to, found, self))
                return;
            last = period.day[i];
        }
    }
}

static void
complete_days(struct rule *rule, const struct civil *start)
{
    bool bare = rule->month_days == 0 && rule->month_days_back == 0 &&
        rule->weekdays == 0 && rule->nth_count == 0 &&
        rule->year_day_count == 0;

    if (!bare || rule->frequency == RULE_DAILY)
        return;
    if (rule->frequency == RULE_WEEKLY || rule_has_weeks(rule)) {
        rule->weekdays = (uint8_t)(1u << civil_weekday(start));
        return;
    }
    if (rule->frequency == RULE_YEARLY && rule->months == 0)
        rule->months = (uint16_t)(1u << start->month);
    rule->month_days = 1u << start->day;
}

void
rule_complete(struct rule *rule, const struct civil *start)
{
    if (rule->hours == 0)
        rule->hours = 1u << start->hour;
    if (rule->minutes == 0)
        rule->minutes = UINT64_C(1) << start->minute;
    complete_days(rule, start);
}
