/*
 * recurrence - "monthly on the 2nd wednesday": which dates that are.
 *
 * A rule is an RRULE (RFC 5545) or a sentence in English or Dutch.  It works
 * on dates and hours of the wall, without a zone: 19:00 stays 19:00 over a
 * clock change.  All rules are checked so that expanding them is exact and
 * ends (see recurrence.c).
 */
#ifndef CALENDAR_RECURRENCE_H
#define CALENDAR_RECURRENCE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/memory.h"
#include "calendar/civil.h"

struct zone;
struct recurrence;      /* immutable, in the pool it was made in */

/*
 * Read a rule: "FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270630", "every 2 weeks on
 * monday and thursday until 2027-06-30", "maandelijks op de 2de woensdag, 10
 * keer".  `start` is the first date and has to be one of the rule's own.  A
 * last date that is written without an hour is still in; one in UTC
 * ("UNTIL=20270630T170000Z") is what the clocks of `zone` show then, and is
 * refused where that is NULL.  In a sentence without a year ("until end of
 * june") it is the first after the start.
 *
 * -1 with a sentence that says what would be right: a start that does not fit
 * (it names the first date that does), a rule that never happens, a part that
 * is not supported.
 */
int recurrence_parse(struct pool *pool, const char *text,
                     const struct civil *start, const struct zone *zone,
                     struct recurrence **recurrence, struct error *error);

/* Call `found` for each date from `from` up to but not including `to`, in
 * order, until it returns false.  The hour is that of the start, or those of
 * BYHOUR and BYMINUTE.  Costs the
 * same however long ago the rule began. */
void recurrence_between(const struct recurrence *recurrence,
                        const struct civil *from, const struct civil *to,
                        bool (*found)(void *self, const struct civil *start),
                        void *self);

/* Whether it has several times on one day. */
bool recurrence_has_times(const struct recurrence *recurrence);

/* The first date later than `after`; false when there is none. */
bool recurrence_next(const struct recurrence *recurrence,
                     const struct civil *after, struct civil *next);

/* Whether the rule has this date and hour. */
bool recurrence_has(const struct recurrence *recurrence,
                    const struct civil *civil);

/* The last date; false when the rule has no end. */
bool recurrence_last(const struct recurrence *recurrence,
                     struct civil *last);

/* The rule in words, in `language` ("nl", otherwise English), from the pool;
 * what it says of common rules, recurrence_parse() reads back as the same. */
const char *recurrence_words(struct pool *pool,
                             const struct recurrence *recurrence,
                             const char *language);

/* The rule as an RRULE value without "RRULE:", from the pool. */
const char *recurrence_rrule(struct pool *pool,
                             const struct recurrence *recurrence);

#endif
