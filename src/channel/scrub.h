/*
 * scrub - what a far side or a library says is shown to people and goes into
 * logs, and now and then it repeats an address: blot that out.
 */
#ifndef CHANNEL_SCRUB_H
#define CHANNEL_SCRUB_H

#include <stddef.h>

/* Copy `text`, cut at a character's border to fit `size`; what looks like a
 * phone number (8 digits or more, however grouped, but no IPv4 address) or
 * like a mail address becomes "[...]", and a control character a space. */
void scrub(char *out, size_t size, const char *text);

#endif
