/*
 * private - what the files of this room share: the root object, the agenda,
 * and a wave that is being worked on (a run).
 */
#ifndef OUTBOX_PRIVATE_H
#define OUTBOX_PRIVATE_H

#include "outbox/outbox.h"
#include "plan/compose.h"
#include "plan/plan.h"

enum {
    OUTBOX_RUNS_KEPT = 64,      /* waves in memory that are not walked */
    OUTBOX_TURN_VISITS = 4096,  /* people looked at in one turn */
    OUTBOX_BATCH = 512,         /* people or rows read at a time, */
    OUTBOX_LEAST = 16,          /* and at least */
    OUTBOX_TURN_JOBS = 256
};

/* One reminder of one occurrence, until it is due. */
struct entry {
    instant due;
    uint32_t event, reminder;   /* indexes into the programme */
    char key[OCCURRENCE_KEY];
};

/* What waits, as a heap: the entry that is due first on top. */
struct agenda {
    struct entry *entries;
    size_t count, room;
};

void agenda_add(struct agenda *agenda, const struct entry *entry);
const struct entry *agenda_top(const struct agenda *agenda);
void agenda_pop(struct agenda *agenda);
void agenda_free(struct agenda *agenda);

/* How far one channel has come with one group of a wave's audience. */
struct pass {
    size_t outlet, group;
    int64_t person;             /* the last one looked at */
    bool done;
    instant wait;               /* not before; 0: now */
};

/* A text of a wave, made once for all who read the same. */
struct said {
    const struct language *language;
    const char *role;
    bool sms;
    int64_t told;               /* the wave that told the old facts */
    struct composed composed;
};

/* What an earlier wave told. */
struct told {
    int64_t wave;
    struct facts facts;
    int version;
    enum purpose purpose;
};

struct run {
    struct run *next;
    struct pool *pool;
    struct store_wave wave;     /* its texts are in the pool */
    const struct event *event;  /* NULL: gone, or an answer */
    const char *reason;         /* of a cancellation */
    const char *topic;          /* one for each occurrence */
    bool correction, answer;
    size_t pass_count;
    struct pass *passes;
    size_t said_count, said_room;
    struct said *said;
    size_t told_count, told_room;
    struct told *told;
    bool earlier_known;
    size_t earlier_count, earlier_room;
    int64_t *earlier;           /* waves of this slot under older facts */
    uint64_t used;              /* turn in which it was last asked for */
};

struct unsettled {
    char *event;
    char key[OCCURRENCE_KEY];
    instant due;
};

struct spending {
    char day[16];               /* "" not read yet */
    int64_t messages, money;
    int64_t new_messages, new_money;    /* since the last turn */
};

struct outbox {
    struct store *store;
    struct random *random;
    struct outbox_events events;
    void *self;
    const struct programme *programme;
    struct compose *compose;
    struct outlet *outlets;
    struct spending *spending;  /* by channel */
    bool *held_channels;
    struct agenda agenda;
    instant *since;             /* by event: its schedule is known from */
    instant planned;            /* the agenda reaches up to here */
    bool marked;                /* the store has a watermark */
    instant swept;              /* receipts that did not come */
    instant now;                /* of this turn */
    struct run *runs;           /* by due; open ones are walked */
    size_t run_count;
    uint64_t turn;
    struct unsettled *unsettled;
    size_t unsettled_count, unsettled_room;
    bool doubted;               /* the clock is */
    bool orphans;               /* receipts wait for their message */
    bool blocked;               /* rows are due that found no room */
    struct composed composed;   /* scratch */
};

/* -- run.c ------------------------------------------------------------------ */

/* The wave in memory, read from the store when need be; NULL: not there.
 * Lasts until the next run_get() or the end of the turn. */
struct run *run_get(struct outbox *outbox, int64_t wave);
/* Open a wave (unless its key is there) and start to walk it. */
void run_open(struct outbox *outbox, struct store_wave *wave);
/* All open waves of the store. */
void run_load_open(struct outbox *outbox);
void run_save(struct outbox *outbox, struct run *run, enum wave_state state);
void run_free_all(struct outbox *outbox);
/* Let go of waves that nobody asks for any more. */
void run_trim(struct outbox *outbox);
/* What the wave `told` said, or NULL. */
const struct told *run_told(struct outbox *outbox, struct run *run,
                            int64_t wave);

/* Whether a person was reminded by this slot under an earlier version. */
bool run_reminded(struct outbox *outbox, struct run *run, int64_t person);

/* -- walk.c ----------------------------------------------------------------- */

/* Walk open waves as far as there is room; false when it stopped half-way. */
bool walk_runs(struct outbox *outbox);
/* When a pass wants to go on by itself. */
instant walk_next(const struct outbox *outbox);

/* -- claim.c ---------------------------------------------------------------- */

/* The text for one reader; lasts until the next call. */
const struct composed *claim_compose(struct outbox *outbox, struct run *run,
                                     const struct group *group,
                                     const struct store_recipient *recipient,
                                     size_t outlet);
/* Put `row` as SENDING in the store (add: as a new row) and hand it over. */
void claim_send(struct outbox *outbox, struct run *run,
                const struct group *group,
                const struct store_recipient *recipient,
                struct store_row *row, size_t outlet, bool add);
/* The group through which a person is invited, or NULL. */
const struct group *claim_group(struct outbox *outbox,
                                const struct run *run, int64_t person);
int claim_room(struct outbox *outbox, size_t outlet);

/* -- rows.c ----------------------------------------------------------------- */

/* Rows that are due: retries, quiet hours that end, unknowns.  False when it
 * stopped half-way. */
bool rows_turn(struct outbox *outbox);

/* -- budget.c --------------------------------------------------------------- */

/* Whether so many parts more may leave over a channel today; when not, the
 * coordinator is told once, and *wait is when it may. */
bool budget_allows(struct outbox *outbox, size_t channel, int parts,
                   instant *wait);
void budget_spend(struct outbox *outbox, size_t channel, int parts);
void budget_refund(struct outbox *outbox, size_t channel, int parts);
/* Write what this turn spent. */
void budget_flush(struct outbox *outbox);

/* -- settle.c --------------------------------------------------------------- */

/* Find occurrences of which something was told that is not true any more. */
void settle_find(struct outbox *outbox);
/* Correct those whose settle time is over. */
void settle_turn(struct outbox *outbox);
bool settle_pending(const struct outbox *outbox, const char *event,
                    const char *key, instant *due);
instant settle_next(const struct outbox *outbox);
void settle_free(struct outbox *outbox);
/* The occurrence as it is true now; when it is gone, cancelled with the told
 * facts.  False: cannot be said (part of the programme is missing). */
bool settle_truth(const struct outbox *outbox, const struct store_wave *told,
                  struct occurrence *truth);

/* -- schedule.c --------------------------------------------------------------- */

/* Plan up to a day ahead; what became due while nobody was there too. */
void schedule_fill(struct outbox *outbox);
/* Open the waves of the jobs that are due; false when more wait. */
bool schedule_turn(struct outbox *outbox);
/* Events that are new or planned anew count from now on. */
void schedule_know(struct outbox *outbox);
/* Tell the coordinator of reminders that were past when they were written. */
void schedule_tell_past(struct outbox *outbox);

#endif
