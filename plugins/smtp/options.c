/* options - see options.h */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* libESMTP's PLAIN copies both into fields of 255 bytes without looking. */
#define LOGIN_MOST 255

const struct allo_setting options_list[] = {
    { "host", NULL, NULL, "name or IPv4 address of the mail server" },
    { "port", "number 1 65535", "587", "its port (never 465)" },
    { "tls", "one of auto required opportunistic none", "auto",
      "required: STARTTLS with a certificate that is checked; opportunistic: "
      "encrypt when offered, unchecked; none; auto: required, but "
      "opportunistic on this machine" },
    { "insecure", "bool", "false",
      "do not check the certificate, and log in without TLS when it is off" },
    { "ca", NULL, "", "file of certificates to trust; empty: the system's" },
    { "tls_max", "one of any 1.2", "any", "highest version of TLS" },
    { "user", NULL, "", "name to log in with; empty: no login" },
    { "password", "secret", "", "password to log in with" },
    { "from", NULL, NULL, "the sender: Name <address>" },
    { "domain", NULL, "",
      "our own name in EHLO and Message-ID; empty: the sender's domain" },
    { "timeout", "seconds 1 60", "15", "wait for one answer of the server" },
    { "limit", "seconds 2 300", "25",
      "longest session; under half the deadline of a send" },
    { "batch", "number 1 100", "100", "most mails in one session" },
    { "unsubscribe", NULL, "",
      "address for List-Unsubscribe; empty: no such field" },
    { NULL, NULL, NULL, NULL }
};

/* An empty text is no text. */
static const char *
take(const struct allo_host *host, const char *key)
{
    const char *text = host->setting(key);

    return text != NULL && *text != '\0' ? text : NULL;
}

static bool
take_bool(const struct allo_host *host, const char *key)
{
    const char *text = take(host, key);

    return text != NULL &&
           (strcasecmp(text, "true") == 0 || strcasecmp(text, "yes") == 0 ||
            strcasecmp(text, "on") == 0 || strcmp(text, "1") == 0);
}

/* -1 when it is no number in the bounds. */
static long
take_number(const struct allo_host *host, const char *key, long least,
            long most)
{
    const char *text = take(host, key);
    char *end;
    long value;

    if (text == NULL)
        return -1;
    value = strtol(text, &end, 10);
    return *end == '\0' && end != text && value >= least && value <= most
        ? value : -1;
}

static bool
is_loopback(const char *host)
{
    return strcasecmp(host, "localhost") == 0 ||
           strncmp(host, "127.", 4) == 0;
}

static const char *
read_server(struct options *options, const struct allo_host *host)
{
    const char *name = take(host, "host");
    long port = take_number(host, "port", 1, 65535);

    if (name == NULL)
        return "setting 'host' is missing";
    if (mailbox_domain_wrong(name, strlen(name)) != NULL)
        return "setting 'host' is neither a name nor an IPv4 address";
    if (port < 0)
        return "setting 'port' is not a number from 1 to 65535";
    if (port == 465)
        return "port 465 (TLS from the first byte) cannot be used: take 587";
    options->tls.host = name;
    snprintf(options->session.server, sizeof(options->session.server),
             "%s:%ld", name, port);
    return NULL;
}

static const char *
read_tls(struct options *options, const struct allo_host *host)
{
    const char *how = take(host, "tls"), *newest = take(host, "tls_max");
    enum session_tls tls;

    if (how == NULL || strcmp(how, "auto") == 0)
        tls = is_loopback(options->tls.host) ? SESSION_OPPORTUNISTIC
                                             : SESSION_REQUIRED;
    else if (strcmp(how, "required") == 0)
        tls = SESSION_REQUIRED;
    else if (strcmp(how, "opportunistic") == 0)
        tls = SESSION_OPPORTUNISTIC;
    else if (strcmp(how, "none") == 0)
        tls = SESSION_PLAIN;
    else
        return "setting 'tls' is none of auto, required, opportunistic, none";
    options->session.tls = tls;
    options->tls.ca = take(host, "ca");
    options->tls.verify = tls == SESSION_REQUIRED &&
                          !take_bool(host, "insecure");
    options->session.verify = options->tls.verify;
    options->tls.only_12 = newest != NULL && strcmp(newest, "1.2") == 0;
    return NULL;
}

static const char *
read_login(struct options *options, const struct allo_host *host)
{
    const char *user = take(host, "user"), *password = take(host, "password");

    if (user == NULL)
        return NULL;
    if (password == NULL)
        return "setting 'user' needs a 'password'";
    if (strlen(user) > LOGIN_MOST || strlen(password) > LOGIN_MOST)
        return "'user' and 'password' may have 255 bytes each";
    if (options->session.tls != SESSION_REQUIRED &&
        !is_loopback(options->tls.host) && !take_bool(host, "insecure"))
        return "a login needs tls = \"required\" (or insecure = true)";
    options->session.user = user;
    options->session.password = password;
    return NULL;
}

static const char *
read_identity(struct options *options, const struct allo_host *host)
{
    const char *from = take(host, "from");

    if (from == NULL)
        return "setting 'from' is missing";
    if (mailbox_parse(from, &options->from) != NULL)
        return "setting 'from' is not written as: Name <address>";
    options->domain = take(host, "domain");
    if (options->domain == NULL)
        options->domain = mailbox_domain(options->from.address);
    if (mailbox_domain_wrong(options->domain, strlen(options->domain)) != NULL)
        return "setting 'domain' is not a domain";
    options->unsubscribe = take(host, "unsubscribe");
    if (options->unsubscribe != NULL &&
        mailbox_wrong(options->unsubscribe,
                      strlen(options->unsubscribe)) != NULL)
        return "setting 'unsubscribe' is not an address";
    options->session.sender = options->from.address;
    options->session.domain = options->domain;
    return NULL;
}

static const char *
read_limits(struct options *options, const struct allo_host *host)
{
    long timeout = take_number(host, "timeout", 1, 60);
    long limit = take_number(host, "limit", 2, 300);
    long batch = take_number(host, "batch", 1, OPTIONS_BATCH_MOST);

    if (timeout < 0)
        return "setting 'timeout' is not a number from 1 to 60";
    if (limit < 0)
        return "setting 'limit' is not a number from 2 to 300";
    if (batch < 0)
        return "setting 'batch' is not a number from 1 to 100";
    options->session.timeout_ms = timeout * 1000;
    options->session.limit_ms = limit * 1000;
    options->batch = (size_t)batch;
    options->session.monotonic = host->monotonic;
    return NULL;
}

const char *
options_read(struct options *options, const struct allo_host *host)
{
    const char *wrong;

    memset(options, 0, sizeof(*options));
    wrong = read_server(options, host);
    if (wrong == NULL)
        wrong = read_tls(options, host);
    if (wrong == NULL)
        wrong = read_login(options, host);
    if (wrong == NULL)
        wrong = read_identity(options, host);
    if (wrong == NULL)
        wrong = read_limits(options, host);
    return wrong;
}
