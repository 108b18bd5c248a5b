/* flight - see flight.h */
#include "flight.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { SMALLEST = 64, LAST_SEQUENCE = 0x7fffffff };

void
flight_open(struct flight *flight, uint32_t window)
{
    uint32_t count = SMALLEST;

    /* Twice the window, so that slow answers leave gaps to go on with. */
    while (count < 2 * window)
        count *= 2;
    *flight = (struct flight){ .mask = count - 1, .oldest = FLIGHT_NONE,
                               .newest = FLIGHT_NONE,
                               .first_queued = FLIGHT_NONE };
    flight->slots = memory_new(count, sizeof(*flight->slots));
}

void
flight_close(struct flight *flight)
{
    free(flight->slots);
    flight->slots = NULL;
}

uint32_t
flight_add(struct flight *flight, uint32_t last, const struct flight_tag *tag)
{
    uint32_t sequence = last, place;
    struct flight_slot *slot;

    do {
        sequence = sequence >= LAST_SEQUENCE ? 1 : sequence + 1;
        place = sequence & flight->mask;
        slot = &flight->slots[place];
    } while (slot->state == FLIGHT_QUEUED || slot->state == FLIGHT_WRITTEN);
    *slot = (struct flight_slot){ .sequence = sequence, .tag = *tag,
                                  .state = FLIGHT_QUEUED,
                                  .older = flight->newest,
                                  .newer = FLIGHT_NONE };
    if (flight->newest != FLIGHT_NONE)
        flight->slots[flight->newest].newer = place;
    else
        flight->oldest = place;
    flight->newest = place;
    if (flight->first_queued == FLIGHT_NONE)
        flight->first_queued = place;
    flight->count++;
    return sequence;
}

void
flight_ends(struct flight *flight, uint32_t sequence, uint64_t end)
{
    flight->slots[sequence & flight->mask].end = end;
}

void
flight_written(struct flight *flight, uint64_t written, int64_t deadline)
{
    while (flight->first_queued != FLIGHT_NONE) {
        struct flight_slot *slot = &flight->slots[flight->first_queued];

        if (slot->end > written)
            break;
        slot->state = FLIGHT_WRITTEN;
        slot->deadline = deadline;
        flight->first_queued = slot->newer;
    }
}

struct flight_slot *
flight_oldest(struct flight *flight)
{
    return flight->oldest == FLIGHT_NONE ? NULL
                                         : &flight->slots[flight->oldest];
}

void
flight_pass(struct flight *flight, struct flight_slot *slot, bool overdue)
{
    uint32_t place = (uint32_t)(slot - flight->slots);

    if (slot->state != FLIGHT_OVERDUE) {
        if (slot->older != FLIGHT_NONE)
            flight->slots[slot->older].newer = slot->newer;
        else
            flight->oldest = slot->newer;
        if (slot->newer != FLIGHT_NONE)
            flight->slots[slot->newer].older = slot->older;
        else
            flight->newest = slot->older;
        if (flight->first_queued == place)
            flight->first_queued = slot->newer;
        flight->count--;
    }
    slot->state = overdue ? FLIGHT_OVERDUE : FLIGHT_FREE;
}

struct flight_slot *
flight_find(struct flight *flight, uint32_t sequence)
{
    struct flight_slot *slot = &flight->slots[sequence & flight->mask];

    if (slot->state == FLIGHT_FREE || slot->sequence != sequence)
        return NULL;
    return slot;
}

void
flight_forget(struct flight *flight)
{
    for (uint32_t i = 0; i <= flight->mask; i++) {
        if (flight->slots[i].state == FLIGHT_OVERDUE)
            flight->slots[i].state = FLIGHT_FREE;
    }
}
