/* occurrence - see occurrence.h */
#include "plan/occurrence.h"

#include <stdio.h>
#include <string.h>

#include "calendar/recurrence.h"
#include "calendar/zone.h"

static const char once[] = "-";

static bool
happens_once(const struct event *event)
{
    return event->repeat == NULL && event->date_count == 0;
}

static const struct change *
change_of(const struct event *event, const struct civil *original)
{
    for (size_t i = 0; i < event->change_count; i++) {
        const struct change *change = &event->changes[i];

        if (change->on_has_time
                ? civil_compare(&change->on, original) == 0
                : civil_compare_dates(&change->on, original) == 0)
            return change;
    }
    return NULL;
}

static void
make(const struct event *event, const struct civil *original,
     const struct change *change, struct occurrence *occurrence)
{
    instant duration = event->duration;

    *occurrence = (struct occurrence){ .event = event, .start = *original,
                                       .reason = "" };
    occurrence->facts.place = event->place;
    if (happens_once(event))
        memcpy(occurrence->key, once, sizeof(once));
    else
        snprintf(occurrence->key, sizeof(occurrence->key),
                 "%04u%02u%02uT%02u%02u", (unsigned)original->year % 10000,
                 (unsigned)original->month % 100,
                 (unsigned)original->day % 100,
                 (unsigned)original->hour % 100,
                 (unsigned)original->minute % 100);
    if (change != NULL) {
        if (change->has_start)
            occurrence->start = change->start;
        if (change->place != NULL)
            occurrence->facts.place = change->place;
        if (change->duration != 0)
            duration = change->duration;
        if (change->reason != NULL)
            occurrence->reason = change->reason;
        occurrence->facts.cancelled = change->cancelled;
    }
    occurrence->facts.start = zone_instant(event->zone, &occurrence->start);
    if (duration != 0)
        occurrence->facts.end = occurrence->facts.start + duration;
}

/* One walk over an event's originals. */
struct walk {
    const struct event *event;
    instant from, to;
    occurrence_found *found;
    void *self;
    bool more;
};

/* Moved ones are left out here: they are found by where they went. */
static bool
on_original(void *self, const struct civil *original)
{
    struct walk *walk = self;
    const struct change *change = change_of(walk->event, original);
    struct occurrence occurrence;

    if (change != NULL && change->has_start)
        return true;
    make(walk->event, original, change, &occurrence);
    if (occurrence.facts.start >= walk->from &&
        occurrence.facts.start < walk->to)
        walk->more = walk->found(walk->self, &occurrence);
    return walk->more;
}

static bool
has_original(const struct event *event, const struct civil *civil)
{
    if (event->repeat != NULL)
        return recurrence_has(event->repeat, civil);
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare(&event->dates[i], civil) == 0)
            return true;
    }
    return event->date_count == 0 &&
           civil_compare(&event->start, civil) == 0;
}

struct first_of_day {
    struct civil civil;
    bool found;
};

static bool
on_first(void *self, const struct civil *civil)
{
    struct first_of_day *first = self;

    first->civil = *civil;
    first->found = true;
    return false;
}

/* The original that a change speaks of. */
static bool
original_of(const struct event *event, const struct change *change,
            struct civil *original)
{
    *original = change->on;
    if (change->on_has_time)
        return has_original(event, original);
    if (event->repeat != NULL) {
        struct first_of_day first = { .found = false };
        struct civil from = change->on, to;

        from.hour = from.minute = from.second = 0;
        to = from;
        civil_add_days(&to, 1);
        recurrence_between(event->repeat, &from, &to, on_first, &first);
        *original = first.civil;
        return first.found;
    }
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare_dates(&event->dates[i], original) == 0) {
            *original = event->dates[i];
            return true;
        }
    }
    *original = event->start;
    return event->date_count == 0 &&
           civil_compare_dates(&event->start, &change->on) == 0;
}

static bool
walk_originals(struct walk *walk)
{
    const struct event *event = walk->event;

    if (event->repeat != NULL) {
        struct civil from, to;

        /* a day of slack: the bounds are of the wall, not of UTC */
        zone_civil(event->zone, walk->from - DAY, &from);
        zone_civil(event->zone,
                   walk->to < NEVER - DAY ? walk->to + DAY : walk->to, &to);
        recurrence_between(event->repeat, &from, &to, on_original, walk);
    } else if (event->date_count != 0) {
        for (size_t i = 0; i < event->date_count && walk->more; i++)
            on_original(walk, &event->dates[i]);
    } else {
        on_original(walk, &event->start);
    }
    return walk->more;
}

void
occurrence_between(const struct event *event, instant from, instant to,
                   occurrence_found *found, void *self)
{
    struct walk walk = { event, from, to, found, self, true };

    walk_originals(&walk);
    for (size_t i = 0; i < event->change_count && walk.more; i++) {
        const struct change *change = &event->changes[i];
        struct occurrence occurrence;
        struct civil original;

        if (!change->has_start || !original_of(event, change, &original))
            continue;
        make(event, &original, change, &occurrence);
        if (occurrence.facts.start >= from && occurrence.facts.start < to)
            walk.more = found(self, &occurrence);
    }
}

instant
occurrence_original(const struct zone *zone, const char *key, instant start)
{
    struct civil original = { .year = 0 };

    if (sscanf(key, "%4d%2d%2dT%2d%2d", &original.year, &original.month,
               &original.day, &original.hour, &original.minute) == 5 &&
        civil_valid(&original))
        return zone_instant(zone, &original);
    return start;
}

bool
occurrence_find(const struct event *event, const char *key,
                struct occurrence *occurrence)
{
    struct civil original = { 0 };
    char end;

    if (strcmp(key, once) == 0) {
        if (!happens_once(event))
            return false;
        original = event->start;
    } else if (sscanf(key, "%4d%2d%2dT%2d%2d%c", &original.year,
                      &original.month, &original.day, &original.hour,
                      &original.minute, &end) != 5 ||
               happens_once(event) || !has_original(event, &original)) {
        return false;
    }
    make(event, &original, change_of(event, &original), occurrence);
    return true;
}
