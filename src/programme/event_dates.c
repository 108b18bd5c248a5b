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

/* A start that is said besides is one of them. */
static void
read_dates(struct part *part, const struct raw_dates *raw,
           struct event *event)
{
    size_t most = settings_text_count(raw->dates), count = 0;
    struct civil *dates = pool_take(part->loading->programme->pool,
                                    (most + 1) * sizeof(*dates));
    struct error error;
    bool listed = false;

    for (size_t i = 0; i < most; i++) {
        if (civil_parse_moment(settings_text(raw->dates, i), &dates[count],
                               &error) < 0)
            settings_error(part->diagnoses,
                           settings_text_node(raw->dates, i), "dates: %s",
                           error.text);
        else
            listed |= civil_compare(&dates[count++], &raw->start) == 0;
    }
    qsort(dates, count, sizeof(*dates), compare);
    tell_twice(part, raw->dates, dates, count);
    if (raw->start.year != 0 && !listed) {
        dates[count++] = raw->start;
        qsort(dates, count, sizeof(*dates), compare);
    }
    event->dates = dates;
    event->date_count = count;
    if (count > 0)
        event->start = dates[0];
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
    if (raw->repeat != NULL && dates != NULL) {
        settings_error(part->diagnoses, dates, "an event has either repeat "
                       "or dates; leave one of them out");
        event->start.year = 0;
    } else if (dates != NULL) {
        if (raw->dates != NULL)
            read_dates(part, raw, event);
    } else if (node_member(node, "start") == NULL) {
        if (!settings_misnamed(&event_section, node, "start"))
            settings_error(part->diagnoses, node, "an event needs 'start'; "
                           "for example start = \"2027-01-13 19:00\";");
    } else if (raw->repeat != NULL && raw->start.year != 0) {
        read_repeat(part, node, raw->repeat, event);
        if (event->repeat == NULL)
            event->start.year = 0;
    }
}

bool
event_dates_known(const struct event *event)
{
    return event->start.year != 0 && event->zone != NULL;
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
    if (event->repeat != NULL) {
        recurrence_between(event->repeat, &from, &to, on_day, &day);
    } else if (event->date_count == 0) {
        if (civil_compare_dates(&event->start, on) == 0)
            on_day(&day, &event->start);
    }
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare_dates(&event->dates[i], on) == 0)
            on_day(&day, &event->dates[i]);
    }
    *found = day.found;
    return day.count;
}

static bool
keep_last(void *self, const struct civil *start)
{
    struct day *day = self;

    day->found = *start;
    day->count++;
    return true;
}

/* A rule is looked at over the two years before. */
bool
event_dates_before(const struct event *event, const struct civil *on,
                   struct civil *found)
{
    struct civil from = *on;
    struct day day = { .count = 0 };

    civil_add_days(&from, -731);
    if (event->repeat != NULL)
        recurrence_between(event->repeat, &from, on, keep_last, &day);
    else if (event->date_count == 0 && civil_compare(&event->start, on) < 0)
        keep_last(&day, &event->start);
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare(&event->dates[i], on) < 0)
            keep_last(&day, &event->dates[i]);
    }
    *found = day.found;
    return day.count > 0;
}

bool
event_dates_after(const struct event *event, const struct civil *on,
                  struct civil *found)
{
    if (event->repeat != NULL)
        return recurrence_next(event->repeat, on, found);
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare(&event->dates[i], on) > 0) {
            *found = event->dates[i];
            return true;
        }
    }
    *found = event->start;
    return event->date_count == 0 && civil_compare(&event->start, on) > 0;
}

void
event_dates_between(const struct event *event, const struct civil *from,
                    const struct civil *to,
                    bool (*found)(void *self, const struct civil *start),
                    void *self)
{
    const struct civil *dates = event->date_count != 0 ? event->dates
        : &event->start;
    size_t count = event->date_count != 0 ? event->date_count : 1;

    if (event->repeat != NULL) {
        recurrence_between(event->repeat, from, to, found, self);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (civil_compare(&dates[i], from) >= 0 &&
            civil_compare(&dates[i], to) < 0 && !found(self, &dates[i]))
            return;
    }
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
