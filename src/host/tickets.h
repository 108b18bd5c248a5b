/*
 * tickets - the messages that a plugin answered ALLO_LATER: from the number
 * that it settles by to the id on the wire.
 */
#ifndef HOST_TICKETS_H
#define HOST_TICKETS_H

#include <stddef.h>
#include <stdint.h>

enum { TICKET_ID = 48 };        /* an id is at most 47 bytes */

/* Zero-initialised is none and no room. */
struct tickets {
    struct ticket {
        uint32_t serial;        /* odd while it is taken */
        uint32_t next;          /* when free; UINT32_MAX ends the list */
        char id[TICKET_ID];
    } *items;
    uint32_t room, taken, free;
};

/* Room for so many at once; from now on nothing is allocated. */
void tickets_init(struct tickets *tickets, uint32_t room);
void tickets_free(struct tickets *tickets);

/* A ticket for the id, never 0; 0 when there is no room or the id is too
 * long. */
uint64_t tickets_take(struct tickets *tickets, const char *id);

/* Give it back.  Its id, until the next call, or NULL when this ticket was
 * never given out or has been settled already. */
const char *tickets_settle(struct tickets *tickets, uint64_t ticket);

/* Give back any one that is still out; NULL when there is none. */
const char *tickets_settle_any(struct tickets *tickets);

#endif
