/*
 * event_skip - which dates of an event are skipped, as it is written: names of
 * day sets, dates, and stretches of days.
 */
#ifndef PROGRAMME_EVENT_SKIP_H
#define PROGRAMME_EVENT_SKIP_H

#include "programme/programme.h"

struct node;
struct part;

/* As they are written. */
struct raw_skip {
    const struct node *skip;
    int on_skip;                /* enum on_skip */
};

/* What on_skip can be, in the order of enum on_skip; NULL at its end. */
extern const char *const event_skip_choices[];

/* Fill skips, on_skip and holidays of the event, whose node it is; its dates
 * are known. */
void event_skip_read(struct part *part, const struct node *node,
                     const struct raw_skip *raw, struct event *event);

#endif
