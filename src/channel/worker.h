/*
 * worker - one process of a channel over all its lives: start it, speak with
 * it, watch over it, start it again.
 */
#ifndef CHANNEL_WORKER_H
#define CHANNEL_WORKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "channel/backoff.h"
#include "channel/channel.h"
#include "channel/flight.h"
#include "channel/relay.h"
#include "channel/wire.h"

struct event;
struct worker;

enum worker_state {
    WORKER_IDLE,                /* no process, none wanted */
    WORKER_STARTING,            /* a process, not ready */
    WORKER_READY,
    WORKER_STOPPING,            /* told to stop; drains */
    WORKER_ENDING,              /* the wire is closed; not reaped yet */
    WORKER_BACKOFF,             /* waits for restart_at */
    WORKER_FAILED               /* waits for a reload */
};

/* What a worker tells its channel. */
struct worker_events {
    /* A message is settled; it is out of the table already. */
    void (*result)(void *owner, struct worker *worker,
                   const struct flight *flight, const struct heard *heard);
    /* The process ended with it: `left` says that it was handed over. */
    void (*lost)(void *owner, struct worker *worker,
                 const struct flight *flight, bool left, bool died,
                 const char *reason);
    /* receipt, inbound, hello. */
    void (*heard)(void *owner, struct worker *worker,
                  const struct heard *heard);
    /* Its state, link or room changed.  Last in each callback. */
    void (*changed)(void *owner, struct worker *worker);
};

struct worker {
    /* set by the owner before worker_init() and left alone since */
    struct event_base *base;
    const struct clock *clock;
    struct random *random;
    const struct channel_config *config;    /* defaults filled in */
    const struct worker_events *events;
    void *owner;
    uint32_t number;            /* which of the channel's */

    enum worker_state state;
    bool link;                  /* the far side is there */
    bool wanted;                /* start it again when it ends */
    bool retiring;              /* recycled: no more messages for it */
    bool died;                  /* it ended without being told to */
    bool final;                 /* only a reload helps */
    bool blamed;                /* `reason` says why it ended */
    pid_t pid;
    uint32_t life;              /* which process of this worker */
    int wire, errors;
    struct event *readable, *writable, *errors_readable, *timer;
    struct buffer in, out;
    size_t released;            /* of out: what may be written */
    uint64_t queued, written;   /* bytes in this life */
    struct flights flights;
    struct wire_until until;
    struct relay relay;
    struct backoff backoff;

    uint32_t window;            /* 0 until ready */
    uint64_t handed;            /* messages in this life */
    uint64_t strays, deaths;    /* in all lives */
    uint64_t old_strays;        /* before this one */
    int chatter;                /* frames without a message, this second */
    instant chatter_since;
    instant started_at, ready_at, heard_at, pinged_at;  /* monotonic */
    instant step_at;            /* of a stop: when patience ends */
    int step;
    instant restart_at;
    instant armed;              /* when the timer fires */
    char reason[256];           /* why it is not ready */
    char last_error[256];
};

/* At rest; nothing is started yet. */
void worker_init(struct worker *worker);

/* Kills without asking, waits, and frees what is inside. */
void worker_fini(struct worker *worker);

/* Have a process; keeps having one until worker_stop(). */
void worker_start(struct worker *worker);

/* No new messages, drain, and end. */
void worker_stop(struct worker *worker);

/* Messages that it takes now. */
uint32_t worker_room(const struct worker *worker);

enum worker_sent {
    WORKER_SENT,
    WORKER_TOO_LONG,            /* no frame can carry it */
    WORKER_TWICE                /* it is in flight here already */
};

/* Queue a message, when there is worker_room(). */
enum worker_sent worker_send(struct worker *worker,
                             const struct dispatch *dispatch);

/* Queue an acknowledgement for the process of that life. */
void worker_stored(struct worker *worker, uint32_t life, uint64_t token);

/* Let go what was queued. */
void worker_flush(struct worker *worker);

/* See whether the process has ended. */
void worker_reap(struct worker *worker);

/* ---- for talk.c and patience.c ---- */

instant worker_now(const struct worker *worker);

/* The latest after `start` by `length`; NEVER stays NEVER. */
static inline instant
worker_after(instant start, instant length)
{
    return start > NEVER - length ? NEVER : start + length;
}

/* Remember a failure for the status. */
void worker_blame(struct worker *worker, const char *text);

/* It does what it may not, or does nothing any more: end it. */
void worker_kill(struct worker *worker, const char *reason);

/* The wire came to its end. */
void worker_wire_ended(struct worker *worker);

/* Stop it for a new one, if it is time for that. */
void worker_retire(struct worker *worker);

/* Tell the owner. */
void worker_changed(struct worker *worker);

#endif
