/*
 * push - where a push message goes: a topic ("allo-7Gk2f9") of the service
 * that the channel is set to, or an endpoint ("https://push.example/abc").
 *
 * Whoever knows either can read along or send, so no error sentence holds it.
 */
#ifndef MESSAGE_PUSH_H
#define MESSAGE_PUSH_H

#include "base/error.h"

enum { PUSH_TEXT = 321 };       /* 320 bytes, NUL */

/* Write the topic (1 to 64 letters, digits, - and _) or the https address
 * (host and path in printable ASCII, no user part, no fragment) to `target`,
 * spaces around it taken off and the host in lower case; -1 with a reason. */
int push_normalise(const char *text, char target[PUSH_TEXT],
                   struct error *error);

#endif
