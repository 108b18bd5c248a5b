/*
 * purpose - why a message is sent.  The names are stable: they stand in the
 * store, in JSON and in the keys of texts.d.
 */
#ifndef MESSAGE_PURPOSE_H
#define MESSAGE_PURPOSE_H

#include <stdbool.h>

enum purpose {
    PURPOSE_REMINDER,           /* "reminder" */
    PURPOSE_MOVED,              /* "moved": another time */
    PURPOSE_PLACED,             /* "placed": another place */
    PURPOSE_CHANGED,            /* "changed": another time and place */
    PURPOSE_CANCELLED,          /* "cancelled" */
    PURPOSE_RESTORED,           /* "restored": it goes on after all */
    PURPOSE_STOPPED,            /* "stopped": the answer to STOP */
    PURPOSE_STARTED,            /* "started": the answer to START */
    PURPOSE_COUNT
};

/* Static; never NULL for a purpose. */
const char *purpose_name(enum purpose purpose);

/* The purpose of that name, exactly; false when there is none. */
bool purpose_find(const char *name, enum purpose *purpose);

/* All names in the order of the enum and NULL, for "did you mean". */
extern const char *const purpose_names[PURPOSE_COUNT + 1];

#endif
