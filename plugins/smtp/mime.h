/*
 * mime - a whole mail as text: header fields and body, in 7-bit lines that
 * end in CRLF (RFC 5322, 2045, 2047).  Pure: the time is an argument.
 *
 * libESMTP would add header fields of its own and would pass a bare LF on to
 * the wire; given this text it has nothing to add and nothing to break.
 */
#ifndef SMTP_MIME_H
#define SMTP_MIME_H

#include <stddef.h>
#include <stdint.h>

#include "mailbox.h"

#define MIME_ID_MOST 128

struct mime {
    const struct mailbox *from;
    const char *to;             /* a valid address */
    const char *subject;        /* UTF-8; NULL: the first words of the text */
    const char *text;           /* UTF-8; lines end in LF or CRLF */
    const char *id;             /* the message's own name, at most 128 bytes */
    const char *domain;         /* of the Message-ID; valid */
    const char *unsubscribe;    /* an address, or NULL */
    int64_t date;               /* seconds since 1970, UTC */
};

/* The mail, NUL-terminated; *length gets its size.  free(3) it.  What is not
 * UTF-8 becomes U+FFFD and control characters are left out, so that the
 * result is a valid mail whatever went in.  NULL when memory is out or the id
 * is empty or too long. */
char *mime_build(const struct mime *mime, size_t *length);

#endif
