/*
 * link - the connection to the SMSC, without a thought about SMPP: look up
 * the name, connect to each address in turn, TLS, and bytes in and out.
 * Nothing here blocks.
 */
#ifndef SMPP_LINK_H
#define SMPP_LINK_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "stream.h"

struct link_settings {
    const char *host, *port;
    bool tls;
    bool insecure;              /* clear text, or any certificate */
    const char *authority;      /* PEM file or folder; "" is the system's */
    unsigned patience;          /* ms that sent bytes may stay unconfirmed */
};

enum link_state {
    LINK_DOWN, LINK_RESOLVING, LINK_CONNECTING, LINK_HANDSHAKE, LINK_UP
};

struct lookup;

struct link {
    struct link_settings settings;
    SSL_CTX *context;
    enum link_state state;
    struct lookup *lookup;
    struct stream stream;
    struct buffer in, out;
    uint64_t written;           /* bytes of `out` that the kernel took */
};

/* Check the settings and prepare TLS; -1 when they can never work.  The
 * strings stay the caller's and must outlive the link. */
int link_open(struct link *link, const struct link_settings *settings,
              struct error *error);
void link_close(struct link *link);

/* Begin to connect; LINK_DOWN and an error at once when that cannot be. */
int link_start(struct link *link, struct error *error);
/* Hang up and forget what is in the buffers. */
void link_stop(struct link *link);

/* What to poll for; 1 when *fd was filled.  While LINK_RESOLVING there is
 * nothing to poll: call link_step() every LINK_LOOKUP_PAUSE ms. */
enum { LINK_LOOKUP_PAUSE = 20 };
int link_watch(const struct link *link, struct pollfd *fd);

/* Go on towards LINK_UP; -1 when every address failed. */
int link_step(struct link *link, struct error *error);

/* When up: read what is there into `in`, or write what is in `out`.  1 when
 * something came, 0 when not, -1 when the connection ended. */
int link_read(struct link *link, struct error *error);
int link_flush(struct link *link, struct error *error);

/* Whether there is something to read that poll(2) cannot see. */
static inline bool
link_pending(const struct link *link)
{
    return link->stream.tls != NULL && SSL_has_pending(link->stream.tls);
}

/* Where the last byte in `out` will be in `written`'s count. */
static inline uint64_t
link_end(const struct link *link)
{
    return link->written + buffer_length(&link->out);
}

#endif
