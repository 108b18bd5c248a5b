/*
 * correction - when what was told is not true any more; see private.h.
 *
 * An edit is compared with what people were told, not with the file before
 * it.  For the settle time after it nothing about that occurrence leaves;
 * when it is over and the difference still stands, everything that waits with
 * the old facts is dropped, whoever believes them gets a correction, and
 * reminders that were under way go on with the new facts.
 */
#include "outbox/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "belief/belief.h"

bool
correction_truth(const struct outbox *outbox, const struct store_wave *told,
                 struct occurrence *truth)
{
    const struct event *event = programme_event(outbox->programme,
                                                told->event);

    if (event == NULL && outbox->programme->incomplete)
        return false;
    if (event != NULL && occurrence_find(event, told->occurrence,
                                         told->facts.start, truth))
        return true;
    *truth = (struct occurrence){ .event = event };
    snprintf(truth->key, sizeof(truth->key), "%s", told->occurrence);
    truth->facts = told->facts;
    truth->facts.cancelled = true;
    return true;
}

static const struct unsettled *
find(const struct unsettled_list *list, const char *event, const char *key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].event, event) == 0 &&
            strcmp(list->items[i].key, key) == 0)
            return &list->items[i];
    }
    return NULL;
}

bool
correction_pending(const struct outbox *outbox, const char *event,
               const char *key, instant *due)
{
    const struct unsettled *one = find(&outbox->unsettled, event, key);

    if (one != NULL)
        *due = one->due;
    return one != NULL;
}

instant
correction_next(const struct outbox *outbox)
{
    instant next = NEVER;

    for (size_t i = 0; i < outbox->unsettled.count; i++) {
        if (outbox->unsettled.items[i].due < next)
            next = outbox->unsettled.items[i].due;
    }
    return next;
}

static void
release(struct unsettled *one)
{
    free(one->event);
    free(one->place);
}

void
correction_free(struct unsettled_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        release(&list->items[i]);
    free(list->items);
    *list = (struct unsettled_list){ 0 };
}

static bool
differs(const struct outbox *outbox, const struct store_wave *newest,
        struct occurrence *truth, enum purpose *purpose)
{
    return *newest->event != '\0' && correction_truth(outbox, newest, truth) &&
           belief_correction(&newest->facts, &truth->facts, purpose);
}

struct finding {
    struct outbox *outbox;
    const struct unsettled_list *old;
};

static bool
same_facts(const struct facts *a, const struct facts *b)
{
    return a->start == b->start && a->end == b->end &&
           a->cancelled == b->cancelled && strcmp(a->place, b->place) == 0;
}

/* The time goes on for what this edit leaves as the one before it had it. */
static bool
on_newest(void *self, const struct store_wave *newest)
{
    struct finding *finding = self;
    struct outbox *outbox = finding->outbox;
    struct unsettled_list *list = &outbox->unsettled;
    const struct unsettled *before;
    struct occurrence truth;
    struct unsettled *one;
    enum purpose purpose;

    if (facts_last_start(&newest->facts) < outbox->now ||
        !differs(outbox, newest, &truth, &purpose))
        return true;
    one = GROW(list, items, count, room);
    one->event = memory_copy(newest->event);
    snprintf(one->key, sizeof(one->key), "%s", newest->occurrence);
    one->place = memory_copy(truth.facts.place);
    one->truth = truth.facts;
    one->truth.place = one->place;
    one->due = outbox->now + outbox->programme->settings.settle;
    before = find(finding->old, one->event, one->key);
    if (before != NULL && same_facts(&before->truth, &one->truth) &&
        before->due < one->due)
        one->due = before->due;
    return true;
}

void
correction_find(struct outbox *outbox, struct unsettled_list *old)
{
    struct finding finding = { outbox, old };

    outbox->store->waves_newest(outbox->store,
                                outbox->now - EVENT_DAYS_MOST * DAY,
                                on_newest, &finding);
}

/* The waves of one occurrence, as far as a correction needs them. */
enum { LIVE = 64 };
struct history {
    struct outbox *outbox;
    struct pool *pool;
    struct store_wave newest;
    bool any;
    int last;                     /* version of all, expired ones too */
    size_t live_count;
    int64_t live[LIVE];           /* waves with something that may still go */
    const char *live_slot[LIVE];
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct history *history = self;

    if (wave->version > history->last)
        history->last = wave->version;
    if (wave->state == WAVE_EXPIRED)
        return true;
    if (!history->any || wave->version >= history->newest.version) {
        history->newest = *wave;
        history->newest.organisation = pool_copy(history->pool,
                                                 wave->organisation);
        history->newest.event = pool_copy(history->pool, wave->event);
        history->newest.title = pool_copy(history->pool, wave->title);
        history->newest.occurrence = pool_copy(history->pool,
                                               wave->occurrence);
        history->newest.slot = pool_copy(history->pool, wave->slot);
        history->newest.facts.place = pool_copy(history->pool,
                                                wave->facts.place);
        history->any = true;
    }
    if ((wave->state == WAVE_OPEN || wave->state == WAVE_DONE) &&
        history->live_count < LIVE) {
        history->live[history->live_count] = wave->id;
        history->live_slot[history->live_count++] =
            wave->purpose == PURPOSE_REMINDER
                ? pool_copy(history->pool, wave->slot) : "";
    }
    return true;
}

/* Drop what waits with old facts; whether anyone was still to be reminded. */
static bool
supersede(struct outbox *outbox, int64_t wave)
{
    struct run *run = run_get(outbox, wave);
    bool open;

    if (run == NULL)
        return false;
    open = run->wave.state == WAVE_OPEN;
    run_save(outbox, run, WAVE_SUPERSEDED);
    return outbox->store->rows_cancel(outbox->store, wave, "changed",
                                      outbox->now) > 0 || open;
}

/* It is over, or said to have been, before anyone could be told. */
static void
tell_late(struct outbox *outbox, const struct store_wave *wave)
{
    char key[256], text[384];

    snprintf(key, sizeof(key), "late.%s.%s.%d", wave->event,
             wave->occurrence, wave->version);
    snprintf(text, sizeof(text),
             "'%s' was changed (%s) to a time that has passed, so nobody is "
             "told; who expected it has to be called", wave->event,
             purpose_name(wave->purpose));
    outbox->store->notice(outbox->store, key, text, outbox->now);
}

static void
open_correction(struct outbox *outbox, const struct history *history,
                const struct occurrence *truth, enum purpose purpose)
{
    const struct store_wave *newest = &history->newest;
    struct store_wave wave = *newest;

    if (truth->event != NULL)
        wave.title = truth->event->title;
    wave.purpose = purpose;
    wave.slot = "";
    wave.version = history->last + 1;
    wave.due = outbox->now;
    wave.facts = truth->facts;
    wave.until = facts_last_start(truth->facts.cancelled ? &newest->facts
                                                         : &truth->facts);
    wave.state = outbox->now < wave.until ? WAVE_OPEN : WAVE_EXPIRED;
    wave.group = 0;
    wave.person = 0;
    if (wave.state == WAVE_EXPIRED)
        tell_late(outbox, &wave);
    run_open(outbox, &wave);
    log_event(LOG_NOTICE, "occurrence.changed", LOG_T("event", wave.event),
              LOG_T("occurrence", wave.occurrence),
              LOG_T("purpose", purpose_name(purpose)),
              LOG_N("version", wave.version));
}

/* Those who were not reached yet get the reminder with the new facts. */
static void
carry_on(struct outbox *outbox, const struct history *history,
         const struct occurrence *truth, const char *slot)
{
    const struct reminder *reminder;
    struct store_wave wave = history->newest;
    struct job job;

    if (truth->event == NULL || truth->facts.cancelled ||
        (reminder = plan_reminder(truth->event, slot)) == NULL)
        return;
    plan_job(outbox->programme, truth, reminder, &job);
    if (job.due > outbox->now || job.until <= outbox->now)
        return;                 /* the plan has it, or it is too late */
    wave.title = truth->event->title;
    wave.purpose = PURPOSE_REMINDER;
    wave.slot = slot;
    wave.version = history->last + 1;
    wave.due = outbox->now;
    wave.until = job.until;
    wave.facts = truth->facts;
    wave.state = WAVE_OPEN;
    wave.group = 0;
    wave.person = 0;
    run_open(outbox, &wave);
}

static void
correct(struct outbox *outbox, const char *event, const char *key)
{
    struct history history = { .outbox = outbox, .pool = pool_new() };
    struct occurrence truth;
    enum purpose purpose;
    bool carry[LIVE] = { false };

    outbox->store->waves_of(outbox->store, outbox->programme->organisation.id,
                            event, key, on_wave, &history);
    if (history.any && differs(outbox, &history.newest, &truth, &purpose)) {
        for (size_t i = 0; i < history.live_count; i++)
            carry[i] = supersede(outbox, history.live[i]);
        open_correction(outbox, &history, &truth, purpose);
        for (size_t i = 0; i < history.live_count; i++) {
            if (carry[i] && *history.live_slot[i] != '\0')
                carry_on(outbox, &history, &truth, history.live_slot[i]);
        }
    }
    pool_free(&history.pool);
}

void
correction_turn(struct outbox *outbox)
{
    struct unsettled_list *list = &outbox->unsettled;
    instant settle = outbox->programme->settings.settle;
    size_t i = 0;

    while (i < list->count) {
        struct unsettled one = list->items[i];

        /* found by a clock that was wrong then */
        if (one.due > outbox->now + settle)
            list->items[i].due = one.due = outbox->now + settle;
        if (one.due > outbox->now) {
            i++;
            continue;
        }
        list->items[i] = list->items[--list->count];
        correct(outbox, one.event, one.key);
        release(&one);
    }
}

/* -- who comes back -------------------------------------------------------- */

struct welcome {
    struct outbox *outbox;
    int64_t person;
    const char *key;
    struct facts told;
    char place[512];
    bool found;
};

static bool
on_told(void *self, const struct store_wave *wave)
{
    struct welcome *welcome = self;

    welcome->found = true;
    welcome->told = wave->facts;
    snprintf(welcome->place, sizeof(welcome->place), "%s",
             wave->facts.place);
    welcome->told.place = welcome->place;
    return false;
}

/* What this person was last told of the occurrence of `newest`. */
static bool
find_told(struct welcome *welcome, const struct store_wave *newest)
{
    struct store *store = welcome->outbox->store;
    int64_t wave = store->told(store, newest->organisation, newest->event,
                               newest->occurrence, welcome->person, NULL);

    welcome->found = false;
    if (wave != 0)
        store->wave_get(store, wave, on_told, welcome);
    return welcome->found;
}

static bool
on_newest_wave(void *self, const struct store_wave *newest)
{
    struct welcome *welcome = self;
    struct outbox *outbox = welcome->outbox;
    struct store_wave wave = *newest;
    struct occurrence truth;
    enum purpose purpose;
    instant due;

    /* while it settles, the correction for all is still to come */
    if (*newest->event == '\0' ||
        facts_last_start(&newest->facts) < outbox->now ||
        correction_pending(outbox, newest->event, newest->occurrence, &due) ||
        !correction_truth(outbox, newest, &truth) ||
        !find_told(welcome, newest) ||
        !belief_correction(&welcome->told, &truth.facts, &purpose))
        return true;
    wave.purpose = purpose;
    wave.slot = welcome->key;
    wave.due = outbox->now;
    wave.facts = truth.facts;
    wave.until = facts_last_start(truth.facts.cancelled ? &welcome->told
                                                        : &truth.facts);
    wave.state = outbox->now < wave.until ? WAVE_OPEN : WAVE_EXPIRED;
    wave.group = 0;
    wave.person = 0;
    run_open(outbox, &wave);
    return true;
}

void
correction_welcome(struct outbox *outbox, int64_t person, const char *key,
                   instant now)
{
    struct welcome welcome = { .outbox = outbox, .person = person,
                               .key = key };

    outbox->now = now;
    outbox->store->waves_newest(outbox->store, now - EVENT_DAYS_MOST * DAY,
                                on_newest_wave, &welcome);
}
