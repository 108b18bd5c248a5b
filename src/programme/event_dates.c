/* event_dates - see event_dates.h */
#include "programme/event_dates.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/recurrence.h"
#include "calendar/zone.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/event.h"
#include "programme/part.h"

static int
compare(const void *a, const void *b)
{
    return civil_compare(a, b);
}

static void
tell_twice(struct part *part, const struct node *node,
           const struct civil *dates, size_t count)
{
    char text[CIVIL_TEXT];

    for (size_t i = 1; i < count; i++) {
        if (civil_compare(&dates[i - 1], &dates[i]) == 0)
            settings_error(part->diagnoses, node, "dates has %s twice",
                           civil_format(&dates[i], text));
    }
}

static bool
is_listed(const struct civil *dates, size_t count, const struct civil *civil)
{
    for (size_t i = 0; i < count; i++) {
        if (civil_compare(&dates[i], civil) == 0)
            return true;
    }
    return false;
}

/* In order; there is room for one more. */
static size_t
read_list(struct part *part, const struct node *list, struct civil *dates)
{
    size_t count = 0;
    struct error error;

    for (size_t i = 0; i < settings_text_count(list); i++) {
        if (civil_parse_moment(settings_text(list, i), &dates[count],
                               &error) < 0)
            settings_error(part->diagnoses, settings_text_node(list, i),
                           "dates: %s", error.text);
        else
            count++;
    }
    qsort(dates, count, sizeof(*dates), compare);
    tell_twice(part, list, dates, count);
    return count;
}

/* Beside a rule they are extra ones; without, a start that is said besides is
 * one of them. */
static void
read_dates(struct part *part, const struct raw_dates *raw,
           struct event *event)
{
    size_t most = settings_text_count(raw->dates);
    struct civil *dates = pool_take(part->loading->programme->pool,
                                    (most + 1) * sizeof(*dates));
    size_t count = read_list(part, raw->dates, dates);

    if (raw->repeat == NULL && raw->start.year != 0 &&
        !is_listed(dates, count, &raw->start)) {
        dates[count++] = raw->start;
        qsort(dates, count, sizeof(*dates), compare);
    }
    event->dates = dates;
    event->date_count = count;
    if (raw->repeat == NULL && count > 0)
        event->start = dates[0];
}

static void
tell_ruled(struct part *part, const struct node *dates,
           const struct event *event)
{
    char text[CIVIL_TEXT];

    for (size_t i = 0; i < event->date_count; i++) {
        if (recurrence_has(event->repeat, &event->dates[i]))
            settings_error(part->diagnoses, dates, "dates are beside those "
                           "of repeat, and %s is one of them already; leave "
                           "it out", civil_format(&event->dates[i], text));
    }
}

static void
read_repeat(struct part *part, const struct node *node, const char *text,
            struct event *event)
{
    struct recurrence *recurrence = NULL;
    struct error error;

    if (recurrence_parse(part->loading->programme->pool, text, &event->start,
                         event->zone, &recurrence, &error) < 0)
        settings_error(part->diagnoses, node_member(node, "repeat"),
                       "repeat: %s", error.text);
    event->repeat = recurrence;
}

void
event_dates_read(struct part *part, const struct node *node,
                 const struct raw_dates *raw, struct event *event)
{
    const struct node *dates = node_member(node, "dates");

    event->start = raw->start;
    if (raw->dates != NULL)
        read_dates(part, raw, event);
    if (dates != NULL && raw->repeat == NULL)
        return;
    if (node_member(node, "start") == NULL) {
        if (!settings_misnamed(&event_section, node, "start"))
            settings_error(part->diagnoses, node, "an event needs 'start'; "
                           "for example start = \"2027-01-13 19:00\";");
    } else if (raw->repeat != NULL && raw->start.year != 0) {
        read_repeat(part, node, raw->repeat, event);
        if (event->repeat == NULL)
            event->start.year = 0;
        else if (raw->dates != NULL)
            tell_ruled(part, dates, event);
    }
}

bool
event_dates_known(const struct event *event)
{
    return event->start.year != 0 && event->zone != NULL;
}

struct civil
event_dates_shift(const struct event *event, const struct civil *base)
{
    struct civil civil;

    zone_civil(event->zone,
               offset_apply(&event->shift, event->zone,
                            zone_instant(event->zone, base)), &civil);
    return civil;
}

instant
event_dates_span(const struct event *event)
{
    const struct offset *shift = &event->shift;

    return (shift->months * 31 + shift->days + 2) * DAY + shift->elapsed;
}

/* Every date from `from` up to `to`, of an event with dates of its own. */
static void
each_date(const struct event *event, const struct civil *from,
          const struct civil *to,
          bool (*found)(void *self, const struct civil *start), void *self)
{
    if (event->repeat != NULL) {
        recurrence_between(event->repeat, from, to, found, self);
    } else if (event->date_count == 0) {
        if (civil_compare(&event->start, from) >= 0 &&
            civil_compare(&event->start, to) < 0)
            found(self, &event->start);
    }
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare(&event->dates[i], from) >= 0 &&
            civil_compare(&event->dates[i], to) < 0 &&
            !found(self, &event->dates[i]))
            return;
    }
}

/* The dates of the base, shifted. */
struct shifted {
    const struct event *event;
    const struct civil *from, *to;
    bool (*found)(void *self, const struct civil *start);
    void *self;
};

static bool
on_base_date(void *self, const struct civil *base)
{
    struct shifted *shifted = self;
    struct civil start = event_dates_shift(shifted->event, base);

    return civil_compare(&start, shifted->from) < 0 ||
           civil_compare(&start, shifted->to) >= 0 ||
           shifted->found(shifted->self, &start);
}

static void
each_shifted(const struct event *event, const struct civil *from,
             const struct civil *to,
             bool (*found)(void *self, const struct civil *start), void *self)
{
    struct shifted shifted = { event, from, to, found, self };
    struct civil first = *from, last = *to;
    int days = (int)(event_dates_span(event) / DAY) + 1;

    civil_add_days(&first, -days);
    civil_add_days(&last, days);
    each_date(event->base, &first, &last, on_base_date, &shifted);
}

void
event_dates_between(const struct event *event, const struct civil *from,
                    const struct civil *to,
                    bool (*found)(void *self, const struct civil *date),
                    void *self)
{
    if (event->base != NULL)
        each_shifted(event, from, to, found, self);
    else
        each_date(event, from, to, found, self);
}

struct day {
    const struct civil *exactly;        /* NULL: any hour */
    struct civil found;
    int count;
};

static bool
on_day(void *self, const struct civil *start)
{
    struct day *day = self;

    if (day->exactly == NULL || civil_compare(day->exactly, start) == 0) {
        day->found = *start;
        day->count++;
    }
    return true;
}

int
event_dates_on(const struct event *event, const struct civil *on,
               bool has_time, struct civil *found)
{
    struct civil from = { .year = on->year, .month = on->month,
                          .day = on->day };
    struct civil to = from;
    struct day day = { .exactly = has_time ? on : NULL };

    civil_add_days(&to, 1);
    event_dates_between(event, &from, &to, on_day, &day);
    *found = day.found;
    return day.count;
}

static bool
keep_last(void *self, const struct civil *start)
{
    struct day *day = self;

    if (day->count++ == 0 || civil_compare(&day->found, start) < 0)
        day->found = *start;
    return true;
}

/* A rule is looked at over the two years before. */
bool
event_dates_before(const struct event *event, const struct civil *on,
                   struct civil *found)
{
    struct civil from = *on;
    struct day day = { .count = 0 };

    if (event->repeat != NULL || event->base != NULL)
        civil_add_days(&from, -731);
    else
        from.year = CIVIL_YEAR_LEAST;
    event_dates_between(event, &from, on, keep_last, &day);
    *found = day.found;
    return day.count > 0;
}

static bool
keep_first_after(void *self, const struct civil *start)
{
    struct day *day = self;

    if (civil_compare(start, day->exactly) <= 0)
        return true;
    day->found = *start;
    day->count = 1;
    return false;
}

/* The base's dates are asked for in stretches that get longer. */
static bool
shifted_after(const struct event *event, const struct civil *on,
              struct civil *found)
{
    struct day day = { .exactly = on };
    struct civil to = *on;

    for (int days = 366; days < 100 * 366 && day.count == 0; days *= 10) {
        civil_add_days(&to, days);
        each_shifted(event, on, &to, keep_first_after, &day);
    }
    *found = day.found;
    return day.count > 0;
}

bool
event_dates_after(const struct event *event, const struct civil *on,
                  struct civil *found)
{
    bool any = false;

    if (event->base != NULL)
        return shifted_after(event, on, found);
    if (event->repeat != NULL) {
        any = recurrence_next(event->repeat, on, found);
    } else if (event->date_count == 0) {
        *found = event->start;
        return civil_compare(&event->start, on) > 0;
    }
    for (size_t i = 0; i < event->date_count; i++) {
        const struct civil *date = &event->dates[i];

        if (civil_compare(date, on) <= 0)
            continue;
        if (!any || civil_compare(date, found) < 0)
            *found = *date;
        return true;
    }
    return any;
}

static const char *
format(const struct civil *civil, bool has_time, char text[CIVIL_TEXT])
{
    return has_time ? civil_format(civil, text)
                    : civil_format_date(civil, text);
}

void
event_dates_tell_nearest(struct part *part, const struct node *at,
                         const struct event *event, const struct civil *day,
                         bool has_time)
{
    char on[CIVIL_TEXT], before[CIVIL_TEXT], after[CIVIL_TEXT];
    struct civil one, other;
    bool has_before = event_dates_before(event, day, &one);
    bool has_after = event_dates_after(event, day, &other);

    format(day, has_time, on);
    if (has_before)
        format(&one, has_time, before);
    if (has_after)
        format(&other, has_time, after);
    if (has_before && has_after)
        settings_error(part->diagnoses, at, "%s has no date on %s; the "
                       "nearest are %s and %s", event->id, on, before, after);
    else
        settings_error(part->diagnoses, at, "%s has no date on %s; the "
                       "nearest is %s", event->id, on,
                       has_before ? before : after);
}

void
event_dates_first(const struct event *event, struct civil *first)
{
    *first = event->start;
    if (event->date_count > 0 && civil_compare(&event->dates[0], first) < 0)
        *first = event->dates[0];
}

bool
event_dates_last(const struct event *event, struct civil *last)
{
    *last = event->start;
    if (event->repeat != NULL && !recurrence_last(event->repeat, last))
        return false;
    if (event->date_count > 0 &&
        civil_compare(&event->dates[event->date_count - 1], last) > 0)
        *last = event->dates[event->date_count - 1];
    return true;
}

/* FNV-1a: it only has to differ when the plan does. */
static uint64_t
mix(uint64_t hash, const char *text)
{
    do {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    } while (*text++ != '\0');
    return hash;
}

uint64_t
event_dates_hash(struct pool *pool, const struct event *event)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    char text[CIVIL_TEXT], offset[OFFSET_TEXT];

    if (event->base != NULL) {
        hash ^= event->base->schedule;
        hash = mix(hash, offset_format(&event->shift, offset));
    }
    hash = mix(hash, civil_format(&event->start, text));
    hash = mix(hash, zone_name(event->zone));
    if (event->repeat != NULL)
        hash = mix(hash, recurrence_rrule(pool, event->repeat));
    for (size_t i = 0; i < event->date_count; i++)
        hash = mix(hash, civil_format(&event->dates[i], text));
    for (size_t i = 0; i < event->reminder_count; i++) {
        hash = mix(hash, event->reminders[i].slot);
        hash = mix(hash, offset_format(&event->reminders[i].offset, offset));
    }
    return hash;
}
