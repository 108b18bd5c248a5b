/*
 * state - the life of one message to one person: pure rules, no time, no
 * store, no channel.  The picture is in the manual, allod(8).
 *
 * States only move forward; SENDING is committed before the first byte
 * leaves; what happened after that byte is never guessed.
 */
#ifndef DELIVERY_STATE_H
#define DELIVERY_STATE_H

#include <stdbool.h>

/* The numbers are in the store: append only. */
enum delivery_state {
    DELIVERY_PLANNED = 0,       /* known to come */
    DELIVERY_DUE = 1,           /* may be sent from its `due` on */
    DELIVERY_SENDING = 2,       /* handed to a channel, no answer yet */
    DELIVERY_ACCEPTED = 3,      /* the far side has it */
    DELIVERY_DELIVERED = 4,
    DELIVERY_UNDELIVERED = 5,   /* the far side gave up on it */
    DELIVERY_REJECTED = 6,      /* a clear no, for ever */
    DELIVERY_UNKNOWN = 7,       /* sent, and the answer was lost */
    DELIVERY_UNKNOWN_FINAL = 8, /* and nothing more will be tried */
    DELIVERY_NO_RECEIPT = 9,    /* accepted; no receipt came in time */
    DELIVERY_EXPIRED = 10,      /* of no use any more */
    DELIVERY_CANCELLED = 11,    /* stopped, moved, called off, erased */
    DELIVERY_HELD = 12,         /* waits for a person, or for a budget */
    DELIVERY_STATES
};

enum delivery_event {
    DELIVERY_ON_DUE,            /* its time has come, or it was released */
    DELIVERY_ON_CLAIM,          /* handed to a channel */
    DELIVERY_ON_ACCEPTED,
    DELIVERY_ON_DELIVERED,
    DELIVERY_ON_UNDELIVERED,
    DELIVERY_ON_REJECTED,
    DELIVERY_ON_RETRY,          /* a clear no for now */
    DELIVERY_ON_LOST,           /* the answer was lost, or we crashed */
    DELIVERY_ON_GIVE_UP,        /* nothing more to try for an unknown */
    DELIVERY_ON_SILENCE,        /* no receipt in time */
    DELIVERY_ON_EXPIRE,
    DELIVERY_ON_CANCEL,
    DELIVERY_ON_HOLD,
    DELIVERY_EVENTS
};

/* The state after an event; false (and *next untouched) when the event does
 * nothing in this state, as a second receipt or a late answer. */
bool delivery_next(enum delivery_state state, enum delivery_event event,
                   enum delivery_state *next);

/* No event leads out of it but a late receipt. */
bool delivery_is_final(enum delivery_state state);

/* Whether the person has, or may have, read it. */
bool delivery_was_told(enum delivery_state state);

/* The stable lower-case name ("no-receipt"), and the reverse. */
const char *delivery_name(enum delivery_state state);
bool delivery_find(const char *name, enum delivery_state *state);

#endif
