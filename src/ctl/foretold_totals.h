/*
 * foretold_totals - what messages add up to: by day and channel, by channel,
 * in all.
 */
#ifndef CTL_FORETOLD_TOTALS_H
#define CTL_FORETOLD_TOTALS_H

#include <stdbool.h>
#include <stdio.h>

#include "outbox/foreseen.h"

struct foretold_sum {
    char day[16];               /* "2027-01-12" */
    const char *channel;
    int64_t messages, parts, price;
};

/* Zeroed: none.  By day, then channel. */
struct foretold_totals {
    struct pool *pool;
    struct foretold_sum *sums;
    size_t count, room;
};

/* One message; they come in the order of their days. */
void foretold_totals_add(struct foretold_totals *totals,
                         const struct foreseen *foreseen);
/* Back to none. */
void foretold_totals_free(struct foretold_totals *totals);

/* All of it in one; its day and channel are "". */
void foretold_totals_all(const struct foretold_totals *totals,
                         struct foretold_sum *all);

/* A table; by_day false: a line for each channel. */
void foretold_totals_print(const struct foretold_totals *totals, bool by_day,
                           FILE *out, bool color);
/* A line for each day and channel, of CSV or JSON. */
void foretold_totals_stream(const struct foretold_totals *totals, bool csv,
                            FILE *out);

#endif
