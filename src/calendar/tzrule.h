/*
 * tzrule - the rule at the end of a zoneinfo file: what the clocks do in all
 * years to come ("CET-1CEST,M3.5.0,M10.5.0/3", POSIX TZ with the extensions
 * of RFC 9636, 3.3.2).
 */
#ifndef CALENDAR_TZRULE_H
#define CALENDAR_TZRULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One of the two changes of a year. */
struct tzrule_change {
    enum { TZRULE_MONTH_WEEK_DAY, TZRULE_DAY_NO_LEAP, TZRULE_DAY } kind;
    int month, week, weekday;   /* week 5 is the last; weekday 0 is Sunday */
    int day;                    /* 1 .. 365 without 29 February; 0 .. 365 */
    int time;                   /* seconds after midnight, may be negative */
};

struct tzrule {
    int standard, summer;       /* seconds east of UTC */
    bool changes;               /* otherwise always `standard` */
    struct tzrule_change to_summer, to_standard;
};

/* The whole text or nothing. */
bool tzrule_parse(const char *text, size_t length, struct tzrule *rule);

/* Seconds east of UTC at `seconds` since 1970. */
int tzrule_offset(const struct tzrule *rule, int64_t seconds);

/* The first change after `seconds`; false when the clocks never change. */
bool tzrule_next_change(const struct tzrule *rule, int64_t seconds,
                        int64_t *change);

#endif
