/*
 * gather - what a reader of the store found, copied before the first callback
 * is called, so that a callback may change what it is being told about.
 */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

#include "store/store.h"

/* Zero-initialised is empty.  It holds things of one kind only. */
struct gather {
    struct pool *pool;          /* of the texts */
    struct store_wave *waves;
    struct store_row *rows;
    struct store_recipient *recipients;
    size_t count, room;
};

/* Put in a copy, texts and all. */
void gather_wave(struct gather *gather, const struct store_wave *wave);
void gather_row(struct gather *gather, const struct store_row *row);
void gather_recipient(struct gather *gather,
                      const struct store_recipient *recipient);

/* Call back for each until the callback says false; everything is freed.
 * Returns how many calls there were. */
size_t gather_give_waves(struct gather *gather, store_each_wave *each,
                         void *self);
size_t gather_give_rows(struct gather *gather, store_each_row *each,
                        void *self);
size_t gather_give_recipients(struct gather *gather,
                              store_each_recipient *each, void *self);

/* Back to nothing gathered. */
void gather_free(struct gather *gather);

/* A recipient whose texts are copies in `pool`. */
void gather_copy_recipient(struct pool *pool, struct store_recipient *to,
                           const struct store_recipient *from);

#endif
