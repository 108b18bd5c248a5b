/*
 * rule - a recurrence, taken apart: what an RRULE or a sentence is read into
 * and what is expanded.  Inside the room only; the others see recurrence.h.
 *
 * After rule_complete() what RFC 5545 lets a rule take from its start (its
 * day of the week, of the month) is written out.
 */
#ifndef CALENDAR_RULE_H
#define CALENDAR_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/civil.h"

enum { RULE_LIST = 24, RULE_INTERVAL_MOST = 999, RULE_COUNT_MOST = 9999 };

enum rule_frequency { RULE_DAILY, RULE_WEEKLY, RULE_MONTHLY, RULE_YEARLY };

/* "2WE": the second Wednesday; negative counts from the end. */
struct rule_weekday {
    int8_t ordinal, weekday;
};

struct rule {
    enum rule_frequency frequency;
    int interval;                   /* 1 .. RULE_INTERVAL_MOST */
    int count;                      /* 0 is not said */
    bool has_until;
    bool until_utc;                 /* until is in UTC; not after reading */
    struct civil until;             /* itself still in */
    int week_start;                 /* 1 Monday .. 7 Sunday */
    uint16_t months;                /* bit 1 .. 12 */
    uint64_t weeks;                 /* BYWEEKNO: bit 1 .. 53 */
    uint64_t weeks_back;            /* the same, counted from the end */
    uint32_t month_days;            /* bit 1 .. 31 */
    uint32_t month_days_back;       /* the same, counted from the end */
    uint8_t weekdays;               /* bit 1 .. 7: each of them */
    struct rule_weekday nth[RULE_LIST];
    int16_t year_days[RULE_LIST];   /* negative counts from the end */
    int16_t positions[RULE_LIST];   /* BYSETPOS */
    size_t nth_count, year_day_count, position_count;
    enum civil_missing missing;     /* of a day in month_days */
    uint32_t hours;                 /* BYHOUR: bit 0 .. 23 */
    uint64_t minutes;               /* BYMINUTE: bit 0 .. 59 */
    int second;                     /* BYSECOND; -1: that of the start */
};

/* A rule of which nothing has been read yet. */
#define RULE_EMPTY                                                           \
    ((struct rule){ .interval = 1, .week_start = 1, .second = -1 })

/* Write out what comes from the start. */
void rule_complete(struct rule *rule, const struct civil *start);

/* How many times a day it has. */
static inline int
rule_times(const struct rule *rule)
{
    return (rule->hours != 0 ? __builtin_popcount(rule->hours) : 1) *
           (rule->minutes != 0 ? __builtin_popcountll(rule->minutes) : 1);
}

/* The number of the lowest bit that is set, 0 for none; and how many are. */
static inline int
rule_first_bit(uint32_t bits)
{
    return bits == 0 ? 0 : __builtin_ctz(bits);
}

static inline int
rule_bits(uint32_t bits)
{
    return __builtin_popcount(bits);
}

static inline bool
rule_has_weeks(const struct rule *rule)
{
    return (rule->weeks | rule->weeks_back) != 0;
}

#endif
