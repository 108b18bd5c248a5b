/* sorted - see sorted.h */
#include "store/sorted.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { CHUNK = 128 };           /* records in a chunk */

struct sorted_chunk {
    size_t count;
    max_align_t records[];
};

void
sorted_init(struct sorted *set, size_t size, sorted_compare *compare)
{
    memset(set, 0, sizeof(*set));
    set->size = size;
    set->compare = compare;
}

void
sorted_free(struct sorted *set)
{
    for (size_t i = 0; i < set->chunk_count; i++)
        free(set->chunks[i]);
    free(set->chunks);
    sorted_init(set, set->size, set->compare);
}

static char *
record_at(const struct sorted *set, struct sorted_place place)
{
    return (char *)set->chunks[place.chunk]->records
        + place.item * set->size;
}

/* The chunk in which `key` is or belongs: the last one that does not begin
 * above it. */
static size_t
chunk_for(const struct sorted *set, const void *key)
{
    size_t low = 0, high = set->chunk_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (set->compare(set->chunks[middle]->records, key) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Most sets grow at their end: whether `key` belongs behind all. */
static bool
is_behind(const struct sorted *set, const void *key,
          struct sorted_place *place)
{
    struct sorted_place last = { set->chunk_count - 1, 0 };

    last.item = set->chunks[last.chunk]->count - 1;
    if (set->compare(record_at(set, last), key) >= 0)
        return false;
    *place = last;
    place->item++;
    return true;
}

/* Where `key` is or belongs; whether it is there.  The place may be behind
 * the last record of a chunk. */
static bool
seek(const struct sorted *set, const void *key, struct sorted_place *place)
{
    size_t low = 0, high;

    place->chunk = place->item = 0;
    if (set->chunk_count == 0)
        return false;
    if (is_behind(set, key, place))
        return false;
    place->chunk = chunk_for(set, key);
    high = set->chunks[place->chunk]->count;
    while (low < high) {
        int order;

        place->item = low + (high - low) / 2;
        order = set->compare(record_at(set, *place), key);
        if (order == 0)
            return true;
        if (order < 0)
            low = place->item + 1;
        else
            high = place->item;
    }
    place->item = low;
    return false;
}

void *
sorted_find(const struct sorted *set, const void *key)
{
    struct sorted_place place;

    return seek(set, key, &place) ? record_at(set, place) : NULL;
}

/* An empty chunk at position `at` of the list. */
static struct sorted_chunk *
chunk_insert(struct sorted *set, size_t at)
{
    struct sorted_chunk *chunk = memory_new(
        1, sizeof(struct sorted_chunk) + CHUNK * set->size);

    (void)GROW(set, chunks, chunk_count, chunk_room);
    memmove(&set->chunks[at + 1], &set->chunks[at],
            (set->chunk_count - 1 - at) * sizeof(struct sorted_chunk *));
    set->chunks[at] = chunk;
    return chunk;
}

/* Room for one more at `place`.  What grows at its end leaves full chunks
 * behind; any other full chunk is halved. */
static void
make_room(struct sorted *set, struct sorted_place *place)
{
    struct sorted_chunk *chunk, *next;
    size_t half = CHUNK / 2;

    if (set->chunk_count == 0)
        chunk_insert(set, 0);
    chunk = set->chunks[place->chunk];
    if (chunk->count < CHUNK)
        return;
    next = chunk_insert(set, place->chunk + 1);
    if (place->item == CHUNK) {
        place->chunk++;
        place->item = 0;
        return;
    }
    memcpy(next->records, (char *)chunk->records + half * set->size,
           (CHUNK - half) * set->size);
    next->count = CHUNK - half;
    chunk->count = half;
    if (place->item > half) {
        place->chunk++;
        place->item -= half;
    }
}

void *
sorted_put(struct sorted *set, const void *record, bool *added)
{
    struct sorted_place place;
    struct sorted_chunk *chunk;
    bool there = seek(set, record, &place);
    char *at;

    if (added != NULL)
        *added = !there;
    if (there)
        return record_at(set, place);
    make_room(set, &place);
    chunk = set->chunks[place.chunk];
    at = record_at(set, place);
    memmove(at + set->size, at, (chunk->count - place.item) * set->size);
    memcpy(at, record, set->size);
    chunk->count++;
    set->count++;
    return at;
}

bool
sorted_remove(struct sorted *set, const void *key, void *record)
{
    struct sorted_place place;
    struct sorted_chunk *chunk;
    char *at;

    if (!seek(set, key, &place))
        return false;
    at = record_at(set, place);
    if (record != NULL)
        memcpy(record, at, set->size);
    chunk = set->chunks[place.chunk];
    chunk->count--;
    set->count--;
    memmove(at, at + set->size, (chunk->count - place.item) * set->size);
    if (chunk->count == 0) {
        free(chunk);
        set->chunk_count--;
        memmove(&set->chunks[place.chunk], &set->chunks[place.chunk + 1],
                (set->chunk_count - place.chunk) * sizeof(chunk));
    }
    return true;
}

/* The record at a place that may be behind the last one of its chunk. */
static void *
settle(const struct sorted *set, struct sorted_place *place)
{
    if (place->chunk < set->chunk_count
        && place->item >= set->chunks[place->chunk]->count) {
        place->chunk++;
        place->item = 0;
    }
    return place->chunk < set->chunk_count ? record_at(set, *place) : NULL;
}

void *
sorted_from(const struct sorted *set, const void *key,
            struct sorted_place *place)
{
    place->chunk = place->item = 0;
    if (key != NULL)
        seek(set, key, place);
    return settle(set, place);
}

void *
sorted_next(const struct sorted *set, struct sorted_place *place)
{
    place->item++;
    return settle(set, place);
}
