/* memory - see memory.h */
#include "base/memory.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POOL_BLOCK = 16 * 1024, POOL_FIRST = 2 * 1024 };

struct block {
    struct block *next;
    size_t size, used;
    max_align_t data[];
};

struct pool {
    struct block *blocks;       /* newest first */
    size_t held;
};

__attribute__((noreturn)) static void
out_of_memory(void)
{
    static const char text[] = "out of memory\n";

    fwrite(text, 1, sizeof(text) - 1, stderr);
    abort();
}

void *
memory_new(size_t count, size_t size)
{
    void *p = calloc(count != 0 ? count : 1, size != 0 ? size : 1);

    if (p == NULL)
        out_of_memory();
    return p;
}

void *
memory_resize(void *old, size_t count, size_t size)
{
    void *p = reallocarray(old, count != 0 ? count : 1,
                           size != 0 ? size : 1);

    if (p == NULL)
        out_of_memory();
    return p;
}

char *
memory_copy(const char *text)
{
    char *copy;

    if (text == NULL)
        return NULL;
    copy = strdup(text);
    if (copy == NULL)
        out_of_memory();
    return copy;
}

void
memory_give_back(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void
memory_grow(void **items, size_t *count, size_t *room, size_t size)
{
    if (*count == *room) {
        *room = *room == 0 ? 8 : *room * 2;
        *items = memory_resize(*items, *room, size);
    }
    memset((char *)*items + *count * size, 0, size);
    (*count)++;
}

static struct block *
block_new(struct pool *pool, size_t size)
{
    struct block *block = memory_new(1, sizeof(*block) + size);

    block->size = size;
    pool->held += sizeof(*block) + size;
    return block;
}

struct pool *
pool_new(void)
{
    struct pool *pool = NEW(struct pool);

    pool->blocks = block_new(pool, POOL_FIRST);
    return pool;
}

void
pool_free(struct pool **pool)
{
    struct block *block, *next;

    if (pool == NULL || *pool == NULL)
        return;
    for (block = (*pool)->blocks; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    free(*pool);
    *pool = NULL;
}

void
pool_clear(struct pool *pool)
{
    struct block *block;

    while ((block = pool->blocks)->next != NULL) {
        pool->blocks = block->next;
        pool->held -= sizeof(*block) + block->size;
        free(block);
    }
    memset(block->data, 0, block->used);
    block->used = 0;
}

void *
pool_take(struct pool *pool, size_t size)
{
    const size_t align = sizeof(max_align_t);
    struct block *block = pool->blocks;
    void *p;

    if (size > SIZE_MAX - align)
        out_of_memory();
    size = (size + align - 1) / align * align;
    if (block->size - block->used < size) {
        block = block_new(pool, size > POOL_BLOCK ? size : POOL_BLOCK);
        block->next = pool->blocks;
        pool->blocks = block;
    }
    p = (char *)block->data + block->used;
    block->used += size;
    return p;
}

char *
pool_copy_n(struct pool *pool, const char *text, size_t length)
{
    char *copy = pool_take(pool, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *
pool_copy(struct pool *pool, const char *text)
{
    return text == NULL ? NULL : pool_copy_n(pool, text, strlen(text));
}

char *
pool_format(struct pool *pool, const char *format, ...)
{
    va_list args;
    char *text;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        out_of_memory();
    text = pool_take(pool, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

size_t
pool_size(const struct pool *pool)
{
    return pool->held;
}
