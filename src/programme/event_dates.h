/*
 * event_dates - when an event takes place: its start, its rule, its dates.
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

/* Where an event that goes with another is when its base starts at `base`. */
struct civil event_dates_shift(const struct event *event,
                               const struct civil *base);

/* Its start is at most so far from that of its base. */
instant event_dates_span(const struct event *event);

/* Call `found` for each date of the rule and then of the list, from `from` up
 * to but not including `to`, until it returns false. */
void event_dates_between(const struct event *event, const struct civil *from,
                         const struct civil *to,
                         bool (*found)(void *self, const struct civil *date),
                         void *self);

/* Tell that there is no date on that day (at that hour), and which are the
 * nearest. */
void event_dates_tell_nearest(struct part *part, const struct node *at,
                              const struct event *event,
                              const struct civil *day, bool has_time);

/* The first of all its dates, and the last; false when there is no last. */
void event_dates_first(const struct event *event, struct civil *first);
bool event_dates_last(const struct event *event, struct civil *last);

/* The event's `schedule`: of start, rule, dates, zone and reminders.  Not of
 * changes and skips: they speak of single dates, and what an outage held back
 * of the others has still to leave. */
uint64_t event_dates_hash(struct pool *pool, const struct event *event);

#endif
