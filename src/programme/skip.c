/* skip - see skip.h */
#include "programme/skip.h"

#include <stdlib.h>

#include "calendar/dayset.h"
#include "programme/event_dates.h"

static const int steps[] = {
    [ON_SKIP_NEXT_WEEK] = 7, [ON_SKIP_DAY_BEFORE] = -1,
    [ON_SKIP_DAY_AFTER] = 1, [ON_SKIP_NEXT_WORKDAY] = 1
};

const struct skip *
skip_of(const struct event *event, const struct civil *day)
{
    int64_t number = event->skip_count > 0 ? civil_day_number(day) : 0;

    for (size_t i = 0; i < event->skip_count; i++) {
        const struct skip *skip = &event->skips[i];

        if (skip->set != NULL ? dayset_on(skip->set, day) != NULL
                              : number >= skip->from && number <= skip->to)
            return skip;
    }
    return NULL;
}

static bool
is_free(const struct event *event, const struct civil *day)
{
    if (skip_of(event, day) != NULL)
        return false;
    return event->on_skip != ON_SKIP_NEXT_WORKDAY ||
           (civil_weekday(day) <= 5 &&
            (event->holidays == NULL ||
             dayset_on(event->holidays, day) == NULL));
}

/* The way of a date: so many steps of so many days. */
struct way {
    int64_t origin;
    int step, days;             /* all of it, negative when it goes back */
    bool taken;                 /* the event is there anyway */
};

static bool
on_date(void *self, const struct civil *date)
{
    struct way *way = self;
    int64_t days = civil_day_number(date) - way->origin;

    way->taken |= days % way->step == 0 && days / way->step >= 1 &&
                  days / way->step <= way->days / way->step;
    return !way->taken;
}

/* Whether the date meets another one of the event on its way, or one that a
 * change brings there. */
static bool
is_taken(const struct event *event, const struct civil *original,
         struct way *way)
{
    struct civil from = { .year = original->year, .month = original->month,
                          .day = original->day };
    struct civil to = from;

    civil_add_days(way->days > 0 ? &to : &from, way->days);
    civil_add_days(&to, 1);
    event_dates_between(event, &from, &to, on_date, way);
    for (size_t i = 0; i < event->change_count; i++) {
        if (event->changes[i].has_start)
            on_date(way, &event->changes[i].start);
    }
    return way->taken;
}

enum skipping
skip_apply(const struct event *event, const struct civil *original,
           struct civil *start)
{
    struct way way = { .step = steps[event->on_skip] };

    *start = *original;
    if (skip_of(event, original) == NULL)
        return SKIP_NOT;
    if (way.step == 0)
        return SKIP_DROPPED;
    do {
        way.days += way.step;
        civil_add_days(start, way.step);
        if (abs(way.days) > SKIP_REACH)
            return SKIP_DROPPED;
    } while (!is_free(event, start));
    way.origin = civil_day_number(original);
    return is_taken(event, original, &way) ? SKIP_DROPPED : SKIP_MOVED;
}

/* A date gets over a day only when that is not free. */
static int
count_blocked(const struct event *event, const struct civil *day, int step)
{
    struct civil at = *day;
    int count = 0;

    while (count < SKIP_REACH && !is_free(event, &at)) {
        civil_add_days(&at, step);
        count++;
    }
    return count;
}

void
skip_widen(const struct event *event, struct civil *from, struct civil *to)
{
    int step = event->skip_count > 0 ? steps[event->on_skip] : 0;

    if (step == 1) {
        civil_add_days(from, -1);
        civil_add_days(from, -count_blocked(event, from, -1));
    } else if (step > 0) {
        civil_add_days(from, -SKIP_REACH);
    } else if (step < 0) {
        civil_add_days(to, 1);
        civil_add_days(to, count_blocked(event, to, 1));
    }
}

/* FNV-1a, as in event_dates.c. */
static uint64_t
mix(uint64_t hash, int64_t value)
{
    for (int i = 0; i < 8; i++)
        hash = (hash ^ ((uint64_t)value >> (8 * i) & 0xff)) *
               UINT64_C(1099511628211);
    return hash;
}

static uint64_t
mix_set(uint64_t hash, const struct dayset *set)
{
    for (const char *at = set->country; at != NULL && *at != '\0'; at++)
        hash = mix(hash, *at);
    for (size_t i = 0; i < set->span_count; i++)
        hash = mix(mix(hash, set->spans[i].from), set->spans[i].to);
    return hash;
}

uint64_t
skip_hash(const struct event *event)
{
    uint64_t hash = mix(UINT64_C(14695981039346656037), event->on_skip);

    for (size_t i = 0; i < event->skip_count; i++) {
        const struct skip *skip = &event->skips[i];

        hash = skip->set != NULL
            ? mix_set(hash, skip->set)
            : mix(mix(hash, skip->from), skip->to);
    }
    return event->holidays != NULL ? mix_set(hash, event->holidays) : hash;
}
