/*
 * event - one event as the coordinator writes it.
 */
#ifndef PROGRAMME_EVENT_H
#define PROGRAMME_EVENT_H

#include <stddef.h>

#include "programme/programme.h"

struct node;
struct part;
struct section;

extern const struct section event_section;

/* Fill `event` from its node; what is wrong is in part->diagnoses. */
void event_read(struct part *part, const struct node *node,
                struct event *event);

/* For events that go with another: fill the groups from `invite`; a text
 * without marks that nobody sees, of the key of this node. */
void event_read_groups(struct part *part, const struct node *invite,
                       struct event *event);
const char *event_read_clean(struct part *part, const struct node *node,
                             const char *key, const char *text);

/* A place with the event's way to join from afar behind it: whoever was told
 * of the one has to hear when the other changes too. */
const char *event_place(struct part *part, const struct event *event,
                        const char *place);

#endif
