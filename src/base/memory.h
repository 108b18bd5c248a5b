/*
 * memory - allocation that cannot fail, and pools.
 *
 * Out of memory ends the process: the store is durable, and a half-alive
 * daemon is worse than one that is started again.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Zeroed; the caller frees with free(). */
void *memory_new(size_t count, size_t size)
    __attribute__((malloc, returns_nonnull, alloc_size(1, 2)));

/* Like reallocarray(3). */
void *memory_resize(void *old, size_t count, size_t size)
    __attribute__((returns_nonnull, alloc_size(2, 3)));

/* A copy that the caller frees; NULL stays NULL. */
char *memory_copy(const char *text);

/* Give what was freed back to the system, after something large is gone. */
void memory_give_back(void);

#define NEW(type) ((type *)memory_new(1, sizeof(type)))

/*
 * A growing array of `type`: `items`, `count`, `room` are members of the
 * owner.  Gives the address of the new, zeroed last item.
 */
#define GROW(owner, items, count, room)                                      \
    (memory_grow((void **)&(owner)->items, &(owner)->count, &(owner)->room,  \
                 sizeof(*(owner)->items)),                                   \
     &(owner)->items[(owner)->count - 1])
void memory_grow(void **items, size_t *count, size_t *room, size_t size);

/*
 * A pool owns everything that is allocated from it and is freed as a whole.
 * What lives exactly as long as its owner (a programme, a batch) goes in one.
 */
struct pool;

/* pool_free() takes NULL too and nulls the pointer. */
struct pool *pool_new(void);
void pool_free(struct pool **pool);

/* Zeroed, aligned for any type; lives until pool_free() or pool_clear(). */
void *pool_take(struct pool *pool, size_t size)
    __attribute__((returns_nonnull, alloc_size(2)));
char *pool_copy(struct pool *pool, const char *text);
char *pool_copy_n(struct pool *pool, const char *text, size_t length);
char *pool_format(struct pool *pool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Forget everything but keep the first block, for the next batch. */
void pool_clear(struct pool *pool);

/* Bytes that the pool holds. */
size_t pool_size(const struct pool *pool);

#endif
