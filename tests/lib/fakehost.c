/* fakehost - see fakehost.h */
#include "fakehost.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

#define SETTINGS_MOST 64
#define FLIGHT_MOST 4096
#define FDS_MOST 64

struct allo_message {
    const struct frame *fields;
    uint64_t ticket;
};

static const char *const outcomes[] = {
    "delivered", "accepted", "retry", "rejected", "unknown", "later",
    "undelivered"
};

struct buffer fakehost_out;
static const struct allo_channel *channel;
static void *self;
static char *settings[SETTINGS_MOST];
static size_t settings_count;
/* The ids that are in flight, by ticket - 1; NULL when settled. */
static char *flight[FLIGHT_MOST];
static uint64_t tickets;
static size_t unsettled;

static void
violation(const char *what)
{
    frame_begin(&fakehost_out, "violation");
    frame_add(&fakehost_out, "what", what);
    frame_end(&fakehost_out);
}

static const char *
on_setting(const char *key)
{
    size_t length = strlen(key);

    for (size_t i = 0; i < settings_count; i++)
        if (strncmp(settings[i], key, length) == 0 &&
            settings[i][length] == '=')
            return settings[i] + length + 1;
    for (const struct allo_setting *known = channel->settings;
         known != NULL && known->key != NULL; known++)
        if (strcmp(known->key, key) == 0)
            return known->fallback;
    return NULL;
}

static const char *
on_field(const struct allo_message *message, const char *name)
{
    return frame_get(message->fields, name);
}

static void ALLO_PRINTF(2, 3)
on_log(int priority, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    frame_begin(&fakehost_out, "log");
    frame_add_number(&fakehost_out, "priority", priority);
    frame_add(&fakehost_out, "text", text);
    frame_end(&fakehost_out);
}

static uint64_t
on_ticket(const struct allo_message *message)
{
    return message->ticket;
}

static void
add_outcome(enum allo_outcome outcome, const char *remote_id,
            const char *reason)
{
    frame_add(&fakehost_out, "outcome",
              (unsigned)outcome < sizeof(outcomes) / sizeof(outcomes[0])
              ? outcomes[outcome] : "nonsense");
    frame_add(&fakehost_out, "remote", remote_id != NULL ? remote_id : "");
    frame_add(&fakehost_out, "reason", reason != NULL ? reason : "");
}

static void
write_result(uint64_t ticket, enum allo_outcome outcome, const char *remote_id,
             const char *reason, uint32_t retry_after)
{
    char *id;

    if (ticket == 0 || ticket > tickets || flight[ticket - 1] == NULL) {
        violation("settled what is not in flight");
        return;
    }
    if (outcome == ALLO_LATER || outcome == ALLO_UNDELIVERED ||
        (unsigned)outcome > ALLO_UNDELIVERED)
        violation("an outcome that is none");
    id = flight[ticket - 1];
    flight[ticket - 1] = NULL;
    unsettled--;
    frame_begin(&fakehost_out, "result");
    frame_add(&fakehost_out, "id", id);
    add_outcome(outcome, remote_id, reason);
    frame_add_number(&fakehost_out, "retry_after", retry_after);
    frame_end(&fakehost_out);
    free(id);
}

static void
on_receipt(uint64_t token, const char *remote_id, enum allo_outcome outcome,
           const char *reason)
{
    frame_begin(&fakehost_out, "receipt");
    frame_add_number(&fakehost_out, "token", (int64_t)token);
    add_outcome(outcome, remote_id, reason);
    frame_end(&fakehost_out);
}

static void
on_inbound(uint64_t token, const char *from, const char *to, const char *text)
{
    frame_begin(&fakehost_out, "inbound");
    frame_add_number(&fakehost_out, "token", (int64_t)token);
    frame_add(&fakehost_out, "from", from != NULL ? from : "");
    frame_add(&fakehost_out, "to", to != NULL ? to : "");
    frame_add(&fakehost_out, "text", text != NULL ? text : "");
    frame_end(&fakehost_out);
}

static void
on_state(int up, const char *reason)
{
    frame_begin(&fakehost_out, "state");
    frame_add_number(&fakehost_out, "up", up);
    frame_add(&fakehost_out, "reason", reason != NULL ? reason : "");
    frame_end(&fakehost_out);
}

static int64_t
on_monotonic(void)
{
    return clock_monotonic(&clock_system);
}

static const struct allo_host host = {
    .size = sizeof(host), .setting = on_setting, .field = on_field,
    .log = on_log, .ticket = on_ticket, .settle = write_result,
    .receipt = on_receipt, .inbound = on_inbound, .state = on_state,
    .monotonic = on_monotonic
};

const struct allo_channel *
fakehost_load(const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const struct allo_channel *(*entry)(void) = NULL;
    void *symbol;

    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(EXIT_FAILURE);
    }
    symbol = dlsym(library, "allo_channel_v1");
    if (symbol == NULL) {
        fprintf(stderr, "%s: no allo_channel_v1\n", path);
        exit(EXIT_FAILURE);
    }
    /* POSIX's way around ISO C, which knows no such conversion. */
    memcpy(&entry, &symbol, sizeof(entry));
    channel = entry();
    return channel;
}

void
fakehost_setting(const char *assignment)
{
    if (settings_count < SETTINGS_MOST)
        settings[settings_count++] = memory_copy(assignment);
}

int
fakehost_open(void)
{
    for (const struct allo_setting *known = channel->settings;
         known != NULL && known->key != NULL; known++)
        if (on_setting(known->key) == NULL) {
            on_log(3, "setting '%s' is missing", known->key);
            return -1;
        }
    return channel->open(&host, &self);
}

void
fakehost_send(const struct frame *message)
{
    struct allo_message mine = { .fields = message };
    struct allo_verdict verdict;
    const char *id = frame_get(message, "id");
    enum allo_outcome outcome;

    if (id == NULL || tickets == FLIGHT_MOST) {
        violation("the test sends without an id, or too much");
        return;
    }
    memset(&verdict, 0, sizeof(verdict));
    flight[tickets++] = memory_copy(id);
    mine.ticket = tickets;
    unsettled++;
    outcome = channel->send(self, &mine, &verdict);
    if (outcome != ALLO_LATER)
        write_result(mine.ticket, outcome, verdict.remote_id, verdict.reason,
                     verdict.retry_after);
}

/* One round of watch, poll and wake, as the host does it. */
static void
serve(int64_t left)
{
    struct pollfd fds[FDS_MOST];
    int wait = left < 1000 ? (int)left : 1000, count;

    memset(fds, 0, sizeof(fds));
    count = channel->watch(self, fds, FDS_MOST, &wait);
    if (count < 0 || count > FDS_MOST || wait < 0) {
        violation("watch() gives what cannot be");
        exit(EXIT_FAILURE);
    }
    poll(fds, (nfds_t)count, wait);
    channel->wake(self, fds, count);
}

static size_t
serve_for(int64_t milliseconds, bool until_settled)
{
    int64_t end = on_monotonic() + milliseconds, now;

    if (channel->watch == NULL || channel->wake == NULL)
        return unsettled;
    while ((now = on_monotonic()) < end && !(until_settled && unsettled == 0))
        serve(end - now);
    return unsettled;
}

size_t
fakehost_run(int64_t milliseconds)
{
    return serve_for(milliseconds, true);
}

size_t
fakehost_linger(int64_t milliseconds)
{
    return serve_for(milliseconds, false);
}

void
fakehost_stored(uint64_t token)
{
    if (channel->stored != NULL)
        channel->stored(self, token);
}

void
fakehost_close(void)
{
    channel->close(self);
    if (unsettled > 0)
        violation("close() left messages unsettled");
    for (size_t i = 0; i < settings_count; i++)
        free(settings[i]);
    settings_count = 0;
    for (uint64_t i = 0; i < tickets; i++)
        free(flight[i]);
    tickets = 0;
}
