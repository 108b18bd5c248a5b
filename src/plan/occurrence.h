/*
 * occurrence - the single meetings of an event as they are to take place,
 * after every change that the coordinator wrote, and without the dates that
 * are skipped.
 *
 * An occurrence is known by its original local date, however far it was
 * moved (RFC 5545 calls that RECURRENCE-ID), so that who was told of the one
 * can be told of the other.  The hour is part of its name only where there
 * are more on a day: writing 20:00 for 19:00 in a weekly event moves it.
 */
#ifndef PLAN_OCCURRENCE_H
#define PLAN_OCCURRENCE_H

#include <stdbool.h>

#include "delivery/facts.h"
#include "programme/programme.h"

enum { OCCURRENCE_KEY = 16 };

struct occurrence {
    const struct event *event;
    char key[OCCURRENCE_KEY];   /* "20270113", "20270113T1900"; "-": once */
    struct civil start;         /* local, as it is to take place */
    struct facts facts;
    const struct change *change;        /* what was written of it, or NULL */
};

typedef bool occurrence_found(void *self, const struct occurrence *);

/* Every occurrence, cancelled ones too, that starts in [from, to), by its
 * original date but those that a change moved last, until `found` says
 * false. */
void occurrence_between(const struct event *event, instant from, instant to,
                        occurrence_found *found, void *self);

/* When this day (from 1) of an occurrence that starts at `start` begins. */
instant occurrence_day(const struct event *event, instant start, int day);

/* Which one of its event it is, counted from 1 without those that are
 * cancelled, and how many there are; *count is 0 when there is no last. */
void occurrence_position(const struct event *event, instant start,
                         int *number, int *count);

/* When the one with this key was first to start, by the clocks of `zone`;
 * where the key says no more than the day, at the hour of `start`; `start`
 * when it happens once, or goes with another event, whose key it has.
 * `event` may be NULL. */
instant occurrence_original(const struct event *event,
                            const struct zone *zone, const char *key,
                            instant start);

/* When the first one starts, after `after`, that goes on and does not have
 * this key; 0: none within 13 months. */
instant occurrence_next(const struct event *event, const char *key,
                        instant after);

/* Why it is cancelled, for one reader; "" not said (in their language). */
const char *occurrence_reason(const struct change *change,
                              const struct language *language,
                              const char *role);

/* The one with this key; false when the event has none (any more), or leaves
 * it out.  A key
 * from before the event got a rule or a second date is found too: `told` is
 * the start that was told under it (0: not known). */
bool occurrence_find(const struct event *event, const char *key,
                     instant told, struct occurrence *occurrence);

#endif
