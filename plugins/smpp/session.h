/*
 * session - one SMPP session that is kept alive: connect, bind, requests in
 * flight, enquire_link, and again after a pause when it breaks.  It knows
 * PDUs and time, not messages.
 *
 * Times are milliseconds of the host's monotonic clock.
 */
#ifndef SMPP_SESSION_H
#define SMPP_SESSION_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "flight.h"
#include "link.h"
#include "pdu.h"

struct session_settings {
    struct link_settings link;
    const char *system_id, *password, *system_type;
    uint32_t window;            /* requests without an answer, at most */
    int64_t enquire;            /* silence before an enquire_link */
    int64_t timeout;            /* for the answer to a submission, from the
                                   moment that it was written */
    int64_t bind_timeout;       /* for connecting, TLS and the bind together */
    int64_t pause_most;         /* the longest wait between two tries */
};

/* What became of a submission. */
enum session_fate {
    SESSION_ANSWERED,           /* status and id say what */
    SESSION_UNSENT,             /* the link went before the PDU was whole */
    SESSION_UNANSWERED,         /* written, and no answer came */
    SESSION_LATE                /* the answer to an UNANSWERED one after all */
};

/* Called from session_wake() and session_close() only. */
struct session_hooks {
    void (*on_state)(void *self, bool up, const char *reason);
    /* One of the first three fates exactly once for each submission; LATE
     * perhaps after UNANSWERED.  `id` is valid during the call. */
    void (*on_answer)(void *self, const struct flight_tag *tag,
                      enum session_fate fate, uint32_t status,
                      const char *id);
    /* deliver_sm or data_sm; answer with session_respond(). */
    void (*on_message)(void *self, const struct pdu *pdu);
};

enum session_state { SESSION_WAITING, SESSION_CONNECTING, SESSION_BINDING,
                     SESSION_BOUND, SESSION_UNBINDING };

struct session {
    struct session_settings settings;
    const struct session_hooks *hooks;
    void *self;
    struct link link;
    struct flight flight;
    enum session_state state;
    uint32_t sequence;          /* the last that was used */
    uint32_t generation;        /* how many times it was bound */
    int64_t deadline;           /* of the pause, the connecting or the bind */
    int64_t pause;              /* the last pause, doubled at each failure */
    int64_t bound_at, heard_at; /* since when; when anything last came */
    int64_t enquired_at;        /* an enquire_link waits for its answer; 0 */
};

/* Check the settings and start to connect; -1 when they can never work.
 * Strings stay the caller's; `hooks` is called with `self`. */
int session_open(struct session *session,
                 const struct session_settings *settings,
                 const struct session_hooks *hooks, void *self, int64_t now,
                 struct error *error);
/* Unbind, wait at most `patience` for that, settle what is in flight. */
void session_close(struct session *session, int64_t (*monotonic)(void),
                   int64_t patience);

/* How many submissions may be added now. */
uint32_t session_room(const struct session *session);

/* Milliseconds until the next try to connect; 0 while trying or bound. */
int64_t session_pause(const struct session *session, int64_t now);

/* Add a submission (its sequence is set here); session_room() is not 0. */
void session_submit(struct session *session, struct pdu *pdu,
                    const struct flight_tag *tag);

/* Answer a deliver_sm or data_sm of this generation; older ones are gone. */
void session_respond(struct session *session, uint32_t generation,
                     uint32_t command, uint32_t sequence, uint32_t status);

/* As in struct allo_channel. */
int session_watch(struct session *session, struct pollfd *fd, int64_t now,
                  int *wait_ms);
/* Read, and do what time asks for; then session_flush() what was added. */
void session_wake(struct session *session, int64_t now);
void session_flush(struct session *session, int64_t now);

#endif
