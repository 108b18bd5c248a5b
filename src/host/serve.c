/* serve - see serve.h */
#include "host/serve.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/number.h"

enum {
    READ_AT_ONCE = 64 * 1024,
    WRITE_AT_LEAST = 32 * 1024, /* so much does not wait for a turn's end */
    MOST_UNWRITTEN = 1024 * 1024,
    MOST_WATCHED = 64,
    MOST_WINDOW = 65536,
    BLOCKING_MS = 5,            /* a send that took so long has blocked */
    LAST_SECONDS = 5            /* from the end of the wire to ours */
};

struct server {
    struct host *host;
    int wire, end;
    enum serve_state state;
    struct buffer in;
    instant written_at;
    int gone;                   /* the daemon is */
};

static void
fail(struct host *host, const char *reason, int final)
{
    frame_begin(&host->out, "failed");
    services_text(host, "reason", reason, 255);
    frame_add_number(&host->out, "final", final);
    frame_end(&host->out);
}

/* Write what there is; with `all`, wait until it has gone. */
static void
write_out(struct server *server, int all)
{
    struct buffer *out = &server->host->out;
    struct pollfd room = { .fd = server->wire, .events = POLLOUT };

    while (!server->gone && buffer_length(out) > 0) {
        if (buffer_write(out, server->wire) >= 0 || errno == EINTR)
            continue;
        if (errno != EAGAIN)
            server->gone = 1;
        else if (all || buffer_length(out) > MOST_UNWRITTEN)
            poll(&room, 1, LAST_SECONDS * 1000);
        else
            return;
    }
    buffer_clear(out);
}

void
serve_failed(struct host *host, int wire, const char *reason, int final)
{
    struct server server = { .host = host, .wire = wire };

    fail(host, reason, final);
    write_out(&server, 1);
}

static uint32_t
choose_window(const struct host *host)
{
    const char *set = settings_get(&host->settings, host->channel.settings,
                                   "window");
    int64_t window = host->channel.window;

    if (set != NULL)
        number_parse(set, 1, MOST_WINDOW, &window);
    return window < 1 ? 1 : window > MOST_WINDOW ? MOST_WINDOW
                                                 : (uint32_t)window;
}

static void
say_ready(struct host *host)
{
    frame_begin(&host->out, "ready");
    frame_add_number(&host->out, "window", host->tickets.room);
    frame_end(&host->out);
}

static enum serve_state
on_start(struct host *host)
{
    const struct allo_channel *channel = &host->channel;
    struct error error;

    if (settings_check(&host->settings, channel->settings, &error) < 0) {
        fail(host, error.text, 1);
        return SERVE_FAILED;
    }
    tickets_init(&host->tickets, choose_window(host));
    if (host->checks) {
        say_ready(host);
        return SERVE_STOPPING;
    }
    if (channel->open(services_of(host), &host->self) != 0) {
        fail(host, host->last_error[0] != '\0'
                       ? host->last_error
                       : "the plugin could not open, and did not say why", 1);
        return SERVE_FAILED;
    }
    host->opened = true;
    say_ready(host);
    return SERVE_OPEN;
}

static void
hand_over(struct host *host, struct allo_message *message)
{
    struct allo_verdict verdict;
    enum allo_outcome outcome;

    memset(&verdict, 0, sizeof(verdict));
    outcome = host->channel.send(host->self, message, &verdict);
    if (outcome == ALLO_LATER) {
        if (message->ticket == 0) {
            services_breach(host, "the plugin put it off without a ticket");
            services_result(host, message->id, ALLO_UNKNOWN, NULL,
                            "the plugin put it off without a ticket", 0);
        }
        return;
    }
    /* an outcome beside a ticket that was settled already comes too late */
    if (message->ticket != 0 &&
        tickets_settle(&host->tickets, message->ticket) == NULL) {
        services_breach(host, "the plugin settled a message and answered it");
        return;
    }
    verdict.remote_id[sizeof(verdict.remote_id) - 1] = '\0';
    verdict.reason[sizeof(verdict.reason) - 1] = '\0';
    services_result(host, message->id, outcome, verdict.remote_id,
                    verdict.reason, verdict.retry_after);
}

static void
on_send(struct host *host, const struct frame *frame)
{
    struct allo_message message = { .frame = frame };
    const char *to = frame_get(frame, "to");
    char clear[ADDRESS_CLEAR];

    message.id = frame_get(frame, "id");
    if (message.id == NULL || strlen(message.id) >= TICKET_ID)
        return;
    if (host->tickets.taken >= host->tickets.room) {
        services_result(host, message.id, ALLO_RETRY, NULL,
                        "more messages than the window", 0);
        return;
    }
    if (to == NULL || open_address(to, clear) < 0) {
        services_result(host, message.id, ALLO_RETRY, NULL,
                        "the address cannot be opened here", 0);
        return;
    }
    message.to = clear;
    hand_over(host, &message);
    explicit_bzero(clear, strlen(clear));
}

static void
on_stored(struct host *host, const struct frame *frame)
{
    uint64_t token;

    if (host->channel.stored != NULL &&
        number_parse_unsigned(frame_get(frame, "token"), &token))
        host->channel.stored(host->self, token);
}

static void
on_set(struct host *host, const struct frame *frame)
{
    for (size_t i = 0; i < frame->count; i++)
        settings_set(&host->settings, frame->fields[i].key,
                     frame->fields[i].value);
}

/* Settings that only the daemon can look up. */
static void
on_elsewhere(struct host *host, const struct frame *frame)
{
    for (size_t i = 0; i < frame->count; i++)
        settings_set_elsewhere(&host->settings, frame->fields[i].key);
}

void
serve_frame(struct host *host, enum serve_state *state,
            const struct frame *frame)
{
    const char *verb = frame->verb;

    if (strcmp(verb, "send") == 0) {
        if (host->opened)
            on_send(host, frame);
    } else if (strcmp(verb, "stored") == 0) {
        if (host->opened)
            on_stored(host, frame);
    } else if (strcmp(verb, "ping") == 0) {
        frame_begin(&host->out, "pong");
        frame_end(&host->out);
    } else if (strcmp(verb, "stop") == 0) {
        if (*state != SERVE_FAILED)
            *state = SERVE_STOPPING;
    } else if (*state == SERVE_SETTING && strcmp(verb, "set") == 0) {
        on_set(host, frame);
    } else if (*state == SERVE_SETTING && host->checks &&
               strcmp(verb, "elsewhere") == 0) {
        on_elsewhere(host, frame);
    } else if (*state == SERVE_SETTING && strcmp(verb, "start") == 0) {
        *state = on_start(host);
    }
}

/* All frames that have come; what a slow send answers does not wait for the
 * sends behind it. */
static int
handle_frames(struct server *server)
{
    const char *why;
    struct frame frame;
    enum frame_got got;

    while ((got = frame_next(&server->in, &frame, &why)) == FRAME_OK) {
        serve_frame(server->host, &server->state, &frame);
        if (buffer_length(&server->host->out) > WRITE_AT_LEAST ||
            (server->host->channel.watch == NULL &&
             clock_monotonic(&clock_system) - server->written_at >=
                 BLOCKING_MS)) {
            write_out(server, 0);
            server->written_at = clock_monotonic(&clock_system);
        }
    }
    if (got == FRAME_NONE)
        return 0;
    fail(server->host, why, 0);
    return -1;
}

/* Everything that waits on the wire. */
static int
read_in(struct server *server)
{
    ssize_t got;

    server->written_at = clock_monotonic(&clock_system);
    for (;;) {
        got = buffer_read(&server->in, server->wire, READ_AT_ONCE);
        if (got > 0) {
            if (handle_frames(server) < 0)
                return -1;
            if (got < READ_AT_ONCE)
                return 0;
        } else if (got < 0 && errno == EAGAIN) {
            return 0;
        } else if (got == 0 || errno != EINTR) {
            server->gone = 1;
            return -1;
        }
    }
}

/* What the plugin watches; sets how long there is to wait. */
static int
ask_watch(struct server *server, struct pollfd *fds, int *wait_ms)
{
    struct host *host = server->host;
    int count;

    *wait_ms = INT_MAX;         /* the plugin lowers it */
    if (host->channel.watch == NULL || !host->opened)
        return 0;
    count = host->channel.watch(host->self, fds, MOST_WATCHED, wait_ms);
    return count < 0 ? 0 : count > MOST_WATCHED ? MOST_WATCHED : count;
}

static void
wake_plugin(struct server *server, const struct pollfd *fds, int count,
            int due)
{
    for (int i = 0; i < count && !due; i++)
        due = fds[i].revents != 0;
    if (due && server->host->channel.wake != NULL && server->host->opened)
        server->host->channel.wake(server->host->self, fds, count);
}

/* After sends the plugin may watch something else: ask again, so that it
 * never sees news of a descriptor that it has closed since. */
static void
wake_after_sends(struct server *server)
{
    struct pollfd fds[MOST_WATCHED];
    int wait_ms, count = ask_watch(server, fds, &wait_ms);

    if (count > 0 && poll(fds, (nfds_t)count, 0) <= 0) {
        for (int i = 0; i < count; i++)
            fds[i].revents = 0;
    }
    wake_plugin(server, fds, count, wait_ms == 0);
}

/* One turn; -1 when it was the last. */
static int
turn(struct server *server)
{
    struct pollfd fds[MOST_WATCHED + 2];
    int wait_ms, count, ready;

    count = ask_watch(server, fds + 2, &wait_ms);
    write_out(server, 0);
    fds[0] = (struct pollfd){ .fd = server->wire, .events = POLLIN };
    if (buffer_length(&server->host->out) > 0)
        fds[0].events |= POLLOUT;
    fds[1] = (struct pollfd){ .fd = server->end, .events = POLLIN };
    ready = poll(fds, (nfds_t)count + 2, wait_ms);
    if (ready < 0)
        return errno == EINTR ? 0 : -1;
    if (fds[1].revents != 0)
        return -1;
    if ((fds[0].revents & ~POLLOUT) != 0) {
        if (read_in(server) < 0)
            return -1;
        wake_after_sends(server);
    } else {
        wake_plugin(server, fds + 2, count, ready == 0 || wait_ms == 0);
    }
    return server->gone ? -1 : 0;
}

/* Whatever close() did not settle was handed over and never answered. */
static void
finish(struct server *server)
{
    struct host *host = server->host;
    const char *id;

    alarm(LAST_SECONDS);
    if (host->opened) {
        host->channel.close(host->self);
        while ((id = tickets_settle_any(&host->tickets)) != NULL)
            services_result(host, id, ALLO_UNKNOWN, NULL,
                            "the channel closed before it was answered", 0);
    }
    write_out(server, 1);
}

static void
say_hello(struct host *host)
{
    const struct allo_channel *channel = &host->channel;

    frame_begin(&host->out, "hello");
    frame_add_number(&host->out, "abi", ALLO_CHANNEL_ABI);
    services_text(host, "name", channel->name, 63);
    if (channel->version != NULL)
        services_text(host, "version", channel->version, 63);
    if (channel->summary != NULL)
        services_text(host, "summary", channel->summary, 255);
    frame_add_number(&host->out, "traits", channel->traits);
    frame_end(&host->out);
}

int
serve(struct host *host, int wire, int end)
{
    struct server server = { .host = host, .wire = wire, .end = end };

    say_hello(host);
    while (turn(&server) == 0 && server.state != SERVE_FAILED) {
        if (server.state == SERVE_STOPPING && host->tickets.taken == 0)
            break;
    }
    finish(&server);
    buffer_free(&server.in);
    return server.state == SERVE_FAILED ? 1 : 0;
}
