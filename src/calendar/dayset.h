/*
 * dayset - a named set of days: public holidays, school holidays, exam weeks.
 *
 * Either listed, as spans of days, or computed for a country.
 */
#ifndef CALENDAR_DAYSET_H
#define CALENDAR_DAYSET_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "calendar/civil.h"

#define DAYSET_PUBLIC "public-holidays"
#define DAYSET_ENDLESS INT64_MAX

/* Days by their number (civil_day_number()), both of them in it. */
struct day_span {
    int64_t from, to;
    const char *name;           /* "Herfstvakantie"; "" when not said */
};

struct dayset {
    const char *id;             /* "school-holidays-nl" */
    const char *source;         /* where its days come from; "" not said */
    const char *country;        /* computed for it; NULL: listed in spans */
    int64_t until;              /* last day that it is known of */
    size_t span_count;
    const struct day_span *spans;       /* see dayset_order() */
};

/* The name of the day in the set ("" when it has none); NULL when it is not
 * in it. */
const char *dayset_on(const struct dayset *set, const struct civil *day);

/* Put spans in order, without overlap: the earlier one keeps its days.
 * Returns how many are left. */
size_t dayset_order(struct day_span *spans, size_t count);

/* "2027-02-10", or "2027-02-10 to 2027-02-20" (also "tot" and "tot en met"):
 * its first and its last day.  -1 with a sentence that says what would be
 * right. */
int dayset_parse(const char *text, struct civil *from, struct civil *to,
                 struct error *error);

#endif
