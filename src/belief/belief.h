/*
 * belief - the difference between what a person was told and what is true,
 * and the message that mends it.  Pure.
 */
#ifndef BELIEF_BELIEF_H
#define BELIEF_BELIEF_H

#include <stdbool.h>

#include "base/clock.h"
#include "delivery/facts.h"
#include "message/purpose.h"

/* What has to be told to someone who was told `told`; false: nothing. */
bool belief_correction(const struct facts *told, const struct facts *truth,
                       enum purpose *purpose);

/* Whether a reminder tells nothing new to someone who was told the same facts
 * at `at` under an earlier version: it would come on the heels of a
 * correction. */
bool belief_fresh(instant at, instant now);

#endif
