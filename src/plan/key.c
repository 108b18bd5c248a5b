/* key - see key.h */
#include "plan/key.h"

#include <string.h>

#include "calendar/recurrence.h"
#include "calendar/zone.h"

static const char once[] = "-";

bool
key_once(const struct event *event)
{
    return event->repeat == NULL && event->date_count == 0;
}

struct first_of_day {
    struct civil civil;
    bool found;
};

static bool
on_first(void *self, const struct civil *civil)
{
    struct first_of_day *first = self;

    first->civil = *civil;
    first->found = true;
    return false;
}

/* The rule's date on the day of `day`. */
static bool
ruled_on(const struct event *event, const struct civil *day,
         struct civil *original)
{
    struct first_of_day first = { .found = false };
    struct civil from = *day, to;

    from.hour = from.minute = from.second = 0;
    to = from;
    civil_add_days(&to, 1);
    if (recurrence_has_times(event->repeat)) {
        /* the one at the hour of the start is the one without an hour */
        from.hour = event->start.hour;
        from.minute = event->start.minute;
        from.second = event->start.second;
        *original = from;
        return recurrence_has(event->repeat, original);
    }
    recurrence_between(event->repeat, &from, &to, on_first, &first);
    *original = first.civil;
    return first.found;
}

static bool
is_ruled(const struct event *event, const struct civil *original)
{
    return event->repeat != NULL && recurrence_has(event->repeat, original);
}

static bool
at_hour_of_start(const struct event *event, const struct civil *civil)
{
    return civil->hour == event->start.hour &&
           civil->minute == event->start.minute;
}

/* Whether the day is enough to name it.  A rule's one keeps its name when
 * another comes beside it; of several hours that of the start does. */
static bool
alone_on_day(const struct event *event, const struct civil *original)
{
    struct civil ruled;
    size_t count = 0;

    if (event->date_count == 0 || is_ruled(event, original))
        return event->repeat == NULL ||
               !recurrence_has_times(event->repeat) ||
               at_hour_of_start(event, original);
    if (event->repeat != NULL && ruled_on(event, original, &ruled))
        return false;
    for (size_t i = 0; i < event->date_count; i++)
        count += civil_compare_dates(&event->dates[i], original) == 0;
    return count <= 1;
}

/* The last `count` digits; behind them. */
static char *
write_digits(char *at, int count, unsigned number)
{
    for (int i = count; i-- > 0; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + count;
}

void
key_write(const struct event *event, const struct civil *original,
     char key[OCCURRENCE_KEY])
{
    char *at = key;

    if (key_once(event)) {
        memcpy(key, once, sizeof(once));
        return;
    }
    at = write_digits(at, 4, (unsigned)original->year);
    at = write_digits(at, 2, (unsigned)original->month);
    at = write_digits(at, 2, (unsigned)original->day);
    if (!alone_on_day(event, original)) {
        *at++ = 'T';
        at = write_digits(at, 2, (unsigned)original->hour);
        at = write_digits(at, 2, (unsigned)original->minute);
    }
    *at = '\0';
}

bool
key_has(const struct event *event, const struct civil *civil)
{
    if (is_ruled(event, civil))
        return true;
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare(&event->dates[i], civil) == 0)
            return true;
    }
    return key_once(event) && civil_compare(&event->start, civil) == 0;
}

/* The event's first date on the day of `day`. */
bool
key_on_day(const struct event *event, const struct civil *day,
            struct civil *original)
{
    if (event->repeat != NULL && ruled_on(event, day, original))
        return true;
    for (size_t i = 0; i < event->date_count; i++) {
        if (civil_compare_dates(&event->dates[i], day) == 0) {
            *original = event->dates[i];
            return true;
        }
    }
    *original = event->start;
    return key_once(event) &&
           civil_compare_dates(&event->start, day) == 0;
}

/* So many digits at *text, which moves behind them. */
static bool
read_digits(const char **text, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *number = *number * 10 + (**text - '0');
    }
    return true;
}

/* Read "20270113" or "20270113T1900". */
static bool
read_key(const char *key, struct civil *original, bool *has_time)
{
    *has_time = false;
    if (!read_digits(&key, 4, &original->year) ||
        !read_digits(&key, 2, &original->month) ||
        !read_digits(&key, 2, &original->day))
        return false;
    *has_time = *key == 'T';
    if (!*has_time)
        return *key == '\0';
    key++;
    return read_digits(&key, 2, &original->hour) &&
           read_digits(&key, 2, &original->minute) && *key == '\0';
}

bool
key_find(const struct event *event, const char *key, instant told,
               struct civil *original)
{
    struct civil civil = { 0 };
    bool has_time;

    if (key_once(event) && strcmp(key, once) == 0) {
        *original = event->start;
        return true;
    }
    if (strcmp(key, once) == 0) {
        /* it happened once when it was told */
        zone_civil(event->zone, told, &civil);
        return told != 0 && key_on_day(event, &civil, original);
    }
    if (!read_key(key, &civil, &has_time))
        return false;
    if (has_time && key_has(event, &civil)) {
        *original = civil;
        return true;
    }
    /* the hour alone may have changed, but not where each has its own */
    return key_on_day(event, &civil, original) &&
           (!has_time || key_once(event)) &&
           alone_on_day(event, original);
}

instant
occurrence_original(const struct event *event, const struct zone *zone,
                    const char *key, instant start)
{
    struct civil original = { 0 }, at;
    bool has_time;

    if ((event != NULL && event->base != NULL) ||
        !read_key(key, &original, &has_time))
        return start;
    if (!has_time) {
        zone_civil(zone, start, &at);
        original.hour = at.hour;
        original.minute = at.minute;
    }
    return civil_valid(&original) ? zone_instant(zone, &original) : start;
}
