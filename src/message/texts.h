/*
 * texts - what is sent when the coordinator wrote nothing: a template for
 * every purpose in every language, and the subject for e-mail.
 *
 * Plain, polite to a youngster and to an officer, and neutral on a lock screen
 * that others read along.  With a title of 25 and a place of 30 characters
 * each is one SMS in GSM 03.38.
 */
#ifndef MESSAGE_TEXTS_H
#define MESSAGE_TEXTS_H

#include "message/purpose.h"

struct language;

/* The source of the template; static, never NULL. */
const char *texts_body(enum purpose purpose, const struct language *language);
const char *texts_subject(enum purpose purpose,
                          const struct language *language);

#endif
