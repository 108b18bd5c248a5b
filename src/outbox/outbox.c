/* outbox - the root object and its turn, see outbox.h */
#include "outbox/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delivery/policy.h"

#define ANSWER_USEFUL HOUR
#define SWEEP_EVERY HOUR
#define LOOK_AGAIN (10 * SECOND)        /* should a channel forget to call */
#define ORPHAN_KEPT DAY

struct outbox *
outbox_new(struct store *store, struct random *random,
           const struct outbox_events *events, void *self)
{
    struct outbox *outbox = NEW(struct outbox);

    outbox->store = store;
    outbox->random = random;
    outbox->appetite = OUTBOX_FIRST_VISITS;
    outbox->ahead = OUTBOX_AHEAD;
    if (events != NULL)
        outbox->events = *events;
    outbox->self = self;
    return outbox;
}

void
outbox_foretell(struct outbox *outbox, instant ahead)
{
    outbox->foretells = true;
    outbox->ahead = ahead;
}

static void
copy_unsettled(struct unsettled_list *to, const struct unsettled_list *from)
{
    for (size_t i = 0; i < from->count; i++) {
        struct unsettled *one = GROW(to, items, count, room);

        *one = from->items[i];
        one->event = memory_copy(one->event);
        one->place = memory_copy(one->place);
        one->truth.place = one->place;
    }
}

struct outbox *
outbox_beside(const struct outbox *running, struct store *store,
              struct random *random, const struct outbox_events *events,
              void *self)
{
    struct outbox *outbox = outbox_new(store, random, events, self);

    if (running == NULL)
        return outbox;
    copy_unsettled(&outbox->unsettled, &running->unsettled);
    outbox->handled = running->handled;
    outbox->marked = running->marked;
    outbox->swept = running->swept;
    return outbox;
}

void
outbox_flush(struct outbox *outbox)
{
    budget_flush(outbox);
}

/* Everything that hangs on the programme. */
static void
forget_programme(struct outbox *outbox)
{
    run_free_all(outbox);
    schedule_forget(outbox);
    compose_free(&outbox->compose);
    free(outbox->outlets);
    free(outbox->spending);
    free(outbox->held_channels);
    free(outbox->since);
}

void
outbox_free(struct outbox **outbox)
{
    if (*outbox == NULL)
        return;
    forget_programme(*outbox);
    correction_free(&(*outbox)->unsettled);
    rename_forget(&(*outbox)->renamed);
    loopguard_free(&(*outbox)->loops);
    free(*outbox);
    *outbox = NULL;
}

void
outbox_programme(struct outbox *outbox, const struct programme *programme,
                 const struct outlet *outlets, instant now)
{
    struct unsettled_list before = outbox->unsettled;
    size_t channels = programme->channel_count;

    if (outbox->programme != NULL)
        budget_flush(outbox);
    forget_programme(outbox);
    outbox->unsettled = (struct unsettled_list){ 0 };
    outbox->now = outbox->loaded = now;
    outbox->newcomers = now + programme->settings.settle;
    outbox->programme = programme;
    outbox->compose = compose_new(programme);
    outbox->outlets = memory_new(channels, sizeof(*outlets));
    outbox->spending = memory_new(channels, sizeof(*outbox->spending));
    outbox->held_channels = memory_new(channels, sizeof(bool));
    outbox->since = memory_new(programme->event_count, sizeof(instant));
    for (size_t i = 0; i < channels; i++) {
        char name[96];

        outbox->outlets[i] = outlets[i];
        snprintf(name, sizeof(name), "channel:%s",
                 programme->channels[i].name);
        outbox->held_channels[i] = outbox_held(outbox, name);
    }
    outbox->orphans = outbox->store->orphans_forget(outbox->store,
                                                    now - ORPHAN_KEPT) > 0;
    rezone_all(outbox);
    rename_find(outbox);
    run_load_open(outbox);
    correction_find(outbox, &before);
    correction_free(&before);
    hold_look_again(outbox);
}

/* -- receipts that never came --------------------------------------------- */

struct sweep {
    struct outbox *outbox;
    int64_t waves[OUTBOX_BATCH];
    size_t count;
};

static bool
on_done(void *self, const struct store_wave *wave)
{
    struct sweep *sweep = self;

    if (wave->due + POLICY_RECEIPT > sweep->outbox->now)
        return false;           /* by due: the rest is younger */
    sweep->waves[sweep->count++] = wave->id;
    return sweep->count < OUTBOX_BATCH;
}

static void
settle_wave(struct outbox *outbox, int64_t wave)
{
    struct store_count count = { { 0 } };
    struct run *run = run_get(outbox, wave);

    for (size_t i = 0; i < outbox->programme->channel_count; i++) {
        const struct outlet *outlet = &outbox->outlets[i];

        if (outlet->receipts != NULL && outlet->receipts(outlet->self))
            outbox->store->rows_silent(outbox->store, wave,
                                       outbox->programme->channels[i].name,
                                       outbox->now);
    }
    outbox->store->wave_count(outbox->store, wave, &count);
    if (run == NULL)
        return;
    /* what is held and of no use any more ends as expired */
    if (count.rows[DELIVERY_HELD] != 0 && outbox->now >= run->wave.until)
        hold_release(outbox, wave);
    if (count.rows[DELIVERY_DUE] == 0 && count.rows[DELIVERY_SENDING] == 0 &&
        count.rows[DELIVERY_UNKNOWN] == 0 && count.rows[DELIVERY_HELD] == 0)
        run_save(outbox, run, WAVE_SETTLED);
}

static void
sweep(struct outbox *outbox)
{
    struct sweep old = { .outbox = outbox };

    if (outbox->foretells || outbox->now < outbox->swept + SWEEP_EVERY)
        return;
    outbox->swept = outbox->now;
    outbox->store->waves_in(outbox->store, WAVE_DONE, on_done, &old);
    if (old.count < OUTBOX_BATCH)
        outbox->store->waves_in(outbox->store, WAVE_SUPERSEDED, on_done,
                                &old);
    for (size_t i = 0; i < old.count; i++)
        settle_wave(outbox, old.waves[i]);
    outbox->orphans = outbox->store->orphans_forget(
        outbox->store, outbox->now - ORPHAN_KEPT) > 0;
}

/* -- the turn ------------------------------------------------------------- */

static instant
earlier(instant a, instant b)
{
    return a < b ? a : b;
}

static instant
next_turn(const struct outbox *outbox)
{
    const struct entry *top = agenda_top(&outbox->agenda);
    instant next = outbox->planned - HOUR, rows;

    if (top != NULL)
        next = earlier(next, top->when);
    next = earlier(next, correction_next(outbox));
    next = earlier(next, walk_next(outbox));
    next = earlier(next, outbox->newcomers);
    if (!outbox->foretells)
        next = earlier(next, outbox->swept + SWEEP_EVERY);
    rows = outbox->store->rows_next(outbox->store);
    /* due but without room: the channel calls when there is some */
    if (outbox->blocked && rows < outbox->now + LOOK_AGAIN)
        rows = outbox->now + LOOK_AGAIN;
    return earlier(next, rows);
}

instant
outbox_turn(struct outbox *outbox, instant now)
{
    bool all;

    outbox->now = now;
    outbox->turn++;
    correction_turn(outbox);
    all = schedule_turn(outbox);
    newcomers_turn(outbox);
    all = due_turn(outbox) && all;
    all = walk_runs(outbox) && all;
    sweep(outbox);
    budget_flush(outbox);
    run_trim(outbox);
    return all ? next_turn(outbox) : now;
}

/* -- answers, recovery ---------------------------------------------------- */

void
outbox_answer(struct outbox *outbox, int64_t person, enum purpose purpose,
              size_t channel, const char *key, instant now)
{
    struct store_wave wave = {
        .organisation = outbox->programme->organisation.id,
        .event = "", .title = "", .occurrence = key, .slot = "",
        .purpose = purpose, .version = 1,
        .due = now, .until = now + ANSWER_USEFUL,
        .facts = { .start = now, .place = "" },
        .state = WAVE_DONE,
    };
    struct store_row row = { .wave = 0 };

    outbox->now = now;
    if (channel >= outbox->programme->channel_count ||
        !outbox->store->wave_open(outbox->store, &wave))
        return;
    /* the turn sends it, when the clock is trusted */
    row = (struct store_row){
        .wave = wave.id, .person = person, .state = DELIVERY_DUE,
        .channel = outbox->programme->channels[channel].name,
        .due = now, .at = now, .remote = "", .reason = "",
    };
    outbox->store->row_add(outbox->store, &row);
}

void
outbox_doubt(struct outbox *outbox, bool doubted)
{
    outbox->doubted = doubted;
}

int64_t
outbox_recover(struct outbox *outbox, instant now)
{
    outbox->now = now;
    return outbox->store->recover(outbox->store, now);
}

void
outbox_unsettled(const struct outbox *outbox, outbox_settling *each,
                 void *self)
{
    for (size_t i = 0; i < outbox->unsettled.count; i++) {
        const struct unsettled *one = &outbox->unsettled.items[i];

        if (!each(self, one->event, one->key, one->due))
            return;
    }
}
