/*
 * loopguard - the same text to the same address, over and over: a loop.  Pure;
 * delivery rule 11.
 *
 * Remembers what was sent in the last half hour, and not over a restart.  A
 * key stands for a text and an address together.
 */
#ifndef DELIVERY_LOOPGUARD_H
#define DELIVERY_LOOPGUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

enum { LOOPGUARD_MOST = 5 };            /* of one text to one address, in */
#define LOOPGUARD_SPAN (30 * MINUTE)

struct loopguard {
    unsigned char *seen[2];     /* bits of the keys that came at all: of this
                                 * half hour and of the one before */
    instant started;            /* this half hour */
    /* those that came again */
    struct loopguard_entry *entries;
    size_t count, room;         /* room: a power of two, or 0 */
};

/* Whether one more would be one too many at `now`. */
bool loopguard_stops(const struct loopguard *guard, uint32_t key,
                     instant now);
/* One more has left. */
void loopguard_count(struct loopguard *guard, uint32_t key, instant now);

/* The newest one was refused. */
void loopguard_take_back(struct loopguard *guard, uint32_t key);

/* Back to nothing; an empty guard is all zero. */
void loopguard_free(struct loopguard *guard);

#endif
