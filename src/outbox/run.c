/* run - waves in memory: those that are walked, and a few that are asked for;
 * see private.h */
#include "outbox/private.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void
run_free(struct run *run)
{
    for (size_t i = 0; i < run->said_count; i++)
        composed_free(&run->said[i].composed);
    free(run->said);
    free(run->told);
    free(run->others);
    free(run->passes);
    pool_free(&run->pool);
    free(run);
}

void
run_free_all(struct outbox *outbox)
{
    struct run *run;

    while ((run = outbox->runs) != NULL) {
        outbox->runs = run->next;
        run_free(run);
    }
    outbox->run_count = 0;
}

static void
copy_wave(struct pool *pool, struct store_wave *to,
          const struct store_wave *from)
{
    *to = *from;
    to->organisation = pool_copy(pool, from->organisation);
    to->event = pool_copy(pool, from->event);
    to->title = pool_copy(pool, from->title);
    to->occurrence = pool_copy(pool, from->occurrence);
    to->slot = pool_copy(pool, from->slot);
    to->facts.place = pool_copy(pool, from->facts.place);
}

/* A pass for each outlet and group; believers are one group.  An audience is
 * read from the start again: between two loads others may have been invited
 * in front of the cursor, and groups may stand in another order. */
static void
make_passes(struct outbox *outbox, struct run *run)
{
    size_t outlets = outbox->programme->channel_count;
    size_t groups = run->correction || run->event == NULL
                        ? 1 : run->event->group_count;

    if (outlets == 0)
        outlets = 1;
    run->pass_count = outlets * groups;
    run->passes = memory_new(run->pass_count, sizeof(run->passes[0]));
    for (size_t i = 0; i < run->pass_count; i++) {
        struct pass *pass = &run->passes[i];

        pass->group = i / outlets;
        pass->outlet = i % outlets;
        if (run->correction)
            pass->person = run->wave.person;
    }
    run->again = !run->correction &&
                 (run->wave.group != 0 || run->wave.person != 0);
}

/* The list is in the order of due, then id. */
static void
insert(struct outbox *outbox, struct run *run)
{
    struct run **at = &outbox->runs;

    while (*at != NULL && ((*at)->wave.due < run->wave.due ||
                           ((*at)->wave.due == run->wave.due &&
                            (*at)->wave.id < run->wave.id)))
        at = &(*at)->next;
    run->next = *at;
    *at = run;
    outbox->run_count++;
}

static struct run *
run_new(struct outbox *outbox, const struct store_wave *wave)
{
    struct run *run = NEW(struct run);
    struct occurrence occurrence;

    run->pool = pool_new();
    copy_wave(run->pool, &run->wave, wave);
    run->answer = wave->purpose == PURPOSE_STOPPED ||
                  wave->purpose == PURPOSE_STARTED;
    run->correction = !run->answer && wave->purpose != PURPOSE_REMINDER;
    run->late = !run->answer && !run->correction &&
                strchr(wave->slot, PLAN_LATE) != NULL;
    run->event = programme_event(outbox->programme, wave->event);
    run->topic = pool_format(run->pool, "%s/%s", wave->event,
                             wave->occurrence);
    /* it is asked for only when there is something to say */
    if (run->event != NULL && wave->facts.cancelled &&
        occurrence_find(run->event, wave->occurrence, wave->facts.start,
                        &occurrence))
        run->change = occurrence.change;
    run->used = outbox->turn;
    make_passes(outbox, run);
    insert(outbox, run);
    return run;
}

static struct run *
find(struct outbox *outbox, int64_t wave)
{
    struct run *run = outbox->runs;

    while (run != NULL && run->wave.id != wave)
        run = run->next;
    return run;
}

struct loading {
    struct outbox *outbox;
    struct run *run;
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct loading *loading = self;

    if (find(loading->outbox, wave->id) == NULL)
        loading->run = run_new(loading->outbox, wave);
    return true;
}

struct run *
run_get(struct outbox *outbox, int64_t wave)
{
    struct loading loading = { outbox, find(outbox, wave) };

    if (loading.run == NULL)
        outbox->store->wave_get(outbox->store, wave, on_wave, &loading);
    if (loading.run != NULL)
        loading.run->used = outbox->turn;
    return loading.run;
}

void
run_open(struct outbox *outbox, struct store_wave *wave)
{
    bool fresh = outbox->store->wave_open(outbox->store, wave);

    if (fresh && wave->state == WAVE_OPEN)
        run_new(outbox, wave);
}

void
run_open_again(struct outbox *outbox, struct store_wave *wave)
{
    struct run *run;

    run_open(outbox, wave);
    if ((wave->state != WAVE_DONE && wave->state != WAVE_SETTLED) ||
        (run = run_get(outbox, wave->id)) == NULL)
        return;
    run->wave.group = 0;
    run->wave.person = 0;
    run_save(outbox, run, WAVE_OPEN);
    free(run->passes);
    make_passes(outbox, run);
    run->again = true;
}

void
run_load_open(struct outbox *outbox)
{
    struct loading loading = { outbox, NULL };

    outbox->store->waves_in(outbox->store, WAVE_OPEN, on_wave, &loading);
}

void
run_save(struct outbox *outbox, struct run *run, enum wave_state state)
{
    run->wave.state = state;
    outbox->store->wave_save(outbox->store, &run->wave);
}

void
run_trim(struct outbox *outbox)
{
    struct run **at = &outbox->runs;
    size_t idle = 0, kept = outbox->foretells ? 0 : OUTBOX_RUNS_KEPT;

    while (*at != NULL) {
        struct run *run = *at;

        if (run->wave.state != WAVE_OPEN && run->used != outbox->turn &&
            ++idle > kept) {
            *at = run->next;
            outbox->run_count--;
            run_free(run);
        } else {
            at = &run->next;
        }
    }
}

struct telling_of {
    struct run *run;
    bool found;
};

static bool
on_told(void *self, const struct store_wave *wave)
{
    struct telling_of *of = self;
    struct told *told = GROW(of->run, told, told_count, told_room);

    told->wave = wave->id;
    told->version = wave->version;
    told->purpose = wave->purpose;
    told->slot = pool_copy(of->run->pool, wave->slot);
    told->facts = wave->facts;
    told->facts.place = pool_copy(of->run->pool, wave->facts.place);
    of->found = true;
    return false;
}

const struct told *
run_told(struct outbox *outbox, struct run *run, int64_t wave)
{
    struct telling_of of = { run, false };

    if (wave == 0)
        return NULL;
    for (size_t i = 0; i < run->told_count; i++) {
        if (run->told[i].wave == wave)
            return &run->told[i];
    }
    outbox->store->wave_get(outbox->store, wave, on_told, &of);
    return of.found ? &run->told[run->told_count - 1] : NULL;
}

/* -- other tellings of the same occurrence -------------------------------- */

static bool
on_other(void *self, const struct store_wave *wave)
{
    struct telling_of *of = self;
    struct run *run = of->run;

    if (wave->id == run->wave.id || wave->version > run->wave.version ||
        wave->state == WAVE_EXPIRED)
        return true;
    *GROW(run, others, other_count, other_room) = wave->id;
    return on_told(of, wave) || true;
}

static int
compare_newest(const void *a, const void *b)
{
    const struct told *x = a, *y = b;

    if (x->version != y->version)
        return x->version > y->version ? -1 : 1;
    return x->wave > y->wave ? -1 : x->wave < y->wave;
}

/* Read once; those that are opened later have newer facts. */
static void
know_others(struct outbox *outbox, struct run *run)
{
    struct telling_of of = { run, false };

    if (run->others_known)
        return;
    run->others_known = true;
    free(run->told);
    run->told = NULL;
    run->told_count = run->told_room = 0;
    outbox->store->waves_of(outbox->store, run->wave.organisation,
                            run->wave.event, run->wave.occurrence, on_other,
                            &of);
    if (run->told_count != 0)
        qsort(run->told, run->told_count, sizeof(run->told[0]),
              compare_newest);
    for (size_t i = 0; i < run->other_count; i++)
        run->others[i] = run->told[i].wave;
}

struct row_seen {
    enum delivery_state state;
    int unknowns;
    bool found, stopped;        /* stopped: it was not sent for a STOP */
    instant at;
};

static bool
on_row(void *self, const struct store_row *row)
{
    *(struct row_seen *)self = (struct row_seen){
        .state = row->state, .unknowns = row->unknowns, .found = true,
        .stopped = text_same(row->reason, "stop"), .at = row->at,
    };
    return false;
}

static bool
was_told(struct outbox *outbox, int64_t wave, int64_t person, instant *at)
{
    struct row_seen seen = { .found = false };

    outbox->store->row_get(outbox->store, wave, person, on_row, &seen);
    *at = seen.at;
    return seen.found && (delivery_was_told(seen.state) ||
                          seen.state == DELIVERY_SENDING ||
                          seen.unknowns > 0);
}

const struct told *
run_told_before(struct outbox *outbox, struct run *run, int64_t person,
                instant *at)
{
    know_others(outbox, run);
    for (size_t i = 0; i < run->other_count; i++) {
        if (was_told(outbox, run->others[i], person, at))
            return run_told(outbox, run, run->others[i]);
    }
    return NULL;
}

bool
run_reminded(struct outbox *outbox, struct run *run, int64_t person)
{
    instant at;

    know_others(outbox, run);
    for (size_t i = 0; i < run->other_count; i++) {
        const struct told *told = run_told(outbox, run, run->others[i]);

        if (told != NULL && told->purpose == PURPOSE_REMINDER &&
            plan_same_slot(told->slot, run->wave.slot) &&
            was_told(outbox, told->wave, person, &at))
            return true;
    }
    return false;
}

static bool
has_message(const struct row_seen *seen)
{
    return seen->found && (seen->state != DELIVERY_CANCELLED ||
                           seen->stopped);
}

bool
run_has_row(struct outbox *outbox, struct run *run, int64_t person)
{
    struct row_seen seen = { .found = false };

    know_others(outbox, run);
    outbox->store->row_get(outbox->store, run->wave.id, person, on_row,
                           &seen);
    for (size_t i = 0; i < run->other_count && !has_message(&seen); i++) {
        const struct told *told = run_told(outbox, run, run->others[i]);

        /* an event that happens once has one name for all of its dates */
        if (told != NULL && told->facts.start > outbox->now)
            outbox->store->row_get(outbox->store, told->wave, person, on_row,
                                   &seen);
    }
    return has_message(&seen);
}

bool
run_is_behind(const struct outbox *outbox, const struct run *run)
{
    for (const struct run *at = outbox->runs; at != NULL; at = at->next) {
        if (at != run && at->wave.state == WAVE_OPEN && !at->correction &&
            !at->answer && !at->late &&
            strcmp(at->wave.event, run->wave.event) == 0 &&
            strcmp(at->wave.occurrence, run->wave.occurrence) == 0)
            return true;
    }
    return false;
}

/* Open or under way: everyone who has to hear of it will be, or was, asked. */
static bool
is_on_its_way(struct outbox *outbox, const struct told *told, int64_t person)
{
    struct row_seen seen = { .found = false };
    const struct run *run = run_get(outbox, told->wave);

    outbox->store->row_get(outbox->store, told->wave, person, on_row, &seen);
    if (!seen.found)
        return run != NULL && run->wave.state == WAVE_OPEN;
    return !delivery_is_final(seen.state);
}

bool
run_correction_pending(struct outbox *outbox, struct run *run,
                       int64_t person)
{
    know_others(outbox, run);
    for (size_t i = 0; i < run->other_count; i++) {
        const struct told *told = run_told(outbox, run, run->others[i]);

        if (told != NULL && told->purpose != PURPOSE_REMINDER &&
            told->version == run->wave.version &&
            is_on_its_way(outbox, told, person))
            return true;
    }
    return false;
}
