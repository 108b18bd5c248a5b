/*
 * flight - the requests that wait for an answer: a table keyed by sequence
 * number and a list in the order of writing.  No allocation after the start.
 */
#ifndef SMPP_FLIGHT_H
#define SMPP_FLIGHT_H

#include <stdbool.h>
#include <stdint.h>

/* What the owner wants to know again when the answer comes. */
struct flight_tag {
    uint32_t message;           /* its place in the owner's table */
    uint16_t reference;         /* user_message_reference */
    uint8_t part;
};

enum flight_state {
    FLIGHT_FREE,
    FLIGHT_QUEUED,              /* not wholly in the kernel */
    FLIGHT_WRITTEN,
    FLIGHT_OVERDUE              /* given up; an answer may still come */
};

struct flight_slot {
    uint64_t end;               /* where its last byte stands in the stream */
    int64_t deadline;           /* once written */
    uint32_t sequence;
    uint32_t older, newer;      /* the list; FLIGHT_NONE at the ends */
    struct flight_tag tag;
    uint8_t state;
};

#define FLIGHT_NONE UINT32_MAX

struct flight {
    struct flight_slot *slots;
    uint32_t mask;              /* slots - 1; slots is a power of two */
    uint32_t oldest, newest, first_queued;
    uint32_t count;             /* QUEUED and WRITTEN */
};

/* A table for `window` requests; flight_close() frees it. */
void flight_open(struct flight *flight, uint32_t window);
void flight_close(struct flight *flight);

/* Add a request: returns its sequence number, the next after `last` (1 to
 * 0x7fffffff) whose place in the table is free. */
uint32_t flight_add(struct flight *flight, uint32_t last,
                    const struct flight_tag *tag);

/* Where the request that was just added ends in the stream. */
void flight_ends(struct flight *flight, uint32_t sequence, uint64_t end);

/* Everything up to `written` is in the kernel: those requests wait for an
 * answer until `deadline`. */
void flight_written(struct flight *flight, uint64_t written,
                    int64_t deadline);

/* The oldest request, or NULL; flight_pass() takes it off the list and frees
 * its place, or keeps that as FLIGHT_OVERDUE. */
struct flight_slot *flight_oldest(struct flight *flight);
void flight_pass(struct flight *flight, struct flight_slot *slot,
                 bool overdue);

/* The request with that number in any state but FREE, or NULL. */
struct flight_slot *flight_find(struct flight *flight, uint32_t sequence);

/* Forget what is overdue: a new session counts anew. */
void flight_forget(struct flight *flight);

#endif
