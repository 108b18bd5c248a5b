/* state - see state.h */
#include "delivery/state.h"

#include <stddef.h>
#include <string.h>

/* What a table cell holds: the state after, plus one, so that the cells that
 * are not written down (0) say "nothing happens". */
#define TO(state) (DELIVERY_##state + 1)
#define ON(event) [DELIVERY_ON_##event]

/*
 * While it waits, an answer or receipt to an earlier try whose outcome was
 * unknown still counts: it keeps the second one from being sent.
 *
 * What may have been read is never CANCELLED or EXPIRED: an unknown for which
 * nothing more is tried is UNKNOWN_FINAL, whatever the cause.
 */
static const unsigned char after[DELIVERY_STATES][DELIVERY_EVENTS] = {
    [DELIVERY_PLANNED] = {
        ON(DUE) = TO(DUE), ON(EXPIRE) = TO(EXPIRED),
        ON(CANCEL) = TO(CANCELLED), ON(HOLD) = TO(HELD),
    },
    [DELIVERY_DUE] = {
        ON(CLAIM) = TO(SENDING), ON(EXPIRE) = TO(EXPIRED),
        ON(CANCEL) = TO(CANCELLED), ON(HOLD) = TO(HELD),
        ON(ACCEPTED) = TO(ACCEPTED), ON(DELIVERED) = TO(DELIVERED),
    },
    [DELIVERY_HELD] = {
        ON(DUE) = TO(DUE), ON(EXPIRE) = TO(EXPIRED),
        ON(CANCEL) = TO(CANCELLED),
        ON(ACCEPTED) = TO(ACCEPTED), ON(DELIVERED) = TO(DELIVERED),
    },
    [DELIVERY_SENDING] = {
        ON(ACCEPTED) = TO(ACCEPTED), ON(DELIVERED) = TO(DELIVERED),
        ON(UNDELIVERED) = TO(UNDELIVERED), ON(REJECTED) = TO(REJECTED),
        ON(RETRY) = TO(DUE), ON(LOST) = TO(UNKNOWN),
    },
    [DELIVERY_ACCEPTED] = {
        ON(DELIVERED) = TO(DELIVERED), ON(UNDELIVERED) = TO(UNDELIVERED),
        ON(SILENCE) = TO(NO_RECEIPT),
    },
    [DELIVERY_UNKNOWN] = {
        ON(DUE) = TO(DUE), ON(RETRY) = TO(DUE),
        ON(ACCEPTED) = TO(ACCEPTED), ON(DELIVERED) = TO(DELIVERED),
        ON(UNDELIVERED) = TO(UNDELIVERED), ON(REJECTED) = TO(REJECTED),
        ON(GIVE_UP) = TO(UNKNOWN_FINAL), ON(EXPIRE) = TO(UNKNOWN_FINAL),
        ON(CANCEL) = TO(UNKNOWN_FINAL),
    },
    [DELIVERY_UNKNOWN_FINAL] = {
        ON(DELIVERED) = TO(DELIVERED), ON(UNDELIVERED) = TO(UNDELIVERED),
    },
    [DELIVERY_NO_RECEIPT] = {
        ON(DELIVERED) = TO(DELIVERED), ON(UNDELIVERED) = TO(UNDELIVERED),
    },
};

static const char *const names[DELIVERY_STATES] = {
    [DELIVERY_PLANNED] = "planned",
    [DELIVERY_DUE] = "due",
    [DELIVERY_SENDING] = "sending",
    [DELIVERY_ACCEPTED] = "accepted",
    [DELIVERY_DELIVERED] = "delivered",
    [DELIVERY_UNDELIVERED] = "undelivered",
    [DELIVERY_REJECTED] = "rejected",
    [DELIVERY_UNKNOWN] = "unknown",
    [DELIVERY_UNKNOWN_FINAL] = "unknown-final",
    [DELIVERY_NO_RECEIPT] = "no-receipt",
    [DELIVERY_EXPIRED] = "expired",
    [DELIVERY_CANCELLED] = "cancelled",
    [DELIVERY_HELD] = "held",
};

bool
delivery_next(enum delivery_state state, enum delivery_event event,
              enum delivery_state *next)
{
    unsigned char cell;

    if ((unsigned)state >= DELIVERY_STATES
        || (unsigned)event >= DELIVERY_EVENTS)
        return false;
    cell = after[state][event];
    if (cell == 0)
        return false;
    *next = (enum delivery_state)(cell - 1);
    return true;
}

bool
delivery_is_final(enum delivery_state state)
{
    switch (state) {
    case DELIVERY_DELIVERED:
    case DELIVERY_UNDELIVERED:
    case DELIVERY_REJECTED:
    case DELIVERY_UNKNOWN_FINAL:
    case DELIVERY_NO_RECEIPT:
    case DELIVERY_EXPIRED:
    case DELIVERY_CANCELLED:
        return true;
    default:
        return false;
    }
}

bool
delivery_was_told(enum delivery_state state)
{
    switch (state) {
    case DELIVERY_ACCEPTED:
    case DELIVERY_DELIVERED:
    case DELIVERY_UNKNOWN:
    case DELIVERY_UNKNOWN_FINAL:
    case DELIVERY_NO_RECEIPT:
        return true;
    default:
        return false;
    }
}

const char *
delivery_name(enum delivery_state state)
{
    return (unsigned)state < DELIVERY_STATES ? names[state] : "?";
}

bool
delivery_find(const char *name, enum delivery_state *state)
{
    for (size_t i = 0; i < DELIVERY_STATES; i++) {
        if (strcmp(name, names[i]) == 0) {
            *state = (enum delivery_state)i;
            return true;
        }
    }
    return false;
}
