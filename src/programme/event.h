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

#endif
