/* services - see services.h */
#include "host/services.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "base/clock.h"
#include "base/text.h"

static struct host *this_host;

const char *
services_outcome(enum allo_outcome outcome)
{
    switch (outcome) {
    case ALLO_DELIVERED: return "delivered";
    case ALLO_ACCEPTED: return "accepted";
    case ALLO_RETRY: return "retry";
    case ALLO_REJECTED: return "rejected";
    case ALLO_UNKNOWN: return "unknown";
    case ALLO_LATER:
    case ALLO_UNDELIVERED: break;
    }
    return NULL;
}

void
services_text(struct host *host, const char *key, const char *text,
              size_t most)
{
    struct buffer *mended = &host->mended, *out = &host->out;
    size_t length = strnlen(text, most), bad;
    const char *end;

    if (text[length] == '\0' && text_is_utf8(text, length, &bad)) {
        frame_add(out, key, text);
        return;
    }
    buffer_clear(mended);
    for (end = text + length; text < end;) {
        const char *from = text;

        if (text_next(&text, end) < 0)
            buffer_add_text(mended, "\xef\xbf\xbd");
        else
            buffer_add(mended, from, (size_t)(text - from));
    }
    frame_add(out, key, buffer_text(mended));
}

static void
add_if_said(struct host *host, const char *key, const char *text)
{
    if (text != NULL && *text != '\0')
        services_text(host, key, text, 255);
}

void
services_breach(struct host *host, const char *what)
{
    frame_begin(&host->out, "log");
    frame_add_number(&host->out, "priority", LOG_ERR);
    frame_add_number(&host->out, "breach", 1);
    frame_add(&host->out, "text", what);
    frame_end(&host->out);
}

void
services_result(struct host *host, const char *id, enum allo_outcome outcome,
                const char *remote_id, const char *reason,
                uint32_t retry_after)
{
    const char *word = services_outcome(outcome);
    struct buffer *out = &host->out;

    if (word == NULL) {
        word = "unknown";
        reason = "the plugin gave an outcome that there is not";
        services_breach(host, reason);
    }
    frame_begin(out, "result");
    frame_add(out, "id", id);
    frame_add(out, "outcome", word);
    add_if_said(host, "remote", remote_id);
    add_if_said(host, "reason", reason);
    if (retry_after != 0)
        frame_add_number(out, "retry_after", retry_after);
    frame_end(out);
}

static const char *
service_setting(const char *key)
{
    return settings_get(&this_host->settings, this_host->channel.settings,
                        key);
}

static const char *
service_field(const struct allo_message *message, const char *name)
{
    if (name[0] == 't' && name[1] == 'o' && name[2] == '\0')
        return message->to;
    return frame_get(message->frame, name);
}

static void __attribute__((format(printf, 2, 3)))
service_log(int priority, const char *format, ...)
{
    char line[1024];
    va_list args;

    if (priority < LOG_EMERG || priority > LOG_DEBUG)
        priority = LOG_NOTICE;
    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (priority <= LOG_ERR)
        text_copy(this_host->last_error, sizeof(this_host->last_error),
                  line);
    frame_begin(&this_host->out, "log");
    frame_add_number(&this_host->out, "priority", priority);
    services_text(this_host, "text", line, sizeof(line));
    frame_end(&this_host->out);
}

static uint64_t
service_ticket(const struct allo_message *message)
{
    /* a plugin sees it as const; it is the host's own */
    struct allo_message *ours;

    memcpy(&ours, &message, sizeof(ours));
    if (ours->ticket == 0)
        ours->ticket = tickets_take(&this_host->tickets, ours->id);
    return ours->ticket;
}

static void
service_settle(uint64_t ticket, enum allo_outcome outcome,
               const char *remote_id, const char *reason,
               uint32_t retry_after)
{
    const char *id = tickets_settle(&this_host->tickets, ticket);

    if (id == NULL) {
        services_breach(this_host,
                        "the plugin settled a ticket that is not out");
        return;
    }
    services_result(this_host, id, outcome, remote_id, reason, retry_after);
}

static void
add_token(uint64_t token)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%llu", (unsigned long long)token);
    frame_add(&this_host->out, "token", digits);
}

/* Something is left of it on the wire. */
static bool
is_said(const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        if ((unsigned char)*text > 0x20 && *text != 0x7f)
            return true;
    }
    return false;
}

static void
service_receipt(uint64_t token, const char *remote_id,
                enum allo_outcome outcome, const char *reason)
{
    struct buffer *out = &this_host->out;

    if (!is_said(remote_id) ||
        (outcome != ALLO_DELIVERED && outcome != ALLO_UNDELIVERED &&
         outcome != ALLO_ACCEPTED)) {
        services_breach(this_host,
                        "the plugin gave a receipt that says nothing");
        return;
    }
    frame_begin(out, "receipt");
    if (token != 0)
        add_token(token);
    services_text(this_host, "remote", remote_id, 255);
    frame_add(out, "outcome", outcome == ALLO_UNDELIVERED
                                  ? "undelivered" : services_outcome(outcome));
    add_if_said(this_host, "reason", reason);
    frame_end(out);
}

static void
service_inbound(uint64_t token, const char *from, const char *to,
                const char *text)
{
    struct buffer *out = &this_host->out;

    open_seal(from != NULL ? from : "", &this_host->sealed);
    frame_begin(out, "inbound");
    add_token(token);
    services_text(this_host, "from", buffer_text(&this_host->sealed),
                  2 * ADDRESS_SEALED);
    services_text(this_host, "to", to != NULL ? to : "", 255);
    services_text(this_host, "text", text != NULL ? text : "", 8 * 1024);
    frame_end(out);
}

static void
service_state(int up, const char *reason)
{
    frame_begin(&this_host->out, "state");
    frame_add_number(&this_host->out, "up", up != 0);
    add_if_said(this_host, "reason", reason);
    frame_end(&this_host->out);
}

static int64_t
service_monotonic(void)
{
    return clock_monotonic(&clock_system);
}

static const struct allo_host table = {
    .size = sizeof(struct allo_host),
    .setting = service_setting,
    .field = service_field,
    .log = service_log,
    .ticket = service_ticket,
    .settle = service_settle,
    .receipt = service_receipt,
    .inbound = service_inbound,
    .state = service_state,
    .monotonic = service_monotonic,
};

const struct allo_host *
services_of(struct host *host)
{
    this_host = host;
    return &table;
}
