/*
 * backoff - how long to wait before a process is started again.  Pure.
 */
#ifndef CHANNEL_BACKOFF_H
#define CHANNEL_BACKOFF_H

#include "base/clock.h"
#include "base/random.h"

#define BACKOFF_FIRST SECOND
#define BACKOFF_MOST (5 * MINUTE)
#define BACKOFF_HEALTHY MINUTE  /* ready for so long: all is forgotten */

struct backoff {
    instant first;              /* 0: BACKOFF_FIRST */
    instant delay;              /* the last one, without jitter; 0: none */
};

/* The delay after a process that was ready for `healthy`: doubles from first
 * to BACKOFF_MOST, less up to a fifth by chance so that many channels do not
 * come back at one moment. */
instant backoff_next(struct backoff *backoff, instant healthy,
                     struct random *random);

#endif
