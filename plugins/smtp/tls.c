/* tls - see tls.h */
#include "tls.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

/* More than any server sends of tickets. */
#define HOLD_BACK_BYTES 65536

/* libESMTP gives no hand on the SSL before the handshake: this callback is
 * the first that sees it. */
static void
on_handshake(const SSL *ssl, int where, int value)
{
    struct tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

    (void)value;
    if ((where & SSL_CB_HANDSHAKE_START) == 0 || tls->host == NULL ||
        SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) != NULL)
        return;
    /* OpenSSL lends it as const, but the name must be set before ClientHello.
     * (SSL_set_tlsext_host_name, without its cast that clang refuses.) */
    SSL_ctrl((SSL *)(uintptr_t)ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME,
             TLSEXT_NAMETYPE_host_name, (void *)(uintptr_t)tls->host);
}

static int
on_verify(int fine, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(
        store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

    if (!fine)
        tls->verify_error = X509_STORE_CTX_get_error(store);
    return fine;
}

static int
set_trust(struct tls *tls, const struct tls_settings *settings,
          const char **why)
{
    X509_VERIFY_PARAM *param = SSL_CTX_get0_param(tls->context);
    int fine;

    if (!settings->verify) {
        SSL_CTX_set_verify(tls->context, SSL_VERIFY_NONE, NULL);
        return 0;
    }
    SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, on_verify);
    X509_VERIFY_PARAM_set_hostflags(param,
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    fine = tls->host == NULL
        ? X509_VERIFY_PARAM_set1_ip_asc(param, settings->host)
        : X509_VERIFY_PARAM_set1_host(param, settings->host, 0);
    if (fine != 1) {
        *why = "the host's name cannot be checked in a certificate";
        return -1;
    }
    fine = settings->ca != NULL
        ? SSL_CTX_load_verify_file(tls->context, settings->ca)
        : SSL_CTX_set_default_verify_paths(tls->context);
    if (fine != 1) {
        *why = settings->ca != NULL
            ? "the file of setting 'ca' cannot be read as certificates"
            : "the system's certificates cannot be read";
        return -1;
    }
    return 0;
}

int
tls_open(struct tls *tls, const struct tls_settings *settings,
         const char **why)
{
    ASN1_OCTET_STRING *number = a2i_IPADDRESS(settings->host);
    int newest = settings->only_12 ? TLS1_2_VERSION : 0;

    memset(tls, 0, sizeof(*tls));
    tls->host = number == NULL ? settings->host : NULL;
    ASN1_OCTET_STRING_free(number);
    tls->context = SSL_CTX_new(TLS_client_method());
    if (tls->context == NULL) {
        *why = "OpenSSL cannot be started";
        return -1;
    }
    SSL_CTX_set_app_data(tls->context, tls);
    SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(tls->context, newest);
    /* Each session is new: what a cache keeps could only go wrong. */
    SSL_CTX_set_session_cache_mode(tls->context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_info_callback(tls->context, on_handshake);
    if (set_trust(tls, settings, why) == 0)
        return 0;
    tls_close(tls);
    return -1;
}

void
tls_close(struct tls *tls)
{
    SSL_CTX_free(tls->context);
    tls->context = NULL;
}

void
tls_begin(struct tls *tls)
{
    tls->verify_error = X509_V_OK;
    /* An old error in OpenSSL's queue is taken for one of the next call. */
    ERR_clear_error();
}

void
tls_hold_back(int fd)
{
    int much = HOLD_BACK_BYTES;

    setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &much, sizeof(much));
}

void
tls_let_through(int fd)
{
    int one = 1;

    setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &one, sizeof(one));
}

const char *
tls_failure(const struct tls *tls)
{
    unsigned long error = ERR_peek_error();

    if (tls->verify_error != X509_V_OK)
        return X509_verify_cert_error_string(tls->verify_error);
    if (error != 0 && ERR_GET_LIB(error) == ERR_LIB_SSL)
        return ERR_reason_error_string(error);
    return NULL;
}
