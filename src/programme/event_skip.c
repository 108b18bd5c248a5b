/* event_skip - see event_skip.h */
#include "programme/event_skip.h"

#include <ctype.h>
#include <string.h>

#include "calendar/dayset.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/calendars.h"
#include "programme/event_dates.h"
#include "programme/part.h"

const char *const event_skip_choices[] = {
    "drop", "next week", "day before", "day after", "next workday", NULL
};

/* A date is one of the event's; a stretch of days may be of no use now. */
static void
read_days(struct part *part, const struct node *at, const char *text,
          const struct event *event, struct skip *skip)
{
    struct civil from, to, found;
    struct error error;

    if (dayset_parse(text, &from, &to, &error) < 0) {
        settings_error(part->diagnoses, at, "skip: %s", error.text);
        return;
    }
    skip->from = civil_day_number(&from);
    skip->to = civil_day_number(&to);
    if (skip->from == skip->to && event_dates_known(event) &&
        event_dates_on(event, &from, false, &found) == 0)
        event_dates_tell_nearest(part, at, event, &from, false);
}

static void
read_one(struct part *part, const struct node *at, const char *text,
         const struct event *event, struct skip *skip)
{
    skip->at = part_place(part, at);
    if (isdigit((unsigned char)text[0]))
        read_days(part, at, text, event, skip);
    else
        skip->set = calendars_find(part, at, text);
}

static void
read_all(struct part *part, const struct node *list, struct event *event)
{
    size_t count = settings_text_count(list);
    struct skip *skips = pool_take(part->loading->programme->pool,
                                   (count + 1) * sizeof(*skips));

    for (size_t i = 0; i < count; i++) {
        const char *text = settings_text(list, i);

        for (size_t j = 0; j < i; j++) {
            if (strcmp(settings_text(list, j), text) == 0)
                settings_error(part->diagnoses, settings_text_node(list, i),
                               "skip has '%s' twice", text);
        }
        read_one(part, settings_text_node(list, i), text, event, &skips[i]);
    }
    event->skips = skips;
    event->skip_count = count;
}

void
event_skip_read(struct part *part, const struct node *node,
                const struct raw_skip *raw, struct event *event)
{
    const struct node *skip = node_member(node, "skip");
    const struct node *on_skip = node_member(node, "on_skip");

    event->on_skip = (enum on_skip)raw->on_skip;
    if (skip == NULL && on_skip != NULL)
        settings_error(part->diagnoses, on_skip, "on_skip says what becomes "
                       "of a date that is skipped; add which ones: skip = "
                       "[ \"" DAYSET_PUBLIC "\" ];");
    if (skip == NULL)
        return;
    if (node_member(node, "repeat") == NULL &&
        node_member(node, "dates") == NULL) {
        settings_error(part->diagnoses, skip, "skip leaves out some dates of "
                       "many, and this event has one; leave skip out, or add "
                       "repeat or dates");
        return;
    }
    if (event->on_skip == ON_SKIP_NEXT_WORKDAY)
        event->holidays = calendars_find(part, on_skip, DAYSET_PUBLIC);
    if (raw->skip != NULL)
        read_all(part, raw->skip, event);
}
