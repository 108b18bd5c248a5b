/* part - see part.h */
#include "programme/part.h"

#include <string.h>

#include "config/settings.h"
#include "config/tree.h"
#include "programme/event.h"
#include "programme/event_around.h"
#include "programme/people.h"

struct raw_part {
    const struct node *events, *people;
};

static const struct setting part_settings[] = {
    { .key = "events", .type = SETTING_GROUPS,
      .offset = offsetof(struct raw_part, events),
      .example = "( { id = \"straatoverleg\"; ... } )",
      .help = "events" },
    { .key = "people", .type = SETTING_GROUPS,
      .offset = offsetof(struct raw_part, people),
      .example = "( { id = \"lien\"; ... } )", .help = "people" },
    { .key = NULL }
};

const struct section part_section = {
    .path = "", .name = "a file of events.d or people.d",
    .settings = part_settings
};

struct place_in_file
part_place(struct part *part, const struct node *node)
{
    struct place_in_file place;

    node_place(node, &place.file, &place.line);
    if (part->placed == NULL || strcmp(part->placed, place.file) != 0)
        part->placed = pool_copy(part->loading->programme->pool, place.file);
    place.file = part->placed;
    return place;
}

static void
read_events(struct part *part, const struct node *list)
{
    size_t count = list != NULL ? node_count(list) : 0, room = count;

    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        room += event_around_count(node_at(list, i));
    part->events = memory_new(room, sizeof(*part->events));
    for (size_t i = 0; i < count; i++) {
        const struct node *node = node_at(list, i);
        struct event *event = &part->events[part->event_count];

        event_read(part, node, event);
        part->event_count += 1 + event_around_read(part, node, event,
                                                   event + 1);
    }
}

static void
read_people(struct part *part, const struct node *list)
{
    size_t count = list != NULL ? node_count(list) : 0;

    if (count == 0)
        return;
    part->tells_people = true;
    if (part->file.open_to_others && !part->fallback &&
        !part->loading->options->rehearsal)
        diagnose_error(part->diagnoses, part->name, 0, "others can read this "
                       "file, and it holds people's addresses; type: chmod "
                       "600 %s", part->name);
    if (!part->loading->options->people)
        return;
    part->people = pool_take(part->loading->load->pool,
                             count * sizeof(*part->people));
    for (size_t i = 0; i < count; i++)
        people_read(part, node_at(list, i), &part->people[i]);
    part->person_count = count;
}

/* An event without the list around it is the slip most often made. */
static bool
lacks_list(struct part *part, const struct node *root)
{
    if (node_member(root, "id") == NULL ||
        node_member(root, "events") != NULL ||
        node_member(root, "people") != NULL)
        return false;
    settings_error(part->diagnoses, node_member(root, "id"), "this stands "
                   "outside of a list; write %s = ( { before it and } ); "
                   "behind it", node_member(root, "groups") != NULL
                   ? "people" : "events");
    return true;
}

/* They are read before everything that names them. */
static bool
has_calendars(struct part *part, const struct node *root)
{
    const struct node *calendars = node_member(root, "calendars");

    if (calendars != NULL)
        settings_error(part->diagnoses, calendars, "sets of days stand in "
                       "files of their own; put this in one of calendars.d");
    return calendars != NULL;
}

void
part_read(struct part *part, const struct node *root)
{
    struct raw_part raw = { .events = NULL };

    if (lacks_list(part, root) || has_calendars(part, root))
        return;
    settings_read(&part_section, root, part->diagnoses, &raw);
    read_events(part, raw.events);
    read_people(part, raw.people);
}

void
part_read_lists(struct part *part, const struct node *events,
                const struct node *people)
{
    read_events(part, events);
    read_people(part, people);
}
