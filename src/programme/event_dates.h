/*
 * event_dates - when an event takes place: its start, its rule or its dates.
 */
#ifndef PROGRAMME_EVENT_DATES_H
#define PROGRAMME_EVENT_DATES_H

#include <stdbool.h>

#include "programme/programme.h"

struct node;
struct part;

/* As they are written. */
struct raw_dates {
    struct civil start;         /* of year 0: not said, or wrong */
    const char *repeat;
    const struct node *dates;
};

/* Fill start, repeat and dates of the event, whose node it is. */
void event_dates_read(struct part *part, const struct node *node,
                      const struct raw_dates *raw, struct event *event);

/* Whether start, rule and dates could be read, so that more can be said. */
bool event_dates_known(const struct event *event);

/* How many dates there are on the day of `on` (at its hour too, when
 * `has_time`); one of them in *found. */
int event_dates_on(const struct event *event, const struct civil *on,
                   bool has_time, struct civil *found);

/* The last date before `on` and the first after; false when there is none. */
bool event_dates_before(const struct event *event, const struct civil *on,
                        struct civil *found);
bool event_dates_after(const struct event *event, const struct civil *on,
                       struct civil *found);

/* Call `found` for each date from `from` up to but not including `to`, as it
 * was first planned, until it returns false. */
void event_dates_between(const struct event *event, const struct civil *from,
                         const struct civil *to,
                         bool (*found)(void *self, const struct civil *start),
                         void *self);

/* The event's `schedule`: of start, rule, dates, zone and reminders. */
uint64_t event_dates_hash(struct pool *pool, const struct event *event);

#endif
