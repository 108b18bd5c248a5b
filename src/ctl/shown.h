/*
 * shown - text as a terminal may have it: no control characters that would
 * do something to it, and how wide it is there.
 */
#ifndef CTL_SHOWN_H
#define CTL_SHOWN_H

#include <stddef.h>

#include "base/buffer.h"

/* Add `text` with U+FFFD for each control character (line ends and those that
 * turn the direction of writing too) and each byte that is no UTF-8. */
void shown_add(struct buffer *out, const char *text);

/* The same for a moment: "2027-01-13T19:00:00+01:00" as "2027-01-13 19:00";
 * seconds only when they are not 0; anything else as shown_add(). */
void shown_add_time(struct buffer *out, const char *text);

/* Seconds as "3 days 4 h", "2 h 5 min", "12 s": two units at most. */
void shown_add_length(struct buffer *out, const char *seconds);

/* Columns that `length` bytes of UTF-8 take: 2 for a wide character, 0 for a
 * combining one. */
size_t shown_width(const char *text, size_t length);

#endif
