/*
 * sentence_read - from "monthly on the 2nd wednesday until 2027-06-30", plain
 * English or Dutch, to a recurrence.
 */
#ifndef CALENDAR_SENTENCE_READ_H
#define CALENDAR_SENTENCE_READ_H

#include "base/error.h"
#include "calendar/rule.h"

/* A last date without a year is the first after `start`.  -1 with a sentence
 * that says what would be right. */
int sentence_read(const char *text, const struct civil *start,
                  struct rule *rule, struct error *error);

#endif
