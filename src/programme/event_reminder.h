/*
 * event_reminder - when people are reminded of an event.
 */
#ifndef PROGRAMME_EVENT_REMINDER_H
#define PROGRAMME_EVENT_REMINDER_H

struct event;
struct node;
struct part;

/* Fill the event's reminders from what its node says: `remind`, by itself the
 * default, and `each_day` of an event of several days (may be NULL).  The
 * dates are known. */
void event_reminder_read_all(struct part *part, const struct node *node,
                             const struct node *remind, const char *each_day,
                             struct event *event);

#endif
