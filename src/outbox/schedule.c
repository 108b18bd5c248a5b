/*
 * schedule - from the plan to open waves, at their instant; see private.h.
 *
 * The agenda reaches a day ahead.  A reminder whose time had passed before
 * the event (in its present form) was known is not sent: the coordinator is
 * told instead.
 */
#include "outbox/private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/number.h"
#include "calendar/zone.h"

#define HORIZON (25 * HOUR)
#define LOOK_BACK (60 * DAY)    /* a reminder so late is of no use to anyone */

/* -- since when each event is known --------------------------------------------- */

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
    outbox->since[index] = outbox->now;
    snprintf(value, sizeof(value), "%s%" PRId64, hash, outbox->now);
    outbox->store->put(outbox->store, key, value);
}

/* A job that was past when its event was written. */
static void
tell_past(struct outbox *outbox, const struct job *job)
{
    const struct occurrence *occurrence = &job->occurrence;
    char key[160], text[320], start[CIVIL_TEXT];

    snprintf(key, sizeof(key), "past.%s.%s.%s", occurrence->event->id,
             occurrence->key, job->reminder->slot);
    snprintf(text, sizeof(text),
             "'%s' of %s: the reminder '%s' was past when it was written, so "
             "nobody gets it; 'alloctl release %s' sends it now",
             occurrence->event->id, civil_format(&occurrence->start, start),
             job->reminder->text, occurrence->event->id);
    outbox->store->notice(outbox->store, key, text, outbox->now);
}

static struct store_wave
wave_of(const struct outbox *outbox, const struct job *job, int version)
{
    return (struct store_wave){
        .organisation = outbox->programme->organisation.id,
        .event = job->occurrence.event->id,
        .title = job->occurrence.event->title,
        .occurrence = job->occurrence.key,
        .purpose = PURPOSE_REMINDER,
        .slot = job->reminder->slot,
        .version = version,
        .due = job->due,
        .until = job->until,
        .facts = job->occurrence.facts,
        .state = outbox->now < job->until ? WAVE_OPEN : WAVE_EXPIRED,
    };
}

/* -- the plan ahead --------------------------------------------------------------- */

static bool
on_job(void *self, const struct job *job)
{
    struct outbox *outbox = self;
    const struct event *event = job->occurrence.event;
    struct entry entry = {
        .due = job->due,
        .event = (uint32_t)(event - outbox->programme->events),
        .reminder = (uint32_t)(job->reminder - event->reminders),
    };

    if (job->due <= outbox->since[entry.event])
        return true;
    memcpy(entry.key, job->occurrence.key, sizeof(entry.key));
    agenda_add(&outbox->agenda, &entry);
    return true;
}

void
schedule_know(struct outbox *outbox)
{
    const char *watermark;
    int64_t from;

    for (size_t i = 0; i < outbox->programme->event_count; i++)
        know_event(outbox, i);
    /* only now: what the store gives lasts until it is asked again */
    watermark = outbox->store->get(outbox->store, "watermark");
    outbox->marked = watermark != NULL;
    if (!number_parse(watermark, 0, INT64_MAX, &from) || from > outbox->now)
        from = outbox->now;
    outbox->planned = from < outbox->now - LOOK_BACK
                          ? outbox->now - LOOK_BACK : from;
}

static bool
on_past_job(void *self, const struct job *job)
{
    struct outbox *outbox = self;
    size_t event = (size_t)(job->occurrence.event -
                            outbox->programme->events);

    if (outbox->since[event] == outbox->now && job->until > outbox->now)
        tell_past(outbox, job);
    return true;
}

void
schedule_fill(struct outbox *outbox)
{
    instant upto = outbox->now + HORIZON;

    if (outbox->planned >= upto - HOUR)
        return;
    plan_between(outbox->programme, outbox->planned, upto, on_job, outbox);
    outbox->planned = upto;
}

void
schedule_tell_past(struct outbox *outbox)
{
    bool any = false;

    for (size_t i = 0; i < outbox->programme->event_count; i++)
        any = any || outbox->since[i] == outbox->now;
    if (any)
        plan_between(outbox->programme, outbox->now - LOOK_BACK, outbox->now,
                     on_past_job, outbox);
}

/* -- what is due ------------------------------------------------------------------- */

struct newest {
    bool any;
    int version;
    struct facts facts;
    char place[512];
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct newest *newest = self;

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

/* The version of the facts that a new wave of this occurrence tells. */
static int
version_of(struct outbox *outbox, const struct occurrence *occurrence)
{
    struct newest newest = { .any = false };

    outbox->store->waves_of(outbox->store, outbox->programme->organisation.id,
                            occurrence->event->id, occurrence->key, on_wave,
                            &newest);
    if (!newest.any)
        return 1;
    return facts_compare(&newest.facts, &occurrence->facts) == FACTS_SAME
               ? newest.version : newest.version + 1;
}

static void
open_job(struct outbox *outbox, const struct job *job)
{
    struct store_wave wave = wave_of(outbox, job,
                                     version_of(outbox, &job->occurrence));

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

    if (!occurrence_find(event, entry.key, &occurrence) ||
        occurrence.facts.cancelled)
        return;
    if (settle_pending(outbox, event->id, entry.key, &settles)) {
        /* the correction goes first; then the reminder has its version */
        entry.due = settles > outbox->now ? settles : outbox->now + SECOND;
        agenda_add(&outbox->agenda, &entry);
        return;
    }
    plan_job(outbox->programme, &occurrence,
             &event->reminders[entry.reminder], &job);
    open_job(outbox, &job);
}

bool
schedule_turn(struct outbox *outbox)
{
    const struct entry *top;
    char value[32];
    size_t jobs = 0;

    schedule_fill(outbox);
    while ((top = agenda_top(&outbox->agenda)) != NULL &&
           top->due <= outbox->now && jobs < OUTBOX_TURN_JOBS) {
        struct entry entry = *top;

        agenda_pop(&outbox->agenda);
        due_now(outbox, entry);
        jobs++;
    }
    /* the first mark too: from it on a restart looks for what was missed */
    if (jobs == 0 && outbox->marked)
        return true;
    outbox->marked = true;
    top = agenda_top(&outbox->agenda);
    if (top != NULL && top->due <= outbox->now)
        return false;
    snprintf(value, sizeof(value), "%" PRId64, outbox->now);
    outbox->store->put(outbox->store, "watermark", value);
    return true;
}

/* -- send now ---------------------------------------------------------------------- */

struct send_now {
    struct outbox *outbox;
    const char *event;
    int count;
};

static bool
on_missed(void *self, const struct job *job)
{
    struct send_now *now = self;
    struct job at_once = *job;

    if (strcmp(job->occurrence.event->id, now->event) != 0 ||
        job->until <= now->outbox->now)
        return true;
    at_once.due = now->outbox->now;
    open_job(now->outbox, &at_once);
    now->count++;
    return true;
}

int
outbox_send_now(struct outbox *outbox, const char *event, instant now)
{
    struct send_now missed = { outbox, event, 0 };

    outbox->now = now;
    plan_between(outbox->programme, now - LOOK_BACK, now, on_missed, &missed);
    return missed.count;
}

instant
outbox_next(const struct outbox *outbox, const char **event)
{
    const struct entry *top = agenda_top(&outbox->agenda);

    if (top == NULL)
        return NEVER;
    *event = outbox->programme->events[top->event].id;
    return top->due;
}
