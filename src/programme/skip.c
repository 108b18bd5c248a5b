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

int
skip_reach(const struct event *event)
{
    return event->skip_count > 0 && event->on_skip != ON_SKIP_DROP
               ? SKIP_REACH : 0;
}

/* Whether the event is on that day anyway, or a change brings it there. */
static bool
is_taken(const struct event *event, const struct civil *day)
{
    struct civil found;

    if (event_dates_on(event, day, false, &found) > 0)
        return true;
    for (size_t i = 0; i < event->change_count; i++) {
        const struct change *change = &event->changes[i];

        if (change->has_start && civil_compare_dates(&change->start, day) == 0)
            return true;
    }
    return false;
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

enum skipping
skip_apply(const struct event *event, const struct civil *original,
           struct civil *start)
{
    int step = steps[event->on_skip];

    *start = *original;
    if (skip_of(event, original) == NULL)
        return SKIP_NOT;
    for (int days = step; step != 0 && abs(days) <= SKIP_REACH;
         days += step) {
        civil_add_days(start, step);
        if (is_taken(event, start))
            return SKIP_DROPPED;
        if (is_free(event, start))
            return SKIP_MOVED;
    }
    return SKIP_DROPPED;
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
