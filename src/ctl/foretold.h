/*
 * foretold - messages of a forecast on paper: a table in which those to many
 * people are one line, JSON or CSV, and what they add up to.
 *
 * JSON and CSV are written as they come; nothing is kept but the totals.  Of
 * the table so many lines are kept, and it says so when there are more.
 */
#ifndef CTL_FORETOLD_H
#define CTL_FORETOLD_H

#include <stdbool.h>
#include <stdio.h>

#include "outbox/foreseen.h"

enum foretold_form {
    FORETOLD_TABLE,             /* more than a few people: one line */
    FORETOLD_ALL,               /* a table with a line for each */
    FORETOLD_JSON,
    FORETOLD_CSV
};

enum { FORETOLD_FEW = 5, FORETOLD_LINES = 2000, FORETOLD_PRICE = 40 };

struct foretold;

/* `totals`: not the messages, only what they add up to, by day and channel.
 * `differences`: the messages are those that an edit changes. */
struct foretold *foretold_new(FILE *out, enum foretold_form form,
                              bool totals, bool differences);
void foretold_free(struct foretold **foretold);

/* One message, in the order in which they leave. */
void foretold_add(struct foretold *foretold, const struct foreseen *foreseen);
/* One difference: `change` is "comes", "goes" or "changes"; `was` (NULL: not
 * there before) is how it was. */
void foretold_add_change(struct foretold *foretold, const char *change,
                         const struct foreseen *foreseen,
                         const struct foreseen *was);

/* Everything that is still to be written.  `nothing` is said in place of a
 * table of none. */
void foretold_end(struct foretold *foretold, bool color, const char *nothing);

/* Micro-euro as "0.075": as many digits as there are, at least two. */
const char *foretold_price(int64_t price, char text[FORETOLD_PRICE]);

#endif
