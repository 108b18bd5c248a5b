/*
 * verdict - what became of one mail, from the replies that the server gave to
 * its three steps.  Pure: delivery.md's rules for e-mail, and nothing else.
 */
#ifndef SMTP_VERDICT_H
#define SMTP_VERDICT_H

#include <stdbool.h>

#include <allo/channel.h>

/* A reply as libESMTP keeps it: code 0 is none; text NULL is half a one. */
struct verdict_reply {
    int code;
    const char *text;
    int class, subject, detail;    /* RFC 3463; class 0 when not parsed */
};

struct verdict_facts {
    struct verdict_reply sender, recipient, content;
    bool handed_over;    /* the last byte of the mail was asked for */
    bool finished;       /* libESMTP says that it is through with the mail */
};

struct verdict {
    enum allo_outcome outcome;
    bool tried;          /* the server answered at all for this mail */
    bool login_needed;   /* it was refused for want of a login */
    char remote_id[64];
    char reason[160];    /* no address and no text of the server in it */
};

/* An untried mail gets ALLO_RETRY and an empty reason: the session's. */
void verdict_reach(struct verdict *verdict, const struct verdict_facts *facts);

#endif
