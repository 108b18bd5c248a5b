/*
 * quiet - the hours in which a group is left in peace.  Pure; whoever sends,
 * and whoever explains why nothing was sent, asks here.
 */
#ifndef PLAN_QUIET_H
#define PLAN_QUIET_H

#include <stdbool.h>

#include "programme/programme.h"

/* Whether the quiet hours of a group (NULL: no group, none) hold `at`; then
 * *end is when they are over. */
bool quiet_hours(const struct programme *programme, const struct group *group,
                 instant at, instant *end);

#endif
