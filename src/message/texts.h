/*
 * texts - what is sent when the coordinator wrote nothing: a template for
 * every purpose in every language, and the subject for e-mail.
 *
 * Plain, polite to a youngster and to an officer, and neutral on a lock screen
 * that others read along.  With a title of 25 and a place of 30 characters
 * each is one SMS once it is transliterated; Arabic, which has to go out in
 * UCS-2, is three at most.
 */
#ifndef MESSAGE_TEXTS_H
#define MESSAGE_TEXTS_H

#include <stdbool.h>

#include "message/purpose.h"
#include "message/template.h"

struct language;

/* The source of the template; static, never NULL. */
const char *texts_body(enum purpose purpose, const struct language *language);
const char *texts_subject(enum purpose purpose,
                          const struct language *language);

/* The same for the reminder of a deadline, which nobody comes to. */
const char *texts_deadline(const struct language *language, bool subject);

/* {reply}: the question whether they come, with the words to answer it by;
 * static. */
const char *texts_reply(const struct language *language);

/* The words that those questions ask for, and NULL. */
extern const char *const texts_answers[];

/* Whether the field can ever hold anything in a message of that purpose. */
bool texts_allow(enum purpose purpose, enum template_field field);

/* Whether it answers what somebody wrote, and is about no event. */
bool texts_answer(enum purpose purpose);

#endif
