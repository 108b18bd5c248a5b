/* occurrence - see occurrence.h */
#include "plan/occurrence.h"

#include <string.h>

#include "calendar/recurrence.h"
#include "calendar/zone.h"
#include "plan/key.h"
#include "programme/event_change.h"
#include "programme/event_dates.h"
#include "programme/skip.h"

/* The first one may be moved so far back. */
#define FAR_MOVED (366 * DAY)

/* What the coordinator changed, and the instants that follow. */
static void
settle(const struct change *change, struct occurrence *occurrence)
{
    const struct event *event = occurrence->event;
    instant duration = event->duration;

    if (change != NULL) {
        occurrence->change = change;
        if (change->has_start)
            occurrence->start = change->start;
        if (change->place != NULL)
            occurrence->facts.place = change->place;
        if (change->duration != 0)
            duration = change->duration;
        occurrence->facts.cancelled |= change->cancelled;
    }
    occurrence->facts.start = zone_instant(event->zone, &occurrence->start);
    /* an end that no text says is no fact that anyone was told */
    if ((duration != 0 || event->days > 1) && event->tells_end)
        occurrence->facts.end =
            occurrence_day(event, occurrence->facts.start, event->days) +
            duration;
}

static void
make(const struct event *event, const struct civil *original,
     const struct civil *start, const struct change *change,
     struct occurrence *occurrence)
{
    *occurrence = (struct occurrence){ .event = event, .start = *start };
    occurrence->facts.place = event->place;
    key_write(event, original, occurrence->key);
    settle(change, occurrence);
}

instant
occurrence_day(const struct event *event, instant start, int day)
{
    struct civil civil;

    if (day <= 1)
        return start;
    zone_civil(event->zone, start, &civil);
    civil_add_days(&civil, day - 1);
    return zone_instant(event->zone, &civil);
}

/* What becomes of an original: as a change says, or else as its skip does.
 * False when that leaves it out. */
static bool
take_place(const struct event *event, const struct civil *original,
           const struct change *change, struct occurrence *occurrence)
{
    struct civil start = *original;

    if (change == NULL &&
        skip_apply(event, original, &start) == SKIP_DROPPED)
        return false;
    make(event, original, &start, change, occurrence);
    return true;
}

/* One walk over an event's originals. */
struct walk {
    const struct event *event;
    instant from, to;
    occurrence_found *found;
    void *self;
    bool more;
};

/* Those that a change moved are left out here: they are found by where they
 * went. */
static bool
on_original(void *self, const struct civil *original)
{
    struct walk *walk = self;
    const struct change *change = event_change_of(walk->event, original);
    struct occurrence occurrence;

    if ((change != NULL && change->has_start) ||
        !take_place(walk->event, original, change, &occurrence))
        return true;
    if (occurrence.facts.start >= walk->from &&
        occurrence.facts.start < walk->to)
        walk->more = walk->found(walk->self, &occurrence);
    return walk->more;
}

/* The original that a change speaks of. */
static bool
original_of(const struct event *event, const struct change *change,
            struct civil *original)
{
    *original = change->on;
    return change->on_has_time ? key_has(event, original)
                               : key_on_day(event, &change->on, original);
}

static void
walk_rule(struct walk *walk)
{
    const struct event *event = walk->event;
    struct civil from, to;

    /* a day of slack: the bounds are of the wall, not of UTC */
    zone_civil(event->zone, walk->from - DAY, &from);
    zone_civil(event->zone,
               walk->to < NEVER - DAY ? walk->to + DAY : walk->to, &to);
    skip_widen(event, &from, &to);
    recurrence_between(event->repeat, &from, &to, on_original, walk);
}

static void
walk_originals(struct walk *walk)
{
    const struct event *event = walk->event;

    if (event->repeat != NULL)
        walk_rule(walk);
    for (size_t i = 0; i < event->date_count && walk->more; i++)
        on_original(walk, &event->dates[i]);
    if (key_once(event))
        on_original(walk, &event->start);
}

static void
own_between(const struct event *event, instant from, instant to,
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
        make(event, &original, &original, change, &occurrence);
        if (occurrence.facts.start >= from && occurrence.facts.start < to)
            walk.more = found(self, &occurrence);
    }
}

const char *
occurrence_reason(const struct change *change,
                  const struct language *language, const char *role)
{
    const char *found = "";

    if (change == NULL)
        return "";
    if (change->reason != NULL)
        return change->reason;
    for (size_t i = 0; i < change->reason_count; i++) {
        const struct event_note *reason = &change->reasons[i];

        if (reason->language != language)
            continue;
        if (reason->role == NULL)
            found = *found != '\0' ? found : reason->text;
        else if (strcmp(reason->role, role) == 0)
            return reason->text;
    }
    return found;
}

#define NEXT_WITHIN (13 * 31 * DAY)

struct next {
    const char *key;
    instant start;              /* NEVER: none yet */
};

static bool
on_next(void *self, const struct occurrence *occurrence)
{
    struct next *next = self;

    if (!occurrence->facts.cancelled &&
        strcmp(occurrence->key, next->key) != 0 &&
        occurrence->facts.start < next->start)
        next->start = occurrence->facts.start;
    return true;
}

instant
occurrence_next(const struct event *event, const char *key, instant after)
{
    struct next next = { key, NEVER };

    occurrence_between(event, after + 1, after + NEXT_WITHIN, on_next, &next);
    return next.start != NEVER ? next.start : 0;
}

static bool
own_find(const struct event *event, const char *key, instant told,
         struct occurrence *occurrence)
{
    struct civil original = { 0 };

    if (!key_find(event, key, told, &original))
        return false;
    return take_place(event, &original, event_change_of(event, &original),
                      occurrence);
}

/* -- events that go with another ------------------------------------------ */

/* What goes with an occurrence of the base: where that goes it goes too, and
 * when that is off, so is it.  It has its name. */
static void
follow(const struct event *event, const struct occurrence *base,
       struct occurrence *occurrence)
{
    const struct change *change = NULL;
    struct civil original;

    if (event->change_count > 0 &&
        key_find(event->base, base->key, base->facts.start,
                       &original)) {
        original = event_dates_shift(event, &original);
        change = event_change_of(event, &original);
    }
    *occurrence = *base;
    occurrence->event = event;
    occurrence->start = event_dates_shift(event, &base->start);
    occurrence->facts.end = 0;
    if (!event->place_of_base)
        occurrence->facts.place = event->place;
    settle(change, occurrence);
    if (base->facts.cancelled)
        occurrence->change = base->change;      /* it says why */
}

/* One walk over the occurrences of a base. */
struct following {
    const struct event *event;
    instant from, to;
    occurrence_found *found;
    void *self;
};

static bool
on_base(void *self, const struct occurrence *base)
{
    struct following *following = self;
    struct occurrence occurrence;

    follow(following->event, base, &occurrence);
    return occurrence.facts.start < following->from ||
           occurrence.facts.start >= following->to ||
           following->found(following->self, &occurrence);
}

/* How far from its base one of the event's occurrences may be. */
static instant
farthest(const struct event *event)
{
    instant far = 0;

    for (size_t i = 0; i < event->change_count; i++) {
        const struct change *change = &event->changes[i];
        instant moved = change->has_start
            ? zone_instant(event->zone, &change->start) -
              zone_instant(event->zone, &change->on) : 0;

        if (moved < 0)
            moved = -moved;
        if (moved + DAY > far)
            far = moved + DAY;
    }
    return event_dates_span(event) + far;
}

void
occurrence_between(const struct event *event, instant from, instant to,
                   occurrence_found *found, void *self)
{
    struct following following = { event, from, to, found, self };
    instant far;

    if (event->base == NULL) {
        own_between(event, from, to, found, self);
        return;
    }
    far = farthest(event);
    own_between(event->base, from - far, to < NEVER - far ? to + far : to,
                on_base, &following);
}

static bool
take_first(void *self, const struct occurrence *occurrence)
{
    *(struct occurrence *)self = *occurrence;
    return false;
}

bool
occurrence_find(const struct event *event, const char *key, instant told,
                struct occurrence *occurrence)
{
    struct occurrence base;

    if (event->base == NULL)
        return own_find(event, key, told, occurrence);
    if (own_find(event->base, key, 0, &base)) {
        follow(event, &base, occurrence);
        return true;
    }
    /* its base happened once when it was told */
    occurrence->event = NULL;
    if (strcmp(key, "-") == 0 && told != 0)
        occurrence_between(event, told, told + 1, take_first, occurrence);
    return occurrence->event != NULL;
}

/* -- which one it is ------------------------------------------------------ */

struct counting {
    instant before;
    int number, count;
};

static bool
on_counted(void *self, const struct occurrence *occurrence)
{
    struct counting *counting = self;

    if (occurrence->facts.cancelled)
        return true;
    counting->count++;
    counting->number += occurrence->facts.start < counting->before;
    return true;
}

void
occurrence_position(const struct event *event, instant start, int *number,
                    int *count)
{
    const struct event *dated = event->base != NULL ? event->base : event;
    struct counting counting = { .before = start };
    struct civil last;
    bool ends = event_dates_last(dated, &last);
    instant from = zone_instant(event->zone, &event->start) - FAR_MOVED;

    occurrence_between(event, from, ends ? NEVER : start, on_counted,
                       &counting);
    *number = counting.number + 1;
    *count = ends ? counting.count : 0;
}
