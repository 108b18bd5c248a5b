/* warn - see warn.h */
#include "programme/warn.h"

#include <string.h>

#include "calendar/zone.h"
#include "programme/event_dates.h"
#include "programme/part.h"
#include "programme/skip.h"
#include "programme/warn_calendar.h"
#include "programme/warn_people.h"
#include "programme/warn_text.h"

enum { SKIPPED_MOST = 400 };   /* one after another: then it does not matter */

/* The event that is looked at, and the date that comes next. */
struct look {
    struct part *part;
    const struct programme *programme;
    const struct event *event;
    struct civil next;
    instant start;
};

#define WARN(look, ...)                                                      \
    diagnose_warning((look)->part->diagnoses, (look)->event->at.file,        \
                     (look)->event->at.line, __VA_ARGS__)

static bool
happens_once(const struct event *event)
{
    if (event->base != NULL)
        event = event->base;
    return event->repeat == NULL && event->date_count <= 1;
}

/* The first date that is still to come and is not skipped; the first of all
 * when the time is not known.  False when all are over. */
static bool
find_next(struct look *look)
{
    const struct event *event = look->event;
    instant now = look->part->loading->options->now;
    struct civil local;

    event_dates_first(event, &look->next);
    look->start = zone_instant(event->zone, &look->next);
    if (now == 0 || look->start >= now)
        return true;
    zone_civil(event->zone, now, &local);
    if (!event_dates_after(event, &local, &look->next))
        return false;
    for (int left = SKIPPED_MOST; left > 0 && skip_of(event, &look->next);
         left--) {
        local = look->next;
        if (!event_dates_after(event, &local, &look->next))
            break;
    }
    look->start = zone_instant(event->zone, &look->next);
    return true;
}

static void
warn_over(const struct look *look)
{
    struct civil last;
    char text[CIVIL_TEXT];

    /* what goes with another is over when that is */
    if (look->event->base != NULL)
        return;
    event_dates_last(look->event, &last);
    WARN(look, "%s is over: its last date was %s; this file can go",
         look->event->id, civil_format(&last, text));
}

/* On the night when the clock is set, an hour does not exist. */
static void
warn_gap(const struct look *look)
{
    char said[CIVIL_TEXT], real[CIVIL_TEXT];
    struct civil back;

    zone_civil(look->event->zone, look->start, &back);
    if (civil_compare(&back, &look->next) != 0)
        WARN(look, "%s: there is no %s, for the clock is set that night; it "
             "counts as %s", look->event->id,
             civil_format(&look->next, said), civil_format(&back, real));
}

static void
warn_quiet(const struct look *look, const struct reminder *reminder,
           const struct group *group, instant due)
{
    const struct zone *zone = look->programme->organisation.zone;
    char hours[WINDOW_TEXT];
    struct civil civil;
    instant end;

    if (!group->has_quiet || !window_holds(&group->quiet, zone, due))
        return;
    end = window_end(&group->quiet, zone, due);
    zone_civil(zone, end, &civil);
    window_format(&group->quiet, hours);
    if (end >= look->start - look->programme->settings.useful_before)
        WARN(look, "%s: the reminder '%s' falls in the quiet hours of '%s' "
             "(%s), and after them it is too late: nobody there gets it",
             look->event->id, reminder->text, group->id, hours);
    else
        WARN(look, "%s: the reminder '%s' falls in the quiet hours of '%s' "
             "(%s); it is sent at %02d:%02d", look->event->id,
             reminder->text, group->id, hours, civil.hour, civil.minute);
}

/* When it is due for the date that is looked at. */
static instant
due_of(const struct look *look, const struct reminder *reminder)
{
    struct civil day = look->next;

    if (reminder->day > 1)
        civil_add_days(&day, reminder->day - 1);
    return offset_apply(&reminder->offset, look->event->zone,
                        zone_instant(look->event->zone, &day));
}

static void
warn_reminder(const struct look *look, const struct reminder *reminder)
{
    instant due = due_of(look, reminder);
    instant now = look->part->loading->options->now;
    char text[CIVIL_TEXT];
    struct civil civil;

    if (now != 0 && due < now && happens_once(look->event)) {
        zone_civil(look->event->zone, due, &civil);
        WARN(look, "%s: the reminder '%s' was due on %s; who did not get it "
             "then gets none", look->event->id, reminder->text,
             civil_format(&civil, text));
        return;
    }
    for (size_t i = 0; i < look->event->group_count; i++)
        warn_quiet(look, reminder, look->event->groups[i], due);
}

/* Two that reach people within an hour are one too many. */
static void
warn_near(const struct look *look)
{
    const struct event *event = look->event;

    for (size_t i = 1; i < event->reminder_count; i++) {
        instant due = due_of(look, &event->reminders[i]);

        for (size_t j = 0; j < i; j++) {
            instant other = due_of(look, &event->reminders[j]);

            if (due - other >= HOUR || other - due >= HOUR)
                continue;
            WARN(look, "%s: the reminders '%s' and '%s' come within an hour "
                 "of each other; keep one of them", event->id,
                 event->reminders[j].text, event->reminders[i].text);
            return;
        }
    }
}

/* A date that is still to come is moved to one that is not. */
static void
warn_moves(const struct look *look)
{
    const struct event *event = look->event;
    instant now = look->part->loading->options->now;
    char on[CIVIL_TEXT], start[CIVIL_TEXT];

    for (size_t i = 0; now != 0 && i < event->change_count; i++) {
        const struct change *change = &event->changes[i];

        if (!change->has_start || change->on.year == 0 ||
            zone_instant(event->zone, &change->start) >= now ||
            zone_instant(event->zone, &change->on) < now)
            continue;
        diagnose_warning(look->part->diagnoses, change->at.file,
                         change->at.line, "%s: what was to be on %s moves to "
                         "%s, which is over", event->id,
                         civil_format_date(&change->on, on),
                         civil_format(&change->start, start));
    }
}

/* The first date that is after the end of the project. */
static void
warn_ends(const struct look *look)
{
    instant ends = look->programme->organisation.ends;
    struct civil end, first;
    char text[CIVIL_TEXT];

    if (ends == 0)
        return;
    zone_civil(look->event->zone, ends - SECOND, &end);
    if (event_dates_after(look->event, &end, &first))
        WARN(look, "%s goes on after the project ends: nobody is reminded of "
             "%s and what follows", look->event->id,
             civil_format(&first, text));
}

static void
warn_event(struct part *part, const struct event *event)
{
    struct look look = {
        .part = part, .programme = part->loading->programme, .event = event
    };

    if (event->place[0] == '\0' && !event->route && !event->deadline)
        WARN(&look, "%s has no place, so no message says where it is; for "
             "example place = \"Stationsplein\";", event->id);
    if (!find_next(&look)) {
        warn_over(&look);
        return;
    }
    warn_gap(&look);
    warn_moves(&look);
    if (event->base == NULL)
        warn_ends(&look);
    warn_near(&look);
    for (size_t i = 0; i < event->reminder_count; i++)
        warn_reminder(&look, &event->reminders[i]);
    warn_text(part, event, &look.next);
    warn_calendar(part, event);
}

void
warn_part(struct part *part)
{
    for (size_t i = 0; i < part->event_count; i++)
        warn_event(part, &part->events[i]);
    warn_texts(part);
}

void
warn_programme(struct loading *loading)
{
    const struct programme *programme = loading->programme;

    if (programme->event_count == 0 && !programme->incomplete)
        diagnose_warning(&loading->diagnoses, "allo.conf", 0, "there are no "
                         "events, neither here nor in events.d");
    warn_people(loading);
    if (programme->channel_count == 0)
        diagnose_warning(&loading->diagnoses, "allo.conf", 0, "there are no "
                         "channels, so nothing can be sent");
}
