/*
 * clockguard - whether the wall clock can be believed (delivery rule 10).
 *
 * While it cannot, nothing is sent and nothing expires.  Pure: the caller
 * brings both clocks and what the system says of its synchronisation.
 */
#ifndef DELIVERY_CLOCKGUARD_H
#define DELIVERY_CLOCKGUARD_H

#include <stdbool.h>

#include "base/clock.h"

#define CLOCKGUARD_JUMP (10 * MINUTE)

struct clockguard {
    instant wall, monotonic;    /* at the last look; 0: none yet */
    instant floor;              /* it cannot be before this */
    bool jumped;                /* and nobody has confirmed it */
    instant jump;               /* by so much */
    const char *reason;         /* why it is not trusted; NULL: it is */
};

/* `floor`: the last committed instant, or the build, whichever is later. */
void clockguard_init(struct clockguard *guard, instant floor);

/* Look at the clocks; true when they are trusted.  `synchronised` is what the
 * system says, or true when the admin vouches for the clock. */
bool clockguard_look(struct clockguard *guard, instant wall,
                     instant monotonic, bool synchronised);

/* A person says that the time is right now. */
void clockguard_confirm(struct clockguard *guard);

#endif
