/* outbox - the root object and its turn, see outbox.h */
#include "outbox/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delivery/policy.h"

#define ANSWER_USEFUL HOUR
#define SWEEP_EVERY HOUR
#define ORPHAN_KEPT DAY

struct outbox *
outbox_new(struct store *store, struct random *random,
           const struct outbox_events *events, void *self)
{
    struct outbox *outbox = NEW(struct outbox);

    outbox->store = store;
    outbox->random = random;
    if (events != NULL)
        outbox->events = *events;
    outbox->self = self;
    return outbox;
}

/* Everything that hangs on the programme. */
static void
forget_programme(struct outbox *outbox)
{
    run_free_all(outbox);
    agenda_free(&outbox->agenda);
    settle_free(outbox);
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
    composed_free(&(*outbox)->composed);
    free(*outbox);
    *outbox = NULL;
}

void
outbox_programme(struct outbox *outbox, const struct programme *programme,
                 const struct outlet *outlets, instant now)
{
    size_t channels = programme->channel_count;

    forget_programme(outbox);
    outbox->now = now;
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
    schedule_know(outbox);
    run_load_open(outbox);
    settle_find(outbox);
    schedule_tell_past(outbox);
    schedule_fill(outbox);
}

/* -- receipts that never came ---------------------------------------------------- */

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
    if (run != NULL && count.rows[DELIVERY_DUE] == 0 &&
        count.rows[DELIVERY_SENDING] == 0 &&
        count.rows[DELIVERY_UNKNOWN] == 0 &&
        count.rows[DELIVERY_HELD] == 0)
        run_save(outbox, run, WAVE_SETTLED);
}

static void
sweep(struct outbox *outbox)
{
    struct sweep old = { .outbox = outbox };

    if (outbox->now < outbox->swept + SWEEP_EVERY)
        return;
    outbox->swept = outbox->now;
    outbox->store->waves_in(outbox->store, WAVE_DONE, on_done, &old);
    for (size_t i = 0; i < old.count; i++)
        settle_wave(outbox, old.waves[i]);
    outbox->orphans = outbox->store->orphans_forget(
        outbox->store, outbox->now - ORPHAN_KEPT) > 0;
}

/* -- the turn ----------------------------------------------------------------------- */

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
        next = earlier(next, top->due);
    next = earlier(next, settle_next(outbox));
    next = earlier(next, walk_next(outbox));
    next = earlier(next, outbox->swept + SWEEP_EVERY);
    rows = outbox->store->rows_next(outbox->store);
    /* due but without room: the channel calls when there is some */
    if (outbox->blocked && rows < outbox->now + SECOND)
        rows = outbox->now + SECOND;
    return earlier(next, rows);
}

instant
outbox_turn(struct outbox *outbox, instant now)
{
    bool all;

    outbox->now = now;
    outbox->turn++;
    settle_turn(outbox);
    all = schedule_turn(outbox);
    all = rows_turn(outbox) && all;
    all = walk_runs(outbox) && all;
    sweep(outbox);
    budget_flush(outbox);
    run_trim(outbox);
    return all ? next_turn(outbox) : now;
}

/* -- answers, recovery, holding -------------------------------------------------------- */

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
    struct store_recipient recipient;
    struct store_row row = { 0 };
    struct run *run;

    outbox->now = now;
    if (!outbox->store->wave_open(outbox->store, &wave) ||
        (run = run_get(outbox, wave.id)) == NULL ||
        !outbox->store->person_get(outbox->store, person, &recipient))
        return;
    if (claim_room(outbox, channel) > 0) {
        claim_send(outbox, run, claim_group(outbox, run, person), &recipient,
                   &row, channel, true);
        budget_flush(outbox);
        return;
    }
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

static void
hold_key(char key[160], const char *what)
{
    snprintf(key, 160, "hold.%s", what);
}

bool
outbox_held(struct outbox *outbox, const char *what)
{
    const char *value;
    char key[160];

    hold_key(key, what);
    value = outbox->store->get(outbox->store, key);
    return value != NULL && strcmp(value, "1") == 0;
}

bool
outbox_hold(struct outbox *outbox, const char *what, bool hold, instant now)
{
    static const char prefix[] = "channel:";
    const struct channel_definition *channel = NULL;
    char key[160];

    outbox->now = now;
    if (strncmp(what, prefix, strlen(prefix)) == 0) {
        channel = programme_channel(outbox->programme,
                                    what + strlen(prefix));
        if (channel == NULL)
            return false;
        outbox->held_channels[channel - outbox->programme->channels] = hold;
    } else if (programme_event(outbox->programme, what) == NULL) {
        return false;
    }
    hold_key(key, what);
    outbox->store->put(outbox->store, key, hold ? "1" : "0");
    return true;
}

void
outbox_unsettled(const struct outbox *outbox, outbox_settling *each,
                 void *self)
{
    for (size_t i = 0; i < outbox->unsettled_count; i++) {
        if (!each(self, outbox->unsettled[i].event,
                  outbox->unsettled[i].key, outbox->unsettled[i].due))
            return;
    }
}
