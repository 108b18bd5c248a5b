/*
 * classify_words - the words by which classify.c knows what is wanted: data,
 * folded (inbox/fold.h).  Every list ends with NULL.
 */
#ifndef INBOX_CLASSIFY_WORDS_H
#define INBOX_CLASSIFY_WORDS_H

#include <stdbool.h>

struct stop_word {
    const char *word;
    bool near;                  /* one letter off, or two swapped, still is */
    bool anywhere;              /* in a longer text a person must look */
};

/* Any of these as the whole message is STOP. */
extern const struct stop_word classify_stop_words[];

/* Words that are one letter off and mean something else. */
extern const char *const classify_not_stop[];

/* Words and phrases, written together, that may mean it: for a person. */
extern const char *const classify_maybe[];

extern const char *const classify_start_words[];
extern const char *const classify_help_words[];

/* What may stand around any of them: politeness, greetings, "stop it". */
extern const char *const classify_polite[];

#endif
