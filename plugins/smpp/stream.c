/* stream - see stream.h */
#include "stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

/* A record of TLS carries at most 16 KiB; several a call save little. */
enum { TLS_WRITE_MOST = 64 * 1024 };

/* OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE. */
static int
bio_write(BIO *bio, const char *bytes, int length)
{
    ssize_t put;

    BIO_clear_retry_flags(bio);
    put = send(*(int *)BIO_get_data(bio), bytes, (size_t)length,
               MSG_NOSIGNAL);
    if (put < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_write(bio);
    return (int)put;
}

static int
bio_read(BIO *bio, char *bytes, int length)
{
    ssize_t got;

    BIO_clear_retry_flags(bio);
    got = recv(*(int *)BIO_get_data(bio), bytes, (size_t)length, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_read(bio);
    return (int)got;
}

static long
bio_control(BIO *bio, int command, long number, void *pointer)
{
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

static BIO *
bio_new(int *fd)
{
    static BIO_METHOD *method;          /* made once, lives with the process */
    BIO *bio;

    if (method == NULL) {
        method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
                              "socket");
        if (method == NULL)
            return NULL;
        BIO_meth_set_write(method, bio_write);
        BIO_meth_set_read(method, bio_read);
        BIO_meth_set_ctrl(method, bio_control);
    }
    bio = BIO_new(method);
    if (bio != NULL) {
        BIO_set_data(bio, fd);
        BIO_set_init(bio, 1);
    }
    return bio;
}

/* The certificate must be for the name, or the address, that was asked. */
static bool
expect_host(SSL *tls, const char *host)
{
    unsigned char address[16];

    if (inet_pton(AF_INET, host, address) == 1 ||
        inet_pton(AF_INET6, host, address) == 1)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host) == 1;
    SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    /* SSL_set_tlsext_host_name() without its cast that drops the const */
    return SSL_set1_host(tls, host) == 1 &&
           SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME,
                    TLSEXT_NAMETYPE_host_name, (void *)(uintptr_t)host) == 1;
}

static bool
open_tls(struct stream *stream, SSL_CTX *context, const char *host)
{
    BIO *bio = bio_new(&stream->fd);

    if (bio == NULL)
        return false;
    stream->tls = SSL_new(context);
    if (stream->tls == NULL) {
        BIO_free(bio);
        return false;
    }
    SSL_set_bio(stream->tls, bio, bio);
    /* what was eaten may move in memory between two tries to write */
    SSL_set_mode(stream->tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
                              SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
    if (host == NULL) {
        SSL_set_accept_state(stream->tls);
        return true;
    }
    SSL_set_connect_state(stream->tls);
    return expect_host(stream->tls, host);
}

bool
stream_open(struct stream *stream, int fd, SSL_CTX *context,
            const char *host)
{
    *stream = (struct stream){ .fd = fd };
    if (context != NULL && !open_tls(stream, context, host)) {
        stream_close(stream);
        return false;
    }
    return true;
}

void
stream_close(struct stream *stream)
{
    if (stream->tls != NULL) {
        if (stream->handshake_done && stream->error == 0) {
            ERR_clear_error();
            SSL_shutdown(stream->tls);          /* close_notify, no wait */
        }
        SSL_free(stream->tls);
        stream->tls = NULL;
    }
    if (stream->fd >= 0)
        close(stream->fd);
    stream->fd = -1;
}

static enum stream_result
tls_result(struct stream *stream, int result)
{
    int saved = errno;

    switch (SSL_get_error(stream->tls, result)) {
    case SSL_ERROR_WANT_READ:
        return STREAM_AGAIN;
    case SSL_ERROR_WANT_WRITE:
        stream->write_wanted = true;
        return STREAM_AGAIN;
    case SSL_ERROR_ZERO_RETURN:
        return STREAM_END;
    case SSL_ERROR_SYSCALL:
        stream->error = saved != 0 ? saved : ECONNRESET;
        return STREAM_BROKEN;
    default:
        stream->error = EPROTO;
        return STREAM_BROKEN;
    }
}

enum stream_result
stream_handshake(struct stream *stream)
{
    int result;

    if (stream->tls == NULL || stream->handshake_done)
        return STREAM_OK;
    stream->write_wanted = false;
    ERR_clear_error();
    errno = 0;
    result = SSL_do_handshake(stream->tls);
    if (result != 1)
        return tls_result(stream, result);
    stream->handshake_done = true;
    return STREAM_OK;
}

static enum stream_result
plain_result(struct stream *stream, ssize_t result)
{
    if (result == 0)
        return STREAM_END;
    if (errno == EAGAIN || errno == EINTR)
        return STREAM_AGAIN;
    stream->error = errno;
    return STREAM_BROKEN;
}

enum stream_result
stream_read(struct stream *stream, struct buffer *in, size_t most)
{
    char *room = buffer_reserve(in, most);
    ssize_t got;

    if (stream->tls != NULL) {
        ERR_clear_error();
        errno = 0;
        got = SSL_read(stream->tls, room, (int)most);
        if (got <= 0)
            return tls_result(stream, (int)got);
    } else {
        got = recv(stream->fd, room, most, 0);
        if (got <= 0)
            return plain_result(stream, got);
    }
    buffer_added(in, (size_t)got);
    return STREAM_OK;
}

static enum stream_result
tls_write(struct stream *stream, struct buffer *out)
{
    stream->write_wanted = false;
    while (buffer_length(out) > 0) {
        size_t length = buffer_length(out);
        int put;

        if (length > TLS_WRITE_MOST)
            length = TLS_WRITE_MOST;
        ERR_clear_error();
        errno = 0;
        put = SSL_write(stream->tls, buffer_bytes(out), (int)length);
        if (put <= 0)
            return tls_result(stream, put);
        buffer_eat(out, (size_t)put);
    }
    return STREAM_OK;
}

enum stream_result
stream_write(struct stream *stream, struct buffer *out)
{
    ssize_t put;

    if (buffer_length(out) == 0)
        return STREAM_OK;
    if (stream->tls != NULL)
        return tls_write(stream, out);
    put = send(stream->fd, buffer_bytes(out), buffer_length(out),
               MSG_NOSIGNAL);
    if (put <= 0)
        return plain_result(stream, put == 0 ? -1 : put);
    buffer_eat(out, (size_t)put);
    return buffer_length(out) == 0 ? STREAM_OK : STREAM_AGAIN;
}

const char *
stream_error(const struct stream *stream, char *room, size_t size)
{
    if (stream->tls != NULL && stream->error == EPROTO) {
        long verified = SSL_get_verify_result(stream->tls);
        const char *why;

        if (verified != X509_V_OK)
            return X509_verify_cert_error_string(verified);
        why = ERR_reason_error_string(ERR_peek_error());
        return why != NULL ? why : "a TLS error";
    }
    if (stream->error == 0)
        return "the far side hung up";
    return strerror_r(stream->error, room, size);
}
