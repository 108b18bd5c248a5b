/*
 * event_change - what is different about single dates of an event.
 */
#ifndef PROGRAMME_EVENT_CHANGE_H
#define PROGRAMME_EVENT_CHANGE_H

struct change;
struct civil;
struct event;
struct node;
struct part;
struct section;

extern const struct section change_section;

/* Fill the event's changes from the list (may be NULL); its dates are
 * known. */
void event_change_read_all(struct part *part, const struct node *list,
                           struct event *event);

/* What is different about that date of the event, or NULL. */
const struct change *event_change_of(const struct event *event,
                                     const struct civil *original);

#endif
