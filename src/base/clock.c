/* clock - see clock.h */
#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static instant
read_clock(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (instant)t.tv_sec * SECOND + t.tv_nsec / 1000000;
}

static instant
system_wall(void *self)
{
    (void)self;
    return read_clock(CLOCK_REALTIME);
}

static instant
system_monotonic(void *self)
{
    (void)self;
    return read_clock(CLOCK_BOOTTIME);
}

const struct clock clock_system = { system_wall, system_monotonic, NULL };

int64_t
clock_microseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void
clock_pause(int64_t microseconds)
{
    struct timespec left = { 0, microseconds * 1000 };

    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
        ;
}

static instant
virtual_wall(void *self)
{
    return ((struct clock_virtual *)self)->wall;
}

static instant
virtual_monotonic(void *self)
{
    return ((struct clock_virtual *)self)->monotonic;
}

void
clock_virtual_init(struct clock_virtual *clock, instant start)
{
    clock->clock = (struct clock){ virtual_wall, virtual_monotonic, clock };
    clock->wall = start;
    clock->monotonic = DAY;
}

void
clock_virtual_advance(struct clock_virtual *clock, instant by)
{
    clock->wall += by;
    clock->monotonic += by;
}

const char *
instant_format(instant at, char text[INSTANT_TEXT])
{
    instant ms = at % SECOND;
    time_t seconds;
    struct tm tm;
    size_t used;

    if (ms < 0)
        ms += SECOND;
    seconds = (time_t)((at - ms) / SECOND);
    if (gmtime_r(&seconds, &tm) == NULL ||
        (used = strftime(text, INSTANT_TEXT, "%Y-%m-%dT%H:%M:%S", &tm)) == 0)
        used = (size_t)snprintf(text, INSTANT_TEXT - 8, "out-of-range");
    if (ms != 0)
        snprintf(text + used, INSTANT_TEXT - used, ".%03dZ", (int)ms);
    else
        snprintf(text + used, INSTANT_TEXT - used, "Z");
    return text;
}

bool
instant_parse(const char *text, instant *at)
{
    struct tm tm = { 0 };
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    int ms = 0, used = 0;

    if (rest == NULL)
        return false;
    if (*rest == '.') {
        if (sscanf(rest, ".%3d%n", &ms, &used) != 1 || used != 4 || ms < 0)
            return false;
        rest += used;
    }
    if (strcmp(rest, "Z") != 0)
        return false;
    *at = (instant)timegm(&tm) * SECOND + ms;
    return true;
}
