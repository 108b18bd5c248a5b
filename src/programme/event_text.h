/*
 * event_text - the coordinator's own words for an event: one text, one for
 * each language, or for a role and in it for each language.
 */
#ifndef PROGRAMME_EVENT_TEXT_H
#define PROGRAMME_EVENT_TEXT_H

struct change;
struct event;
struct node;
struct part;

/* Fill the event's texts, and its notes; the node may be NULL. */
void event_text_read(struct part *part, const struct node *node,
                     struct event *event);
void event_note_read(struct part *part, const struct node *node,
                     struct event *event);
/* Fill the reasons of a cancellation, which stand by language. */
void event_reason_read(struct part *part, const struct node *node,
                       struct change *change);

#endif
