/* store_memory_inbox - early receipts, what came in, spending and notices, in
 * memory */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_memory.h"

/* Two interned texts: channel and the far side's id, channel and key,
 * channel and day. */
struct pair {
    const char *first, *second;
};

struct orphan {
    struct pair key;
    int outcome;
    instant at;
};

struct inbound {
    unsigned char index[STORE_INDEX];
    instant at;
    int64_t id;
    const char *kind;           /* interned */
};

struct spending {
    struct pair key;
    int64_t messages, money;
};

static int
compare_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int order = strcmp(x->first, y->first);

    return order != 0 ? order : strcmp(x->second, y->second);
}

static int
compare_inbound(const void *a, const void *b)
{
    const struct inbound *x = a, *y = b;
    int order = memcmp(x->index, y->index, STORE_INDEX);

    if (order == 0)
        order = memory_order(x->at, y->at);
    return order != 0 ? order : memory_order(x->id, y->id);
}

/* -- receipts that came before their message ------------------------------ */

static void
memory_orphan_put(struct store *store, const char *channel,
                  const char *remote, int outcome, const char *reason,
                  instant at)
{
    struct memory *memory = memory_write(store);
    struct orphan orphan, *there;
    bool added;

    (void)reason;
    if (memory == NULL)
        return;
    orphan = (struct orphan){
        {memory_intern(memory, channel), memory_copy(remote)}, outcome, at,
    };
    there = sorted_put(&memory->orphans, &orphan, &added);
    if (!added) {
        free((void *)(uintptr_t)orphan.key.second);
        there->outcome = outcome;
        there->at = at;
    }
}

static bool
memory_orphan_take(struct store *store, const char *channel,
                   const char *remote, int *outcome)
{
    struct memory *memory = memory_write(store);
    struct pair key = {channel, remote};
    struct orphan orphan = {0};

    if (memory == NULL || !sorted_remove(&memory->orphans, &key, &orphan))
        return false;
    free((void *)(uintptr_t)orphan.key.second);
    *outcome = orphan.outcome;
    return true;
}

static int64_t
memory_orphans_forget(struct store *store, instant before)
{
    struct memory *memory = memory_write(store);
    struct sorted kept;
    struct sorted_place place;
    struct orphan *orphan;
    int64_t left = 0;

    if (memory == NULL)
        return 0;
    sorted_init(&kept, sizeof(struct orphan), compare_pair);
    SORTED_EACH(&memory->orphans, NULL, &place, orphan) {
        if (orphan->at < before) {
            free((void *)(uintptr_t)orphan->key.second);
        } else {
            sorted_put(&kept, orphan, NULL);
            left++;
        }
    }
    sorted_free(&memory->orphans);
    memory->orphans = kept;
    return left;
}

/* -- what came in --------------------------------------------------------- */

static bool
memory_inbound_put(struct store *store, struct store_inbound *from)
{
    struct memory *memory = memory_write(store);
    struct inbound inbound;
    struct pair key;
    bool added = true;

    if (memory == NULL)
        return false;
    key = (struct pair){memory_intern(memory, from->channel),
                        memory_intern(memory, from->key)};
    if (*key.second != '\0')
        sorted_put(&memory->inbound_keys, &key, &added);
    if (!added)
        return false;
    from->id = ++memory->inbound_last;
    inbound = (struct inbound){
        .at = from->at, .id = from->id,
        .kind = memory_intern(memory, from->kind),
    };
    memcpy(inbound.index, from->index, STORE_INDEX);
    sorted_put(&memory->inbound, &inbound, NULL);
    return true;
}

static int
memory_inbound_count(struct store *store, const unsigned char *index,
                     const char *kind, instant since)
{
    struct memory *memory = memory_of(store);
    struct inbound from = {.at = since, .id = INT64_MIN};
    struct sorted_place place;
    const struct inbound *inbound;
    int count = 0;

    if (store->broken)
        return 0;
    memcpy(from.index, index, STORE_INDEX);
    SORTED_EACH(&memory->inbound, &from, &place, inbound) {
        if (memcmp(inbound->index, index, STORE_INDEX) != 0)
            break;
        if (*kind == '\0' || strcmp(inbound->kind, kind) == 0)
            count++;
    }
    return count;
}

/* -- spending ------------------------------------------------------------- */

static void
memory_spend(struct store *store, const char *channel, const char *day,
             int64_t messages, int64_t money)
{
    struct memory *memory = memory_write(store);
    struct spending spending = {0}, *there;

    if (memory == NULL)
        return;
    spending.key = (struct pair){memory_intern(memory, channel),
                                 memory_intern(memory, day)};
    there = sorted_put(&memory->spent, &spending, NULL);
    there->messages += messages;
    there->money += money;
}

static void
memory_spent(struct store *store, const char *channel, const char *day,
             int64_t *messages, int64_t *money)
{
    struct pair key = {channel, day};
    const struct spending *there = NULL;

    if (!store->broken)
        there = sorted_find(&memory_of(store)->spent, &key);
    *messages = there != NULL ? there->messages : 0;
    *money = there != NULL ? there->money : 0;
}

/* -- notices -------------------------------------------------------------- */

static void
memory_notice(struct store *store, const char *key, const char *text,
              instant at)
{
    struct memory *memory = memory_write(store);
    struct memory_notice *notice;
    bool added = true;
    char *copy;

    if (memory == NULL)
        return;
    if (*key != '\0') {
        copy = memory_copy(key);
        sorted_put(&memory->notice_keys, &copy, &added);
        if (!added) {
            free(copy);
            return;
        }
    }
    notice = GROW(memory, notices, notice_count, notice_room);
    notice->at = at;
    notice->text = memory_copy(text);
    notice->key = *key != '\0' ? memory_copy(key) : NULL;
}

static void
memory_notice_remove(struct store *store, const char *key)
{
    struct memory *memory = memory_write(store);
    size_t count = 0;
    char *known;

    if (memory == NULL || *key == '\0')
        return;
    for (size_t i = 0; i < memory->notice_count; i++) {
        struct memory_notice notice = memory->notices[i];

        if (notice.key == NULL || strcmp(notice.key, key) != 0) {
            memory->notices[count++] = notice;
            continue;
        }
        free(notice.key);
        free(notice.text);
    }
    memory->notice_count = count;
    if (sorted_remove(&memory->notice_keys, &key, &known))
        free(known);
}

static void
memory_notices(struct store *store, size_t most,
               bool (*each)(void *self, instant at, const char *text),
               void *self)
{
    struct memory *memory = memory_of(store);
    size_t count = memory->notice_count;

    if (store->broken)
        return;
    for (size_t i = 0; i < count && i < most; i++) {
        const struct memory_notice *notice = &memory->notices[count - 1 - i];

        if (!each(self, notice->at, notice->text))
            return;
    }
}

void
memory_notices_forget(struct memory *memory)
{
    for (size_t i = 0; i < memory->notice_count; i++) {
        free(memory->notices[i].text);
        free(memory->notices[i].key);
    }
    memory->notice_count = 0;
    memory_free_texts(&memory->notice_keys);
}

/* -- open and close ------------------------------------------------------- */

void
memory_inbox_open(struct memory *memory)
{
    struct store *store = &memory->store;

    sorted_init(&memory->orphans, sizeof(struct orphan), compare_pair);
    sorted_init(&memory->inbound_keys, sizeof(struct pair), compare_pair);
    sorted_init(&memory->inbound, sizeof(struct inbound), compare_inbound);
    sorted_init(&memory->spent, sizeof(struct spending), compare_pair);
    sorted_init(&memory->notice_keys, sizeof(char *), memory_compare_text);
    store->orphan_put = memory_orphan_put;
    store->orphan_take = memory_orphan_take;
    store->orphans_forget = memory_orphans_forget;
    store->inbound_put = memory_inbound_put;
    store->inbound_count = memory_inbound_count;
    store->spend = memory_spend;
    store->spent = memory_spent;
    store->notice = memory_notice;
    store->notice_remove = memory_notice_remove;
    store->notices = memory_notices;
}

void
memory_inbox_close(struct memory *memory)
{
    struct sorted_place place;
    struct orphan *orphan;

    SORTED_EACH(&memory->orphans, NULL, &place, orphan)
        free((void *)(uintptr_t)orphan->key.second);
    sorted_free(&memory->orphans);
    sorted_free(&memory->inbound_keys);
    sorted_free(&memory->inbound);
    sorted_free(&memory->spent);
    memory_notices_forget(memory);
    free(memory->notices);
}
