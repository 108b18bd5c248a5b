/* difference - see difference.h */
#include "outbox/difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define GOES (UINT64_C(1) << 62)        /* none after it has this number */

struct side {
    struct foreseen *messages;
    size_t count, room;
    uint64_t same;              /* of the last one, whose texts are shared */
};

struct pair {
    struct foreseen *before, *after;    /* one may be NULL */
};

struct difference {
    struct pool *pool;
    struct side before, after;
};

struct difference *
difference_new(void)
{
    struct difference *difference = NEW(struct difference);

    difference->pool = pool_new();
    return difference;
}

void
difference_free(struct difference **difference)
{
    struct difference *old = *difference;

    *difference = NULL;
    if (old == NULL)
        return;
    pool_free(&old->pool);
    free(old->before.messages);
    free(old->after.messages);
    free(old);
}

static void
add(struct difference *difference, struct side *side,
    const struct foreseen *foreseen)
{
    struct pool *pool = difference->pool;
    struct foreseen *copy = GROW(side, messages, count, room);

    *copy = *foreseen;
    copy->person = pool_copy(pool, foreseen->person);
    if (side->count > 1 && side->same == foreseen->same) {
        const char *person = copy->person;

        *copy = side->messages[side->count - 2];
        copy->person = person;
        return;
    }
    side->same = foreseen->same;
    copy->at = pool_copy(pool, foreseen->at);
    copy->at_utc = pool_copy(pool, foreseen->at_utc);
    copy->event = pool_copy(pool, foreseen->event);
    copy->occurrence = pool_copy(pool, foreseen->occurrence);
    copy->key = pool_copy(pool, foreseen->key);
    copy->purpose = pool_copy(pool, foreseen->purpose);
    copy->channel = pool_copy(pool, foreseen->channel);
    copy->why = pool_copy(pool, foreseen->why);
    copy->text = pool_copy(pool, foreseen->text);
}

void
difference_before(struct difference *difference,
                  const struct foreseen *foreseen)
{
    add(difference, &difference->before, foreseen);
}

void
difference_after(struct difference *difference,
                 const struct foreseen *foreseen)
{
    add(difference, &difference->after, foreseen);
}

size_t
difference_size(const struct difference *difference)
{
    return difference->before.count + difference->after.count;
}

const char *
difference_name(enum difference_kind kind)
{
    static const char *const names[] = { "comes", "goes", "changes" };

    return names[kind];
}

/* By whom it tells what. */
static int
compare_what(const struct foreseen *a, const struct foreseen *b)
{
    int order = strcmp(a->event, b->event);

    if (order == 0)
        order = strcmp(a->key, b->key);
    if (order == 0)
        order = strcmp(a->purpose, b->purpose);
    return order != 0 ? order : strcmp(a->person, b->person);
}

/* One person may be told the same twice: those go by their moments. */
static int
compare_key(const void *a, const void *b)
{
    const struct foreseen *x = a, *y = b;
    int order = compare_what(x, y);

    return order != 0 ? order : (x->when > y->when) - (x->when < y->when);
}

static const struct foreseen *
seen(const struct pair *pair)
{
    return pair->after != NULL ? pair->after : pair->before;
}

static int
compare_moment(const void *a, const void *b)
{
    const struct foreseen *x = seen(a), *y = seen(b);
    int order = (x->when > y->when) - (x->when < y->when);

    return order != 0 ? order : compare_what(x, y);
}

static bool
reads_the_same(const struct foreseen *a, const struct foreseen *b)
{
    return a->when == b->when && strcmp(a->channel, b->channel) == 0 &&
           strcmp(a->text, b->text) == 0;
}

static void
sort(struct side *side)
{
    if (side->count != 0)
        qsort(side->messages, side->count, sizeof(struct foreseen),
              compare_key);
    side->same = 0;
}

/* Those that read the same before and after share a number again. */
static void
number(struct pair *pair)
{
    uint64_t before = pair->before != NULL ? pair->before->same : 0;

    if (pair->after != NULL)
        pair->after->same = (pair->after->same + (before << 31)) & INT64_MAX;
    else
        pair->before->same = before | GOES;
}

/* Pairs of all that differ; how many. */
static size_t
merge(const struct side *before, const struct side *after, struct pair *pairs)
{
    size_t old = 0, new = 0, count = 0;

    while (old < before->count || new < after->count) {
        struct pair pair = { NULL, NULL };
        int order = old == before->count ? 1
                    : new == after->count ? -1
                    : compare_what(&before->messages[old],
                                   &after->messages[new]);

        if (order <= 0)
            pair.before = &before->messages[old++];
        if (order >= 0)
            pair.after = &after->messages[new++];
        if (order != 0 || !reads_the_same(pair.before, pair.after))
            pairs[count++] = pair;
    }
    return count;
}

void
difference_each(struct difference *difference,
                void (*each)(void *self, enum difference_kind kind,
                             const struct foreseen *before,
                             const struct foreseen *after),
                void *self)
{
    struct pair *pairs = memory_new(difference_size(difference) + 1,
                                    sizeof(*pairs));
    size_t count;

    sort(&difference->before);
    sort(&difference->after);
    count = merge(&difference->before, &difference->after, pairs);
    if (count != 0)
        qsort(pairs, count, sizeof(*pairs), compare_moment);
    for (size_t i = 0; i < count; i++) {
        enum difference_kind kind =
            pairs[i].before == NULL ? DIFFERENCE_COMES
            : pairs[i].after == NULL ? DIFFERENCE_GOES : DIFFERENCE_CHANGES;

        number(&pairs[i]);
        each(self, kind, pairs[i].before, pairs[i].after);
    }
    free(pairs);
}
