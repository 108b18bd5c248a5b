/*
 * expand - from a rule to its dates.
 */
#ifndef CALENDAR_EXPAND_H
#define CALENDAR_EXPAND_H

#include <stdbool.h>

#include "calendar/rule.h"

/* Call `found` for each date of the rule from `from` up to but not including
 * `to`, in order, until it returns false; none is before `start`.  Only days:
 * the hour of `start` is given to each.  The rule's end (UNTIL, COUNT) is not
 * looked at. */
void expand_between(const struct rule *rule, const struct civil *start,
                    const struct civil *from, const struct civil *to,
                    bool (*found)(void *self, const struct civil *date),
                    void *self);

#endif
