/*
 * sentence_write - a recurrence in words, for the coordinator to recognise.
 */
#ifndef CALENDAR_SENTENCE_WRITE_H
#define CALENDAR_SENTENCE_WRITE_H

#include "base/memory.h"
#include "calendar/rule.h"

/* In "nl" or else English, from the pool.  What sentence_read() can read, it
 * reads back as the same rule. */
const char *sentence_write(struct pool *pool, const struct rule *rule,
                      const char *language);

#endif
