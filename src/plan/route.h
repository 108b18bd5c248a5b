/*
 * route - over which channel a person is reached.  Pure.
 */
#ifndef PLAN_ROUTE_H
#define PLAN_ROUTE_H

#include <stdbool.h>

#include "programme/programme.h"
#include "store/store.h"

/* The index of the first channel, after `after` (-1: from the best) in the
 * person's own order or the group's (NULL: of the channels), that takes an
 * address the person has; -1 when there is none.  One that is not in their
 * order (any more) was before all of them. */
int route_choose(const struct programme *programme, const struct group *group,
                 const struct store_recipient *recipient, int after);

#endif
