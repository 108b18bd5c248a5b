/* flight - see flight.h */
#include "channel/flight.h"

#include <stdlib.h>

#include "base/memory.h"

#define NOWHERE UINT32_MAX

void
flights_init(struct flights *flights, uint32_t room)
{
    uint32_t buckets = 2;

    flights_free(flights);
    while (buckets < room)
        buckets *= 2;
    flights->items = memory_new(room, sizeof(*flights->items));
    flights->buckets = memory_new(buckets, sizeof(*flights->buckets));
    flights->room = room;
    flights->mask = buckets - 1;
    flights->oldest = flights->newest = NOWHERE;
    flights->free = room > 0 ? 0 : NOWHERE;
    for (uint32_t i = 0; i < buckets; i++)
        flights->buckets[i] = NOWHERE;
    for (uint32_t i = 0; i < room; i++)
        flights->items[i].chain = i + 1 < room ? i + 1 : NOWHERE;
}

void
flights_free(struct flights *flights)
{
    free(flights->items);
    free(flights->buckets);
    *flights = (struct flights){ 0 };
}

static uint32_t *
bucket_of(const struct flights *flights, uint64_t wave, uint64_t person)
{
    uint64_t hash = (wave * 0x9e3779b97f4a7c15u) ^ person;

    hash *= 0xff51afd7ed558ccdu;
    return &flights->buckets[(hash >> 32) & flights->mask];
}

struct flight *
flights_find(const struct flights *flights, uint64_t wave, uint64_t person)
{
    if (flights->count == 0)
        return NULL;
    for (uint32_t at = *bucket_of(flights, wave, person); at != NOWHERE;
         at = flights->items[at].chain) {
        struct flight *flight = &flights->items[at];

        if (flight->wave == wave && flight->person == person)
            return flight;
    }
    return NULL;
}

struct flight *
flights_add(struct flights *flights, uint64_t wave, uint64_t person)
{
    struct flight *flight;
    uint32_t place, *bucket;

    if (flights->count == flights->room ||
        flights_find(flights, wave, person) != NULL)
        return NULL;
    place = flights->free;
    flight = &flights->items[place];
    flights->free = flight->chain;
    bucket = bucket_of(flights, wave, person);
    *flight = (struct flight){ .wave = wave, .person = person,
                               .chain = *bucket, .older = flights->newest,
                               .newer = NOWHERE };
    *bucket = place;
    if (flights->newest != NOWHERE)
        flights->items[flights->newest].newer = place;
    else
        flights->oldest = place;
    flights->newest = place;
    flights->count++;
    return flight;
}

struct flight *
flights_oldest(const struct flights *flights)
{
    return flights->count > 0 ? &flights->items[flights->oldest] : NULL;
}

static void
take_out_of_order(struct flights *flights, const struct flight *flight)
{
    if (flight->older != NOWHERE)
        flights->items[flight->older].newer = flight->newer;
    else
        flights->oldest = flight->newer;
    if (flight->newer != NOWHERE)
        flights->items[flight->newer].older = flight->older;
    else
        flights->newest = flight->older;
}

void
flights_remove(struct flights *flights, struct flight *flight)
{
    uint32_t place = (uint32_t)(flight - flights->items);
    uint32_t *at = bucket_of(flights, flight->wave, flight->person);

    while (*at != place)
        at = &flights->items[*at].chain;
    *at = flight->chain;
    take_out_of_order(flights, flight);
    flight->chain = flights->free;
    flights->free = place;
    flights->count--;
}
