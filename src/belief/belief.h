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

/* Whether a correction that came at `at` is so fresh that a reminder with the
 * same facts would tell nothing new: for someone who had that reminder
 * before (`reminded`) longer than for someone who had not. */
bool belief_fresh(instant at, instant now, bool reminded);

#endif
