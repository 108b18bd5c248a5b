/*
 * services - what the host lends to the plugin: struct allo_host, written
 * onto the wire.
 */
#ifndef HOST_SERVICES_H
#define HOST_SERVICES_H

#include <stdbool.h>
#include <stdint.h>

#include "allo/channel.h"
#include "base/buffer.h"
#include "base/frame.h"
#include "host/open.h"
#include "host/settings.h"
#include "host/tickets.h"

/* Everything that one host knows; zero-initialised. */
struct host {
    struct allo_channel channel;
    void *self;                 /* the plugin's own */
    bool checks;                /* the settings, and never opens */
    bool opened;                /* between its open() and close() */
    struct settings settings;
    struct tickets tickets;
    struct buffer out;          /* frames for the daemon */
    struct buffer sealed, mended;       /* scratch */
    char last_error[256];       /* what the plugin logged as an error */
};

/* The message that send() gets. */
struct allo_message {
    const struct frame *frame;
    const char *id;
    const char *to;             /* opened */
    uint64_t ticket;            /* 0: not asked for */
};

/*
 * The table, for this host.  The contract's functions have no argument that
 * says which host they mean, so there is one in a process; this is where it
 * is remembered.
 */
const struct allo_host *services_of(struct host *host);

/* Write a result; remote_id and reason may be NULL. */
void services_result(struct host *host, const char *id,
                     enum allo_outcome outcome, const char *remote_id,
                     const char *reason, uint32_t retry_after);

/* Log that the plugin did what the contract does not allow; allo-probe tells
 * such a line from the plugin's own by its field `breach`. */
void services_breach(struct host *host, const char *what);

/* Foreign text into a field: what is no UTF-8 becomes U+FFFD, and what is
 * longer than `most` bytes is cut. */
void services_text(struct host *host, const char *key, const char *text,
                   size_t most);

/* The word on the wire, NULL when it is not for a result. */
const char *services_outcome(enum allo_outcome outcome);

#endif
