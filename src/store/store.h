/*
 * store - everything the daemon must not forget, behind one small table of
 * functions that each backend fills (sqlite, memory; later postgresql).
 *
 * One process, one connection.  All that happens in one turn of the event
 * loop goes into one transaction: begin() is free when one is open, every
 * write begins one, commit() makes it durable and only then calls back.
 * What was not committed when the store is closed is gone.
 *
 * Errors are sticky: after the first failure every call does nothing and
 * returns nothing found, commit() returns -1 and `error` says why; the
 * process then stops and recovers (a failed fsync is never tried again).
 * Texts in structs that a callback or a reader gets are the store's and last
 * until the callback returns, or until the next call of the same function.
 * A callback may read and write the store; returning false ends the walk.  A
 * NULL text that is given to the store is "".
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "delivery/facts.h"
#include "delivery/state.h"
#include "message/purpose.h"

enum { STORE_INDEX = 16 };      /* bytes of a blind index */

/* A person as the store is told of them.  (organisation, handle) is unique.
 * `source` is the file they stand in, or "join", "import". */
struct store_person {
    int64_t id;                 /* out */
    const char *handle, *name, *language, *source;
    const char *reach;          /* channel names "sms,mail"; "" the group's */
    size_t address_count, group_count;
    const struct store_address {
        int kind;               /* enum address_kind */
        const char *sealed;
        unsigned char index[STORE_INDEX];
    } *addresses;
    const char *const *groups;  /* group ids */
    instant stopped;            /* 0: not */
    bool gone;                  /* not in any file any more */
};

/* One of an audience, as the outbox needs it to send. */
enum { STORE_ADDRESSES = 4 };
struct store_recipient {
    int64_t person;
    const char *handle, *name, *language, *reach;
    const char *sealed[STORE_ADDRESSES];        /* by kind; NULL: none */
    instant stopped;
    bool gone;
    /* store_believers() only: what they were last told, and in which wave */
    int64_t told_wave;
};

enum wave_state {
    WAVE_OPEN = 0,              /* its audience is being walked, or waits */
    WAVE_DONE = 1,              /* everyone has a row */
    WAVE_SETTLED = 2,           /* and every row is final */
    WAVE_SUPERSEDED = 3,        /* the facts changed under it */
    WAVE_EXPIRED = 4            /* its time passed before it could start */
};

/*
 * A wave is one telling of one occurrence to its audience: a reminder, a
 * correction, an answer.  Its key (organisation, event, occurrence, purpose,
 * slot, version) is unique, and with the person it is the key of a message.
 */
struct store_wave {
    int64_t id;                 /* out */
    const char *organisation, *event;
    const char *title;          /* of the event then: it may be gone later */
    const char *occurrence;     /* the original local date "20270113" (with
                                 * "T1900" when there are more on a day), or
                                 * "-" for an event that happens once */
    enum purpose purpose;
    const char *slot;           /* which reminder: "1d"; "" otherwise */
    int version;                /* of the facts, from 1 */
    instant due, until;         /* until: useful before this instant */
    struct facts facts;
    enum wave_state state;
    int group;                  /* cursor: index into the event's groups */
    int64_t person;             /* cursor: last person done */
};

/* One message to one person. */
struct store_row {
    int64_t wave, person;
    enum delivery_state state;
    const char *channel;        /* "" while none was chosen */
    int attempt;                /* times handed to a channel */
    int unknowns;               /* of which so many had no clear answer */
    uint32_t epoch;             /* of the newest claim */
    instant due;                /* when something is to be done about it */
    instant at;                 /* when it came into this state */
    const char *remote;         /* the far side's id, "" none */
    const char *reason;         /* for people, "" none */
};

/* What came in from outside, kept before it is acknowledged. */
struct store_inbound {
    int64_t id;                 /* out */
    const char *channel;
    unsigned char index[STORE_INDEX];   /* of the sender's address */
    const char *sealed;         /* the sender's address */
    const char *text;
    const char *key;            /* of the carrier, for duplicates; "" none */
    instant at;
    const char *kind;           /* "stop", "start", "other", ... */
};

struct store_count {            /* rows of one wave by state */
    int64_t rows[DELIVERY_STATES];
};

typedef bool store_each_wave(void *self, const struct store_wave *wave);
typedef bool store_each_row(void *self, const struct store_row *row);
typedef bool store_each_recipient(void *self,
                                  const struct store_recipient *recipient);

struct store {
    struct error error;         /* of the first failure */
    bool broken;

    /* -- transactions ----------------------------------------------------- */
    void (*begin)(struct store *);
    /* 0, and `done` (may be NULL) was or will be called once it is durable;
     * -1: the store is broken, and whether it is durable is known when it
     * is opened again. */
    int (*commit)(struct store *, void (*done)(void *self), void *self);
    /* Housekeeping that may take some milliseconds: for a moment in which
     * nothing waits to leave, between transactions.  A failure breaks the
     * store. */
    void (*rest)(struct store *);
    /* Back to the last commit, and no people_sync() is going on any more.  In
     * memory there is no way back: the store breaks if anything was written
     * since. */
    void (*rollback)(struct store *);
    void (*close)(struct store **);

    /* -- small things by name (installation key, watermark, ...) ---------- */
    /* The value, which lasts until the next call; NULL: not there. */
    const char *(*get)(struct store *, const char *key);
    /* NULL takes it out. */
    void (*put)(struct store *, const char *key, const char *value);

    /* -- last valid text of each config file ------------------------------ */
    const char *(*source_get)(struct store *, const char *name);
    void (*source_put)(struct store *, const char *name, const char *text);
    void (*source_remove)(struct store *, const char *name);

    /* -- people ----------------------------------------------------------- */
    /* Insert or update by handle, addresses (one of each kind) and groups
     * with it; sets id.  Who is stopped stays so; who is not becomes so when
     * one of the addresses has a stop or `stopped` says it, and what waits
     * for them becomes CANCELLED.  Who is gone is in no group. */
    void (*person_put)(struct store *, struct store_person *);
    /* Read a file of people again: people_sync(), a person_put() for each,
     * then people_swept(), which marks those of the same source who were not
     * put in between as gone, takes them out of their groups, cancels what
     * waits for them, and returns how many.  Several files may be under way
     * at once: sweep after the last one, so that who moved from one file to
     * another is never gone. */
    void (*people_sync)(struct store *, const char *source);
    int (*people_swept)(struct store *, const char *source);
    /* The texts last until the next person_find() or person_get(). */
    bool (*person_find)(struct store *, const char *handle,
                        struct store_recipient *);
    bool (*person_get)(struct store *, int64_t person,
                       struct store_recipient *);
    /* Everyone with this address. */
    void (*people_at)(struct store *,
                      const unsigned char index[STORE_INDEX],
                      store_each_recipient *, void *self);
    /* Who are not gone, in a group (NULL: at all). */
    int64_t (*people_count)(struct store *, const char *group);
    /* Who are not gone and want nothing. */
    int64_t (*people_stopped)(struct store *);
    /* The handle of each of them, in no order. */
    void (*people_stopped_each)(struct store *,
                                void (*each)(void *self, const char *handle),
                                void *self);

    /* -- STOP ------------------------------------------------------------- */
    /* The address is stopped (at != 0; the first one counts) or free again
     * (0), and with it every person who has it, but who has another address
     * that is stopped stays so; messages that wait for them (PLANNED, DUE,
     * HELD) become CANCELLED.  Returns whether anything changed. */
    bool (*stop_set)(struct store *, const unsigned char index[STORE_INDEX],
                     instant at);
    instant (*stop_get)(struct store *,
                        const unsigned char index[STORE_INDEX]);

    /* -- waves ------------------------------------------------------------ */
    /* Insert unless its key is there; fills id, and when it was there the
     * stored state and cursor too.  Returns whether it is new. */
    bool (*wave_open)(struct store *, struct store_wave *);
    /* Write state, due, until and cursor of wave->id. */
    void (*wave_save)(struct store *, const struct store_wave *);
    /* Write until, and start and end of the facts, of wave->id. */
    void (*wave_retime)(struct store *, const struct store_wave *);
    /* All waves of event `from` are of event `to`, which has none yet; false
     * when it has, or when `from` has none. */
    bool (*event_rename)(struct store *, const char *organisation,
                         const char *from, const char *to);
    bool (*wave_get)(struct store *, int64_t id, store_each_wave *,
                     void *self);
    /* Waves in one state, by due then id. */
    void (*waves_in)(struct store *, enum wave_state, store_each_wave *,
                     void *self);
    /* All waves of one occurrence (or, occurrence NULL, one event), by id. */
    void (*waves_of)(struct store *, const char *organisation,
                     const char *event, const char *occurrence,
                     store_each_wave *, void *self);
    /* For each occurrence whose newest telling starts at or after `from`:
     * its newest wave (highest version, then id) that is not EXPIRED; by
     * id. */
    void (*waves_newest)(struct store *, instant from, store_each_wave *,
                         void *self);
    void (*wave_count)(struct store *, int64_t wave, struct store_count *);

    /* -- audience --------------------------------------------------------- */
    /* Members of a group who are not gone, with an id above `after`, in the
     * order of their ids, at most `most`; returns how many. */
    size_t (*members)(struct store *, const char *group, int64_t after,
                      size_t most, store_each_recipient *, void *self);
    /* Whether a person is in a group. */
    bool (*member)(struct store *, const char *group, int64_t person);
    /* Everyone who was or may have been told something of an occurrence (an
     * unknown try counts for ever), id above `after`, with the newest wave
     * they were told in. */
    size_t (*believers)(struct store *, const char *organisation,
                        const char *event, const char *occurrence,
                        int64_t after, size_t most, store_each_recipient *,
                        void *self);
    /* The newest wave in which one person was (or may have been) told of the
     * occurrence; 0 none; *at gets when. */
    int64_t (*told)(struct store *, const char *organisation,
                    const char *event, const char *occurrence,
                    int64_t person, instant *at);

    /* -- outbox ----------------------------------------------------------- */
    /* Insert unless (wave, person) is there; whether it was inserted. */
    bool (*row_add)(struct store *, const struct store_row *);
    bool (*row_get)(struct store *, int64_t wave, int64_t person,
                    store_each_row *, void *self);
    /* Write all of a row that is there. */
    void (*row_save)(struct store *, const struct store_row *);
    /* The hot path of a result: SENDING with this epoch becomes `state`.
     * False when the row is not SENDING in that epoch.  Remote and reason
     * are replaced; due, attempt and unknowns stay as they are. */
    bool (*row_result)(struct store *, int64_t wave, int64_t person,
                       uint32_t epoch, enum delivery_state state,
                       const char *remote, const char *reason, instant at);
    /* DUE and UNKNOWN rows with due <= now, in the order of due; and when the
     * next one is due (NEVER). */
    size_t (*rows_due)(struct store *, instant now, size_t most,
                       store_each_row *, void *self);
    /* The same behind one of them (its due, wave and person). */
    size_t (*rows_due_after)(struct store *, const struct store_row *after,
                             instant now, size_t most, store_each_row *,
                             void *self);
    instant (*rows_next)(struct store *);
    /* By the far side's id, in any state, newest first (by `at`), at most
     * the 64 of the newest waves. */
    void (*rows_remote)(struct store *, const char *channel,
                        const char *remote, store_each_row *, void *self);
    /* Rows of a wave (0: of all), in one state (-1: any), at most `most`, by
     * wave then person. */
    void (*rows_list)(struct store *, int64_t wave, int state, size_t most,
                      store_each_row *, void *self);
    /* Rows of one person, newest wave first. */
    void (*rows_person)(struct store *, int64_t person, size_t most,
                        store_each_row *, void *self);
    /* After a crash: SENDING becomes UNKNOWN with due = at = now and one more
     * in `unknowns`; how many.  Looks only into waves that are not SETTLED. */
    int64_t (*recover)(struct store *, instant now);
    /* ACCEPTED rows of a wave that went over a channel which gives receipts
     * become NO_RECEIPT; how many. */
    int64_t (*rows_silent)(struct store *, int64_t wave, const char *channel,
                           instant now);
    /* DUE, HELD and PLANNED rows of a wave become CANCELLED, or UNKNOWN_FINAL
     * when an earlier try may have arrived; how many. */
    int64_t (*rows_cancel)(struct store *, int64_t wave, const char *reason,
                           instant now);

    /* -- receipts that came before their message -------------------------- */
    void (*orphan_put)(struct store *, const char *channel,
                       const char *remote, int outcome, const char *reason,
                       instant at);
    /* Take it out; false: none.  outcome as it was put last. */
    bool (*orphan_take)(struct store *, const char *channel,
                        const char *remote, int *outcome);
    /* Forget those from before an instant; how many are left. */
    int64_t (*orphans_forget)(struct store *, instant before);

    /* -- inbound ---------------------------------------------------------- */
    /* Insert; false when the same key of the same channel is there. */
    bool (*inbound_put)(struct store *, struct store_inbound *);
    /* How many of a kind ("" any) from an address since an instant. */
    int (*inbound_count)(struct store *,
                         const unsigned char index[STORE_INDEX],
                         const char *kind, instant since);

    /* -- spending --------------------------------------------------------- */
    void (*spend)(struct store *, const char *channel, const char *day,
                  int64_t messages, int64_t money);
    void (*spent)(struct store *, const char *channel, const char *day,
                  int64_t *messages, int64_t *money);

    /* -- what the coordinator must be told -------------------------------- */
    /* A notice is told once for a key ("" always told); newest first. */
    void (*notice)(struct store *, const char *key, const char *text,
                   instant at);
    /* Take it back: it is done.  Its key counts as never told. */
    void (*notice_remove)(struct store *, const char *key);
    void (*notices)(struct store *, size_t most,
                    bool (*each)(void *self, instant at, const char *text),
                    void *self);
};

/* Open or create the file; checks it, migrates an older schema in one
 * transaction, refuses a newer one.  NULL and *error on failure. */
struct store *store_sqlite_open(const char *path, struct error *error);

/* Everything in memory; nothing survives. */
struct store *store_memory_open(void);
/* Let go of what a forecast does not need any more: waves of occurrences that
 * started before an instant and are not OPEN, with their rows, and all
 * notices.  Only of a store in memory. */
void store_memory_forget(struct store *store, instant before);

#endif
