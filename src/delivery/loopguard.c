/* loopguard - see loopguard.h */
#include "delivery/loopguard.h"

#include <stdlib.h>

#include "base/memory.h"

enum { LEAST = 64, SEEN_BITS = 1 << 23 };

/* Moments are seconds since 1970; 0: none. */
struct loopguard_entry {
    uint32_t key;
    uint32_t at[LOOPGUARD_MOST];        /* newest first; at[0] 0: free */
};

static uint32_t
seconds(instant now)
{
    return (uint32_t)(now / SECOND);
}

/* A moment to come is one of before the clock was put back. */
static bool
is_recent(uint32_t at, instant now)
{
    return at != 0 && at <= seconds(now) &&
           seconds(now) - at < LOOPGUARD_SPAN / SECOND;
}

/* The entry of the key, or the free one where it belongs. */
static struct loopguard_entry *
find(const struct loopguard *guard, uint32_t key)
{
    size_t at = (key * UINT32_C(2654435761)) & (guard->room - 1);

    while (guard->entries[at].at[0] != 0 && guard->entries[at].key != key)
        at = (at + 1) & (guard->room - 1);
    return &guard->entries[at];
}

/* A key that comes for the first time costs a bit: most never come again. */
static bool
test_and_set(struct loopguard *guard, uint32_t key)
{
    size_t bit = (key * UINT32_C(2246822519)) % SEEN_BITS;
    unsigned char mask = (unsigned char)(1u << bit % 8);
    bool found = ((guard->seen[0][bit / 8] | guard->seen[1][bit / 8]) &
                  mask) != 0;

    guard->seen[0][bit / 8] |= mask;
    return found;
}

/* Of this half hour and of the one before. */
static void
turn_over(struct loopguard *guard, instant now)
{
    instant age = now - guard->started;

    if (guard->seen[0] != NULL && age >= 0 && age < LOOPGUARD_SPAN)
        return;
    free(guard->seen[1]);
    guard->seen[1] = guard->seen[0];
    if (guard->seen[1] == NULL || age < 0 || age >= 2 * LOOPGUARD_SPAN) {
        free(guard->seen[1]);
        guard->seen[1] = memory_new(SEEN_BITS / 8, 1);
    }
    guard->seen[0] = memory_new(SEEN_BITS / 8, 1);
    guard->started = now;
}

bool
loopguard_stops(const struct loopguard *guard, uint32_t key, instant now)
{
    return guard->room != 0 &&
           is_recent(find(guard, key)->at[LOOPGUARD_MOST - 1], now);
}

/* What is old is left behind; room for as many again. */
static void
make_room(struct loopguard *guard, instant now)
{
    struct loopguard fresh = { .room = LEAST };
    size_t recent = 0;

    if (guard->count < guard->room / 4 * 3)
        return;
    for (size_t i = 0; i < guard->room; i++)
        recent += is_recent(guard->entries[i].at[0], now);
    while (fresh.room / 2 <= recent)
        fresh.room *= 2;
    fresh.entries = memory_new(fresh.room, sizeof(*fresh.entries));
    for (size_t i = 0; i < guard->room; i++) {
        if (is_recent(guard->entries[i].at[0], now)) {
            *find(&fresh, guard->entries[i].key) = guard->entries[i];
            fresh.count++;
        }
    }
    free(guard->entries);
    guard->entries = fresh.entries;
    guard->count = fresh.count;
    guard->room = fresh.room;
}

void
loopguard_count(struct loopguard *guard, uint32_t key, instant now)
{
    struct loopguard_entry *entry;

    turn_over(guard, now);
    if (!test_and_set(guard, key))
        return;
    make_room(guard, now);
    entry = find(guard, key);
    if (entry->at[0] == 0) {
        guard->count++;
        entry->key = key;
        entry->at[0] = seconds(now);    /* the first, which has only a bit */
    }
    for (int i = LOOPGUARD_MOST - 1; i > 0; i--)
        entry->at[i] = entry->at[i - 1];
    entry->at[0] = seconds(now);
}

void
loopguard_take_back(struct loopguard *guard, uint32_t key)
{
    struct loopguard_entry *entry;

    if (guard->room == 0 || (entry = find(guard, key))->at[0] == 0)
        return;
    for (int i = 0; i < LOOPGUARD_MOST - 1; i++)
        entry->at[i] = entry->at[i + 1];
    entry->at[LOOPGUARD_MOST - 1] = 0;
    if (entry->at[0] == 0)
        entry->at[0] = 1;       /* long ago: its place is taken */
}

void
loopguard_free(struct loopguard *guard)
{
    free(guard->seen[0]);
    free(guard->seen[1]);
    free(guard->entries);
    *guard = (struct loopguard){ 0 };
}
