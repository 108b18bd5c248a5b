/*
 * phrase - a recurrence in words, for the coordinator to recognise.
 */
#ifndef CALENDAR_PHRASE_H
#define CALENDAR_PHRASE_H

#include "base/memory.h"
#include "calendar/rule.h"

/* In "nl" or else English, from the pool.  What sentence_parse() can read, it
 * reads back as the same rule. */
const char *phrase_of(struct pool *pool, const struct rule *rule,
                      const char *language);

#endif
