/*
 * daemon - allod's root object: everything that lives as long as the process
 * hangs here, and nothing is global.
 *
 * One turn of the loop: events are handled (results, replies, requests), what
 * is due is handed out, everything is committed in one transaction, and only
 * then do frames, acknowledgements and answers leave.
 */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "channel/channel.h"
#include "control/server.h"
#include "daemon/figures.h"
#include "delivery/clockguard.h"
#include "outbox/outbox.h"
#include "privacy/address.h"
#include "programme/load.h"
#include "programme/programme.h"
#include "store/store.h"


struct daemon;
struct event;
struct event_base;

/* A channel of the programme, and the process behind it. */
struct slot {
    struct daemon *daemon;
    char *name;
    struct channel *channel;
    struct channel_config *config;      /* what it runs with, copied */
    struct channel_config *wanted;      /* it drains; then this; or NULL */
    bool leaving;               /* not in the programme any more */
    bool drained;               /* nothing is left of the old one */
};

struct daemon {
    const char *directory;
    struct event_base *base;
    struct random random;
    struct store *store;
    struct address_key key;
    struct programme *programme;
    struct outbox *outbox;
    struct slot **slots;
    size_t slot_count, slot_room;
    struct control_server *control;
    struct clockguard guard;
    bool trusted;
    instant started, next, noted;       /* wall; noted: floor in the store */
    instant zones_seen;         /* when their files were last looked at */
    int timer;
    struct event *timer_event;
    struct event *signals[8];
    size_t signal_count;
    struct watch *watch;
    bool poked;                 /* something happened: take a turn */
    bool reload;                /* asked for by a signal or the watch */
    size_t load_errors;         /* of the last load, */
    char load_error[256];       /* and the first */
    struct figures_kept kept;   /* for the status */
    bool stopping, done;
    instant stop_deadline;      /* monotonic */
    int code;                   /* to exit with */
};

enum {
    DAEMON_OK = 0,
    DAEMON_USAGE = 2,
    DAEMON_FAILED = 1,
    DAEMON_STORE = 70,          /* EX_SOFTWARE: stop, start, recover */
    DAEMON_BUSY = 75,           /* EX_TEMPFAIL: another one runs */
    DAEMON_CONFIG = 78          /* EX_CONFIG */
};

/* Load, open, listen; the exit code, with everything wrong already told. */
int daemon_open(struct daemon *daemon, const char *directory);
/* Until a signal; the exit code. */
int daemon_run(struct daemon *daemon);
void daemon_close(struct daemon *daemon);

/* Ask for a turn at once. */
void daemon_poke(struct daemon *daemon);

/* -- reload.c ------------------------------------------------------------- */

/* What a reload led to, for who asked. */
struct reload_report {
    struct load load;           /* its diagnoses */
    bool accepted;
    int64_t people, gone;
    size_t sources;
};

/* Read the files again and go on with them; what runs stays as it was when
 * allo.conf cannot be used.  load_free() the report's load. */
void reload_now(struct daemon *daemon, struct reload_report *report);
/* Only read the files, as reload_now() does; load_free() it. */
void reload_look(struct daemon *daemon, struct load *load);
/* The first load, with the store not open yet: its path stands in it. */
int reload_first(struct daemon *daemon, struct load *load);
/* Take over what was loaded. */
void reload_adopt(struct daemon *daemon, struct load *load,
                  struct reload_report *report);

/* -- channels.c ----------------------------------------------------------- */

/* Make the processes match the programme, by difference, and fill an outlet
 * for each of its channels.  `outlets` takes channel_count. */
void channels_match(struct daemon *daemon, const struct programme *programme,
                    struct outlet *outlets);
/* Put new processes in the place of those that have drained. */
void channels_turn(struct daemon *daemon);
void channels_flush(struct daemon *daemon);
void channels_reap(struct daemon *daemon);
void channels_stop(struct daemon *daemon);
bool channels_idle(const struct daemon *daemon);
void channels_free(struct daemon *daemon);
/* The slot of a channel by name, or NULL. */
struct slot *channels_find(const struct daemon *daemon, const char *name);

/* -- timing.c ------------------------------------------------------------- */

int timing_open(struct daemon *daemon, struct error *error);
/* Look at the clock; true when it can be trusted. */
bool timing_look(struct daemon *daemon, instant now);
/* The moment that a turn is about: what is due within the head start is
 * written down now, so that at its instant it has only to leave. */
instant timing_moment(instant next, instant now);
/* Until that moment has come: the head start at most. */
void timing_wait(instant moment);
/* Wake the loop a head start before this instant, or within a minute. */
void timing_arm(struct daemon *daemon, instant next, instant now);
void timing_close(struct daemon *daemon);

/* -- signals.c ------------------------------------------------------------ */

int signals_open(struct daemon *daemon, struct error *error);
void signals_close(struct daemon *daemon);

/* -- watch.c -------------------------------------------------------------- */

/* Load the files as they change, when the programme wants it. */
int watch_match(struct daemon *daemon, struct error *error);
void watch_close(struct daemon *daemon);

/* -- readiness.c ---------------------------------------------------------- */

/* Tell systemd, when there is one: "READY=1", "STATUS=...". */
void readiness_tell(const char *state);

/* -- requests.c ----------------------------------------------------------- */

extern const struct control_verb requests_verbs[];

#endif
