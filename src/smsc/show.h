/*
 * show - what allo-smsc writes: JSON lines, or phones drawn in the terminal.
 */
#ifndef SMSC_SHOW_H
#define SMSC_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

enum show_manner { SHOW_PHONES, SHOW_JSON, SHOW_NOTHING };

struct show {
    enum show_manner manner;
    const struct clock *clock;
    bool colour, unicode;
};

/* A text that arrived on a phone. */
struct show_text {
    const char *from, *to, *text, *validity, *id;
    int parts;
    bool ucs2, whole;           /* whole: all its parts are there */
};

/* How, and with what clock; finds out what the terminal can do. */
void show_open(struct show *show, enum show_manner manner,
               const struct clock *clock);

/* On a phone of the screen, or as a line of JSON. */
void show_text(struct show *show, const struct show_text *text);

/* Any other event.  `pairs` are keys and values of JSON, a NULL key at the
 * end; a pair with a NULL value is left out, and "#key" is a number.  `line`
 * is for people; NULL: not shown to them. */
void show_event(struct show *show, const char *event,
                const char *const (*pairs)[2], const char *line);

/* Everything written so far goes out now. */
void show_flush(void);

#endif
