/*
 * tls - OpenSSL as libESMTP's STARTTLS needs it: our own context (the
 * library's is freed and used again), the certificate checked for the name
 * that was configured (the library checks DNS's canonical one), that name
 * told to the server (SNI), and session tickets kept from hanging the library.
 */
#ifndef SMTP_TLS_H
#define SMTP_TLS_H

#include <stdbool.h>

#include <openssl/ssl.h>

struct tls_settings {
    const char *host;
    const char *ca;         /* a file of trusted certificates; NULL: system's */
    bool verify;
    bool only_12;           /* at most TLS 1.2 */
};

struct tls {
    SSL_CTX *context;
    const char *host;       /* for SNI; NULL for an IP address */
    long verify_error;      /* of the last handshake, or X509_V_OK */
};

/* 0, or -1 and a sentence in `why`.  The settings' texts must outlive it. */
int tls_open(struct tls *tls, const struct tls_settings *settings,
             const char **why);
void tls_close(struct tls *tls);

/* Forget what went wrong before. */
void tls_begin(struct tls *tls);

/*
 * The session tickets of TLS 1.3.  They come unasked behind the handshake; if
 * they are there when libESMTP has written its EHLO to its buffer but not yet
 * to the socket, it takes them for the answer, finds none in them and waits
 * for one, EHLO unsent, until its timeout.  So poll(2) shall not tell of what
 * comes in (SO_RCVLOWAT) until EHLO leaves; they are then read on the way to
 * its answer, which the server sends after them.  Reading them beforehand
 * would leave a gap between the reading and the library's poll.
 */
void tls_hold_back(int fd);
void tls_let_through(int fd);

/* Why the last handshake failed: a sentence, or NULL when TLS is not to
 * blame. */
const char *tls_failure(const struct tls *tls);

#endif
