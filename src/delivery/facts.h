/*
 * facts - what a message tells about one occurrence, and so what its reader
 * believes: when, where, and whether it goes on.
 *
 * A title or the words of a text are not facts: mending them tells nobody
 * anything new.
 */
#ifndef DELIVERY_FACTS_H
#define DELIVERY_FACTS_H

#include <stdbool.h>

#include "base/clock.h"

struct facts {
    instant start;
    instant end;                /* 0: not said in its messages */
    bool cancelled;
    const char *place;          /* never NULL; "" when there is none */
};

/* What is different between two tellings, as bits. */
enum facts_difference {
    FACTS_SAME = 0,
    FACTS_TIME = 1 << 0,        /* start or end */
    FACTS_PLACE = 1 << 1,       /* but not by case, spaces or punctuation */
    FACTS_CANCELLED = 1 << 2,   /* was on, is off */
    FACTS_RESTORED = 1 << 3     /* was off, is on */
};

/* Nobody has any use for a change from then on: the start, of the last day
 * when it goes on for days. */
instant facts_last_start(const struct facts *facts);

/* From what was told to what is true.  Both cancelled is FACTS_SAME, whatever
 * the rest says; an end or a place that is not said is no difference. */
unsigned facts_compare(const struct facts *told, const struct facts *truth);

#endif
