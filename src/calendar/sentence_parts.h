/*
 * sentence_parts - what the readers of a sentence share: the room's
 * sentence_*.c only.
 */
#ifndef CALENDAR_SENTENCE_PARTS_H
#define CALENDAR_SENTENCE_PARTS_H

#include <stdbool.h>

#include "base/error.h"
#include "calendar/rule.h"
#include "calendar/vocabulary.h"

#define SENTENCE_LIKE "write it like 'weekly on tuesday', 'every 2 weeks on " \
    "monday and thursday' or 'monthly on the 2nd wednesday', with 'until "    \
    "2027-06-30' or '10 times' behind it"

/* Step over "and", and over what begins the days, "the" and "de". */
bool sentence_take_and(struct tokens *in);
void sentence_take_the(struct tokens *in);

/* Step over "times", "keer". */
bool sentence_take_times(struct tokens *in);

/* "through", "tot en met": the end is in too; "until", "tot": not said. */
enum sentence_span { SPAN_NONE, SPAN_UNTIL, SPAN_THROUGH };
enum sentence_span sentence_take_span(struct tokens *in);

/* "21", "21st", "last": as vocabulary_ordinal(). */
int sentence_day_number(const char *word);

/* "monday, wednesday and friday", "weekdays"; false when none comes. */
bool sentence_take_weekdays(struct tokens *in, uint8_t *weekdays);

/* "2nd", "last", "2nd last", "voorlaatste"; 0 when none comes.  And several
 * of them: how many. */
int sentence_take_ordinal(struct tokens *in);
size_t sentence_take_ordinals(struct tokens *in, int ordinals[RULE_LIST]);

/* The word behind ordinals says what they count: a weekday, working days, or
 * days of the month. */
int sentence_apply_ordinals(struct tokens *in, struct rule *rule,
                            const int *ordinals, size_t count,
                            struct error *error);

/* "the 2nd wednesday and the last friday of the month"; the words of the
 * month alone. */
int sentence_take_month_days(struct tokens *in, struct rule *rule,
                             struct error *error);
bool sentence_take_of_month(struct tokens *in);

/* What comes behind how often, if anything does: the days. */
int sentence_take_on(struct tokens *in, struct rule *rule,
                     struct error *error);

/* What follows the days: "until 2027-06-30", "10 times", "in july and
 * august", "except in july", "or the last day"; to the end of the sentence.
 * -1 with a sentence. */
int sentence_tail(struct tokens *in, const struct civil *start,
                  struct rule *rule, struct error *error);

/* Always -1: the next word is not understood. */
int sentence_unexpected(const struct tokens *in, struct error *error);

/* Always -1: the next word is a weekday, behind `ordinal` (0: behind none),
 * and that can mean two things, which are offered. */
int sentence_which_day(const struct tokens *in, int ordinal,
                       struct error *error);

/* -1 when what comes next is a way to say how often that people understand in
 * two ways, with both ("biweekly", "om de week", "twee keer per maand"). */
int sentence_doubt(const struct tokens *in, struct error *error);

#endif
