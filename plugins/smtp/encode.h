/*
 * encode - the encodings of mail: words of a header field (RFC 2047) and the
 * two of a body (RFC 2045).  Pure; writes to a stream, 7-bit, lines of at
 * most 78 octets that end in CRLF.
 */
#ifndef SMTP_ENCODE_H
#define SMTP_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The value of an unstructured field (Subject): as it is when it is printable
 * ASCII that fits and cannot be mistaken, else as encoded words.  `column` is
 * how much of the line is used. */
void encode_unstructured(FILE *out, const char *text, size_t length,
                         size_t column);

/* A display name: atoms, a quoted string or encoded words. */
void encode_phrase(FILE *out, const char *name, size_t column);

/* Whether base64 is the shorter encoding of a body. */
bool encode_prefers_base64(const char *text);

/* A text body; a last line end is added when it has none. */
void encode_quoted_printable(FILE *out, const char *text);
void encode_base64_text(FILE *out, const char *text);

#endif
