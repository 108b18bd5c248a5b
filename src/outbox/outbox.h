/*
 * outbox - what is waiting, and what became of it: the one place where a
 * reminder turns into a message that leaves.
 *
 * It knows no loop, no socket and no clock: the caller brings the instant,
 * calls outbox_turn() when something is due or has happened, commits the
 * store, and only then lets the outlets' messages go.  The daemon, a forecast
 * and the replay tests drive the same code.
 */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "allo/channel.h"
#include "base/clock.h"
#include "base/random.h"
#include "channel/channel.h"
#include "programme/programme.h"
#include "store/store.h"

/* Room of an outlet that never fills. */
enum { OUTLET_PLENTY = 1 << 30 };

/* Where messages of one channel go; one for each channel of the programme, in
 * its order. */
struct outlet {
    int (*room)(void *self);    /* how many it takes now */
    void (*send)(void *self, const struct dispatch *dispatch);
    void *self;
    /* whether an accepted message is settled by a receipt; NULL: never */
    bool (*receipts)(void *self);
};

/* A message that is handed over in this turn. */
struct outbox_claim {
    const struct store_wave *wave;
    const struct event *event;  /* NULL: gone from the programme */
    const struct store_recipient *recipient;
    const struct channel_definition *channel;
    const char *text;
    int parts, attempt;
    int64_t price;              /* micro-euro */
    const char *why;
    instant at;
};

struct outbox_events {
    /* May be NULL. */
    void (*claimed)(void *self, const struct outbox_claim *claim);
};

struct outbox;

/* The store and the random source are the caller's and outlive it; the events
 * (NULL: nobody listens) are copied. */
struct outbox *outbox_new(struct store *store, struct random *random,
                          const struct outbox_events *events, void *self);
void outbox_free(struct outbox **outbox);

/*
 * Go on with this programme (which outlives its use here; the outlets are
 * copied): what waits is read from the store and the plan, what was told and
 * is not true any more starts to settle.
 */
void outbox_programme(struct outbox *outbox,
                      const struct programme *programme,
                      const struct outlet *outlets, instant now);

/* Do everything that is due at `now` and that the outlets have room for.
 * Returns when it wants to be called again (NEVER: only when something
 * happens); `now` itself when it stopped half-way to let others have a
 * turn. */
instant outbox_turn(struct outbox *outbox, instant now);

/* Write down what it knows and the store does not yet: before a commit that
 * is not at the end of a turn. */
void outbox_flush(struct outbox *outbox);

/* -- what channels say ---------------------------------------------------- */

struct outbox_result {
    uint64_t wave, person;
    uint32_t epoch;
    enum allo_outcome outcome;
    const char *remote, *reason;        /* may be NULL */
    uint32_t retry_after;               /* seconds */
    bool quarantine;
};
void outbox_result(struct outbox *outbox, size_t channel,
                   const struct outbox_result *result, instant now);
void outbox_receipt(struct outbox *outbox, size_t channel,
                    const char *remote, enum allo_outcome outcome,
                    const char *reason, instant now);

/* An answer to one person over one channel, once for each `key`.  It leaves
 * with the next turn or within the hour: an answer of tomorrow helps
 * nobody. */
void outbox_answer(struct outbox *outbox, int64_t person,
                   enum purpose purpose, size_t channel, const char *key,
                   instant now);

/* After a crash: what was being sent is unknown.  How many. */
int64_t outbox_recover(struct outbox *outbox, instant now);

/* While the clock is doubted nothing is handed over, whoever asks (delivery
 * rule 10); the caller does not call outbox_turn() either. */
void outbox_doubt(struct outbox *outbox, bool doubted);

/* -- what people ask ------------------------------------------------------ */

/* Hold an event ("straatoverleg") or a channel ("channel:sms") until it is
 * released; survives a restart.  False: no such event or channel. */
bool outbox_hold(struct outbox *outbox, const char *what, bool hold,
                 instant now);
bool outbox_held(struct outbox *outbox, const char *what);

/* Which hold keeps back the messages of an event: its own, or that of the
 * event it goes with; NULL: none. */
const char *outbox_holder(struct outbox *outbox, const char *event);

/* Whether not one part more may leave over a channel today; *until is when a
 * new day begins. */
bool outbox_spent(struct outbox *outbox, const char *channel, instant *until);

/* Send the reminder whose time had passed when the event was written; how
 * many reminders that are. */
int outbox_send_now(struct outbox *outbox, const char *event, instant now);

/* The next reminder that is planned: its event and when; NEVER: none within
 * a day. */
instant outbox_next(const struct outbox *outbox, const char **event);

/* An event that the newest programme has under another id, for `alloctl
 * reload`: what was told of it is carried over. */
typedef void outbox_rename(void *self, const char *from, const char *to);
void outbox_renamed(const struct outbox *outbox, outbox_rename *each,
                    void *self);

/* An occurrence whose corrections are on their way, for `alloctl reload`. */
typedef bool outbox_settling(void *self, const char *event,
                             const char *occurrence, instant due);
void outbox_unsettled(const struct outbox *outbox, outbox_settling *each,
                      void *self);

#endif
