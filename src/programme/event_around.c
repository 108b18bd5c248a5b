/* event_around - see event_around.h */
#include "programme/event_around.h"

#include <string.h>

#include "calendar/offset.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/event.h"
#include "programme/event_change.h"
#include "programme/event_dates.h"
#include "programme/event_reminder.h"
#include "programme/event_text.h"
#include "programme/part.h"
#include "programme/wording.h"

struct raw_around {
    const char *id, *title, *before, *after, *at, *place;
    instant duration;
    const struct node *invite, *remind, *change, *text, *notes;
    bool reply;
};

#define AT(member) offsetof(struct raw_around, member)
#define INVITE                                                               \
    { .key = "invite", .type = SETTING_TEXTS, .offset = AT(invite),          \
      .least = 1, .most = 1000, .example = "[ \"begeleiders\" ]",            \
      .help = "groups that are invited; those of the event unless said" }
#define DURATION                                                             \
    { .key = "duration", .type = SETTING_DURATION, .offset = AT(duration),   \
      .least = (double)MINUTE, .most = (double)(60 * DAY),                   \
      .example = "\"1 hour\"", .help = "how long it takes" }
#define CHANGE                                                               \
    { .key = "change", .type = SETTING_GROUPS, .offset = AT(change),         \
      .most = 1000,                                                          \
      .example = "( { on = \"2027-04-14\"; place = \"Stationsplein\"; } )",  \
      .help = "what is different about one of its dates" }
#define REMIND(words)                                                        \
    { .key = "remind", .type = SETTING_TEXTS, .offset = AT(remind),          \
      .most = 20, .example = "[ \"1 day before at 18:00\" ]",                \
      .help = "when a reminder is sent; " words " unless said" }
#define TEXT                                                                 \
    { .key = "text", .type = SETTING_ANY, .offset = AT(text),                \
      .example = "{ nl = \"{event.title} {event.when}.\"; }",                \
      .help = "words of the reminder, as those of an event" }
#define REPLY                                                                \
    { .key = "reply", .type = SETTING_BOOL, .offset = AT(reply),             \
      .fallback = "true", .example = "false",                                \
      .help = "whether people are asked if they come: {reply}" }
#define NOTES                                                                \
    { .key = "notes", .type = SETTING_ANY, .offset = AT(notes),              \
      .example = "{ officer = { nl = \"Kom in burger.\"; }; }",              \
      .help = "{note} of the text, as that of an event" }

static const struct setting linked_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"voorbereiding\"",
      .help = "its name for ever, behind that of the event: "
              "straatoverleg-voorbereiding" },
    { .key = "title", .type = SETTING_TEXT, .offset = AT(title), .least = 1,
      .most = 80, .example = "\"Voorbereiding straatoverleg\"",
      .help = "as people read it; the event's and the id unless said" },
    { .key = "before", .type = SETTING_TEXT, .offset = AT(before),
      .least = 1, .most = 100, .example = "\"7 days at 18:00\"",
      .help = "how long before the event it begins" },
    { .key = "after", .type = SETTING_TEXT, .offset = AT(after), .least = 1,
      .most = 100, .example = "\"14 days at 18:00\"",
      .help = "how long after the start of the event it begins" },
    { .key = "place", .type = SETTING_TEXT, .offset = AT(place), .most = 100,
      .example = "\"Jeugdhuis De Kouter, Aalst\"",
      .help = "where; that of the event unless said" },
    INVITE, DURATION, REMIND("\"1 day before at 18:00\""), CHANGE, TEXT,
    NOTES, REPLY, { .key = NULL }
};

static const struct setting stop_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"markt\"",
      .help = "its name for ever, behind that of the event: truck-markt" },
    { .key = "at", .type = SETTING_TEXT, .required = true, .offset = AT(at),
      .least = 1, .most = 20, .example = "\"14:30\"",
      .help = "hour at which it begins there, on the day of the event" },
    { .key = "place", .type = SETTING_TEXT, .required = true,
      .offset = AT(place), .least = 1, .most = 100,
      .example = "\"Grote Markt\"", .help = "where" },
    { .key = "title", .type = SETTING_TEXT, .offset = AT(title), .least = 1,
      .most = 80, .example = "\"Preventietruck\"",
      .help = "as people read it; that of the event unless said" },
    INVITE, DURATION, REMIND("as of the event"), CHANGE, TEXT, NOTES, REPLY,
    { .key = NULL }
};

static const struct setting deadline_settings[] = {
    { .key = "title", .type = SETTING_TEXT, .required = true,
      .offset = AT(title), .least = 1, .most = 80,
      .example = "\"Vragen voor het debat\"",
      .help = "what is due, as people read it" },
    { .key = "before", .type = SETTING_TEXT, .required = true,
      .offset = AT(before), .least = 1, .most = 100,
      .example = "\"7 days at 20:00\"",
      .help = "how long before the event it ends" },
    INVITE, REMIND("\"1 day before at 18:00\""), TEXT, NOTES,
    { .key = NULL }
};
#undef AT

const struct section linked_section = {
    .path = "events.linked", .name = "a linked event",
    .settings = linked_settings
};
const struct section stop_section = {
    .path = "events.stops", .name = "a stop", .settings = stop_settings
};
const struct section deadline_section = {
    .path = "events.deadline", .name = "a deadline",
    .settings = deadline_settings
};

/* What is being read, and around what. */
struct around {
    struct part *part;
    const struct section *section;
    const struct event *parent;
    const struct event *base;           /* a copy of it, that lasts */
    struct event *out;
    size_t count;
};

static struct pool *
pool_of(const struct around *around)
{
    return around->part->loading->programme->pool;
}

static const char *
title_of(const struct around *around, const struct node *node,
         const struct raw_around *raw)
{
    if (raw->title != NULL)
        return event_read_clean(around->part, node, "title", raw->title);
    if (around->section == &stop_section || raw->id == NULL)
        return around->parent->title;
    return pool_format(pool_of(around), "%s: %s", around->parent->title,
                       raw->id);
}

/* "7 days at 18:00", on the side of the event that the key says. */
static void
read_side(const struct around *around, const struct node *node,
          const char *key, const char *text, int sign, struct offset *shift)
{
    struct diagnoses *diagnoses = around->part->diagnoses;
    struct error error;

    if (offset_parse(text, shift, &error) < 0)
        settings_error(diagnoses, node_member(node, key), "%s: %s", key,
                       error.text);
    else if (shift->sign == -sign)
        settings_error(diagnoses, node_member(node, key), "%s: '%s' says the "
                       "opposite; leave out its last word", key, text);
    shift->sign = sign;
}

static void
read_shift(const struct around *around, const struct node *node,
           const struct raw_around *raw, struct offset *shift)
{
    struct diagnoses *diagnoses = around->part->diagnoses;

    if (around->section == &stop_section) {
        shift->has_clock = true;
        if (raw->at != NULL &&
            !civil_parse_clock(raw->at, &shift->hour, &shift->minute))
            settings_error(diagnoses, node_member(node, "at"), "at: '%s' is "
                           "no hour; for example at = \"14:30\";", raw->at);
    } else if (raw->before != NULL && raw->after != NULL) {
        settings_error(diagnoses, node_member(node, "after"), "it is either "
                       "before or after; leave one of them out");
    } else if (raw->after != NULL) {
        read_side(around, node, "after", raw->after, 1, shift);
    } else if (raw->before != NULL) {
        read_side(around, node, "before", raw->before, -1, shift);
    } else if (around->section == &linked_section) {
        settings_error(diagnoses, node, "a linked event needs 'before' or "
                       "'after'; for example before = \"7 days\";");
    }
}

/* When and where. */
static void
read_place_and_time(const struct around *around, const struct node *node,
                    const struct raw_around *raw, struct event *event)
{
    event->zone = around->parent->zone;
    event->online = "";
    event->days = 1;
    event->duration = raw->duration;
    event->deadline = around->section == &deadline_section;
    event->reply = !event->deadline && raw->reply;
    read_shift(around, node, raw, &event->shift);
    if (event_dates_known(around->parent))
        event->start = event_dates_shift(event, &around->parent->start);
    event->place_of_base = around->section == &linked_section &&
                           raw->place == NULL;
    event->place = event->place_of_base ? around->parent->place
        : event_read_clean(around->part, node, "place",
                           raw->place != NULL ? raw->place : "");
}

/* A stop has from the route what it does not say itself. */
static void
inherit(const struct around *around, const struct node *node,
        struct event *event)
{
    const struct event *parent = around->parent;

    if (node_member(node, "invite") == NULL) {
        event->groups = parent->groups;
        event->group_count = parent->group_count;
    }
    if (around->section != &stop_section)
        return;
    if (node_member(node, "remind") == NULL) {
        event->reminders = parent->reminders;
        event->reminder_count = parent->reminder_count;
    }
    if (node_member(node, "text") == NULL) {
        event->texts = parent->texts;
        event->text_count = parent->text_count;
    }
    if (node_member(node, "reply") == NULL)
        event->reply = parent->reply;
    if (node_member(node, "notes") == NULL) {
        event->notes = parent->notes;
        event->note_count = parent->note_count;
    }
}

static void
read_one(struct around *around, const struct node *node)
{
    struct part *part = around->part;
    size_t errors = part->diagnoses->error_count;
    struct event *event = &around->out[around->count++];
    struct raw_around raw = { .id = NULL };

    settings_read(around->section, node, part->diagnoses, &raw);
    event->id = pool_format(pool_of(around), "%s-%s", around->parent->id,
                            around->section == &deadline_section
                                ? "deadline" : raw.id != NULL ? raw.id : "");
    event->title = title_of(around, node, &raw);
    event->base = around->base;
    event->at = part_place(part, node);
    read_place_and_time(around, node, &raw, event);
    event_read_groups(part, raw.invite, event);
    if (around->section != &stop_section || raw.remind != NULL)
        event_reminder_read_all(part, node, raw.remind, NULL, event);
    event_change_read_all(part, raw.change, event);
    event_text_read(part, &(struct raw_texts){ .text = raw.text }, event);
    event_note_read(part, raw.notes, event);
    inherit(around, node, event);
    if (event->zone != NULL)
        event->schedule = event_dates_hash(pool_of(around), event);
    if (part->diagnoses->error_count == errors && part->loading->groups_known)
        wording_check(part, event);
}

static void
read_list(struct around *around, const struct section *section,
          const struct node *list)
{
    around->section = section;
    for (size_t i = 0; list != NULL && i < node_count(list); i++)
        read_one(around, node_at(list, i));
}

size_t
event_around_count(const struct node *node)
{
    const struct node *linked = node_member(node, "linked");
    const struct node *stops = node_member(node, "stops");

    return (linked != NULL ? node_count(linked) : 0) +
           (stops != NULL ? node_count(stops) : 0) +
           (node_member(node, "deadline") != NULL ? 1 : 0);
}

size_t
event_around_read(struct part *part, const struct node *node,
                  struct event *event, struct event *around)
{
    const struct node *stops = node_member(node, "stops");
    const struct node *deadline = node_member(node, "deadline");
    struct pool *pool = part->loading->programme->pool;
    struct around reading = { .part = part, .parent = event, .out = around };
    struct event *base;

    if (event_around_count(node) == 0)
        return 0;
    base = pool_take(pool, sizeof(*base));
    *base = *event;
    reading.base = base;
    read_list(&reading, &linked_section, node_member(node, "linked"));
    read_list(&reading, &stop_section, stops);
    if (deadline != NULL) {
        reading.section = &deadline_section;
        read_one(&reading, deadline);
    }
    if (stops != NULL && node_count(stops) > 0) {
        event->route = true;
        event->group_count = event->reminder_count = 0;
    }
    return reading.count;
}
