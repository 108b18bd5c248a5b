/* fuzz_wire: any bytes on the wire, heard by the daemon and by a host; and
 * whatever a host answers to them, the daemon understands */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "channel/scrub.h"
#include "channel/wire.h"
#include "host/serve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct allo_host *lent;

static int
fuzz_open(const struct allo_host *host, void **self)
{
    lent = host;
    *self = NULL;
    return 0;
}

/* What it does depends on the message's own text. */
static enum allo_outcome
fuzz_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    const char *text = lent->field(message, "text");
    const char *to = lent->field(message, "to");
    uint64_t ticket;

    (void)self;
    if (to == NULL)
        abort();
    if (text == NULL)
        return ALLO_REJECTED;
    memcpy(verdict->reason, text, strnlen(text, sizeof(verdict->reason)));
    lent->receipt(strlen(text), text, ALLO_UNDELIVERED, text);
    lent->inbound(strlen(text), to, to, text);
    lent->state(text[0] == '1', text);
    lent->log(text[0], "%s", text);
    if (text[0] == 'L') {
        ticket = lent->ticket(message);
        if (text[1] == 'S')
            lent->settle(ticket, ALLO_RETRY, text, text, 7);
        return ALLO_LATER;
    }
    return (enum allo_outcome)(text[0] % 8);
}

static void
fuzz_close(void *self)
{
    (void)self;
}

static void
fuzz_stored(void *self, uint64_t token)
{
    (void)self;
    lent->settle(token, ALLO_ACCEPTED, NULL, NULL, 0);
}

static const struct allo_setting settings[] = {
    { "a", "number -5 5", "1", "" }, { "b", "one of x y z", "x", "" },
    { "c", "seconds 0 90", "1", "" }, { "d", "bool", "true", "" },
    { "window", "number 1 9", "2", "" }, { NULL, NULL, NULL, NULL }
};

/* The daemon's ear: what it takes is whole, or it says why not. */
static void
check_heard(const struct frame *frame, int must)
{
    struct heard heard;
    const char *why = NULL;
    char clean[64];

    if (wire_hear(frame, &heard, &why) < 0) {
        if (must || why == NULL)
            abort();
        return;
    }
    if (heard.kind == HEARD_READY && heard.window == 0)
        abort();
    if (heard.kind == HEARD_INBOUND &&
        (heard.from == NULL || heard.to == NULL || heard.text == NULL))
        abort();
    if (heard.reason != NULL) {
        scrub(clean, sizeof(clean), heard.reason);
        if (strchr(clean, '@') != NULL ||
            !text_is_utf8(clean, strlen(clean), NULL))
            abort();
    }
}

static void
hear_as_daemon(const uint8_t *data, size_t size, int must)
{
    struct buffer wire = { 0 };
    struct frame frame;
    const char *why;
    enum frame_got got;

    buffer_add(&wire, data, size);
    while ((got = frame_next(&wire, &frame, &why)) == FRAME_OK)
        check_heard(&frame, must);
    if (must && (got != FRAME_NONE || buffer_length(&wire) != 0))
        abort();
    buffer_free(&wire);
}

static void
hear_as_host(const uint8_t *data, size_t size)
{
    struct host host = {
        .channel = { .size = sizeof(struct allo_channel), .name = "fuzz",
                     .open = fuzz_open, .send = fuzz_send,
                     .close = fuzz_close, .stored = fuzz_stored,
                     .settings = settings }
    };
    enum serve_state state = SERVE_SETTING;
    struct buffer wire = { 0 };
    struct frame frame;
    const char *why;

    services_of(&host);
    buffer_add(&wire, data, size);
    while (frame_next(&wire, &frame, &why) == FRAME_OK)
        serve_frame(&host, &state, &frame);
    if (host.tickets.taken > host.tickets.room)
        abort();
    hear_as_daemon((const uint8_t *)buffer_bytes(&host.out),
                   buffer_length(&host.out), 1);
    settings_free(&host.settings);
    tickets_free(&host.tickets);
    buffer_free(&host.out);
    buffer_free(&host.sealed);
    buffer_free(&host.mended);
    buffer_free(&wire);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hear_as_daemon(data, size, 0);
    hear_as_host(data, size);
    return 0;
}
