/* event - see event.h */
#include "programme/event.h"

#include <string.h>

#include "calendar/zone.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "programme/event_change.h"
#include "programme/event_dates.h"
#include "programme/event_reminder.h"
#include "programme/event_skip.h"
#include "programme/event_text.h"
#include "programme/group.h"
#include "programme/part.h"
#include "programme/wording.h"

struct raw_event {
    const char *id, *title, *place, *online, *timezone;
    instant duration;
    int64_t days;
    const char *each_day;
    bool reply;
    const struct node *invite, *remind, *change, *notes;
    const struct node *linked;  /* read by event_around */
    struct raw_texts texts;
    struct raw_dates dates;
    struct raw_skip skip;
};

#define AT(member) offsetof(struct raw_event, member)
static const struct setting event_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"straatoverleg\"",
      .help = "its name for ever: who was told of it is kept under it" },
    { .key = "title", .type = SETTING_TEXT, .required = true,
      .offset = AT(title), .least = 1, .most = 80,
      .example = "\"Straatoverleg\"",
      .help = "as people read it: {event.title}" },
    { .key = "start", .type = SETTING_MOMENT, .offset = AT(dates.start),
      .example = "\"2027-01-13 19:00\"",
      .help = "date and hour; of the first one when there are more" },
    { .key = "place", .type = SETTING_TEXT, .offset = AT(place),
      .fallback = "", .most = 100,
      .example = "\"Jeugdhuis De Kouter, Aalst\"",
      .help = "where: {event.place}" },
    { .key = "online", .type = SETTING_TEXT, .offset = AT(online),
      .least = 1, .most = 100, .example = "\"meet.example/wijkdebat\"",
      .help = "where one can join from afar; goes behind the place" },
    { .key = "invite", .type = SETTING_TEXTS, .offset = AT(invite),
      .least = 1, .most = 1000, .example = "[ \"jongeren\", \"politie\" ]",
      .help = "groups that are invited; needed, unless each of its stops "
              "says its own" },
    { .key = "repeat", .type = SETTING_TEXT, .offset = AT(dates.repeat),
      .least = 1, .most = 500,
      .example = "\"monthly on the 2nd wednesday until 2027-06-30\"",
      .help = "which dates follow: a sentence in English or Dutch, or an "
              "RRULE of RFC 5545" },
    { .key = "dates", .type = SETTING_TEXTS, .offset = AT(dates.dates),
      .least = 1, .most = 1000,
      .example = "[ \"2027-03-02 14:00\", \"2027-06-08 14:00\" ]",
      .help = "dates instead of a rule, or beside it" },
    { .key = "skip", .type = SETTING_TEXTS, .offset = AT(skip.skip),
      .least = 1, .most = 1000,
      .example = "[ \"public-holidays\", \"2027-02-10\" ]",
      .help = "which dates are left out: names of sets of days, dates, "
              "\"2027-02-10 to 2027-02-20\"" },
    { .key = "on_skip", .type = SETTING_CHOICE, .offset = AT(skip.on_skip),
      .choices = event_skip_choices,
      .example = "\"next week\"",
      .help = "what becomes of a date that is skipped; drop unless said" },
    { .key = "change", .type = SETTING_GROUPS, .offset = AT(change),
      .most = 1000,
      .example = "( { on = \"2027-04-14\"; start = \"2027-04-15 18:00\"; } )",
      .help = "what is different about one of them" },
    { .key = "duration", .type = SETTING_DURATION, .offset = AT(duration),
      .least = (double)MINUTE, .most = (double)(60 * DAY),
      .example = "\"2 hours\"", .help = "how long it takes: {event.end}" },
    { .key = "days", .type = SETTING_INTEGER, .offset = AT(days),
      .fallback = "1", .least = 1, .most = EVENT_DAYS_MOST, .example = "5",
      .help = "how many days in a row, each from the start's hour" },
    { .key = "each_day", .type = SETTING_TEXT, .offset = AT(each_day),
      .least = 1, .most = 100, .example = "\"1 day before at 18:00\"",
      .help = "when the second day and those after it have a reminder of "
              "their own; unless said they have none" },
    { .key = "timezone", .type = SETTING_TEXT, .offset = AT(timezone),
      .least = 1, .most = 60, .example = "\"Europe/Brussels\"",
      .help = "of the hours; the organisation's unless said" },
    { .key = "remind", .type = SETTING_TEXTS, .offset = AT(remind),
      .least = 0, .most = 20,
      .example = "[ \"1 day before at 18:00\" ]",
      .help = "when a reminder is sent, [ ] for never; \"1 day before at "
              "18:00\" unless said" },
    { .key = "text", .type = SETTING_ANY, .offset = AT(texts.text),
      .example = "{ nl = \"{event.title} {event.when}. Kom je?\"; }",
      .help = "words of the reminder: one text, or one for each language, "
              "or for a role and in it for each language" },
    { .key = "texts", .type = SETTING_GROUP, .offset = AT(texts.texts),
      .example = "{ moved = { nl = \"Let op: {event.title} is nu "
                 "{event.when}.\"; }; }",
      .help = "words of its other messages: for each kind of message the "
              "same forms as text" },
    { .key = "subjects", .type = SETTING_GROUP,
      .offset = AT(texts.subjects),
      .example = "{ reminder = { nl = \"Morgen: {event.title}\"; }; }",
      .help = "subjects of its messages by mail: the same forms as texts" },
    { .key = "notes", .type = SETTING_ANY, .offset = AT(notes),
      .example = "{ officer = { nl = \"Kom in burger.\"; }; }",
      .help = "{note} of the text: the same forms as text" },
    { .key = "reply", .type = SETTING_BOOL, .offset = AT(reply),
      .fallback = "true", .example = "false",
      .help = "whether people are asked if they come: {reply}" },
    { .key = "places", .type = SETTING_LATER, .help = "how many can come" },
    { .key = "quorum", .type = SETTING_LATER, .help = "how many must come" },
    { .key = "evaluate", .type = SETTING_LATER, .help = "questions after" },
    { .key = "linked", .type = SETTING_GROUPS, .offset = AT(linked),
      .most = 100,
      .example = "( { id = \"voorbereiding\"; before = \"7 days\"; } )",
      .help = "meetings that go with it: a preparation, an answer "
              "afterwards" },
    { .key = "stops", .type = SETTING_GROUPS, .offset = AT(linked),
      .most = 100,
      .example = "( { id = \"markt\"; at = \"14:30\"; place = \"Grote "
                 "Markt\"; } )",
      .help = "it is a route: the places where it stops on its day, each "
              "with its hour" },
    { .key = "deadline", .type = SETTING_GROUP, .offset = AT(linked),
      .example = "{ title = \"Vragen voor het debat\"; before = \"7 days "
                 "at 20:00\"; }",
      .help = "until when something can be sent in beforehand, with a "
              "reminder of its own" },
    { .key = NULL }
};
#undef AT

const struct section event_section = {
    .path = "events", .name = "an event", .settings = event_settings
};

static const struct zone *
read_zone(struct part *part, const struct node *node, const char *name)
{
    struct programme *programme = part->loading->programme;
    const struct zone *zone;
    struct error error;

    if (name == NULL)
        return programme->organisation.zone;
    zone = zone_find(programme->zones, name, &error);
    if (zone == NULL)
        settings_error(part->diagnoses, node_member(node, "timezone"),
                       "timezone: %s", error.text);
    return zone;
}

void
event_read_groups(struct part *part, const struct node *invite,
                  struct event *event)
{
    const struct programme *programme = part->loading->programme;
    size_t count = settings_text_count(invite);
    const struct group **groups = pool_take(programme->pool,
                                            (count + 1) * sizeof(*groups));

    for (size_t i = 0; i < count; i++) {
        const char *id = settings_text(invite, i);
        const struct group *group = programme_group(programme, id);

        if (group == NULL) {
            group_unknown(part, settings_text_node(invite, i), id);
            continue;
        }
        for (size_t j = 0; j < event->group_count; j++) {
            if (groups[j] == group)
                settings_error(part->diagnoses,
                               settings_text_node(invite, i),
                               "'%s' is invited twice", id);
        }
        groups[event->group_count++] = group;
    }
    event->groups = groups;
}

const char *
event_read_clean(struct part *part, const struct node *node, const char *key,
                 const char *text)
{
    const char *clean = clean_copy(part->loading->programme->pool, text);

    if (clean[0] == '\0' && text[0] != '\0')
        settings_error(part->diagnoses, node_member(node, key), "%s has only "
                       "spaces and marks that nobody sees", key);
    return clean;
}

const char *
event_place(struct part *part, const struct event *event, const char *place)
{
    if (*event->online == '\0')
        return place;
    return pool_format(part->loading->programme->pool, "%s%sonline: %s",
                       place, *place != '\0' ? " / " : "", event->online);
}

void
event_read(struct part *part, const struct node *node, struct event *event)
{
    size_t errors = part->diagnoses->error_count;
    struct raw_event raw = { .id = "", .title = "" };

    if (node_member(node, "invite") == NULL &&
        node_member(node, "stops") == NULL &&
        !settings_misnamed(&event_section, node, "invite"))
        settings_error(part->diagnoses, node, "an event needs 'invite'; for "
                       "example invite = [ \"jongeren\", \"politie\" ];");
    settings_read(&event_section, node, part->diagnoses, &raw);
    event->id = pool_copy(part->loading->programme->pool, raw.id);
    event->title = event_read_clean(part, node, "title", raw.title);
    event->online = raw.online != NULL
        ? event_read_clean(part, node, "online", raw.online) : "";
    event->place = event_place(part, event, event_read_clean(
        part, node, "place", raw.place != NULL ? raw.place : ""));
    event->zone = read_zone(part, node, raw.timezone);
    event->duration = raw.duration;
    event->days = raw.days > 0 && raw.days <= EVENT_DAYS_MOST
                      ? (int)raw.days : 1;
    event->reply = raw.reply;
    event->at = part_place(part, node);
    event_read_groups(part, raw.invite, event);
    event_dates_read(part, node, &raw.dates, event);
    event_reminder_read_all(part, node, raw.remind, raw.each_day, event);
    event_change_read_all(part, raw.change, event);
    event_skip_read(part, node, &raw.skip, event);
    event_text_read(part, &raw.texts, event);
    event_note_read(part, raw.notes, event);
    if (event->zone != NULL)
        event->schedule = event_dates_hash(part->loading->programme->pool,
                                           event);
    if (part->diagnoses->error_count == errors && part->loading->groups_known)
        wording_check(part, event);
}
