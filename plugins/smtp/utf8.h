/*
 * utf8 - reads text of any quality as code points: what is not UTF-8 comes
 * out as U+FFFD.  Pure.  (A plugin takes nothing from the daemon's rooms.)
 */
#ifndef SMTP_UTF8_H
#define SMTP_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xfffdu

/* The code point at *text, which moves behind it; *text < end.  A byte that
 * starts nothing valid is U+FFFD and one byte long. */
uint32_t utf8_next(const char **text, const char *end);

/* Write a code point; returns 1 to 4.  `out` takes 4 bytes. */
size_t utf8_put(char *out, uint32_t code);

/* The next code point that may stand in a mail, or 0 at the end: control
 * characters are passed over, CRLF and CR become LF. */
uint32_t utf8_next_printable(const char **text, const char *end);

/* The largest length of at most `most` bytes that cuts no character. */
size_t utf8_cut(const char *text, size_t most);

#endif
