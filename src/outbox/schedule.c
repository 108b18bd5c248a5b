/*
 * schedule - from the plan to open waves, at their instant; see private.h.
 *
 * The agenda reaches a day ahead; in a forecast, further.  A reminder whose
 * time had passed before the event (in its present form) was known is not
 * sent: the coordinator is told instead.  Of reminders that waited for each
 * other (an outage, a machine that was off) only the last one is sent.
 */
#include "outbox/private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/number.h"
#include "calendar/zone.h"

#define MARK_EVERY (10 * MINUTE)

/* -- since when each event is known --------------------------------------- */

static void
know_event(struct outbox *outbox, size_t index)
{
    const struct event *event = &outbox->programme->events[index];
    char key[96], value[64], hash[24];
    const char *stored;
    int64_t since;

    snprintf(key, sizeof(key), "since.%s", event->id);
    snprintf(hash, sizeof(hash), "%016" PRIx64 " ", event->schedule);
    stored = outbox->store->get(outbox->store, key);
    if (stored != NULL && strncmp(stored, hash, strlen(hash)) == 0 &&
        number_parse(stored + strlen(hash), 0, INT64_MAX, &since)) {
        outbox->since[index] = since;
        return;
    }
    outbox->since[index] = outbox->loaded;
    snprintf(value, sizeof(value), "%s%" PRId64, hash, outbox->loaded);
    outbox->store->put(outbox->store, key, value);
}

/* -- what was done already ------------------------------------------------ */

struct search {
    const char *slot;
    instant start;
    bool found;
};

/* What waited in a superseded wave may still have to be said. */
static bool
on_same_slot(void *self, const struct store_wave *wave)
{
    struct search *search = self;

    search->found = wave->purpose == PURPOSE_REMINDER &&
                    wave->state != WAVE_EXPIRED &&
                    wave->state != WAVE_SUPERSEDED &&
                    wave->facts.start == search->start &&
                    strcmp(wave->slot, search->slot) == 0;
    return !search->found;
}

/* Whether a reminder of this start was opened before: its hour may have been
 * edited since, or the event was a single one then. */
static bool
was_opened(struct outbox *outbox, const struct job *job)
{
    static const char *const once = "-";
    const struct occurrence *occurrence = &job->occurrence;
    const char *organisation = outbox->programme->organisation.id;
    struct search search = { job->reminder->slot, occurrence->facts.start,
                             false };

    outbox->store->waves_of(outbox->store, organisation,
                            occurrence->event->id, occurrence->key,
                            on_same_slot, &search);
    if (!search.found && strcmp(occurrence->key, once) != 0)
        outbox->store->waves_of(outbox->store, organisation,
                                occurrence->event->id, once, on_same_slot,
                                &search);
    return search.found;
}

/* Whether another reminder of the occurrence, due later, is due too. */
static bool
is_overtaken(const struct outbox *outbox, const struct job *job)
{
    const struct event *event = job->occurrence.event;

    for (size_t i = 0; i < event->reminder_count; i++) {
        const struct reminder *other = &event->reminders[i];
        struct job later;

        plan_job(outbox->programme, &job->occurrence, other, &later);
        if (later.due <= outbox->now &&
            (later.due > job->due ||
             (later.due == job->due && other > job->reminder)))
            return true;
    }
    return false;
}

/* -- the plan ahead ------------------------------------------------------- */

enum { PAST_KEY = 256 };

static const char *
past_key(const struct job *job, char key[PAST_KEY])
{
    snprintf(key, PAST_KEY, "past.%s.%s.%s.%" PRId64,
             job->occurrence.event->id, job->occurrence.key,
             job->reminder->slot, job->due);
    return key;
}

/* A job that was past when its event was written. */
static void
tell_past(struct outbox *outbox, const struct job *job)
{
    const struct occurrence *occurrence = &job->occurrence;
    char key[PAST_KEY], text[384], start[CIVIL_TEXT];

    snprintf(text, sizeof(text),
             "'%s' of %s: the reminder '%s' was past when it was written, so "
             "nobody gets it; 'alloctl release %s' sends it now",
             occurrence->event->id, civil_format(&occurrence->start, start),
             job->reminder->text, occurrence->event->id);
    outbox->store->notice(outbox->store, past_key(job, key), text,
                          outbox->now);
}

static bool
on_past_job(void *self, const struct job *job)
{
    struct outbox *outbox = self;
    size_t event = (size_t)(job->occurrence.event -
                            outbox->programme->events);

    if (job->until > outbox->now &&
        (job->due <= outbox->planned || job->due <= outbox->since[event]) &&
        !is_overtaken(outbox, job) && !was_opened(outbox, job))
        tell_past(outbox, job);
    return true;
}

static bool
on_job(void *self, const struct job *job)
{
    struct outbox *outbox = self;
    const struct event *event = job->occurrence.event;
    struct entry entry = {
        .due = job->due,
        .when = job->due,
        .event = (uint32_t)(event - outbox->programme->events),
        .reminder = (uint32_t)(job->reminder - event->reminders),
    };

    if (job->due <= outbox->since[entry.event])
        return true;
    memcpy(entry.key, job->occurrence.key, sizeof(entry.key));
    agenda_add(&outbox->agenda, &entry);
    return true;
}

/* What was due while nobody was there counts from the last mark on. */
static void
find_handled(struct outbox *outbox)
{
    const char *mark = outbox->store->get(outbox->store, "watermark");
    int64_t from;

    /* no mark yet: the first turn makes one */
    if (!number_parse(mark, 0, INT64_MAX, &from))
        from = 0;
    outbox->marked = from;
    outbox->handled = from == 0 || from > outbox->now ? outbox->loaded : from;
}

void
schedule_know(struct outbox *outbox)
{
    if (outbox->known)
        return;
    outbox->known = true;
    /* the first turn comes when the clock is trusted: what it said before may
     * have been anything */
    if (outbox->loaded > outbox->now || outbox->loaded < outbox->now - DAY)
        outbox->loaded = outbox->now;
    if (outbox->handled == 0)
        find_handled(outbox);
    outbox->planned = outbox->handled < outbox->now - PLAN_LOOK_BACK
                          ? outbox->now - PLAN_LOOK_BACK : outbox->handled;
    for (size_t i = 0; i < outbox->programme->event_count; i++)
        know_event(outbox, i);
    plan_between(outbox->programme, outbox->now - PLAN_LOOK_BACK, outbox->now,
                 on_past_job, outbox);
}

static void
fill(struct outbox *outbox)
{
    instant upto = outbox->now + outbox->ahead;

    if (outbox->planned >= outbox->now + OUTBOX_AHEAD - HOUR)
        return;
    plan_between(outbox->programme, outbox->planned, upto, on_job, outbox);
    outbox->planned = upto;
}

/* -- how far it has come -------------------------------------------------- */

/* The first entry that waits for an edit to settle, or NEVER. */
static instant
first_put_off(struct outbox *outbox)
{
    instant first = NEVER;

    for (size_t i = 0; outbox->put_off && i < outbox->agenda.count; i++) {
        const struct entry *entry = &outbox->agenda.entries[i];

        if (entry->when != entry->due && entry->due < first)
            first = entry->due;
    }
    outbox->put_off = first != NEVER;
    return first;
}

static void
note_handled(struct outbox *outbox)
{
    instant first = first_put_off(outbox);

    outbox->handled = first <= outbox->now ? first - 1 : outbox->now;
}

void
schedule_forget(struct outbox *outbox)
{
    agenda_free(&outbox->agenda);
    outbox->put_off = false;
    outbox->known = false;
}

static void
mark(struct outbox *outbox, bool opened)
{
    char value[32];

    note_handled(outbox);
    if (outbox->handled == outbox->marked ||
        (!opened && outbox->handled >= outbox->marked &&
         outbox->handled < outbox->marked + MARK_EVERY))
        return;
    outbox->marked = outbox->handled;
    snprintf(value, sizeof(value), "%" PRId64, outbox->marked);
    outbox->store->put(outbox->store, "watermark", value);
}

/* -- what is due ---------------------------------------------------------- */

struct newest {
    const char *slot;
    bool any;
    int version;
    int last;                   /* of all, expired ones too */
    int expired;                /* of this slot */
    struct facts facts;
    char place[512];
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct newest *newest = self;

    if (wave->version > newest->last)
        newest->last = wave->version;
    if (wave->state == WAVE_EXPIRED && strcmp(wave->slot, newest->slot) == 0 &&
        wave->version > newest->expired)
        newest->expired = wave->version;
    if (wave->state == WAVE_EXPIRED ||
        (newest->any && wave->version < newest->version))
        return true;
    newest->any = true;
    newest->version = wave->version;
    newest->facts = wave->facts;
    snprintf(newest->place, sizeof(newest->place), "%s", wave->facts.place);
    newest->facts.place = newest->place;
    return true;
}

/* One that expired has used up its number. */
int
schedule_version(struct outbox *outbox, const struct occurrence *occurrence,
                 const char *slot)
{
    struct newest newest = { .slot = slot };

    outbox->store->waves_of(outbox->store, outbox->programme->organisation.id,
                            occurrence->event->id, occurrence->key, on_wave,
                            &newest);
    if (newest.any && newest.version > newest.expired &&
        facts_compare(&newest.facts, &occurrence->facts) == FACTS_SAME)
        return newest.version;
    return newest.last + 1;
}

enum { OLDER = 64 };
struct older {
    int64_t waves[OLDER];
    size_t count;
};

static bool
on_older(void *self, const struct store_wave *wave)
{
    struct older *older = self;

    if (wave->purpose == PURPOSE_REMINDER &&
        (wave->state == WAVE_OPEN || wave->state == WAVE_DONE))
        older->waves[older->count++] = wave->id;
    return older->count < OLDER;
}

/* Who did not get the reminder before this one gets this one only. */
static void
overtake(struct outbox *outbox, const struct job *job)
{
    struct older older = { .count = 0 };

    outbox->store->waves_of(outbox->store, outbox->programme->organisation.id,
                            job->occurrence.event->id, job->occurrence.key,
                            on_older, &older);
    for (size_t i = 0; i < older.count; i++) {
        struct run *run = run_get(outbox, older.waves[i]);
        int64_t waiting = outbox->store->rows_cancel(
            outbox->store, older.waves[i], "a later reminder took its place",
            outbox->now);

        if (run != NULL && (waiting > 0 || run->wave.state == WAVE_OPEN))
            run_save(outbox, run, WAVE_SUPERSEDED);
    }
}

static void
tell_expired(struct outbox *outbox, const struct job *job)
{
    const struct occurrence *occurrence = &job->occurrence;
    char key[256], text[384], start[CIVIL_TEXT];

    snprintf(key, sizeof(key), "late.%s.%s.%s.%" PRId64,
             occurrence->event->id, occurrence->key, job->reminder->slot,
             job->due);
    snprintf(text, sizeof(text),
             "'%s' of %s: the reminder '%s' could not leave in time, so "
             "nobody got it", occurrence->event->id,
             civil_format(&occurrence->start, start), job->reminder->text);
    outbox->store->notice(outbox->store, key, text, outbox->now);
}

static void
open_job(struct outbox *outbox, const struct job *job)
{
    bool overtaken = is_overtaken(outbox, job);
    struct store_wave wave = {
        .organisation = outbox->programme->organisation.id,
        .event = job->occurrence.event->id,
        .title = job->occurrence.event->title,
        .occurrence = job->occurrence.key,
        .purpose = PURPOSE_REMINDER,
        .slot = job->reminder->slot,
        .version = schedule_version(outbox, &job->occurrence,
                                    job->reminder->slot),
        .due = outbox->now < job->due + MINUTE ? job->due : outbox->now,
        .until = job->until,
        .facts = job->occurrence.facts,
        .state = outbox->now < job->until && !overtaken ? WAVE_OPEN
                                                        : WAVE_EXPIRED,
    };

    if (wave.state == WAVE_OPEN)
        overtake(outbox, job);
    else if (!overtaken)
        tell_expired(outbox, job);
    run_open(outbox, &wave);
    log_event(LOG_INFO, wave.state == WAVE_OPEN ? "wave.open" : "wave.expired",
              LOG_T("event", wave.event), LOG_T("occurrence", wave.occurrence),
              LOG_T("slot", wave.slot), LOG_N("version", wave.version),
              LOG_N("wave", wave.id));
}

static void
due_now(struct outbox *outbox, struct entry entry)
{
    const struct event *event = &outbox->programme->events[entry.event];
    struct occurrence occurrence;
    struct job job;
    instant settles;

    if (!occurrence_find(event, entry.key, 0, &occurrence) ||
        occurrence.facts.cancelled)
        return;
    if (correction_pending(outbox, event->id, entry.key, &settles)) {
        /* the correction goes first; then the reminder has its version */
        entry.when = settles > outbox->now ? settles : outbox->now + SECOND;
        agenda_add(&outbox->agenda, &entry);
        outbox->put_off = true;
        return;
    }
    plan_job(outbox->programme, &occurrence,
             &event->reminders[entry.reminder], &job);
    if (!was_opened(outbox, &job))
        open_job(outbox, &job);
}

bool
schedule_turn(struct outbox *outbox)
{
    const struct entry *top;
    size_t jobs = 0;

    schedule_know(outbox);
    fill(outbox);
    while ((top = agenda_top(&outbox->agenda)) != NULL &&
           top->when <= outbox->now && jobs < OUTBOX_TURN_JOBS) {
        struct entry entry = *top;

        agenda_pop(&outbox->agenda);
        due_now(outbox, entry);
        jobs++;
    }
    top = agenda_top(&outbox->agenda);
    if (top != NULL && top->when <= outbox->now)
        return false;
    mark(outbox, jobs > 0);
    return true;
}

/* -- send now ------------------------------------------------------------- */

struct send_now {
    struct outbox *outbox;
    const char *event;
    int count;
};

static bool
on_missed(void *self, const struct job *job)
{
    struct send_now *now = self;
    struct outbox *outbox = now->outbox;
    char key[PAST_KEY];
    instant settles;

    if (strcmp(job->occurrence.event->id, now->event) != 0 ||
        job->until <= outbox->now || is_overtaken(outbox, job) ||
        was_opened(outbox, job) ||
        correction_pending(outbox, now->event, job->occurrence.key, &settles))
        return true;
    open_job(outbox, job);
    outbox->store->notice_remove(outbox->store, past_key(job, key));
    now->count++;
    return true;
}

int
outbox_send_now(struct outbox *outbox, const char *event, instant now)
{
    struct send_now missed = { outbox, event, 0 };

    outbox->now = now;
    schedule_know(outbox);
    plan_between(outbox->programme, now - PLAN_LOOK_BACK, now, on_missed,
                 &missed);
    return missed.count;
}

instant
outbox_next(const struct outbox *outbox, const char **event)
{
    const struct entry *top = agenda_top(&outbox->agenda);

    if (top == NULL)
        return NEVER;
    *event = outbox->programme->events[top->event].id;
    return top->when;
}
