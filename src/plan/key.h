/*
 * key - the name of an occurrence (RFC 5545 calls it RECURRENCE-ID), and which
 * original of the event has it.  Inside the room; the others see occurrence.h.
 */
#ifndef PLAN_KEY_H
#define PLAN_KEY_H

#include "plan/occurrence.h"

/* Whether the event has one date only, whose name is "-". */
bool key_once(const struct event *event);

/* Write the name of this original. */
void key_write(const struct event *event, const struct civil *original,
               char key[OCCURRENCE_KEY]);

/* The original that has this name, as occurrence_find() says; false: none. */
bool key_find(const struct event *event, const char *key, instant told,
              struct civil *original);

/* The one without an hour in its name on the day of `day`; false: none. */
bool key_on_day(const struct event *event, const struct civil *day,
                struct civil *original);

/* Whether the event has this original, to the minute. */
bool key_has(const struct event *event, const struct civil *civil);

#endif
