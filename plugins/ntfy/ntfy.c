/*
 * ntfy - the channel that pushes to phones through an ntfy server: `to` is
 * the person's own topic, which is as good as an address and told as little.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <syslog.h>

#include "push.h"

#define TOKEN_MOST 500

static const struct allo_setting settings[] = {
    { "server", NULL, NULL, "https://host[:port][/path] of the ntfy server" },
    { "token", "secret", "", "access token; empty: none" },
    { "ca", NULL, "", "file of certificates to trust; empty: the system's" },
    { "proxy", NULL, "", "HTTP proxy; empty: none" },
    { "insecure", "bool", "false",
      "do not check the certificate, and allow http to another machine" },
    { "timeout", "seconds 1 50", "20",
      "wait for the answer; under the deadline of a send" },
    { NULL, NULL, NULL, NULL }
};

struct ntfy {
    const struct allo_host *host;
    struct push_settings settings;
    struct push push;
    int up;                 /* as told last; -1: nothing yet */
    char reason[160];
};

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

static bool
has_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    bool there = curl_url_get(url, part, &text, 0) == CURLUE_OK;

    curl_free(text);
    return there;
}

static bool
is_loopback(const char *name)
{
    return strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0 ||
           strncmp(name, "127.", 4) == 0;
}

/* https, or http to this machine; nothing that a push has no use for. */
static const char *
server_wrong(const char *server, bool insecure)
{
    const char *wrong = NULL;
    char *scheme = NULL, *name = NULL;
    CURLU *url = curl_url();

    if (url == NULL || curl_url_set(url, CURLUPART_URL, server, 0) != 0 ||
        curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != 0 ||
        curl_url_get(url, CURLUPART_HOST, &name, 0) != 0)
        wrong = "setting 'server' is not written as https://host";
    else if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0)
        wrong = "setting 'server' is neither https nor http";
    else if (strcmp(scheme, "http") == 0 && !is_loopback(name) && !insecure)
        wrong = "http to another machine is readable by all: use https "
                "(or insecure = true)";
    else if (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_QUERY) ||
             has_part(url, CURLUPART_FRAGMENT))
        wrong = "setting 'server' has more than host, port and path";
    curl_free(scheme);
    curl_free(name);
    curl_url_cleanup(url);
    return wrong;
}

static const char *
read_settings(struct push_settings *out, const struct allo_host *host)
{
    const char *timeout = take(host, "timeout");
    bool insecure = take_bool(host, "insecure");
    char *end = NULL;
    long seconds = timeout != NULL ? strtol(timeout, &end, 10) : -1;

    out->server = take(host, "server");
    out->token = take(host, "token");
    out->ca = take(host, "ca");
    out->proxy = take(host, "proxy") != NULL ? take(host, "proxy") : "";
    out->verify = !insecure;
    out->timeout_ms = seconds * 1000;
    out->monotonic = host->monotonic;
    if (end == NULL || *end != '\0' || seconds < 1 || seconds > 50)
        return "setting 'timeout' is not a number from 1 to 50";
    if (out->server == NULL)
        return "setting 'server' is missing";
    if (out->token != NULL) {
        if (strlen(out->token) > TOKEN_MOST)
            return "setting 'token' is longer than 500 bytes";
        for (const char *p = out->token; *p != '\0'; p++)
            if (*p <= 0x20 || *p > 0x7e)
                return "setting 'token' has a character that no token has";
    }
    return server_wrong(out->server, insecure);
}

/* Tell what has changed since it was told last. */
static void
tell_state(struct ntfy *ntfy, const struct publish_answer *answer)
{
    const char *reason = answer->down ? answer->reason : "";

    if (ntfy->up == (int)!answer->down && strcmp(ntfy->reason, reason) == 0)
        return;
    ntfy->up = !answer->down;
    snprintf(ntfy->reason, sizeof(ntfy->reason), "%s", reason);
    ntfy->host->state(ntfy->up, ntfy->up != 0 ? NULL : ntfy->reason);
}

static void
on_done(void *self, uint64_t ticket, const struct publish_answer *answer,
        uint32_t retry_after)
{
    struct ntfy *ntfy = self;

    ntfy->host->settle(ticket, answer->outcome,
                       answer->remote_id[0] != '\0' ? answer->remote_id : NULL,
                       answer->reason[0] != '\0' ? answer->reason : NULL,
                       retry_after);
    tell_state(ntfy, answer);
}

static int
ntfy_open(const struct allo_host *host, void **self)
{
    struct ntfy *ntfy = calloc(1, sizeof(*ntfy));
    const char *wrong;

    if (ntfy == NULL)
        return -1;
    ntfy->host = host;
    ntfy->up = -1;
    wrong = read_settings(&ntfy->settings, host);
    if (wrong == NULL &&
        push_open(&ntfy->push, &ntfy->settings, on_done, ntfy) < 0)
        wrong = "libcurl cannot be set up";
    if (wrong != NULL) {
        host->log(LOG_ERR, "%s", wrong);
        free(ntfy);
        return -1;
    }
    signal(SIGPIPE, SIG_IGN);
    *self = ntfy;
    return 0;
}

static enum allo_outcome
refuse(struct allo_verdict *verdict, enum allo_outcome outcome,
       const char *reason)
{
    snprintf(verdict->reason, sizeof(verdict->reason), "%s", reason);
    return outcome;
}

static enum allo_outcome
ntfy_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    struct ntfy *ntfy = self;
    const struct allo_host *host = ntfy->host;
    const char *topic = host->field(message, "to");
    const char *text = host->field(message, "text");
    const char *urgency = host->field(message, "urgency");
    char *body;

    if (topic == NULL || !publish_topic_fine(topic))
        return refuse(verdict, ALLO_REJECTED, "this is no topic of ntfy");
    if (text == NULL || *text == '\0')
        return refuse(verdict, ALLO_REJECTED, "the message has no text");
    body = publish_body(topic, host->field(message, "subject"), text,
                        urgency != NULL && strcmp(urgency, "high") == 0);
    if (body == NULL)
        return refuse(verdict, ALLO_REJECTED, "the text is not UTF-8");
    if (!push_start(&ntfy->push, body, host->ticket(message))) {
        free(body);
        return refuse(verdict, ALLO_RETRY, "too many are in flight already");
    }
    return ALLO_LATER;
}

static int
ntfy_watch(void *self, struct pollfd *fds, int room, int *wait_ms)
{
    const struct ntfy *ntfy = self;

    return push_watch(&ntfy->push, fds, room, wait_ms);
}

static void
ntfy_wake(void *self, const struct pollfd *fds, int count)
{
    struct ntfy *ntfy = self;

    push_wake(&ntfy->push, fds, count);
}

static void
ntfy_close(void *self)
{
    struct ntfy *ntfy = self;

    push_close(&ntfy->push);
    free(ntfy);
}

const struct allo_channel *
allo_channel_v1(void)
{
    static const struct allo_channel channel = {
        .size = sizeof(channel),
        .traits = ALLO_TRAIT_PUSH | ALLO_TRAIT_SUBJECT,
        .name = "ntfy", .version = "1",
        .summary = "push to phones through an ntfy server",
        .settings = settings,
        .window = PUSH_MOST,
        .open = ntfy_open, .send = ntfy_send, .close = ntfy_close,
        .watch = ntfy_watch, .wake = ntfy_wake
    };

    return &channel;
}
