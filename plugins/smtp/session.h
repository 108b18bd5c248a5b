/*
 * session - one libESMTP session: connect, STARTTLS, log in, and hand over a
 * batch of mails one after the other.  Blocks, for at most the limit given
 * and the time that the name service takes.
 */
#ifndef SMTP_SESSION_H
#define SMTP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tls.h"
#include "verdict.h"

enum session_tls { SESSION_PLAIN, SESSION_OPPORTUNISTIC, SESSION_REQUIRED };

struct session_settings {
    char server[300];           /* "host:port" */
    enum session_tls tls;
    bool verify;
    const char *user, *password;    /* NULL: no login */
    const char *domain;         /* said in EHLO */
    const char *sender;         /* the envelope's */
    long timeout_ms;            /* for one answer, and to connect */
    long limit_ms;              /* for the whole session */
    int64_t (*monotonic)(void);
};

/* A mail of the batch; `verdict` is filled by session_run(). */
struct session_mail {
    const char *to;
    const char *text;           /* from mime_build() */
    size_t length;
    struct verdict verdict;

    bool given, handed_over, finished;    /* the session's own notes */
};

/* How the session itself went. */
struct session_report {
    bool up;                    /* the server took our mails in, or refused
                                 * them one by one */
    char reason[200];           /* why not, else empty */
};

/* Run it: each mail gets its verdict, and the reason of one that was never
 * tried is the session's. */
void session_run(const struct session_settings *settings, struct tls *tls,
                 struct session_mail *mails, size_t count,
                 struct session_report *report);

#endif
