/* tickets - see tickets.h */
#include "host/tickets.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
tickets_init(struct tickets *tickets, uint32_t room)
{
    tickets_free(tickets);
    tickets->items = memory_new(room, sizeof(*tickets->items));
    tickets->room = room;
    tickets->free = 0;
    for (uint32_t i = 0; i < room; i++)
        tickets->items[i].next = i + 1 < room ? i + 1 : UINT32_MAX;
}

void
tickets_free(struct tickets *tickets)
{
    free(tickets->items);
    *tickets = (struct tickets){ 0 };
}

/* The serial above makes an old ticket for the same place no good. */
uint64_t
tickets_take(struct tickets *tickets, const char *id)
{
    size_t length = strlen(id);
    struct ticket *ticket;
    uint32_t place;

    if (tickets->taken == tickets->room || length >= TICKET_ID)
        return 0;
    place = tickets->free;
    ticket = &tickets->items[place];
    tickets->free = ticket->next;
    tickets->taken++;
    ticket->serial++;
    memcpy(ticket->id, id, length + 1);
    return (uint64_t)ticket->serial << 32 | place;
}

static const char *
give_back(struct tickets *tickets, uint32_t place)
{
    struct ticket *ticket = &tickets->items[place];

    ticket->serial++;
    ticket->next = tickets->free;
    tickets->free = place;
    tickets->taken--;
    return ticket->id;
}

const char *
tickets_settle(struct tickets *tickets, uint64_t ticket)
{
    uint32_t place = (uint32_t)ticket, serial = (uint32_t)(ticket >> 32);

    if (place >= tickets->room || serial % 2 == 0 ||
        tickets->items[place].serial != serial)
        return NULL;
    return give_back(tickets, place);
}

const char *
tickets_settle_any(struct tickets *tickets)
{
    for (uint32_t i = 0; i < tickets->room && tickets->taken > 0; i++) {
        if (tickets->items[i].serial % 2 != 0)
            return give_back(tickets, i);
    }
    return NULL;
}
