/* event_change - see event_change.h */
#include "programme/event_change.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "programme/event.h"
#include "programme/event_dates.h"
#include "programme/event_text.h"
#include "programme/part.h"

struct raw_change {
    const char *on, *place;
    struct civil start;
    const struct node *cancelled;
    instant duration;
};

#define AT(member) offsetof(struct raw_change, member)
static const struct setting change_settings[] = {
    { .key = "on", .type = SETTING_TEXT, .required = true, .offset = AT(on),
      .least = 1, .most = 20, .example = "\"2027-04-14\"",
      .help = "which one: its date as it was planned" },
    { .key = "start", .type = SETTING_MOMENT, .offset = AT(start),
      .example = "\"2027-04-15 18:00\"", .help = "its new date and hour" },
    { .key = "place", .type = SETTING_TEXT, .offset = AT(place), .least = 1,
      .most = 100, .example = "\"Stationsplein\"",
      .help = "its new place" },
    { .key = "duration", .type = SETTING_DURATION, .offset = AT(duration),
      .least = (double)MINUTE, .most = (double)(60 * DAY),
      .example = "\"2 hours\"", .help = "how long this one takes" },
    { .key = "cancelled", .type = SETTING_ANY, .offset = AT(cancelled),
      .example = "\"zaal bezet\"",
      .help = "it does not take place: the reason that people read, or "
              "true" },
    { .key = NULL }
};
#undef AT

const struct section change_section = {
    .path = "events.change", .name = "a change", .settings = change_settings
};

static bool
is_yes_or_no(const char *text)
{
    static const char *const words[] = {
        "ja", "nee", "yes", "no", "true", "false", "oui", "non", "x", NULL
    };

    for (int i = 0; words[i] != NULL; i++) {
        if (strcasecmp(text, words[i]) == 0)
            return true;
    }
    return false;
}

static void
read_cancelled(struct part *part, const struct node *node,
               struct change *change)
{
    if (node == NULL)
        return;
    if (node_type(node) == NODE_TEXT && is_yes_or_no(node_text(node))) {
        settings_error(part->diagnoses, node, "people would read '%s' as the "
                       "reason; write cancelled = true; or the reason in a "
                       "few words", node_text(node));
    } else if (node_type(node) == NODE_BOOL) {
        change->cancelled = node_bool(node);
    } else if (node_type(node) == NODE_TEXT &&
               strlen(node_text(node)) <= 200) {
        change->cancelled = true;
        change->reason = clean_copy(part->loading->programme->pool,
                                    node_text(node));
    } else if (node_type(node) == NODE_GROUP) {
        change->cancelled = true;
        event_reason_read(part, node, change);
    } else {
        settings_error(part->diagnoses, node, "cancelled is the reason in a "
                       "few words (cancelled = \"zaal bezet\";) or true");
    }
}

/* Which date it is about: put in change->on as the event has it. */
static void
read_on(struct part *part, const struct node *node, const char *text,
        const struct event *event, struct change *change)
{
    const struct node *at = node_member(node, "on");
    struct error error;
    struct civil found;
    int count;

    change->on_has_time = strlen(text) > strlen("2027-04-14");
    if ((change->on_has_time
         ? civil_parse_moment(text, &change->on, &error)
         : civil_parse_date(text, &change->on, &error)) < 0) {
        settings_error(part->diagnoses, at, "on: %s", error.text);
        return;
    }
    if (!event_dates_known(event))
        return;
    count = event_dates_on(event, &change->on, change->on_has_time, &found);
    if (count == 0)
        event_dates_tell_nearest(part, at, event, &change->on,
                                 change->on_has_time);
    else if (count > 1)
        settings_error(part->diagnoses, at, "%s has %d dates on that day; "
                       "write the hour too: on = \"%s %02d:%02d\"",
                       event->id, count, text, found.hour, found.minute);
}

static void
check_sense(struct part *part, const struct node *node,
            const struct change *change)
{
    bool changes = change->has_start || change->place != NULL ||
                   change->duration != 0;

    if (change->cancelled && changes)
        settings_error(part->diagnoses, node, "what is cancelled has no new "
                       "start, place or duration; leave out the one or the "
                       "other");
    else if (!change->cancelled && !changes &&
             node_member(node, "cancelled") == NULL &&
             node_count(node) <= 1)
        settings_error(part->diagnoses, node, "this change says nothing; for "
                       "example cancelled = \"zaal bezet\";");
}

static void
read_change(struct part *part, const struct node *node,
            const struct event *event, struct change *change)
{
    struct raw_change raw = { .on = NULL };

    settings_read(&change_section, node, part->diagnoses, &raw);
    change->at = part_place(part, node);
    change->has_start = raw.start.year != 0;
    change->start = raw.start;
    change->place = clean_copy(part->loading->programme->pool, raw.place);
    if (change->place != NULL)
        change->place = event_place(part, event, change->place);
    change->duration = raw.duration;
    read_cancelled(part, raw.cancelled, change);
    check_sense(part, node, change);
    if (raw.on != NULL)
        read_on(part, node, raw.on, event, change);
}

static bool
same_date(const struct change *a, const struct change *b)
{
    if (a->on.year == 0 || civil_compare_dates(&a->on, &b->on) != 0)
        return false;
    return !a->on_has_time || !b->on_has_time ||
           civil_compare(&a->on, &b->on) == 0;
}

void
event_change_read_all(struct part *part, const struct node *list,
                      struct event *event)
{
    size_t count = list != NULL ? node_count(list) : 0;
    struct change *changes;

    if (count == 0)
        return;
    changes = pool_take(part->loading->programme->pool,
                        count * sizeof(*changes));
    for (size_t i = 0; i < count; i++) {
        read_change(part, node_at(list, i), event, &changes[i]);
        for (size_t j = 0; j < i; j++) {
            if (same_date(&changes[i], &changes[j]))
                settings_error(part->diagnoses, node_at(list, i), "this date "
                               "is changed in line %d too; make one change "
                               "of the two", changes[j].at.line);
        }
    }
    event->changes = changes;
    event->change_count = count;
}

const struct change *
event_change_of(const struct event *event, const struct civil *original)
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
