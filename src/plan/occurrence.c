/* occurrence - see occurrence.h */
#include "plan/occurrence.h"

#include <string.h>

#include "calendar/recurrence.h"
#include "calendar/zone.h"
#include "message/template.h"

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

/* Whether the event has no other date on this day.  A rule never has. */
static bool
alone_on_day(const struct event *event, const struct civil *original)
{
    size_t count = 0;

    for (size_t i = 0; i < event->date_count; i++)
        count += civil_compare_dates(&event->dates[i], original) == 0;
    return count <= 1;
}

/* The last `count` digits; behind them. */
static char *
write_digits(char *at, int count, unsigned number)
{
    for (int i = count; i-- > 0; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + count;
}

static void
name(const struct event *event, const struct civil *original,
     char key[OCCURRENCE_KEY])
{
    char *at = key;

    if (happens_once(event)) {
        memcpy(key, once, sizeof(once));
        return;
    }
    at = write_digits(at, 4, (unsigned)original->year);
    at = write_digits(at, 2, (unsigned)original->month);
    at = write_digits(at, 2, (unsigned)original->day);
    if (!alone_on_day(event, original)) {
        *at++ = 'T';
        at = write_digits(at, 2, (unsigned)original->hour);
        at = write_digits(at, 2, (unsigned)original->minute);
    }
    *at = '\0';
}

/* An end that no text says is no fact that anyone was told. */
static bool
tells_end(const struct event *event)
{
    for (size_t i = 0; i < event->text_count; i++) {
        if (template_uses(event->texts[i].template, TEMPLATE_EVENT_END))
            return true;
    }
    return false;
}

static void
make(const struct event *event, const struct civil *original,
     const struct change *change, struct occurrence *occurrence)
{
    instant duration = event->duration;

    *occurrence = (struct occurrence){ .event = event, .start = *original,
                                       .reason = "" };
    occurrence->facts.place = event->place;
    name(event, original, occurrence->key);
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
    if (duration != 0 && tells_end(event))
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

/* The event's first date on the day of `day`. */
static bool
original_on(const struct event *event, const struct civil *day,
            struct civil *original)
{
    if (event->repeat != NULL) {
        struct first_of_day first = { .found = false };
        struct civil from = *day, to;

        from.hour = from.minute = from.second = 0;
        to = from;
        civil_add_days(&to, 1);
        recurrence_between(event->repeat, &from, &to, on_first, &first);
        *original = first.civil;
        return first.found;
    }
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare_dates(&event->dates[i], day) == 0) {
            *original = event->dates[i];
            return true;
        }
    }
    *original = event->start;
    return event->date_count == 0 &&
           civil_compare_dates(&event->start, day) == 0;
}

/* The original that a change speaks of. */
static bool
original_of(const struct event *event, const struct change *change,
            struct civil *original)
{
    *original = change->on;
    return change->on_has_time ? has_original(event, original)
                               : original_on(event, &change->on, original);
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

/* So many digits at *text, which moves behind them. */
static bool
read_digits(const char **text, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *number = *number * 10 + (**text - '0');
    }
    return true;
}

/* Read "20270113" or "20270113T1900". */
static bool
read_key(const char *key, struct civil *original, bool *has_time)
{
    *has_time = false;
    if (!read_digits(&key, 4, &original->year) ||
        !read_digits(&key, 2, &original->month) ||
        !read_digits(&key, 2, &original->day))
        return false;
    *has_time = *key == 'T';
    if (!*has_time)
        return *key == '\0';
    key++;
    return read_digits(&key, 2, &original->hour) &&
           read_digits(&key, 2, &original->minute) && *key == '\0';
}

static bool
original_named(const struct event *event, const char *key, instant told,
               struct civil *original)
{
    struct civil civil = { 0 };
    bool has_time;

    if (happens_once(event) && strcmp(key, once) == 0) {
        *original = event->start;
        return true;
    }
    if (strcmp(key, once) == 0) {
        /* it happened once when it was told */
        zone_civil(event->zone, told, &civil);
        return told != 0 && original_on(event, &civil, original);
    }
    if (!read_key(key, &civil, &has_time))
        return false;
    if (has_time && has_original(event, &civil)) {
        *original = civil;
        return true;
    }
    /* the hour alone may have changed, but not where each has its own */
    return original_on(event, &civil, original) &&
           (!has_time || happens_once(event)) &&
           alone_on_day(event, original);
}

bool
occurrence_find(const struct event *event, const char *key, instant told,
                struct occurrence *occurrence)
{
    struct civil original = { 0 };

    if (!original_named(event, key, told, &original))
        return false;
    make(event, &original, change_of(event, &original), occurrence);
    return true;
}

instant
occurrence_original(const struct zone *zone, const char *key, instant start)
{
    struct civil original = { 0 }, at;
    bool has_time;

    if (!read_key(key, &original, &has_time))
        return start;
    if (!has_time) {
        zone_civil(zone, start, &at);
        original.hour = at.hour;
        original.minute = at.minute;
    }
    return civil_valid(&original) ? zone_instant(zone, &original) : start;
}
