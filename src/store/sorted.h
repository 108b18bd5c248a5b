/*
 * sorted - records of one size in the order of their keys: what the store in
 * memory is made of.
 *
 * A record begins with its key; `compare` looks at keys only.  Records lie in
 * chunks, so that finding is O(log n) and putting in moves a few kilobytes at
 * most.  An address that is handed out lasts until the next sorted_put() or
 * sorted_remove() of the same set.
 */
#ifndef STORE_SORTED_H
#define STORE_SORTED_H

#include <stdbool.h>
#include <stddef.h>

typedef int sorted_compare(const void *a, const void *b);

struct sorted {
    size_t size;                /* of one record */
    sorted_compare *compare;
    struct sorted_chunk **chunks;
    size_t chunk_count, chunk_room;
    size_t count;               /* records */
};

/* Where a walk stands. */
struct sorted_place {
    size_t chunk, item;
};

/* Empty, for records of `size` bytes in the order of `compare`. */
void sorted_init(struct sorted *set, size_t size, sorted_compare *compare);

/* Free the records (not what they point to). */
void sorted_free(struct sorted *set);

/* The record with this key; NULL: none. */
void *sorted_find(const struct sorted *set, const void *key);

/* A copy of `record` goes in, unless its key is there.  Returns the one that
 * is in; *added (may be NULL) says whether it is new. */
void *sorted_put(struct sorted *set, const void *record, bool *added);

/* Take the record with this key out, and copy it to `record` (may be NULL);
 * false: none.  `record` may be `key`. */
bool sorted_remove(struct sorted *set, const void *key, void *record);

/* The first record whose key is not below `key` (NULL: of all), and the one
 * after; NULL at the end. */
void *sorted_from(const struct sorted *set, const void *key,
                  struct sorted_place *place);
void *sorted_next(const struct sorted *set, struct sorted_place *place);

#define SORTED_EACH(set, key, place, record)                                 \
    for ((record) = sorted_from((set), (key), (place)); (record) != NULL;    \
         (record) = sorted_next((set), (place)))

#endif
