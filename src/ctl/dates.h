/*
 * dates - the rules of a configuration as check says them back: in words, and
 * with the dates that come next, so that who wrote a rule sees what it means.
 */
#ifndef CTL_DATES_H
#define CTL_DATES_H

#include <stddef.h>

#include "base/clock.h"
#include "ctl/command.h"

struct programme;

enum { DATES_SHOWN = 10 };      /* events, unless all are asked for */

/* Each event that repeats and has a date at or after `now`, in the order of
 * their ids: at most `most`, and how many more there are. */
void dates_print(const struct call *call, const struct programme *programme,
                 instant now, size_t most);

#endif
