/*
 * channel - the daemon's side of a channel: one or more allo-host processes
 * that hand messages over and say what became of them.
 *
 * Single-threaded, on libevent.  The order that keeps the promises:
 *
 *   n = channel_room()         how many messages it takes now
 *   commit "sending" ...       the caller's own transaction
 *   channel_send() * n         may be before the commit: only queues
 *   channel_flush()            after the commit: now they may leave
 *
 * Every channel_send() is answered by exactly one events->result(), whatever
 * happens to the process, unless the channel is freed first.  No failure of a
 * channel ends the daemon (rule 7): the worst is a channel in CHANNEL_FAILED.
 *
 * Children: the daemon owns SIGCHLD and calls channel_reap() for each channel
 * when it comes (many children may hide behind one signal).  Only this room's
 * own pids are waited for.  Should the signal get lost, a timer notices.
 *
 * Callbacks come from the event loop only, never from inside a function of
 * this header, and may call anything here but channel_free().
 */
#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "allo/channel.h"
#include "base/clock.h"

struct channel;
struct event_base;
struct random;

/* One message to one person; read during channel_send() only. */
struct dispatch {
    uint64_t wave, person;      /* together its name, also on the wire */
    uint32_t epoch;             /* comes back with the result */
    int attempt;                /* 1, 2, ... */
    int parts;                  /* what it costs of the rate; 0 is 1 */
    const char *to;             /* sealed, the form of privacy/address.h */
    const char *text, *subject, *topic;     /* subject, topic: may be NULL */
    const char *replaces;       /* remote id of an earlier message to the same
                                 * person whose receipt has not come; or
                                 * NULL */
    instant until;              /* wall; NEVER: not said */
    bool urgent;
};

struct channel_setting {
    const char *key, *value;
    bool secret;                /* never logged, wiped when freed */
};

struct channel_config {
    const char *name;           /* of the channel, for logs */
    const char *plugin;         /* "smpp": PLUGINDIR/smpp.so; or has a '/' */
    const char *host;           /* NULL: $ALLO_LIBEXEC/allo-host, or ours */
    size_t setting_count;
    const struct channel_setting *settings;
    int workers;                /* processes; 0 is 1 */
    double rate;                /* parts a second, all workers; 0: no limit */
    int recycle;                /* a new process after so many; 0: never */
    /* All lengths of time: 0 takes the default. */
    instant deadline;           /* of one send; 60 s */
    instant start_timeout;      /* until `ready`; 30 s */
    instant grace;              /* to drain at a stop; the deadline + 5 s */
    instant backoff;            /* first restart delay; 1 s */
    instant ping;               /* between pings of an idle host; 30 s */
};

struct channel_events {
    /* What became of a dispatch.  remote, reason: may be NULL, last until
     * return; an address in the reason was blotted out.  retry_after: seconds
     * for ALLO_RETRY, 0 when the caller decides; the channel has paused
     * itself for it already.  quarantine: this message was in flight when a
     * process died, for the second time: hold it (outcome is ALLO_UNKNOWN).
     * outcome is never ALLO_LATER or ALLO_UNDELIVERED. */
    void (*result)(void *self, struct channel *channel, uint64_t wave,
                   uint64_t person, uint32_t epoch,
                   enum allo_outcome outcome, const char *remote,
                   const char *reason, uint32_t retry_after,
                   bool quarantine);

    /* A receipt for an earlier ALLO_ACCEPTED: ALLO_DELIVERED,
     * ALLO_UNDELIVERED or ALLO_ACCEPTED (still on its way).  The carrier's
     * acknowledgement leaves with the next channel_flush(). */
    void (*receipt)(void *self, struct channel *channel, const char *remote,
                    enum allo_outcome outcome, const char *reason);

    /* Someone wrote.  Store it, then channel_stored(token).  from is sealed;
     * to is the number that was written to, as the carrier said it. */
    void (*inbound)(void *self, struct channel *channel, uint64_t token,
                    const char *from, const char *to, const char *text);

    /* Up, down, room again after none (a slot or the rate), stopped. */
    void (*changed)(void *self, struct channel *channel);
};

/* A channel at rest.  The config is copied, the events are not; the clock is
 * only asked for monotonic() but in channel_status(). */
struct channel *channel_new(struct event_base *base,
                            const struct clock *clock, struct random *random,
                            const struct channel_config *config,
                            const struct channel_events *events, void *self);

/* Kills what still runs (no results for it) and waits for it. */
void channel_free(struct channel **channel);

/* Start the processes; room comes with `ready`, and changed() says so. */
void channel_start(struct channel *channel);

/* No new messages; those in flight are drained, then the processes are told
 * to stop, and killed after config->grace.  changed() when done. */
void channel_stop(struct channel *channel);

/* No process is left: after channel_stop(), or before channel_start(). */
bool channel_idle(const struct channel *channel);

/* How many messages of one part it takes now: windows of the workers that are
 * ready, tokens of the rate; 0 when down, paused or stopping.  Each
 * channel_send() takes `parts` of the rate, which may go into debt. */
int channel_room(const struct channel *channel);

/* Milliseconds until the rate or a pause allows the next message: 0 now,
 * NEVER when it is not the rate that is in the way.  For a forecast only;
 * changed() comes by itself. */
instant channel_wait(const struct channel *channel);

/* Queue a message.  One too many for channel_room() is answered ALLO_RETRY. */
void channel_send(struct channel *channel, const struct dispatch *dispatch);

/* Queue the carrier's acknowledgement of an inbound; a token of a process
 * that is gone is ignored (the carrier will send it again). */
void channel_stored(struct channel *channel, uint64_t token);

/* Let everything that was queued go. */
void channel_flush(struct channel *channel);

/* See whether children died. */
void channel_reap(struct channel *channel);

/* Of its config; lives as long as the channel. */
const char *channel_name(const struct channel *channel);

/* enum allo_trait, as the plugin said; 0 before the first hello. */
uint32_t channel_traits(const struct channel *channel);

/* Messages that may be in flight over all ready workers. */
int channel_window(const struct channel *channel);

enum channel_state {
    CHANNEL_IDLE,               /* not started, or stopped */
    CHANNEL_STARTING,           /* no `ready` yet */
    CHANNEL_READY,
    CHANNEL_DOWN,               /* runs, but the far side is not there */
    CHANNEL_PAUSED,             /* the far side asked us to wait */
    CHANNEL_BACKOFF,            /* will be started again at next_restart */
    CHANNEL_FAILED,             /* waits for a reload: see reason */
    CHANNEL_STOPPING
};

struct channel_status {
    enum channel_state state;   /* of the best worker */
    char plugin[64], version[32];   /* as the plugin calls itself */
    char reason[256];           /* why it is not ready; empty when it is */
    char last_error[256];       /* the last failure, also when mended */
    pid_t pid;                  /* of the first worker; 0: none */
    int workers, ready;         /* how many there should be and are */
    int in_flight, window;
    double rate;                /* parts a second now; 0: no limit */
    uint64_t sent;              /* answered delivered or accepted */
    uint64_t failed;            /* answered in any other way */
    uint64_t deaths, strays;    /* processes lost; results for nothing */
    instant next_restart;       /* wall; NEVER: none planned */
    instant last_good;          /* wall, of the last sent; NEVER: none yet */
};
void channel_status(const struct channel *channel,
                    struct channel_status *status);

/* "ready", "backoff", ... */
const char *channel_state_text(enum channel_state state);

/* The same processes would run: a reload leaves such a channel alone. */
bool channel_same_config(const struct channel_config *a,
                         const struct channel_config *b);

#endif
