/* dayset - see dayset.h */
#include "calendar/dayset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/holiday.h"
#include "calendar/quoted.h"

static int
find(const void *key, const void *item)
{
    int64_t number = *(const int64_t *)key;
    const struct day_span *span = item;

    return (number > span->to) - (number < span->from);
}

const char *
dayset_on(const struct dayset *set, const struct civil *day)
{
    const struct day_span *span;
    int64_t number;

    if (set->country != NULL)
        return holiday_on(set->country, day);
    if (set->span_count == 0)
        return NULL;
    number = civil_day_number(day);
    span = bsearch(&number, set->spans, set->span_count,
                   sizeof(*set->spans), find);
    return span != NULL ? span->name : NULL;
}

static int
by_first(const void *a, const void *b)
{
    const struct day_span *one = a, *other = b;

    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    return (one->to < other->to) - (one->to > other->to);
}

size_t
dayset_order(struct day_span *spans, size_t count)
{
    size_t kept = 0;

    if (count > 1)
        qsort(spans, count, sizeof(*spans), by_first);
    for (size_t i = 0; i < count; i++) {
        struct day_span span = spans[i];

        if (kept > 0 && span.from <= spans[kept - 1].to)
            span.from = spans[kept - 1].to + 1;
        if (span.from <= span.to)
            spans[kept++] = span;
    }
    return kept;
}

/* The text after a word that joins two dates; NULL when there is none. */
static const char *
after_word(const char *text)
{
    static const char *const words[] = {
        " to ", " tot en met ", " t/m ", " tot ", NULL
    };

    for (int i = 0; words[i] != NULL; i++) {
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return text + strlen(words[i]);
    }
    return NULL;
}

int
dayset_parse(const char *text, struct civil *from, struct civil *to,
             struct error *error)
{
    enum { LENGTH = sizeof("2027-02-10") - 1 };
    const char *second = NULL;
    char first[LENGTH + 1], one[CIVIL_TEXT], other[CIVIL_TEXT];

    if (strlen(text) > LENGTH)
        second = after_word(text + LENGTH);
    if (second == NULL) {
        if (civil_parse_date(text, from, error) < 0)
            return -1;
        *to = *from;
        return 0;
    }
    snprintf(first, sizeof(first), "%.*s", LENGTH, text);
    if (civil_parse_date(first, from, error) < 0 ||
        civil_parse_date(second, to, error) < 0)
        return -1;
    if (civil_compare_dates(to, from) < 0)
        return error_set(error, "'%s' ends on %s, before it begins on %s",
                         quoted(text).text, civil_format_date(to, one),
                         civil_format_date(from, other));
    return 0;
}
