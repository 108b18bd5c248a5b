/* facts - see facts.h */
#include "delivery/facts.h"

#include <ctype.h>

/* The next byte that counts when places are compared: letters and digits in
 * lower case, and every byte of a character beyond ASCII. */
static int
next_significant(const char **text)
{
    while (**text != '\0') {
        unsigned char c = (unsigned char)*(*text)++;

        if (c >= 0x80 || isalnum(c))
            return tolower(c);
    }
    return 0;
}

static bool
same_place(const char *a, const char *b)
{
    int next;

    do {
        next = next_significant(&a);
        if (next != next_significant(&b))
            return false;
    } while (next != 0);
    return true;
}

/* An end that was not said, or is not said any more, contradicts nothing. */
static bool
same_time(const struct facts *told, const struct facts *truth)
{
    return told->start == truth->start &&
           (told->end == truth->end || told->end == 0 || truth->end == 0);
}

/* Days of 23 and of 25 hours are days too. */
instant
facts_last_start(const struct facts *facts)
{
    instant length = facts->end != 0 ? facts->end - facts->start : 0;

    return facts->start + (length + 2 * HOUR) / DAY * DAY;
}

unsigned
facts_compare(const struct facts *told, const struct facts *truth)
{
    unsigned difference = FACTS_SAME;

    if (truth->cancelled)
        return told->cancelled ? FACTS_SAME : FACTS_CANCELLED;
    if (told->cancelled)
        difference |= FACTS_RESTORED;
    if (!same_time(told, truth))
        difference |= FACTS_TIME;
    /* nobody can be told to go to a place that is not said */
    if (*truth->place != '\0' && !same_place(told->place, truth->place))
        difference |= FACTS_PLACE;
    return difference;
}
