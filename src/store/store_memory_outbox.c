/* store_memory_outbox - messages in memory */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_memory.h"

enum { REMOTES = 64 };          /* at most, of one id */

struct due {
    instant due;
    int64_t wave, person;
};

struct remote {
    const char *channel;        /* interned */
    const char *remote;         /* the row's own */
    int64_t wave, person;
};

static int
order_row(int64_t wave_a, int64_t person_a, int64_t wave_b, int64_t person_b)
{
    int order = memory_order(wave_a, wave_b);

    return order != 0 ? order : memory_order(person_a, person_b);
}

static int
compare_row(const void *a, const void *b)
{
    const struct memory_row *x = a, *y = b;

    return order_row(x->wave, x->person, y->wave, y->person);
}

static int
compare_due(const void *a, const void *b)
{
    const struct due *x = a, *y = b;
    int order = memory_order(x->due, y->due);

    return order != 0 ? order
                      : order_row(x->wave, x->person, y->wave, y->person);
}

/* Newest wave first. */
static int
compare_remote(const void *a, const void *b)
{
    const struct remote *x = a, *y = b;
    int order = strcmp(x->channel, y->channel);

    if (order == 0)
        order = strcmp(x->remote, y->remote);
    return order != 0 ? order
                      : order_row(y->wave, y->person, x->wave, x->person);
}

struct memory_row *
memory_row(struct memory *memory, int64_t wave, int64_t person)
{
    struct memory_row key = {.wave = wave, .person = person};

    return sorted_find(&memory->rows, &key);
}

/* -- a row and what points at it ------------------------------------------ */

static bool
is_timed(enum delivery_state state)
{
    return state == DELIVERY_DUE || state == DELIVERY_UNKNOWN;
}

static bool
is_waiting(enum delivery_state state)
{
    return state == DELIVERY_PLANNED || state == DELIVERY_DUE
        || state == DELIVERY_HELD;
}

/* A try whose answer was lost may have arrived. */
static enum delivery_state
cancelled(const struct memory_row *row)
{
    return row->unknowns > 0 ? DELIVERY_UNKNOWN_FINAL : DELIVERY_CANCELLED;
}

static struct remote
remote_of(const struct memory_row *row)
{
    return (struct remote){row->channel, row->remote, row->wave,
                           row->person};
}

static void
count_row(struct memory *memory, const struct memory_row *row, int by)
{
    struct memory_wave *wave = memory_wave(memory, row->wave);

    if (wave != NULL)
        wave->rows[row->state] += by;
}

/* Every change of a row goes between these two. */
static void
unlink_row(struct memory *memory, const struct memory_row *row)
{
    if (is_timed(row->state)) {
        struct due due = {row->due, row->wave, row->person};

        sorted_remove(&memory->due, &due, NULL);
    }
    if (row->remote != NULL) {
        struct remote remote = remote_of(row);

        sorted_remove(&memory->remotes, &remote, NULL);
    }
    count_row(memory, row, -1);
}

static void
link_row(struct memory *memory, const struct memory_row *row)
{
    if (is_timed(row->state)) {
        struct due due = {row->due, row->wave, row->person};

        sorted_put(&memory->due, &due, NULL);
    }
    if (row->remote != NULL) {
        struct remote remote = remote_of(row);

        sorted_put(&memory->remotes, &remote, NULL);
    }
    count_row(memory, row, 1);
}

static void
set_remote(struct memory_row *row, const char *remote)
{
    char *copy = remote != NULL && *remote != '\0' ? memory_copy(remote)
                                                   : NULL;

    free(row->remote);
    row->remote = copy;
}

static void
move_row(struct memory *memory, struct memory_row *row,
         enum delivery_state state, const char *reason, instant at)
{
    unlink_row(memory, row);
    row->state = state;
    row->reason = memory_intern(memory, reason);
    row->at = at;
    link_row(memory, row);
}

static void
fill_row(struct memory *memory, struct memory_row *row,
         const struct store_row *from)
{
    row->state = from->state;
    row->channel = memory_intern(memory, from->channel);
    row->attempt = from->attempt;
    row->unknowns = from->unknowns;
    row->epoch = from->epoch;
    row->due = from->due;
    row->at = from->at;
    set_remote(row, from->remote);
    row->reason = memory_intern(memory, from->reason);
}

static void
gather_from(struct gather *gather, const struct memory_row *row)
{
    struct store_row copy = {
        .wave = row->wave, .person = row->person, .state = row->state,
        .channel = row->channel, .attempt = row->attempt,
        .unknowns = row->unknowns, .epoch = row->epoch, .due = row->due,
        .at = row->at, .remote = row->remote, .reason = row->reason,
    };

    gather_row(gather, &copy);
}

static void
gather_one(struct memory *memory, struct gather *gather, int64_t wave,
           int64_t person)
{
    const struct memory_row *row = memory_row(memory, wave, person);

    if (row != NULL)
        gather_from(gather, row);
}

/* -- one row -------------------------------------------------------------- */

static bool
memory_row_add(struct store *store, const struct store_row *from)
{
    struct memory *memory = memory_write(store);
    struct memory_row row = {.wave = from->wave, .person = from->person};
    struct memory_row *there;
    bool added;

    if (memory == NULL)
        return false;
    there = sorted_put(&memory->rows, &row, &added);
    if (added) {
        fill_row(memory, there, from);
        link_row(memory, there);
    }
    return added;
}

static bool
memory_row_get(struct store *store, int64_t wave, int64_t person,
               store_each_row *each, void *self)
{
    struct gather gather = {0};
    const struct memory_row *row;

    if (store->broken)
        return false;
    row = memory_row(memory_of(store), wave, person);
    if (row != NULL)
        gather_from(&gather, row);
    return gather_give_rows(&gather, each, self) != 0;
}

static void
memory_row_save(struct store *store, const struct store_row *from)
{
    struct memory *memory = memory_write(store);
    struct memory_row *row;

    if (memory == NULL)
        return;
    row = memory_row(memory, from->wave, from->person);
    if (row == NULL)
        return;
    unlink_row(memory, row);
    fill_row(memory, row, from);
    link_row(memory, row);
}

static bool
memory_row_result(struct store *store, int64_t wave, int64_t person,
                  uint32_t epoch, enum delivery_state state,
                  const char *remote, const char *reason, instant at)
{
    struct memory *memory = memory_write(store);
    struct memory_row *row;

    if (memory == NULL)
        return false;
    row = memory_row(memory, wave, person);
    if (row == NULL || row->state != DELIVERY_SENDING || row->epoch != epoch)
        return false;
    unlink_row(memory, row);
    row->state = state;
    row->at = at;
    set_remote(row, remote);
    row->reason = memory_intern(memory, reason);
    link_row(memory, row);
    return true;
}

/* -- what is due ---------------------------------------------------------- */

static size_t
memory_rows_due(struct store *store, instant now, size_t most,
                store_each_row *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};
    struct sorted_place place;
    const struct due *due;

    if (store->broken)
        return 0;
    SORTED_EACH(&memory->due, NULL, &place, due) {
        if (due->due > now || gather.count == most)
            break;
        gather_one(memory, &gather, due->wave, due->person);
    }
    return gather_give_rows(&gather, each, self);
}

static size_t
memory_rows_due_after(struct store *store, const struct store_row *after,
                      instant now, size_t most, store_each_row *each,
                      void *self)
{
    struct memory *memory = memory_of(store);
    struct due from = {after->due, after->wave, after->person};
    struct gather gather = {0};
    struct sorted_place place;
    const struct due *due;

    if (store->broken)
        return 0;
    SORTED_EACH(&memory->due, &from, &place, due) {
        if (due->due > now || gather.count == most)
            break;
        if (compare_due(due, &from) != 0)
            gather_one(memory, &gather, due->wave, due->person);
    }
    return gather_give_rows(&gather, each, self);
}

static instant
memory_rows_next(struct store *store)
{
    struct sorted_place place;
    const struct due *due = NULL;

    if (!store->broken)
        due = sorted_from(&memory_of(store)->due, NULL, &place);
    return due != NULL ? due->due : NEVER;
}

/* -- lists ---------------------------------------------------------------- */

static int
compare_newest(const void *a, const void *b)
{
    const struct store_row *x = a, *y = b;
    int order = memory_order(y->at, x->at);

    return order != 0 ? order
                      : order_row(y->wave, y->person, x->wave, x->person);
}

static void
memory_rows_remote(struct store *store, const char *channel,
                   const char *remote, store_each_row *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct remote from = {channel, remote, INT64_MAX, INT64_MAX};
    struct gather gather = {0};
    struct sorted_place place;
    const struct remote *found;

    if (store->broken)
        return;
    SORTED_EACH(&memory->remotes, &from, &place, found) {
        if (strcmp(found->channel, channel) != 0
            || strcmp(found->remote, remote) != 0 || gather.count == REMOTES)
            break;
        gather_one(memory, &gather, found->wave, found->person);
    }
    if (gather.count != 0)
        qsort(gather.rows, gather.count, sizeof(struct store_row),
              compare_newest);
    gather_give_rows(&gather, each, self);
}

static void
memory_rows_list(struct store *store, int64_t wave, int state, size_t most,
                 store_each_row *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct memory_row from = {.wave = wave, .person = INT64_MIN};
    struct gather gather = {0};
    struct sorted_place place;
    const struct memory_row *row;

    if (store->broken)
        return;
    SORTED_EACH(&memory->rows, wave != 0 ? &from : NULL, &place, row) {
        if ((wave != 0 && row->wave != wave) || gather.count == most)
            break;
        if (state == -1 || (int)row->state == state)
            gather_from(&gather, row);
    }
    gather_give_rows(&gather, each, self);
}

static void
memory_rows_person(struct store *store, int64_t person, size_t most,
                   store_each_row *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};
    int64_t wave;

    if (store->broken)
        return;
    for (wave = memory->wave_last; wave > 0 && gather.count < most; wave--) {
        const struct memory_row *row = memory_row(memory, wave, person);

        if (row != NULL)
            gather_from(&gather, row);
    }
    gather_give_rows(&gather, each, self);
}

/* -- many at once --------------------------------------------------------- */

/* The first row of a wave, and the one after; NULL at the end. */
static struct memory_row *
first_of(struct memory *memory, int64_t wave, struct sorted_place *place)
{
    struct memory_row from = {.wave = wave, .person = INT64_MIN};
    struct memory_row *row = sorted_from(&memory->rows, &from, place);

    return row != NULL && row->wave == wave ? row : NULL;
}

static struct memory_row *
next_of(struct memory *memory, int64_t wave, struct sorted_place *place)
{
    struct memory_row *row = sorted_next(&memory->rows, place);

    return row != NULL && row->wave == wave ? row : NULL;
}

static int64_t
memory_recover(struct store *store, instant now)
{
    struct memory *memory = memory_write(store);
    struct sorted_place place;
    struct memory_row *row;
    int64_t count = 0;

    if (memory == NULL)
        return 0;
    SORTED_EACH(&memory->rows, NULL, &place, row) {
        if (row->state != DELIVERY_SENDING)
            continue;
        unlink_row(memory, row);
        row->state = DELIVERY_UNKNOWN;
        row->unknowns++;
        row->due = row->at = now;
        link_row(memory, row);
        count++;
    }
    return count;
}

static int64_t
memory_rows_silent(struct store *store, int64_t wave, const char *channel,
                   instant now)
{
    struct memory *memory = memory_write(store);
    struct sorted_place place;
    struct memory_row *row;
    int64_t count = 0;

    if (memory == NULL)
        return 0;
    for (row = first_of(memory, wave, &place); row != NULL;
         row = next_of(memory, wave, &place)) {
        if (row->state == DELIVERY_ACCEPTED
            && strcmp(row->channel, channel) == 0) {
            move_row(memory, row, DELIVERY_NO_RECEIPT, row->reason, now);
            count++;
        }
    }
    return count;
}

static int64_t
memory_rows_cancel(struct store *store, int64_t wave, const char *reason,
                   instant now)
{
    struct memory *memory = memory_write(store);
    struct sorted_place place;
    struct memory_row *row;
    int64_t count = 0;

    if (memory == NULL)
        return 0;
    for (row = first_of(memory, wave, &place); row != NULL;
         row = next_of(memory, wave, &place)) {
        if (is_waiting(row->state)) {
            move_row(memory, row, cancelled(row), reason, now);
            count++;
        }
    }
    return count;
}

void
memory_cancel_person(struct memory *memory, int64_t person,
                     const char *reason, instant at)
{
    int64_t last = memory->wave_last;

    for (int64_t wave = 1; wave <= last; wave++) {
        struct memory_row *row = memory_row(memory, wave, person);

        if (row != NULL && is_waiting(row->state))
            move_row(memory, row, cancelled(row), reason,
                     at != 0 ? at : row->at);
    }
}

void
memory_rows_forget(struct memory *memory, int64_t wave)
{
    struct sorted_place place;
    struct memory_row *row;

    while ((row = first_of(memory, wave, &place)) != NULL) {
        struct memory_row gone;

        unlink_row(memory, row);
        sorted_remove(&memory->rows, row, &gone);
        free(gone.remote);
    }
}

/* -- open and close ------------------------------------------------------- */

void
memory_outbox_open(struct memory *memory)
{
    struct store *store = &memory->store;

    sorted_init(&memory->rows, sizeof(struct memory_row), compare_row);
    sorted_init(&memory->due, sizeof(struct due), compare_due);
    sorted_init(&memory->remotes, sizeof(struct remote), compare_remote);
    store->row_add = memory_row_add;
    store->row_get = memory_row_get;
    store->row_save = memory_row_save;
    store->row_result = memory_row_result;
    store->rows_due = memory_rows_due;
    store->rows_due_after = memory_rows_due_after;
    store->rows_next = memory_rows_next;
    store->rows_remote = memory_rows_remote;
    store->rows_list = memory_rows_list;
    store->rows_person = memory_rows_person;
    store->recover = memory_recover;
    store->rows_silent = memory_rows_silent;
    store->rows_cancel = memory_rows_cancel;
}

void
memory_outbox_close(struct memory *memory)
{
    struct sorted_place place;
    struct memory_row *row;

    SORTED_EACH(&memory->rows, NULL, &place, row)
        free(row->remote);
    sorted_free(&memory->rows);
    sorted_free(&memory->due);
    sorted_free(&memory->remotes);
}
