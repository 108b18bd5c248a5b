/*
 * options - the plugin's settings: their list, and their texts made into what
 * a session needs.
 */
#ifndef SMTP_OPTIONS_H
#define SMTP_OPTIONS_H

#include "mailbox.h"
#include "session.h"

#define OPTIONS_BATCH_MOST 100

struct options {
    struct session_settings session;
    struct tls_settings tls;
    struct mailbox from;
    const char *domain;         /* of the Message-ID and of EHLO */
    const char *unsubscribe;    /* or NULL */
    size_t batch;               /* mails in one session */
};

extern const struct allo_setting options_list[];

/* NULL, or a sentence that says which setting is wrong and how.  The texts
 * stay the host's; options->session points into *options. */
const char *options_read(struct options *options,
                         const struct allo_host *host);

#endif
