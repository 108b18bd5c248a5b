/*
 * tls - OpenSSL as libESMTP's STARTTLS needs it: our own context (the
 * library's is freed and used again), the certificate checked for the name
 * that was configured (the library checks DNS's canonical one), that name
 * told to the server (SNI), and session tickets read before they can hang the
 * library.
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

/* Read the tickets that a TLS 1.3 server sends behind the handshake. */
void tls_drain(SSL *ssl);

/* Why the last handshake failed: a sentence, or NULL when TLS is not to
 * blame. */
const char *tls_failure(const struct tls *tls);

#endif
