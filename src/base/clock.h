/*
 * clock - the only reader of time.
 *
 * Everything that decides takes an instant as an argument; only the edge asks
 * a struct clock, so that a test can let a year pass in a second.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* A moment: milliseconds since 1970-01-01T00:00:00Z.  A length of time is in
 * the same unit. */
typedef int64_t instant;

#define SECOND ((instant)1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define NEVER INT64_MAX

struct clock {
    instant (*wall)(void *self);        /* may jump */
    instant (*monotonic)(void *self);   /* counts sleep, never jumps */
    void *self;
};

/* The machine's own clock. */
extern const struct clock clock_system;

static inline instant
clock_now(const struct clock *clock)
{
    return clock->wall(clock->self);
}

static inline instant
clock_monotonic(const struct clock *clock)
{
    return clock->monotonic(clock->self);
}

/* The machine's wall clock in microseconds since 1970: to measure with, not to
 * decide by. */
int64_t clock_microseconds(void);

/* Do nothing for so many microseconds (less than a second), whatever the wall
 * clock does and signals come. */
void clock_pause(int64_t microseconds);

/* A clock that stands still until it is moved, for tests and forecasts. */
struct clock_virtual {
    struct clock clock;
    instant wall, monotonic;
};
void clock_virtual_init(struct clock_virtual *clock, instant start);
void clock_virtual_advance(struct clock_virtual *clock, instant by);

/* RFC 3339 in UTC: "2027-01-13T17:30:00Z", with ".123" when not whole.
 * `text` takes at least 32 bytes. */
enum { INSTANT_TEXT = 32 };
const char *instant_format(instant at, char text[INSTANT_TEXT]);

/* The reverse, "Z" only; false when it is not such a text. */
bool instant_parse(const char *text, instant *at);

#endif
