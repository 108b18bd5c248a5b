/*
 * event_text - the coordinator's own words: one text, one for each language,
 * or for a role and in it for each language; and the same for each kind of
 * message.
 */
#ifndef PROGRAMME_EVENT_TEXT_H
#define PROGRAMME_EVENT_TEXT_H

#include <stddef.h>

struct change;
struct event;
struct event_text;
struct node;
struct part;

/* As it is written; each may be NULL. */
struct raw_texts {
    const struct node *text;    /* of the reminder */
    const struct node *texts, *subjects;        /* of each kind of message */
};

/* Fill the event's texts, and its notes; the node may be NULL. */
void event_text_read(struct part *part, const struct raw_texts *raw,
                     struct event *event);
void event_note_read(struct part *part, const struct node *node,
                     struct event *event);
/* Fill the reasons of a cancellation, which stand by language. */
void event_reason_read(struct part *part, const struct node *node,
                       struct change *change);

/* Fill the texts of a part, for all events. */
void event_text_read_file(struct part *part, const struct raw_texts *raw);

/* The one among `count` texts that is for the same message and readers; NULL
 * when there is none. */
const struct event_text *event_text_same(const struct event_text *texts,
                                         size_t count,
                                         const struct event_text *text);

#endif
