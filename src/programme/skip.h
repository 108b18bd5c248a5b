/*
 * skip - which dates of an event are left out, and what comes instead.
 *
 * A date that a skip moves stays the one it was: it goes to the first free day
 * in the direction of on_skip.  Where it meets another date of the event on
 * its way it is left out instead, for there they meet anyway.
 */
#ifndef PROGRAMME_SKIP_H
#define PROGRAMME_SKIP_H

#include <stdint.h>

#include "programme/programme.h"

enum { SKIP_REACH = 60 };       /* days that a date moves at most */

enum skipping {
    SKIP_NOT,                   /* it takes place at its own date */
    SKIP_MOVED,
    SKIP_DROPPED
};

/* What becomes of a date of the event that no change speaks of; when it
 * takes place, *start is when. */
enum skipping skip_apply(const struct event *event,
                         const struct civil *original, struct civil *start);

/* The first of the event's skips that holds the day; NULL when none does. */
const struct skip *skip_of(const struct event *event,
                           const struct civil *day);

/* Widen a stretch of time so far that every date of the event from which a
 * skip moves into it is in it too. */
void skip_widen(const struct event *event, struct civil *from,
                struct civil *to);

/* Of all that skip_apply() goes by: equal when no date is different. */
uint64_t skip_hash(const struct event *event);

#endif
