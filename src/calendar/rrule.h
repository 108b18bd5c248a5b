/*
 * rrule - the text of a recurrence rule as RFC 5545 (3.3.10) writes it.
 */
#ifndef CALENDAR_RRULE_H
#define CALENDAR_RRULE_H

#include "base/error.h"
#include "base/memory.h"
#include "calendar/rule.h"

/* "FREQ=MONTHLY;BYDAY=2WE", with or without "RRULE:" before it.  -1 with a
 * sentence. */
int rrule_parse(const char *text, struct rule *rule, struct error *error);

/* The reverse, from the pool. */
const char *rrule_format(struct pool *pool, const struct rule *rule);

#endif
