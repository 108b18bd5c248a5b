/*
 * window - the hours in which nothing is sent: "21:00-09:00".
 *
 * Hours of the wall in the person's zone.  Opened and closed when the clock on
 * the wall gets there, also on the days when it is set.
 */
#ifndef CALENDAR_WINDOW_H
#define CALENDAR_WINDOW_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "calendar/zone.h"

/* Minutes after midnight; `from` is in, `to` is out.  from > to goes over
 * midnight; from == to holds never (all zeroes: no window at all). */
struct window {
    int from, to;
};

enum { WINDOW_TEXT = 16 };

/* "21:00-09:00", "21u-9u", "none".  -1 with a sentence that says what would
 * be right. */
int window_parse(const char *text, struct window *window,
                 struct error *error);

/* "21:00-09:00", or "none". */
const char *window_format(const struct window *window,
                          char text[WINDOW_TEXT]);

/* Whether `at` lies in the quiet hours. */
bool window_holds(const struct window *window, const struct zone *zone,
                  instant at);

/* When the quiet hours that hold `at` are over: the first moment from `at` on
 * that they do not hold.  `at` itself when they do not hold it. */
instant window_end(const struct window *window, const struct zone *zone,
                   instant at);

#endif
