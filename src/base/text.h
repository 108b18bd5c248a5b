/*
 * text - small questions about UTF-8 text that several rooms ask.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at *text, which moves behind it; -1 and one byte on when it
 * is not UTF-8 (overlong and surrogates included).  `end` bounds the text. */
int32_t text_next(const char **text, const char *end);

/* Whether all `length` bytes are valid UTF-8; *bad gets the first offset that
 * is not (may be NULL). */
bool text_is_utf8(const char *text, size_t length, size_t *bad);

/* Write a code point as UTF-8; returns 1 to 4.  `out` takes 4 bytes. */
size_t text_put(char *out, uint32_t code);

/* The nearest of `names` (NULL at its end) to what was written, for "did you
 * mean", or NULL when none is near. */
const char *text_nearest(const char *written, const char *const *names);

/* Edits (insert, delete, change, swap of neighbours) from a to b, over bytes;
 * `most` + 1 when it is more than `most`. */
int text_distance(const char *a, const char *b, int most);

/* A copy into a fixed array; cut at a character's border when too long. */
void text_copy(char *to, size_t size, const char *from);

/* The same text for any case of ASCII letters. */
bool text_same(const char *a, const char *b);

#endif
