/*
 * stream - a nonblocking byte stream over a connected socket, plain or TLS.
 * Writing to a peer that is gone gives an error, never SIGPIPE.
 */
#ifndef SMPP_STREAM_H
#define SMPP_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/ssl.h>

#include "base/buffer.h"

struct stream {
    int fd;                     /* -1: none */
    SSL *tls;                   /* NULL: plain */
    bool handshake_done;
    bool write_wanted;          /* TLS wants to write before it goes on */
    int error;                  /* errno of the last STREAM_BROKEN, or 0 */
};

enum stream_result { STREAM_OK, STREAM_AGAIN, STREAM_END, STREAM_BROKEN };

/* Take over the nonblocking socket `fd`; with a context TLS goes over it, as
 * a server or towards `host` (whose name the certificate must carry when the
 * context verifies).  false when out of TLS memory; the fd is closed then. */
bool stream_open(struct stream *stream, int fd, SSL_CTX *context,
                 const char *host);
void stream_close(struct stream *stream);

/* The TLS handshake; STREAM_OK at once when plain. */
enum stream_result stream_handshake(struct stream *stream);

/* Read once, at most `most` bytes (STREAM_OK when there were some), or write
 * what is in the buffer and eat what was taken by the kernel.  With TLS only
 * whole records count as taken, since the peer can read no less. */
enum stream_result stream_read(struct stream *stream, struct buffer *in,
                               size_t most);
enum stream_result stream_write(struct stream *stream, struct buffer *out);

/* What went wrong, as a part of a sentence; static or in `room`. */
const char *stream_error(const struct stream *stream, char *room,
                         size_t size);

#endif
