/* store_memory_told - who was told what, in memory */
#include "store/store_memory.h"

/* A try whose answer was lost may have arrived, whatever became of the next. */
static bool
is_told(const struct memory_row *row)
{
    if (row->state == DELIVERY_SENDING || delivery_was_told(row->state))
        return true;
    return row->unknowns > 0
        && (row->state != DELIVERY_UNDELIVERED || row->attempt > 1);
}

static bool
is_newer(const struct store_wave *wave, const struct store_wave *than)
{
    if (than == NULL || wave->version != than->version)
        return than == NULL || wave->version > than->version;
    return wave->id > than->id;
}

/* The newest wave of an occurrence in which a person was told, and its row. */
static const struct memory_row *
newest_telling(struct memory *memory, const char *organisation,
               const char *event, const char *occurrence, int64_t person)
{
    const struct memory_row *best = NULL;
    const struct store_wave *newest = NULL;
    const struct memory_wave *wave;
    struct sorted_place place;

    wave = memory_wave_first(memory, organisation, event, occurrence,
                             &place);
    for (; wave != NULL;
         wave = memory_wave_next(memory, wave, occurrence, &place)) {
        const struct memory_row *row = memory_row(memory, wave->wave.id,
                                                  person);

        if (row != NULL && is_told(row)
            && is_newer(&wave->wave, newest)) {
            newest = &wave->wave;
            best = row;
        }
    }
    return best;
}

static int64_t
memory_told(struct store *store, const char *organisation, const char *event,
            const char *occurrence, int64_t person, instant *at)
{
    const struct memory_row *row = NULL;

    if (!store->broken)
        row = newest_telling(memory_of(store), organisation, event,
                             occurrence, person);
    if (at != NULL)
        *at = row != NULL ? row->at : 0;
    return row != NULL ? row->wave : 0;
}

/* The lowest person above `after` who was told in a wave; INT64_MAX none. */
static int64_t
next_told(struct memory *memory, int64_t wave, int64_t after)
{
    struct memory_row from = {.wave = wave, .person = after};
    struct sorted_place place;
    const struct memory_row *row;

    SORTED_EACH(&memory->rows, &from, &place, row) {
        if (row->wave != wave)
            break;
        if (row->person > after && is_told(row))
            return row->person;
    }
    return INT64_MAX;
}

/* The same of all waves of the occurrence. */
static int64_t
next_believer(struct memory *memory, const char *organisation,
              const char *event, const char *occurrence, int64_t after)
{
    struct sorted_place place;
    const struct memory_wave *wave;
    int64_t lowest = INT64_MAX;

    wave = memory_wave_first(memory, organisation, event, occurrence,
                             &place);
    for (; wave != NULL;
         wave = memory_wave_next(memory, wave, occurrence, &place)) {
        int64_t person = next_told(memory, wave->wave.id, after);

        if (person < lowest)
            lowest = person;
    }
    return lowest;
}

static size_t
memory_believers(struct store *store, const char *organisation,
                 const char *event, const char *occurrence, int64_t after,
                 size_t most, store_each_recipient *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};

    while (!store->broken && gather.count < most) {
        struct store_recipient recipient;
        const struct memory_person *person;
        const struct memory_row *row;

        after = next_believer(memory, organisation, event, occurrence,
                              after);
        if (after == INT64_MAX)
            break;
        person = memory_person(memory, after);
        row = newest_telling(memory, organisation, event, occurrence, after);
        if (person == NULL || row == NULL)
            continue;
        memory_recipient(person, &recipient);
        recipient.told_wave = row->wave;
        gather_recipient(&gather, &recipient);
    }
    return gather_give_recipients(&gather, each, self);
}

void
memory_told_open(struct memory *memory)
{
    struct store *store = &memory->store;

    store->told = memory_told;
    store->believers = memory_believers;
}
