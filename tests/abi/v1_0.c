/* v1_0: a plugin of the day that version 1.0 was frozen.  Every later host
 * must load it and run it; it uses all that there was. */
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "channel_v1_0.h"

enum { WINDOW = 4 };

static const struct allo_host *host;
static uint64_t tickets[WINDOW];
static int count, stored_tokens;

static int
v1_open(const struct allo_host *lent, void **self)
{
    host = lent;
    /* all members of 1.0 are there for ever */
    if (lent->size < sizeof(struct allo_host) || lent->setting("colour") == NULL)
        return -1;
    host->log(LOG_INFO, "colour %s, number %s", lent->setting("colour"),
              lent->setting("number"));
    host->state(0, "not connected yet");
    host->state(1, NULL);
    *self = tickets;
    return 0;
}

static enum allo_outcome
v1_send(void *self, const struct allo_message *message,
        struct allo_verdict *verdict)
{
    const char *text = host->field(message, "text");

    if (self != tickets || host->field(message, "id") == NULL ||
        host->field(message, "to") == NULL || text == NULL ||
        host->field(message, "a field of another version") != NULL)
        return ALLO_UNKNOWN;
    if (host->monotonic() <= 0)
        return ALLO_RETRY;
    snprintf(verdict->remote_id, sizeof(verdict->remote_id), "r%s",
             host->field(message, "id"));
    snprintf(verdict->reason, sizeof(verdict->reason), "just so");
    if (strstr(text, "write back") != NULL) {
        host->inbound(77, host->field(message, "to"), "8810", "ja");
        return ALLO_DELIVERED;
    }
    if (strstr(text, "not now") != NULL) {
        verdict->retry_after = 3;
        return ALLO_RETRY;
    }
    if (count == WINDOW)
        return ALLO_REJECTED;
    tickets[count++] = host->ticket(message);
    return ALLO_LATER;
}

static void
v1_close(void *self)
{
    (void)self;
    for (; count > 0; count--)
        host->settle(tickets[count - 1], ALLO_UNKNOWN, NULL, NULL, 0);
}

static int
v1_watch(void *self, struct pollfd *fds, int room, int *wait_ms)
{
    (void)self;
    (void)fds;
    (void)room;
    if (count > 0)
        *wait_ms = 0;
    return 0;
}

static void
v1_wake(void *self, const struct pollfd *fds, int fd_count)
{
    (void)self;
    (void)fds;
    (void)fd_count;
    for (; count > 0; count--)
        host->settle(tickets[count - 1], ALLO_ACCEPTED, "remote", "so", 0);
}

static void
v1_stored(void *self, uint64_t token)
{
    (void)self;
    stored_tokens++;
    if (token == 77 && stored_tokens == 1)
        host->receipt(78, "r77", ALLO_UNDELIVERED, "absent");
}

static const struct allo_setting settings[] = {
    { "colour", "one of red green", NULL, "has no fallback" },
    { "number", "number 1 9", "5", "has one" },
    { NULL, NULL, NULL, NULL }
};

static const struct allo_channel channel = {
    .size = sizeof(struct allo_channel),
    .traits = ALLO_TRAIT_PHONE | ALLO_TRAIT_EMAIL | ALLO_TRAIT_PUSH |
              ALLO_TRAIT_SMS | ALLO_TRAIT_RECEIPTS | ALLO_TRAIT_INBOUND |
              ALLO_TRAIT_IDEMPOTENT | ALLO_TRAIT_REPLACES |
              ALLO_TRAIT_SUBJECT,
    .name = "v1_0",
    .version = "1.0",
    .summary = "a plugin of version 1.0 of the contract",
    .settings = settings,
    .window = WINDOW,
    .open = v1_open,
    .send = v1_send,
    .close = v1_close,
    .watch = v1_watch,
    .wake = v1_wake,
    .stored = v1_stored
};

const struct allo_channel *
allo_channel_v1(void)
{
    return &channel;
}
