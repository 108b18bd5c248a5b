/* gather - see gather.h */
#include "store/gather.h"

#include <stdlib.h>

#include "base/memory.h"

static struct pool *
texts(struct gather *gather)
{
    if (gather->pool == NULL)
        gather->pool = pool_new();
    return gather->pool;
}

/* Most texts of a row are empty, and cost nothing. */
static const char *
copy_text(struct pool *pool, const char *text)
{
    return text == NULL || *text == '\0' ? "" : pool_copy(pool, text);
}

void
gather_wave(struct gather *gather, const struct store_wave *wave)
{
    struct pool *pool = texts(gather);
    struct store_wave *copy = GROW(gather, waves, count, room);

    *copy = *wave;
    copy->organisation = pool_copy(pool, wave->organisation);
    copy->event = pool_copy(pool, wave->event);
    copy->title = copy_text(pool, wave->title);
    copy->occurrence = pool_copy(pool, wave->occurrence);
    copy->slot = copy_text(pool, wave->slot);
    copy->facts.place = copy_text(pool, wave->facts.place);
}

void
gather_row(struct gather *gather, const struct store_row *row)
{
    struct pool *pool = texts(gather);
    struct store_row *copy = GROW(gather, rows, count, room);

    *copy = *row;
    copy->channel = copy_text(pool, row->channel);
    copy->remote = copy_text(pool, row->remote);
    copy->reason = copy_text(pool, row->reason);
}

void
gather_copy_recipient(struct pool *pool, struct store_recipient *to,
                      const struct store_recipient *from)
{
    *to = *from;
    to->handle = copy_text(pool, from->handle);
    to->name = copy_text(pool, from->name);
    to->language = copy_text(pool, from->language);
    to->reach = copy_text(pool, from->reach);
    for (size_t i = 0; i < STORE_ADDRESSES; i++)
        to->sealed[i] = pool_copy(pool, from->sealed[i]);
}

void
gather_recipient(struct gather *gather,
                 const struct store_recipient *recipient)
{
    struct pool *pool = texts(gather);

    gather_copy_recipient(pool, GROW(gather, recipients, count, room),
                          recipient);
}

void
gather_free(struct gather *gather)
{
    pool_free(&gather->pool);
    free(gather->waves);
    free(gather->rows);
    free(gather->recipients);
    *gather = (struct gather){0};
}

static size_t
finish(struct gather *gather, size_t given)
{
    gather_free(gather);
    return given;
}

size_t
gather_give_waves(struct gather *gather, store_each_wave *each, void *self)
{
    size_t i = 0;

    while (i < gather->count && each(self, &gather->waves[i++]))
        ;
    return finish(gather, i);
}

size_t
gather_give_rows(struct gather *gather, store_each_row *each, void *self)
{
    size_t i = 0;

    while (i < gather->count && each(self, &gather->rows[i++]))
        ;
    return finish(gather, i);
}

size_t
gather_give_recipients(struct gather *gather, store_each_recipient *each,
                       void *self)
{
    size_t i = 0;

    while (i < gather->count && each(self, &gather->recipients[i++]))
        ;
    return finish(gather, i);
}
