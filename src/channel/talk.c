/* talk - see talk.h */
#include "channel/talk.h"

#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

#include "base/failpoint.h"
#include "base/log.h"
#include "channel/patience.h"
#include "channel/scrub.h"
#include "channel/spawn.h"
#include "channel/worker.h"

enum {
    READ_AT_ONCE = 64 * 1024,   /* one turn of the loop for one worker */
    LAST_READS = 8,             /* what a dead process may have left */
    MOST_CHATTER = 10000,       /* frames a second that carry no message */
    MOST_STRAYS = 1000          /* results for nothing in one life */
};

static void
drop_event(struct event **event)
{
    if (*event != NULL)
        event_free(*event);
    *event = NULL;
}

void
talk_close(struct worker *worker)
{
    drop_event(&worker->readable);
    drop_event(&worker->writable);
    if (worker->wire >= 0)
        close(worker->wire);
    worker->wire = -1;
    buffer_clear(&worker->in);
    if (worker->out.data != NULL)       /* it may hold a secret setting */
        explicit_bzero(worker->out.data, worker->out.room);
    buffer_clear(&worker->out);
    worker->released = 0;
}

void
talk_close_errors(struct worker *worker)
{
    if (worker->errors < 0)
        return;
    while (buffer_read(&worker->relay.in, worker->errors, 4096) > 0)
        relay_stderr(&worker->relay, worker->config->name,
                     worker_now(worker));
    relay_end(&worker->relay, worker->config->name, worker_now(worker));
    drop_event(&worker->errors_readable);
    close(worker->errors);
    worker->errors = -1;
}

static void
on_ready(struct worker *worker, const struct heard *heard)
{
    if (worker->state != WORKER_STARTING || worker->window != 0)
        return;
    worker->window = heard->window;
    if (worker->flights.room != heard->window)
        flights_init(&worker->flights, heard->window);
    worker->state = WORKER_READY;
    worker->ready_at = worker->heard_at = worker_now(worker);
    if (worker->link)
        worker->reason[0] = '\0';
    /* all settings went out: nothing of them stays behind */
    if (buffer_length(&worker->out) == 0 && worker->out.data != NULL)
        explicit_bzero(worker->out.data, worker->out.room);
    log_event(LOG_INFO, "channel.ready",
              LOG_T("channel", worker->config->name),
              LOG_N("pid", worker->pid), LOG_N("window", heard->window));
    patience_arm(worker);
}

static void
on_failed(struct worker *worker, const struct heard *heard)
{
    worker_blame(worker, heard->reason);
    worker->died = worker->blamed = true;
    worker->final = heard->final;
    log_event(LOG_ERR, "channel.failed",
              LOG_T("channel", worker->config->name),
              LOG_T("reason", worker->reason),
              LOG_T("again", heard->final ? "after a reload" : "later"));
}

static void
on_hello(struct worker *worker, const struct heard *heard)
{
    if (heard->abi == ALLO_CHANNEL_ABI) {
        worker->events->heard(worker->owner, worker, heard);
        return;
    }
    worker->final = true;
    worker_kill(worker, "the process speaks another version of the wire");
}

static void
on_state(struct worker *worker, const struct heard *heard)
{
    char reason[sizeof(worker->reason)] = "";

    if (heard->reason != NULL)
        scrub(reason, sizeof(reason), heard->reason);
    if (worker->link != heard->up)
        log_event(heard->up ? LOG_INFO : LOG_WARNING,
                  heard->up ? "channel.up" : "channel.down",
                  LOG_T("channel", worker->config->name),
                  LOG_T("reason", reason));
    worker->link = heard->up;
    if (!heard->up)
        worker_blame(worker, reason[0] != '\0' ? reason
                                                 : "the far side is away");
    else if (worker->state == WORKER_READY)
        worker->reason[0] = '\0';
}

/* 1 when it was for a message in flight. */
static int
on_result(struct worker *worker, const struct heard *heard)
{
    struct flight *flight = heard->named
        ? flights_find(&worker->flights, heard->wave, heard->person) : NULL;
    struct flight copy;

    if (flight == NULL || worker->written < flight->ends) {
        worker->strays++;
        return 0;
    }
    copy = *flight;
    flights_remove(&worker->flights, flight);
    worker->events->result(worker->owner, worker, &copy, heard);
    return 1;
}

/* Frames without a message behind them are cheap to make and not free to
 * hear. */
static void
count_chatter(struct worker *worker)
{
    instant now = worker_now(worker);

    if (now - worker->chatter_since >= SECOND) {
        worker->chatter_since = now;
        worker->chatter = 0;
    }
    if (++worker->chatter > MOST_CHATTER)
        worker_kill(worker, "it floods the wire");
}

static void
on_heard(struct worker *worker, const struct heard *heard)
{
    switch (heard->kind) {
    case HEARD_RESULT:
        if (on_result(worker, heard))
            return;
        break;
    case HEARD_RECEIPT:
    case HEARD_INBOUND:
        worker->events->heard(worker->owner, worker, heard);
        return;
    case HEARD_HELLO: on_hello(worker, heard); break;
    case HEARD_READY: on_ready(worker, heard); break;
    case HEARD_FAILED: on_failed(worker, heard); break;
    case HEARD_STATE: on_state(worker, heard); break;
    case HEARD_LOG:
        relay_line(&worker->relay, worker->config->name, heard->priority,
                   heard->text, worker_now(worker));
        break;
    case HEARD_PONG:
    case HEARD_NOTHING: break;
    }
    count_chatter(worker);
}

/* All whole frames; stops when one of them ended the worker. */
static void
hear_frames(struct worker *worker)
{
    const char *why = NULL;
    struct frame frame;
    struct heard heard;
    char text[160];

    while (worker->wire >= 0) {
        enum frame_got got = frame_next(&worker->in, &frame, &why);

        if (got == FRAME_NONE)
            return;
        if (got == FRAME_OK && wire_hear(&frame, &heard, &why) == 0) {
            on_heard(worker, &heard);
            continue;
        }
        snprintf(text, sizeof(text), "it does not speak the wire: %s", why);
        worker_kill(worker, text);
    }
}

void
talk_last(struct worker *worker)
{
    for (int reads = 0; reads < LAST_READS && worker->wire >= 0; reads++) {
        if (buffer_read(&worker->in, worker->wire, READ_AT_ONCE) <= 0)
            return;
        hear_frames(worker);
    }
}

static void
on_readable(evutil_socket_t fd, short what, void *self)
{
    struct worker *worker = self;
    uint32_t life = worker->life;
    ssize_t got = buffer_read(&worker->in, fd, READ_AT_ONCE);

    (void)what;
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        worker_wire_ended(worker);
        return;
    }
    worker->heard_at = worker_now(worker);
    worker->pinged_at = 0;
    hear_frames(worker);
    if (worker->life != life || worker->wire < 0)
        return;
    if (worker->strays - worker->old_strays > MOST_STRAYS) {
        worker_kill(worker, "it answers what it was not asked");
        return;
    }
    worker_retire(worker);
    worker_changed(worker);
}

static void
on_errors(evutil_socket_t fd, short what, void *self)
{
    struct worker *worker = self;
    ssize_t got = buffer_read(&worker->relay.in, fd, 4096);

    (void)what;
    if (got > 0)
        relay_stderr(&worker->relay, worker->config->name,
                     worker_now(worker));
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        talk_close_errors(worker);
}

/* A peer that reads no more also ends the wire, or misses its deadlines:
 * that is where an error here shows. */
static void
write_wire(struct worker *worker)
{
    while (worker->wire >= 0 && worker->released > 0) {
        ssize_t put;

        FAILPOINT("wire.before-write");
        put = send(worker->wire, buffer_bytes(&worker->out),
                   worker->released, MSG_NOSIGNAL);
        FAILPOINT("wire.after-write");
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            if (errno == EAGAIN)
                event_add(worker->writable, NULL);
            return;
        }
        buffer_eat(&worker->out, (size_t)put);
        worker->released -= (size_t)put;
        worker->written += (uint64_t)put;
    }
}

static void
on_writable(evutil_socket_t fd, short what, void *self)
{
    (void)fd;
    (void)what;
    write_wire(self);
}

void
talk_flush(struct worker *worker)
{
    if (worker->wire < 0)
        return;
    worker->released = buffer_length(&worker->out);
    write_wire(worker);
}

/* A word of our own does not let go what waits for a commit. */
void
talk_say(struct worker *worker, const char *verb)
{
    bool waiting = buffer_length(&worker->out) > worker->released;

    wire_word(&worker->out, verb);
    worker->queued += strlen(verb) + 1;
    if (!waiting)
        talk_flush(worker);
}

static struct event *
watch(struct worker *worker, int fd, short what, event_callback_fn callback)
{
    return event_new(worker->base, fd, what, callback, worker);
}

void
talk_open(struct worker *worker, const struct spawned *spawned)
{
    worker->wire = spawned->wire;
    worker->errors = spawned->errors;
    worker->readable = watch(worker, worker->wire, EV_READ | EV_PERSIST,
                             on_readable);
    worker->writable = watch(worker, worker->wire, EV_WRITE, on_writable);
    worker->errors_readable = watch(worker, worker->errors,
                                    EV_READ | EV_PERSIST, on_errors);
    event_add(worker->readable, NULL);
    event_add(worker->errors_readable, NULL);
}

void
talk_settings(struct worker *worker)
{
    for (size_t i = 0; i < worker->config->setting_count; i++)
        wire_set(&worker->out, worker->config->settings[i].key,
                 worker->config->settings[i].value);
    wire_word(&worker->out, "start");
    worker->queued = buffer_length(&worker->out);
    talk_flush(worker);
}
