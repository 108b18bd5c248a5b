/*
 * dialogue - listens to the bytes that libESMTP says and hears, for what the
 * library itself does not tell: whether a login was refused, and whether the
 * server said more than its answer to STARTTLS before TLS began.  Pure.
 */
#ifndef SMTP_DIALOGUE_H
#define SMTP_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

enum dialogue_awaits {
    DIALOGUE_ANY, DIALOGUE_STARTTLS, DIALOGUE_LOGIN, DIALOGUE_BYE
};

struct dialogue {
    bool wants_login;           /* set by the caller: no mail without it */
    bool logged_in;
    bool injected;              /* bytes in clear behind the 220 of STARTTLS */
    bool starttls_refused, starttls_accepted;
    int login_code;             /* of the last login that was refused */
    int last_code;              /* of the last whole reply but QUIT's */

    enum dialogue_awaits awaits;
    size_t column;              /* of the reply's line that is being read */
    int code;
    bool last_line;
};

/* A new connection. */
void dialogue_start(struct dialogue *dialogue, bool wants_login);

/* Bytes that are about to be written.  False when they would start a mail
 * although the login that we want has not been made: cut the connection. */
bool dialogue_says(struct dialogue *dialogue, const char *bytes,
                   size_t length);

/* Bytes that were read in one go. */
void dialogue_hears(struct dialogue *dialogue, const char *bytes,
                    size_t length);

/*
 * Make a word that libESMTP does not know of each CHUNKING that is offered in
 * these bytes, so that it sends mails with DATA.  With BDAT it pipelines and
 * keeps only the last of several answers: Postfix's "551 Discarded" behind a
 * 452 looks like a no for ever.  (verdict.c knows of that too, should the
 * word be cut in two by the network.)
 */
void dialogue_hide_chunking(char *bytes, size_t length);

#endif
