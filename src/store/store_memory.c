/* store_memory - open and close, transactions, small things by name */
#include "store/store_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct memory *
memory_write(struct store *store)
{
    struct memory *memory = memory_of(store);

    if (store->broken)
        return NULL;
    memory->dirty = true;
    return memory;
}

int
memory_compare_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int
memory_compare_id(const void *a, const void *b)
{
    return memory_order(*(const int64_t *)a, *(const int64_t *)b);
}

const char *
memory_intern(struct memory *memory, const char *text)
{
    char **there, *copy;

    if (text == NULL || *text == '\0')
        return "";
    there = sorted_find(&memory->texts, &text);
    if (there != NULL)
        return *there;
    copy = memory_copy(text);
    sorted_put(&memory->texts, &copy, NULL);
    return copy;
}

void
memory_free_texts(struct sorted *set)
{
    struct sorted_place place;
    char **text;

    SORTED_EACH(set, NULL, &place, text)
        free(*text);
    sorted_free(set);
}

/* -- transactions --------------------------------------------------------- */

static void
memory_begin(struct store *store)
{
    (void)store;                /* every write begins one */
}

static int
memory_commit(struct store *store, void (*done)(void *self), void *self)
{
    if (store->broken)
        return -1;
    memory_of(store)->dirty = false;
    if (done != NULL)
        done(self);
    return 0;
}

/* There is no way back, and going on with what should not be there would be
 * worse than stopping. */
static void
memory_rest(struct store *store)
{
    (void)store;
}

static void
memory_rollback(struct store *store)
{
    if (!memory_of(store)->dirty || store->broken)
        return;
    store->broken = true;
    error_set(&store->error, "a store in memory cannot be rolled back");
}

/* -- small things by name ------------------------------------------------- */

static const char *
value_get(struct store *store, const struct sorted *set, const char *key)
{
    const struct memory_value *value;

    if (store->broken)
        return NULL;
    value = sorted_find(set, &key);
    return value != NULL ? value->value : NULL;
}

static void
value_remove(struct sorted *set, const char *key)
{
    struct memory_value value = {0};

    if (sorted_remove(set, &key, &value)) {
        free(value.key);
        free(value.value);
    }
}

static void
value_put(struct sorted *set, const char *key, const char *text)
{
    struct memory_value value;

    if (text == NULL) {
        value_remove(set, key);
        return;
    }
    value = (struct memory_value){memory_copy(key), memory_copy(text)};
    value_remove(set, key);
    sorted_put(set, &value, NULL);
}

static void
values_free(struct sorted *set)
{
    struct sorted_place place;
    struct memory_value *value;

    SORTED_EACH(set, NULL, &place, value)
        free(value->value);
    memory_free_texts(set);
}

static const char *
memory_get(struct store *store, const char *key)
{
    return value_get(store, &memory_of(store)->values, key);
}

static void
memory_put(struct store *store, const char *key, const char *value)
{
    struct memory *memory = memory_write(store);

    if (memory != NULL)
        value_put(&memory->values, key, value);
}

static const char *
memory_source_get(struct store *store, const char *name)
{
    return value_get(store, &memory_of(store)->sources, name);
}

static void
memory_source_put(struct store *store, const char *name, const char *text)
{
    struct memory *memory = memory_write(store);

    if (memory != NULL)
        value_put(&memory->sources, name, text);
}

static void
memory_source_remove(struct store *store, const char *name)
{
    struct memory *memory = memory_write(store);

    if (memory != NULL)
        value_remove(&memory->sources, name);
}

/* -- open and close ------------------------------------------------------- */

static void
memory_close(struct store **store)
{
    struct memory *memory;

    if (store == NULL || *store == NULL)
        return;
    memory = memory_of(*store);
    memory_people_close(memory);
    memory_outbox_close(memory);
    memory_waves_close(memory);
    memory_inbox_close(memory);
    values_free(&memory->values);
    values_free(&memory->sources);
    memory_free_texts(&memory->texts);
    free(memory);
    *store = NULL;
}

struct store *
store_memory_open(void)
{
    struct memory *memory = NEW(struct memory);
    struct store *store = &memory->store;

    sorted_init(&memory->texts, sizeof(char *), memory_compare_text);
    sorted_init(&memory->values, sizeof(struct memory_value),
                memory_compare_text);
    sorted_init(&memory->sources, sizeof(struct memory_value),
                memory_compare_text);
    store->begin = memory_begin;
    store->commit = memory_commit;
    store->rest = memory_rest;
    store->rollback = memory_rollback;
    store->close = memory_close;
    store->get = memory_get;
    store->put = memory_put;
    store->source_get = memory_source_get;
    store->source_put = memory_source_put;
    store->source_remove = memory_source_remove;
    memory_people_open(memory);
    memory_waves_open(memory);
    memory_outbox_open(memory);
    memory_told_open(memory);
    memory_inbox_open(memory);
    return store;
}
