/*
 * flight - the messages in flight, by (wave, person) and in the order in
 * which they left.  Everything is O(1) and nothing is allocated after
 * flights_init().
 */
#ifndef CHANNEL_FLIGHT_H
#define CHANNEL_FLIGHT_H

#include <stdint.h>

#include "base/clock.h"

struct flight {
    uint64_t wave, person;
    uint32_t epoch;
    uint32_t chain;             /* places; UINT32_MAX is the end */
    uint32_t older, newer;
    uint64_t ends;              /* where its frame ends in all that was sent */
    instant deadline;           /* monotonic */
};

/* Zero-initialised is none and no room. */
struct flights {
    struct flight *items;
    uint32_t *buckets;
    uint32_t room, count, mask;
    uint32_t free, oldest, newest;
};

/* Room for so many; flights_free() gives it back. */
void flights_init(struct flights *flights, uint32_t room);
void flights_free(struct flights *flights);

/* A new one as the newest, to fill in; NULL when there is no room or it is
 * there already. */
struct flight *flights_add(struct flights *flights, uint64_t wave,
                           uint64_t person);

/* NULL when it is not in flight. */
struct flight *flights_find(const struct flights *flights, uint64_t wave,
                            uint64_t person);

/* The one that left first; NULL when there is none. */
struct flight *flights_oldest(const struct flights *flights);

/* Its memory holds until the next flights_add(). */
void flights_remove(struct flights *flights, struct flight *flight);

#endif
