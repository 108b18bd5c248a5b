/* plan - see plan.h */
#include "plan/plan.h"

#include <string.h>

struct search {
    const struct programme *programme;
    const struct event *event;
    instant after, upto;
    bool (*found)(void *, const struct job *);
    void *self;
};

void
plan_job(const struct programme *programme,
         const struct occurrence *occurrence, const struct reminder *reminder,
         struct job *job)
{
    const struct event *event = occurrence->event;
    instant start = occurrence_day(event, occurrence->facts.start,
                                   reminder->day);

    job->occurrence = *occurrence;
    job->reminder = reminder;
    job->due = offset_apply(&reminder->offset, event->zone, start);
    job->until = start - programme->settings.useful_before;
    /* "15 minutes before" was asked for: then it is of use until the start */
    if (job->due >= job->until)
        job->until = start;
}

/* "1d" of "1d+". */
static size_t
slot_length(const char *slot)
{
    const char *late = strchr(slot, PLAN_LATE);

    return late != NULL ? (size_t)(late - slot) : strlen(slot);
}

bool
plan_same_slot(const char *a, const char *b)
{
    size_t length = slot_length(a);

    return length == slot_length(b) && memcmp(a, b, length) == 0;
}

const struct reminder *
plan_reminder(const struct event *event, const char *slot)
{
    for (size_t i = 0; i < event->reminder_count; i++) {
        if (plan_same_slot(event->reminders[i].slot, slot))
            return &event->reminders[i];
    }
    return NULL;
}

/* No reminder of the event is longer before its start than this. */
static instant
longest_lead(const struct event *event)
{
    instant longest = 0;

    for (size_t i = 0; i < event->reminder_count; i++) {
        const struct offset *offset = &event->reminders[i].offset;
        instant lead = (offset->months * 31 + offset->days) * DAY +
                       offset->elapsed;

        if (lead > longest)
            longest = lead;
    }
    return longest + 2 * DAY;   /* a fixed hour, a clock change */
}

static bool
on_occurrence(void *self, const struct occurrence *occurrence)
{
    struct search *search = self;

    instant ends = search->programme->organisation.ends;

    if (occurrence->facts.cancelled ||
        (ends != 0 && occurrence->facts.start >= ends))
        return true;
    for (size_t i = 0; i < search->event->reminder_count; i++) {
        struct job job;

        plan_job(search->programme, occurrence,
                 &search->event->reminders[i], &job);
        if (job.due > search->after && job.due <= search->upto &&
            !search->found(search->self, &job))
            return false;
    }
    return true;
}

void
plan_between(const struct programme *programme, instant after, instant upto,
             bool (*found)(void *self, const struct job *), void *self)
{
    struct search search = { programme, NULL, after, upto, found, self };

    for (size_t i = 0; i < programme->event_count; i++) {
        search.event = &programme->events[i];
        occurrence_between(search.event,
                           after - (search.event->days + 1) * DAY,
                           upto + longest_lead(search.event), on_occurrence,
                           &search);
    }
}
