/* store_memory_waves - waves in memory: by id, by key, by state */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_memory.h"

struct wave_id {
    int64_t id;
    struct memory_wave *wave;
};

/* A key whose occurrence is NULL is below all of its event. */
struct wave_key {
    const char *organisation, *event, *occurrence, *slot;
    int purpose;
    int version;
    struct memory_wave *wave;
};

struct wave_due {
    int state;
    instant due;
    int64_t id;
    struct memory_wave *wave;
};

static int
compare_key(const void *a, const void *b)
{
    const struct wave_key *x = a, *y = b;
    int order = strcmp(x->organisation, y->organisation);

    if (order == 0)
        order = strcmp(x->event, y->event);
    if (order == 0 && (x->occurrence == NULL || y->occurrence == NULL))
        return (x->occurrence != NULL) - (y->occurrence != NULL);
    if (order == 0)
        order = strcmp(x->occurrence, y->occurrence);
    if (order == 0)
        order = memory_order(x->purpose, y->purpose);
    if (order == 0)
        order = strcmp(x->slot, y->slot);
    return order != 0 ? order : memory_order(x->version, y->version);
}

static int
compare_due(const void *a, const void *b)
{
    const struct wave_due *x = a, *y = b;
    int order = memory_order(x->state, y->state);

    if (order == 0)
        order = memory_order(x->due, y->due);
    return order != 0 ? order : memory_order(x->id, y->id);
}

struct memory_wave *
memory_wave(struct memory *memory, int64_t id)
{
    const struct wave_id *found = sorted_find(&memory->waves, &id);

    return found != NULL ? found->wave : NULL;
}

static struct wave_key
key_of(const struct store_wave *wave)
{
    return (struct wave_key){
        .organisation = wave->organisation, .event = wave->event,
        .occurrence = wave->occurrence, .purpose = (int)wave->purpose,
        .slot = wave->slot != NULL ? wave->slot : "",
        .version = wave->version,
    };
}

static struct wave_due
due_of(struct memory_wave *wave)
{
    return (struct wave_due){
        .state = (int)wave->wave.state, .due = wave->wave.due,
        .id = wave->wave.id, .wave = wave,
    };
}

/* -- walks over one event ------------------------------------------------- */

static struct memory_wave *
while_of(const struct wave_key *key, const char *organisation,
         const char *event, const char *occurrence)
{
    if (key == NULL || strcmp(key->organisation, organisation) != 0
        || strcmp(key->event, event) != 0
        || (occurrence != NULL && strcmp(key->occurrence, occurrence) != 0))
        return NULL;
    return key->wave;
}

struct memory_wave *
memory_wave_first(struct memory *memory, const char *organisation,
                  const char *event, const char *occurrence,
                  struct sorted_place *place)
{
    struct wave_key from = {
        .organisation = organisation, .event = event,
        .occurrence = occurrence, .purpose = INT32_MIN, .slot = "",
        .version = INT32_MIN,
    };

    return while_of(sorted_from(&memory->wave_keys, &from, place),
                    organisation, event, occurrence);
}

struct memory_wave *
memory_wave_next(struct memory *memory, const struct memory_wave *wave,
                 const char *occurrence, struct sorted_place *place)
{
    return while_of(sorted_next(&memory->wave_keys, place),
                    wave->wave.organisation, wave->wave.event, occurrence);
}

/* The texts of a wave in here are its own. */
static void
free_text(const char *text)
{
    free((void *)(uintptr_t)text);
}

/* -- the interface -------------------------------------------------------- */

static struct memory_wave *
wave_new(struct memory *memory, const struct store_wave *from)
{
    struct memory_wave *wave = NEW(struct memory_wave);
    struct wave_id by_id;

    wave->wave = *from;
    wave->wave.id = ++memory->wave_last;
    wave->wave.organisation = memory_copy(from->organisation);
    wave->wave.event = memory_copy(from->event);
    wave->wave.title = memory_copy(from->title != NULL ? from->title : "");
    wave->wave.occurrence = memory_copy(from->occurrence);
    wave->wave.slot = memory_copy(from->slot != NULL ? from->slot : "");
    wave->wave.facts.place =
        memory_copy(from->facts.place != NULL ? from->facts.place : "");
    by_id = (struct wave_id){wave->wave.id, wave};
    sorted_put(&memory->waves, &by_id, NULL);
    return wave;
}

static bool
memory_wave_open(struct store *store, struct store_wave *from)
{
    struct memory *memory = memory_write(store);
    struct wave_key key;
    struct wave_due due;
    const struct wave_key *found;
    struct memory_wave *wave;

    if (memory == NULL)
        return false;
    key = key_of(from);
    found = sorted_find(&memory->wave_keys, &key);
    if (found != NULL) {
        from->id = found->wave->wave.id;
        from->state = found->wave->wave.state;
        from->group = found->wave->wave.group;
        from->person = found->wave->wave.person;
        return false;
    }
    wave = wave_new(memory, from);
    from->id = wave->wave.id;
    key = key_of(&wave->wave);
    key.wave = wave;
    sorted_put(&memory->wave_keys, &key, NULL);
    due = due_of(wave);
    sorted_put(&memory->wave_states, &due, NULL);
    return true;
}

static void
memory_wave_save(struct store *store, const struct store_wave *from)
{
    struct memory *memory = memory_write(store);
    struct memory_wave *wave;
    struct wave_due due;

    if (memory == NULL)
        return;
    wave = memory_wave(memory, from->id);
    if (wave == NULL)
        return;
    due = due_of(wave);
    sorted_remove(&memory->wave_states, &due, NULL);
    wave->wave.state = from->state;
    wave->wave.due = from->due;
    wave->wave.until = from->until;
    wave->wave.group = from->group;
    wave->wave.person = from->person;
    due = due_of(wave);
    sorted_put(&memory->wave_states, &due, NULL);
}

static void
memory_wave_retime(struct store *store, const struct store_wave *from)
{
    struct memory *memory = memory_write(store);
    struct memory_wave *wave = memory != NULL
        ? memory_wave(memory, from->id) : NULL;

    if (wave == NULL)
        return;
    wave->wave.until = from->until;
    wave->wave.facts.start = from->facts.start;
    wave->wave.facts.end = from->facts.end;
}

static void
rename_one(struct memory *memory, struct memory_wave *wave, const char *to)
{
    struct wave_key key = key_of(&wave->wave);

    sorted_remove(&memory->wave_keys, &key, NULL);
    free_text(wave->wave.event);
    wave->wave.event = memory_copy(to);
    key = key_of(&wave->wave);
    key.wave = wave;
    sorted_put(&memory->wave_keys, &key, NULL);
}

static bool
memory_event_rename(struct store *store, const char *organisation,
                    const char *from, const char *to)
{
    struct memory *memory = memory_write(store);
    struct sorted_place place;
    struct memory_wave *wave;
    bool any = false;

    if (memory == NULL || memory_wave_first(memory, organisation, to, NULL,
                                            &place) != NULL)
        return false;
    while ((wave = memory_wave_first(memory, organisation, from, NULL,
                                     &place)) != NULL) {
        rename_one(memory, wave, to);
        any = true;
    }
    return any;
}

static bool
memory_wave_get(struct store *store, int64_t id, store_each_wave *each,
                void *self)
{
    struct gather gather = {0};
    const struct memory_wave *wave;

    if (store->broken)
        return false;
    wave = memory_wave(memory_of(store), id);
    if (wave != NULL)
        gather_wave(&gather, &wave->wave);
    return gather_give_waves(&gather, each, self) != 0;
}

static void
memory_waves_in(struct store *store, enum wave_state state,
                store_each_wave *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct wave_due from = {.state = (int)state, .due = INT64_MIN};
    struct gather gather = {0};
    struct sorted_place place;
    const struct wave_due *due;

    if (store->broken)
        return;
    SORTED_EACH(&memory->wave_states, &from, &place, due) {
        if (due->state != (int)state)
            break;
        gather_wave(&gather, &due->wave->wave);
    }
    gather_give_waves(&gather, each, self);
}

static int
compare_wave_id(const void *a, const void *b)
{
    return memory_order(((const struct store_wave *)a)->id,
                        ((const struct store_wave *)b)->id);
}

static void
give_by_id(struct gather *gather, store_each_wave *each, void *self)
{
    if (gather->count != 0)
        qsort(gather->waves, gather->count, sizeof(struct store_wave),
              compare_wave_id);
    gather_give_waves(gather, each, self);
}

static void
memory_waves_of(struct store *store, const char *organisation,
                const char *event, const char *occurrence,
                store_each_wave *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};
    struct sorted_place place;
    const struct memory_wave *wave;

    if (store->broken)
        return;
    wave = memory_wave_first(memory, organisation, event, occurrence,
                             &place);
    for (; wave != NULL;
         wave = memory_wave_next(memory, wave, occurrence, &place))
        gather_wave(&gather, &wave->wave);
    give_by_id(&gather, each, self);
}

static bool
same_occurrence(const struct store_wave *a, const struct store_wave *b)
{
    return strcmp(a->organisation, b->organisation) == 0
        && strcmp(a->event, b->event) == 0
        && strcmp(a->occurrence, b->occurrence) == 0;
}

static bool
is_newer(const struct store_wave *wave, const struct store_wave *than)
{
    if (wave->version != than->version)
        return wave->version > than->version;
    return wave->id > than->id;
}

/* Waves of one occurrence lie together: keep the newest of each run. */
static void
memory_waves_newest(struct store *store, instant from, store_each_wave *each,
                    void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};
    struct sorted_place place;
    const struct store_wave *newest = NULL;
    const struct wave_key *key;

    if (store->broken)
        return;
    SORTED_EACH(&memory->wave_keys, NULL, &place, key) {
        const struct store_wave *wave = &key->wave->wave;

        if (wave->state == WAVE_EXPIRED)
            continue;
        if (newest == NULL || !same_occurrence(newest, wave)) {
            if (newest != NULL && newest->facts.start >= from)
                gather_wave(&gather, newest);
            newest = wave;
        } else if (is_newer(wave, newest)) {
            newest = wave;
        }
    }
    if (newest != NULL && newest->facts.start >= from)
        gather_wave(&gather, newest);
    give_by_id(&gather, each, self);
}

static void
memory_wave_count(struct store *store, int64_t id, struct store_count *count)
{
    const struct memory_wave *wave;

    memset(count, 0, sizeof(*count));
    if (store->broken)
        return;
    wave = memory_wave(memory_of(store), id);
    if (wave != NULL)
        memcpy(count->rows, wave->rows, sizeof(count->rows));
}

/* -- open and close ------------------------------------------------------- */

void
memory_waves_open(struct memory *memory)
{
    struct store *store = &memory->store;

    sorted_init(&memory->waves, sizeof(struct wave_id), memory_compare_id);
    sorted_init(&memory->wave_keys, sizeof(struct wave_key), compare_key);
    sorted_init(&memory->wave_states, sizeof(struct wave_due), compare_due);
    store->wave_open = memory_wave_open;
    store->wave_save = memory_wave_save;
    store->wave_retime = memory_wave_retime;
    store->event_rename = memory_event_rename;
    store->wave_get = memory_wave_get;
    store->waves_in = memory_waves_in;
    store->waves_of = memory_waves_of;
    store->waves_newest = memory_waves_newest;
    store->wave_count = memory_wave_count;
}

static void
wave_free(struct memory_wave *wave)
{
    free_text(wave->wave.organisation);
    free_text(wave->wave.event);
    free_text(wave->wave.title);
    free_text(wave->wave.occurrence);
    free_text(wave->wave.slot);
    free_text(wave->wave.facts.place);
    free(wave);
}

static void
wave_forget(struct memory *memory, struct memory_wave *wave)
{
    struct wave_key key = key_of(&wave->wave);
    struct wave_due due = due_of(wave);

    memory_rows_forget(memory, wave->wave.id);
    sorted_remove(&memory->wave_keys, &key, NULL);
    sorted_remove(&memory->wave_states, &due, NULL);
    sorted_remove(&memory->waves, &due.id, NULL);
    wave_free(wave);
}

void
store_memory_forget(struct store *store, instant before)
{
    struct memory *memory = memory_write(store);
    struct sorted_place place;
    const struct wave_id *each;

    if (memory == NULL)
        return;
    each = sorted_from(&memory->waves, NULL, &place);
    while (each != NULL) {
        int64_t id = each->id;

        if (each->wave->wave.state != WAVE_OPEN &&
            each->wave->wave.facts.start < before)
            wave_forget(memory, each->wave);
        id++;
        each = sorted_from(&memory->waves, &id, &place);
    }
    memory_notices_forget(memory);
}

void
memory_waves_close(struct memory *memory)
{
    struct sorted_place place;
    const struct wave_id *each;

    SORTED_EACH(&memory->waves, NULL, &place, each)
        wave_free(each->wave);
    sorted_free(&memory->waves);
    sorted_free(&memory->wave_keys);
    sorted_free(&memory->wave_states);
}
