/*
 * fold - a message as a list of plain words: capitals without accents, no
 * punctuation, no emoji, nothing invisible.  "s.v.p. stop!" is S V P STOP.
 *
 * Letters that are drawn as signs (circled, fullwidth, bold) are letters;
 * letters of another script stay what they are, in one case.
 */
#ifndef INBOX_FOLD_H
#define INBOX_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FOLD_LETTERS = 480, FOLD_WORDS = 96 };

struct fold {
    char letters[FOLD_LETTERS + 1];     /* all words joined, UTF-8 */
    uint16_t start[FOLD_WORDS + 1];     /* word i is start[i] to start[i+1] */
    size_t count;               /* of words */
    bool cut;                   /* the message goes on */
    bool question;              /* there is a question mark */
    bool stop_sign;             /* there is the road sign as an emoji */
};

/* What is not UTF-8 is left out as if it were not there. */
void fold_text(const char *text, struct fold *fold);

#endif
