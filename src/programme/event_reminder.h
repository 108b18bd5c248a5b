/*
 * event_reminder - when people are reminded of an event.
 */
#ifndef PROGRAMME_EVENT_REMINDER_H
#define PROGRAMME_EVENT_REMINDER_H

struct event;
struct node;
struct part;

/* Fill the event's reminders from the value of `remind`: NULL with `said`
 * NULL is the default.  The dates are known. */
void event_reminder_read_all(struct part *part, const struct node *said,
                             const struct node *remind, struct event *event);

#endif
