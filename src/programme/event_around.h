/*
 * event_around - events that go with another: what is linked to it, the stops
 * of a route, a deadline before it.
 *
 * Each becomes an event of its own, with the id "straatoverleg-voorbereiding",
 * whose dates follow those of the first: when that moves, so does this.
 */
#ifndef PROGRAMME_EVENT_AROUND_H
#define PROGRAMME_EVENT_AROUND_H

#include <stddef.h>

struct event;
struct node;
struct part;
struct section;

extern const struct section linked_section, stop_section, deadline_section;

/* How many there are at most around the event of this node. */
size_t event_around_count(const struct node *node);

/* Fill `around` with them and return how many; `event` is what was read of
 * the node.  Of a route, only the stops are left to be reminded of. */
size_t event_around_read(struct part *part, const struct node *node,
                         struct event *event, struct event *around);

#endif
