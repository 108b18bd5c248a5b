/*
 * pace - a channel's rate in parts a second: a token bucket that the far side
 * can slow down.  Pure; times are monotonic.
 *
 * "Too fast" from the far side pauses the channel for as long as it asks and
 * halves the rate, once for all the messages that were on their way; from
 * then on the rate comes back by a tenth every ten seconds.
 */
#ifndef CHANNEL_PACE_H
#define CHANNEL_PACE_H

#include "base/clock.h"

#define PACE_STEP (10 * SECOND) /* between two steps up */
#define PACE_LONGEST HOUR       /* no far side pauses us for longer */

struct pace {
    double nominal;             /* as configured; 0: no limit */
    double rate;                /* now; 0: no limit */
    double ceiling;             /* where the way up ends */
    double tokens;              /* below 0 after a message of many parts */
    instant filled, paused, calm, step;
    instant second;             /* what went out, to know half of it */
    double this_second, last_second;
};

/* Parts a second, 0 for no limit; the bucket is full. */
void pace_init(struct pace *pace, double rate, instant now);

/* Messages of one part that may leave now; INT_MAX without a limit. */
int pace_room(const struct pace *pace, instant now);

/* So many parts leave. */
void pace_take(struct pace *pace, int parts, instant now);

/* The far side asked to wait. */
void pace_throttle(struct pace *pace, instant wait, instant now);

/* Until pace_room() is not 0; 0 when it is not now. */
instant pace_wait(const struct pace *pace, instant now);

/* The far side's pause is not over. */
int pace_paused(const struct pace *pace, instant now);

#endif
