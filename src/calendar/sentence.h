/*
 * sentence - "monthly on the 2nd wednesday until 2027-06-30": a recurrence in
 * plain English or Dutch.
 */
#ifndef CALENDAR_SENTENCE_H
#define CALENDAR_SENTENCE_H

#include "base/error.h"
#include "calendar/rule.h"

/* -1 with a sentence that says what would be right. */
int sentence_parse(const char *text, struct rule *rule, struct error *error);

#endif
