/*
 * vocabulary - the words of dates in the languages that a coordinator writes:
 * English and Dutch.  Another language is a few lines in vocabulary.c and in
 * the sentences that use it.
 */
#ifndef CALENDAR_VOCABULARY_H
#define CALENDAR_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* A sentence in words: small letters, without commas. */
enum { TOKENS_MOST = 48 };

struct tokens {
    char text[256];
    const char *word[TOKENS_MOST + 1];      /* the one behind the last is "" */
    size_t count, at;
};

/* -1 with a sentence when it is too long. */
int tokens_split(struct tokens *tokens, const char *text,
                 struct error *error);

/* The word that comes next, "" at the end; `behind` words further. */
const char *tokens_peek(const struct tokens *tokens, size_t behind);
bool tokens_done(const struct tokens *tokens);

/* Step over the next word when it is one of `words` (with spaces between,
 * "on op"). */
bool tokens_take(struct tokens *tokens, const char *words);

/* Step over these words when they come next, in this order. */
bool tokens_take_phrase(struct tokens *tokens, const char *phrase);

enum unit {
    UNIT_NONE, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH,
    UNIT_YEAR
};

/* 1 Monday .. 7 Sunday; 1 .. 12; UNIT_NONE; 0 when it is none. */
int vocabulary_weekday(const char *word);
int vocabulary_month(const char *word);
enum unit vocabulary_unit(const char *word);

/* "2", "two", "twee", "a", "een": 0 .. 9999, or -1. */
int vocabulary_number(const char *word);

/* "2nd", "2de", "second", "tweede": 1 .. 99; "last", "laatste": -1;
 * "voorlaatste": -2; 0 when it is none. */
int vocabulary_ordinal(const char *word);

/* What may have been meant among days, months, units and the words of
 * sentences; NULL when nothing is near. */
const char *vocabulary_nearest(const char *word);

#endif
