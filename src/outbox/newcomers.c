/*
 * newcomers - who is invited now and was not when the reminders left; see
 * private.h.
 *
 * After a load, and when it had its time to settle, each occurrence whose last
 * reminder has left is looked at once: whoever is invited and was never told
 * anything of it gets that reminder, in a wave of its own with the slot
 * "1d+".  When another reminder is still to come, that is soon enough.
 */
#include "outbox/private.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "plan/route.h"

struct finding {
    struct outbox *outbox;
    const struct job *job;
    const struct group *group;
    struct run *run;            /* of the newest wave */
    int64_t last;               /* the last one looked at */
    bool found, waiting;
};

static bool
on_member(void *self, const struct store_recipient *recipient)
{
    struct finding *finding = self;
    struct outbox *outbox = finding->outbox;

    finding->last = recipient->person;
    finding->found = recipient->stopped == 0 &&
                     route_choose(outbox->programme, finding->group,
                                  recipient, -1) >= 0 &&
                     !run_has_row(outbox, finding->run, recipient->person);
    return !finding->found;
}

static bool
has_newcomer(struct outbox *outbox, const struct job *job, struct run *run)
{
    const struct event *event = job->occurrence.event;
    struct finding finding = { .outbox = outbox, .run = run };

    for (size_t i = 0; i < event->group_count && !finding.found; i++) {
        finding.group = event->groups[i];
        finding.last = 0;
        while (outbox->store->members(outbox->store, finding.group->id,
                                      finding.last, OUTBOX_BATCH, on_member,
                                      &finding) == OUTBOX_BATCH &&
               !finding.found)
            ;
    }
    return finding.found;
}

/* The newest wave of the occurrence, and whether one still finds everyone. */
struct newest {
    int64_t wave;
    int version;
    bool walking;
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct newest *newest = self;

    if (wave->state == WAVE_EXPIRED)
        return true;
    newest->walking = newest->walking || (wave->state == WAVE_OPEN &&
                                          wave->purpose == PURPOSE_REMINDER);
    if (newest->wave == 0 || wave->version >= newest->version) {
        newest->wave = wave->id;
        newest->version = wave->version;
    }
    return true;
}

static bool
is_last_reminder(const struct outbox *outbox, const struct job *job)
{
    const struct event *event = job->occurrence.event;

    for (size_t i = 0; i < event->reminder_count; i++) {
        struct job other;

        plan_job(outbox->programme, &job->occurrence, &event->reminders[i],
                 &other);
        if (other.due > outbox->now ||
            other.due > job->due ||
            (other.due == job->due && other.reminder > job->reminder))
            return false;
    }
    return true;
}

static void
open_wave(struct outbox *outbox, const struct job *job)
{
    char slot[64];
    struct store_wave wave = {
        .organisation = outbox->programme->organisation.id,
        .event = job->occurrence.event->id,
        .title = job->occurrence.event->title,
        .occurrence = job->occurrence.key,
        .purpose = PURPOSE_REMINDER,
        .slot = slot,
        .due = outbox->now,
        .until = job->until,
        .facts = job->occurrence.facts,
        .state = WAVE_OPEN,
    };

    snprintf(slot, sizeof(slot), "%s%c", job->reminder->slot, PLAN_LATE);
    wave.version = schedule_version(outbox, &job->occurrence, slot);
    run_open_again(outbox, &wave);
    log_event(LOG_INFO, "wave.newcomers", LOG_T("event", wave.event),
              LOG_T("occurrence", wave.occurrence),
              LOG_N("version", wave.version), LOG_N("wave", wave.id));
}

static bool
on_job(void *self, const struct job *job)
{
    struct finding *finding = self;
    struct outbox *outbox = finding->outbox;
    struct newest newest = { .wave = 0 };
    struct run *run;
    instant settles;

    if (job->until <= outbox->now || !is_last_reminder(outbox, job))
        return true;
    if (correction_pending(outbox, job->occurrence.event->id,
                           job->occurrence.key, &settles)) {
        finding->waiting = true;
        return true;
    }
    outbox->store->waves_of(outbox->store, outbox->programme->organisation.id,
                            job->occurrence.event->id, job->occurrence.key,
                            on_wave, &newest);
    if (newest.wave == 0 || newest.walking ||
        (run = run_get(outbox, newest.wave)) == NULL ||
        !has_newcomer(outbox, job, run))
        return true;
    open_wave(outbox, job);
    return true;
}

void
newcomers_turn(struct outbox *outbox)
{
    struct finding finding = { .outbox = outbox };
    instant settle = outbox->programme->settings.settle;

    /* loaded by a clock that was wrong then */
    if (outbox->newcomers != NEVER &&
        outbox->newcomers > outbox->now + settle)
        outbox->newcomers = outbox->now + settle;
    if (outbox->newcomers > outbox->now)
        return;
    outbox->newcomers = NEVER;
    plan_between(outbox->programme, outbox->now - PLAN_LOOK_BACK, outbox->now,
                 on_job, &finding);
    if (finding.waiting)
        outbox->newcomers = correction_next(outbox);
}
