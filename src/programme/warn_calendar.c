/* warn_calendar - see warn_calendar.h */
#include "programme/warn_calendar.h"

#include <string.h>

#include <stdlib.h>

#include "calendar/dayset.h"
#include "calendar/zone.h"
#include "programme/event_change.h"
#include "programme/event_dates.h"
#include "programme/event_skip.h"
#include "programme/part.h"
#include "programme/skip.h"

enum { YEAR = 366 };            /* days that are looked at, back and ahead */

struct look {
    struct part *part;
    const struct event *event;
    const struct dayset *holidays;      /* public ones, or NULL */
    struct civil today;
    bool *applies;              /* by skip: it holds a date, or did */
    struct civil holiday;       /* the first to come that is not skipped */
    struct civil stuck;         /* the first to come that finds no other day */
};

#define WARN(look, at, ...)                                                  \
    diagnose_warning((look)->part->diagnoses, (at).file, (at).line,          \
                     __VA_ARGS__)

/* Dates come in order but for those beside a rule. */
static void
keep_first(struct civil *first, const struct civil *date)
{
    if (first->year == 0 || civil_compare(date, first) < 0)
        *first = *date;
}

static void
look_ahead(struct look *look, const struct civil *date)
{
    const struct event *event = look->event;
    struct civil start;

    if (event_change_of(event, date) != NULL ||
        civil_compare_dates(date, &look->today) < 0)
        return;
    switch (skip_apply(event, date, &start)) {
    case SKIP_DROPPED:
        if (event->on_skip != ON_SKIP_DROP)
            keep_first(&look->stuck, date);
        break;
    case SKIP_NOT:
        if (look->holidays != NULL && dayset_on(look->holidays, date) != NULL)
            keep_first(&look->holiday, date);
        break;
    default:
        break;
    }
}

static bool
on_date(void *self, const struct civil *date)
{
    struct look *look = self;
    int64_t number = civil_day_number(date);

    for (size_t i = 0; i < look->event->skip_count; i++) {
        const struct skip *skip = &look->event->skips[i];

        look->applies[i] |= skip->set != NULL
            ? dayset_on(skip->set, date) != NULL
            : number >= skip->from && number <= skip->to;
    }
    look_ahead(look, date);
    return true;
}

/* -- what was found ------------------------------------------------------- */

static void
warn_holiday(const struct look *look)
{
    char day[CIVIL_TEXT];

    if (look->holiday.year == 0)
        return;
    civil_format_date(&look->holiday, day);
    WARN(look, look->event->at, "%s falls on a public holiday on %s (%s); "
         "%s\"" DAYSET_PUBLIC "\"%s leaves it out, change = ( { on = \"%s\"; "
         "cancelled = false; } ); keeps it", look->event->id, day,
         dayset_on(look->holidays, &look->holiday),
         look->event->skip_count > 0 ? "" : "skip = [ ",
         look->event->skip_count > 0 ? " in its skip" : " ];", day);
}

static void
warn_stuck(const struct look *look)
{
    char day[CIVIL_TEXT];

    if (look->stuck.year != 0)
        WARN(look, look->event->at, "%s: what is skipped on %s is left out, "
             "for on_skip = \"%s\" finds no free day within %d days, or meets "
             "another of its dates first", look->event->id,
             civil_format_date(&look->stuck, day),
             event_skip_choices[look->event->on_skip], SKIP_REACH);
}

static bool
on_any(void *self, const struct civil *date)
{
    (void)date;
    *(bool *)self = true;
    return false;
}

/* Whether some date of the event is on the days of a skip, whenever. */
static bool
has_date_in(const struct event *event, const struct skip *skip)
{
    struct civil from, to;
    bool any = false;

    civil_from_day_number(skip->from, &from);
    civil_from_day_number(skip->to + 1, &to);
    event_dates_between(event, &from, &to, on_any, &any);
    return any;
}

/* A single date is one of the event's: that was seen when it was read.  Who
 * skips public holidays need not look whether there is one. */
static void
warn_useless(const struct look *look)
{
    for (size_t i = 0; i < look->event->skip_count; i++) {
        const struct skip *skip = &look->event->skips[i];

        if (look->applies[i])
            continue;
        if (skip->set == NULL) {
            if (!has_date_in(look->event, skip))
                WARN(look, skip->at, "%s: no date of it is on these days, so "
                     "that skips nothing", look->event->id);
        } else if (strcmp(skip->set->id, DAYSET_PUBLIC) != 0) {
            WARN(look, skip->at, "%s: no date of it is in '%s', this year or "
                 "the next, so that skips nothing", look->event->id,
                 skip->set->id);
        }
    }
}

/* The last date, or a year from now when there is none. */
static bool
find_last(const struct look *look, struct civil *last)
{
    if (event_dates_last(look->event, last))
        return true;
    *last = look->today;
    civil_add_days(last, YEAR);
    return false;
}

static void
warn_unknown(const struct look *look)
{
    char until[CIVIL_TEXT], text[CIVIL_TEXT];
    struct civil known, last;
    bool ends = find_last(look, &last);

    for (size_t i = 0; i < look->event->skip_count; i++) {
        const struct skip *skip = &look->event->skips[i];

        if (skip->set == NULL || skip->set->until >= civil_day_number(&last))
            continue;
        civil_from_day_number(skip->set->until, &known);
        WARN(look, skip->at, "%s: '%s' is known up to %s, and the event goes "
             "on%s%s; later days of it are not skipped%s%s%s",
             look->event->id, skip->set->id,
             civil_format_date(&known, until), ends ? " until " : "",
             ends ? civil_format_date(&last, text) : "",
             skip->set->source[0] != '\0' ? " (see " : "", skip->set->source,
             skip->set->source[0] != '\0' ? ")" : "");
    }
}

void
warn_calendar(struct part *part, const struct event *event)
{
    const struct programme *programme = part->loading->programme;
    instant now = part->loading->options->now;
    struct look look = {
        .part = part, .event = event,
        .holidays = programme_calendar(programme, DAYSET_PUBLIC)
    };
    struct civil from, to;

    if (now == 0 || (event->repeat == NULL && event->date_count == 0))
        return;
    zone_civil(event->zone, now, &look.today);
    from = to = look.today;
    civil_add_days(&from, -YEAR);
    civil_add_days(&to, YEAR);
    look.applies = memory_new(event->skip_count + 1, sizeof(*look.applies));
    event_dates_between(event, &from, &to, on_date, &look);
    warn_holiday(&look);
    warn_stuck(&look);
    warn_useless(&look);
    warn_unknown(&look);
    free(look.applies);
}
