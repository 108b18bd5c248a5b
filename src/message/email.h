/*
 * email - one plain e-mail address: local part, @, domain, in ASCII.
 *
 * Quoted local parts, comments, address literals and display names are
 * refused: nobody's own address needs them, and header and command injection
 * do.  RFC 5321 section 4.1.2 (dot-string), RFC 5322 section 3.2.3 (atext),
 * RFC 1035 section 2.3.1.  No error sentence holds the address.
 */
#ifndef MESSAGE_EMAIL_H
#define MESSAGE_EMAIL_H

#include "base/error.h"

enum { EMAIL_TEXT = 255 };      /* 254 bytes (RFC 3696 erratum 1690), NUL */

/* Write the address, spaces around it taken off and its domain in lower case,
 * to `address`; -1 with a reason. */
int email_normalise(const char *text, char address[EMAIL_TEXT],
                    struct error *error);

#endif
