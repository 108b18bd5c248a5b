/*
 * template - a text of the coordinator with fields in it, read once and
 * filled in many times:
 *
 *     {event.title} {event.when}, {event.place}. {note} {reply}
 *
 * - {name} is a field of the list below; any other name is an error.
 * - A field that is empty takes along the spaces and commas (Arabic ones too)
 *   directly before it (those directly after it, when it begins the text), so
 *   no ", ." stays.
 * - [ ... ] is a group: left out as a whole when a field in it is empty, so
 *   that words can go with a field: "[ (niet {change.old_place})]".  A group
 *   that is left out counts as an empty field.  No group in a group.
 * - {{ }} [[ ]] stand for one brace or bracket; a field in two braces, as
 *   other programs write it, is an error.
 *
 * No logic, no loops; what a value holds is never looked at again.  Values
 * are cleaned (clean.h) before they come here and escaped, where the channel
 * needs it, after.
 */
#ifndef MESSAGE_TEMPLATE_H
#define MESSAGE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"

enum template_field {
    TEMPLATE_EVENT_TITLE,       /* {event.title} */
    TEMPLATE_EVENT_WHEN,        /* {event.when}: "wo 13 jan 19u30" */
    TEMPLATE_EVENT_DATE,        /* {event.date}: "wo 13 jan" */
    TEMPLATE_EVENT_TIME,        /* {event.time}: "19u30" */
    TEMPLATE_EVENT_END,         /* {event.end}: "21u"; empty if not said */
    TEMPLATE_EVENT_NUMBER,      /* {event.number}: "3", which one it is of */
    TEMPLATE_EVENT_COUNT,       /* {event.count}: "10"; empty if there is no
                                 * last one */
    TEMPLATE_EVENT_PLACE,       /* {event.place}; empty if there is none */
    TEMPLATE_EVENT_NEXT,        /* {event.next}: when the next one is; empty
                                 * if there is none */
    TEMPLATE_CHANGE_WHEN,       /* {change.when}: the new time, in words */
    TEMPLATE_CHANGE_OLD_WHEN,   /* {change.old_when}: as this person knew it */
    TEMPLATE_CHANGE_PLACE,      /* {change.place}: the new place */
    TEMPLATE_CHANGE_OLD_PLACE,  /* {change.old_place}: as they knew it */
    TEMPLATE_CHANGE_REASON,     /* {change.reason}: why it is cancelled */
    TEMPLATE_PERSON_NAME,       /* {person.name} */
    TEMPLATE_ORGANISATION_NAME, /* {organisation.name} */
    TEMPLATE_ORGANISATION_CONTACT,      /* {organisation.contact} */
    TEMPLATE_NOTE,              /* {note}: of the reader's role */
    TEMPLATE_REPLY,             /* {reply}: "Kom je? JA of NEE."; empty when
                                 * no reply is needed */
    TEMPLATE_FIELDS
};

/* One text for each field; NULL and "" are empty. */
struct template_values {
    const char *text[TEMPLATE_FIELDS];
};

struct template;

/* Read `text` into `pool`, which owns the result; nothing of `text` is kept.
 * -1 with a sentence that names the character's place in the text (from 1)
 * and, for a field, the one that may have been meant. */
int template_parse(struct pool *pool, const char *text,
                   const struct template **template, struct error *error);

/* Whether the field occurs: a text without {person.name} is the same for all
 * of one language and role. */
bool template_uses(const struct template *template,
                   enum template_field field);

/* Add the text with its fields filled in to `out`. */
void template_render(const struct template *template,
                     const struct template_values *values,
                     struct buffer *out);

/* "event.title" and so on; static. */
const char *template_field_name(enum template_field field);

#endif
