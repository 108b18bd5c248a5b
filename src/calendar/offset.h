/*
 * offset - "1 day before at 18:00": how far one moment lies from another.
 *
 * Minutes and hours are elapsed time; days, weeks and months are steps on the
 * calendar of the event's zone, so that a day before 19:00 is 19:00 also over
 * a clock change.
 */
#ifndef CALENDAR_OFFSET_H
#define CALENDAR_OFFSET_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "calendar/civil.h"
#include "calendar/zone.h"

struct offset {
    int sign;               /* -1 before, 1 after, 0 when neither was said */
    int months, days;       /* never negative; weeks are in days */
    instant elapsed;        /* hours and minutes; never negative */
    bool has_clock;         /* the hour is fixed: */
    int hour, minute;
};

enum { OFFSET_TEXT = 96 };

/* "1 week before at 18:00", "2 hours before", "1 hour after", "at the start",
 * "on the day at 09:00", "7 days"; the same in Dutch: "1 dag ervoor om 18:00".
 * -1 with a sentence that says what would be right. */
int offset_parse(const char *text, struct offset *offset,
                 struct error *error);

/* The moment that lies so far from `start`.  A sign of 0 counts as after.  A
 * month to a day that does not exist gives the last day of that month. */
instant offset_apply(const struct offset *offset, const struct zone *zone,
                     instant start);

/* Canonical English, read back by offset_parse() as the same offset. */
const char *offset_format(const struct offset *offset,
                          char text[OFFSET_TEXT]);

/* A length of time: "2 hours", "90 minutes", "1 hour 30 minutes", "2 uur",
 * "1:30"; days count 24 hours.  -1 with a sentence; never 0. */
int duration_parse(const char *text, instant *duration, struct error *error);

/* "2 hours 30 minutes", "1 day", read back by duration_parse(); what is less
 * than a minute falls away. */
const char *duration_format(instant duration, char text[OFFSET_TEXT]);

#endif
