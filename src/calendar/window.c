/* window - see window.h */
#include "calendar/window.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "calendar/quoted.h"

enum { DAY_MINUTES = 24 * 60 };

static int
explain(const char *text, struct error *error)
{
    return error_set(error, "'%s' are no quiet hours; write when they begin "
                     "and end, like '21:00-09:00', or 'none'",
                     quoted(text).text);
}

/* One end: "21:00"; spaces around it do not count. */
static bool
parse_end(const char *text, size_t length, int *minutes)
{
    char part[WINDOW_TEXT];
    int hour, minute;

    while (length > 0 && *text == ' ')
        text++, length--;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length >= sizeof(part))
        return false;
    memcpy(part, text, length);
    part[length] = '\0';
    if (strcmp(part, "24:00") == 0) {
        *minutes = 0;
        return true;
    }
    if (!civil_parse_clock(part, &hour, &minute))
        return false;
    *minutes = hour * 60 + minute;
    return true;
}

int
window_parse(const char *text, struct window *window, struct error *error)
{
    struct window read;
    const char *dash = strchr(text, '-');

    if (text_same(text, "none") || text_same(text, "geen")) {
        *window = (struct window){ 0, 0 };
        return 0;
    }
    if (dash == NULL || !parse_end(text, (size_t)(dash - text), &read.from) ||
        !parse_end(dash + 1, strlen(dash + 1), &read.to))
        return explain(text, error);
    if (read.from == read.to)
        return error_set(error, "'%s' begins and ends at the same hour; "
                         "write 'none' for no quiet hours",
                         quoted(text).text);
    *window = read;
    return 0;
}

const char *
window_format(const struct window *window, char text[WINDOW_TEXT])
{
    unsigned from = (unsigned)window->from % DAY_MINUTES;
    unsigned to = (unsigned)window->to % DAY_MINUTES;

    if (window->from == window->to)
        snprintf(text, WINDOW_TEXT, "none");
    else
        snprintf(text, WINDOW_TEXT, "%02u:%02u-%02u:%02u", from / 60,
                 from % 60, to / 60, to % 60);
    return text;
}

/* Milliseconds since the wall's midnight. */
static instant
wall_time(const struct zone *zone, instant at)
{
    instant wall = (at + zone_offset(zone, at) * SECOND) % DAY;

    return wall < 0 ? wall + DAY : wall;
}

static bool
holds(const struct window *window, instant wall)
{
    instant from = window->from * MINUTE, to = window->to * MINUTE;

    return from <= to ? wall >= from && wall < to
        : wall >= from || wall < to;
}

bool
window_holds(const struct window *window, const struct zone *zone, instant at)
{
    return holds(window, wall_time(zone, at));
}

/* Between two changes of the offset the wall's clock runs evenly: step from
 * one to the next until the end lies within. */
instant
window_end(const struct window *window, const struct zone *zone, instant at)
{
    for (;;) {
        instant wall = wall_time(zone, at), end, change;

        if (!holds(window, wall))
            return at;
        end = window->to * MINUTE - wall;
        if (end <= 0)
            end += DAY;
        end += at;
        change = zone_next_change(zone, at);
        if (end < change)
            return end;
        at = change;
    }
}
