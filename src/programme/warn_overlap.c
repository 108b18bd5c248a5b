/*
 * warn_overlap - see warn_overlap.h
 *
 * An audience is a group, or the groups that some person is in.  Month by
 * month the meetings of all events are gathered; those of an audience are
 * sorted by their start, and each is compared with those still going on.
 */
#include "programme/warn_overlap.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"
#include "programme/event_change.h"
#include "programme/event_dates.h"
#include "programme/part.h"
#include "programme/skip.h"

enum { AUDIENCES = 300, GROUPS = 8, TOLD = 20, MONTHS = 12 };

#define MONTH (31 * DAY)
#define USUAL_DURATION (1 * HOUR)

/* The groups, by their index and in order, that one person is in. */
struct audience {
    size_t groups[GROUPS], count;
    const char *person;         /* NULL: it is one group, all of it */
    size_t *events, event_count, event_room;    /* that invite it */
};

struct meeting {
    instant start, end;
    const struct event *event;
};

struct look {
    struct loading *loading;
    const struct programme *programme;
    struct audience *items;
    size_t count, room;
    struct meeting *meetings;   /* of the month, event by event */
    size_t meeting_count, meeting_room;
    size_t *first;              /* by the index of the event: where its
                                 * meetings begin, and those of the next */
    struct meeting *own;        /* of one audience */
    size_t own_count, own_room;
    const struct event *event;  /* whose meetings are gathered */
    instant from, to;
    bool *told;                 /* by the index of the event */
    size_t told_count;
};

static int
by_index(const void *a, const void *b)
{
    size_t one = *(const size_t *)a, other = *(const size_t *)b;

    return (one > other) - (one < other);
}

static bool
is_known(const struct look *look, const struct audience *audience)
{
    for (size_t i = 0; i < look->count; i++) {
        if (look->items[i].count == audience->count &&
            memcmp(look->items[i].groups, audience->groups,
                   audience->count * sizeof(audience->groups[0])) == 0)
            return true;
    }
    return false;
}

static void
add_audience(struct look *look, const struct audience *audience)
{
    struct audience *added = GROW(look, items, count, room);

    *added = *audience;
}

/* Of who is in several groups; hundreds of such combinations are enough. */
static void
add_person(struct look *look, const struct person *person)
{
    struct audience audience = { .person = person->id };

    if (person->group_count < 2 || person->group_count > GROUPS)
        return;
    for (size_t i = 0; i < person->group_count; i++) {
        const struct group *group = programme_group(look->programme,
                                                    person->groups[i]);

        if (group == NULL)
            return;
        audience.groups[audience.count++] = group->index;
    }
    qsort(audience.groups, audience.count, sizeof(audience.groups[0]),
          by_index);
    if (look->count < look->programme->group_count + AUDIENCES &&
        !is_known(look, &audience))
        add_audience(look, &audience);
}

static void
find_audiences(struct look *look)
{
    const struct load *load = look->loading->load;

    for (size_t i = 0; i < look->programme->group_count; i++)
        add_audience(look, &(struct audience){
            .groups = { look->programme->groups[i].index }, .count = 1 });
    for (size_t i = 0; i < load->source_count; i++) {
        for (size_t j = 0; j < load->sources[i].person_count; j++)
            add_person(look, &load->sources[i].people[j]);
    }
}

static const struct group *
invites(const struct event *event, const struct audience *audience)
{
    for (size_t i = 0; i < event->group_count; i++) {
        for (size_t j = 0; j < audience->count; j++) {
            if (event->groups[i]->index == audience->groups[j])
                return event->groups[i];
        }
    }
    return NULL;
}

static void
add_meeting(struct look *look, const struct civil *start, instant duration)
{
    instant at = zone_instant(look->event->zone, start);
    struct meeting *meeting;

    if (at < look->from || at >= look->to)
        return;
    meeting = GROW(look, meetings, meeting_count, meeting_room);
    *meeting = (struct meeting){ at, at + (duration != 0 ? duration
                                           : USUAL_DURATION), look->event };
}

/* What was moved is found where it went. */
static bool
on_date(void *self, const struct civil *date)
{
    struct look *look = self;
    const struct event *event = look->event;
    const struct change *change = event_change_of(event, date);
    struct civil start = *date;

    if (change != NULL ? change->cancelled || change->has_start
                       : skip_apply(event, date, &start) == SKIP_DROPPED)
        return true;
    add_meeting(look, &start, event->duration);
    return true;
}

static void
gather(struct look *look, const struct event *event)
{
    struct civil from, to;

    if (event->deadline)
        return;
    look->event = event;
    zone_civil(event->zone, look->from, &from);
    zone_civil(event->zone, look->to, &to);
    skip_widen(event, &from, &to);
    event_dates_between(event, &from, &to, on_date, look);
    for (size_t i = 0; i < event->change_count; i++) {
        const struct change *change = &event->changes[i];

        if (change->has_start && !change->cancelled)
            add_meeting(look, &change->start, change->duration != 0
                        ? change->duration : event->duration);
    }
}

static int
by_start(const void *a, const void *b)
{
    const struct meeting *one = a, *other = b;

    if (one->start != other->start)
        return one->start < other->start ? -1 : 1;
    return (one->event > other->event) - (one->event < other->event);
}

static void
tell(struct look *look, const struct audience *audience,
     const struct meeting *earlier, const struct meeting *later)
{
    const struct event *event = later->event, *other = earlier->event;
    const struct group *group = invites(event, audience);
    char when[CIVIL_TEXT];
    struct civil civil;

    look->told[event - look->programme->events] = true;
    if (look->told_count++ >= TOLD)
        return;
    zone_civil(event->zone, later->start, &civil);
    diagnose_warning(&look->loading->diagnoses, event->at.file,
                     event->at.line, "%s: '%s'%s is also invited to '%s' "
                     "(%s:%d) at that time, on %s", event->id,
                     audience->person != NULL ? audience->person : group->id,
                     audience->person != NULL ? " for one" : "", other->id,
                     other->at.file, other->at.line,
                     civil_format(&civil, when));
}

/* Compares each meeting with those that began before it and still go on; they
 * are kept at the front. */
static void
sweep(struct look *look, const struct audience *audience)
{
    struct meeting *meetings = look->own;
    size_t going = 0;

    if (look->own_count > 1)
        qsort(meetings, look->own_count, sizeof(*meetings), by_start);
    for (size_t i = 0; i < look->own_count; i++) {
        const struct meeting now = meetings[i];
        size_t kept = 0;

        for (size_t j = 0; j < going; j++) {
            if (meetings[j].end > now.start)
                meetings[kept++] = meetings[j];
        }
        for (size_t j = 0; j < kept; j++) {
            if (meetings[j].event == now.event ||
                look->told[now.event - look->programme->events])
                continue;
            tell(look, audience, &meetings[j], &now);
        }
        meetings[kept++] = now;
        going = kept;
    }
}

static void
look_at(struct look *look, const struct audience *audience)
{
    look->own_count = 0;
    for (size_t i = 0; i < audience->event_count; i++) {
        size_t event = audience->events[i];

        for (size_t j = look->first[event]; j < look->first[event + 1]; j++) {
            struct meeting *meeting = GROW(look, own, own_count, own_room);

            *meeting = look->meetings[j];
        }
    }
    sweep(look, audience);
}

static void
look_at_month(struct look *look)
{
    const struct programme *programme = look->programme;

    look->meeting_count = 0;
    for (size_t i = 0; i < programme->event_count; i++) {
        look->first[i] = look->meeting_count;
        gather(look, &programme->events[i]);
    }
    look->first[programme->event_count] = look->meeting_count;
    for (size_t i = 0; i < look->count; i++)
        look_at(look, &look->items[i]);
}

static void
find_events(struct look *look, struct audience *audience)
{
    for (size_t i = 0; i < look->programme->event_count; i++) {
        if (invites(&look->programme->events[i], audience) != NULL)
            *GROW(audience, events, event_count, event_room) = i;
    }
}

void
warn_overlap(struct loading *loading)
{
    struct look look = { .loading = loading, .programme = loading->programme };
    size_t events = look.programme->event_count;

    if (loading->options->now == 0 || events < 2)
        return;
    look.told = memory_new(events, sizeof(*look.told));
    look.first = memory_new(events + 1, sizeof(*look.first));
    find_audiences(&look);
    for (size_t i = 0; i < look.count; i++)
        find_events(&look, &look.items[i]);
    for (int month = 0; month < MONTHS; month++) {
        look.from = loading->options->now + month * MONTH;
        look.to = look.from + MONTH;
        look_at_month(&look);
    }
    if (look.told_count > TOLD)
        diagnose_warning(&loading->diagnoses, "allo.conf", 0, "at least %zu "
                         "more events are at the time of another one for the "
                         "same people", look.told_count - TOLD);
    for (size_t i = 0; i < look.count; i++)
        free(look.items[i].events);
    free(look.told);
    free(look.first);
    free(look.items);
    free(look.meetings);
    free(look.own);
}
