/*
 * private - what the files of this room share: the root object, the agenda,
 * and a wave that is being worked on (a run).
 */
#ifndef OUTBOX_PRIVATE_H
#define OUTBOX_PRIVATE_H

#include "delivery/loopguard.h"
#include "outbox/outbox.h"
#include "plan/compose.h"
#include "plan/plan.h"

enum {
    OUTBOX_RUNS_KEPT = 64,      /* waves in memory that are not walked */
    OUTBOX_TURN_VISITS = 4096,  /* people looked at in one turn; in the first */
    OUTBOX_FIRST_VISITS = 32,   /* few, so that they are on their way at once */
    OUTBOX_BATCH = 512,         /* people or rows read at a time, */
    OUTBOX_LEAST = 16,          /* and at least */
    OUTBOX_TURN_JOBS = 256,
    ROW_REMOTE = 256            /* bytes of a far side's id */
};

/* One reminder of one occurrence, until it is due. */
struct entry {
    instant due;                /* as planned */
    instant when;               /* to be looked at; later when put off */
    uint32_t event, reminder;   /* indexes into the programme */
    char key[OCCURRENCE_KEY];
};

/* What waits, as a heap: the entry that comes first on top. */
struct agenda {
    struct entry *entries;
    size_t count, room;
};

/* A heap by time; the top is NULL when it is empty. */
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
    const char *why;            /* it would expire if it waits so; or NULL */
};

/* A text of a wave, made once for all who read the same. */
struct said {
    const struct language *language;
    const char *role;
    bool sms, invited;
    instant next;               /* as it says when the next one is, or 0 */
    int64_t told;               /* the wave that told the old facts */
    struct composed composed;
};

/* What a wave told. */
struct told {
    int64_t wave;
    struct facts facts;
    int version;
    enum purpose purpose;
    const char *slot;
};

struct run {
    struct run *next;
    struct pool *pool;
    struct store_wave wave;     /* its texts are in the pool */
    const struct event *event;  /* NULL: gone, or an answer */
    const struct change *change;        /* of the occurrence, or NULL */
    const char *topic;          /* one for each occurrence */
    bool correction, answer;
    bool late;                  /* for who was invited later */
    bool again;                 /* some of its audience has a row already */
    size_t pass_count;
    struct pass *passes;
    size_t said_count, said_room;
    struct said *said;
    size_t told_count, told_room;
    struct told *told;
    /* other waves of the occurrence under facts no newer than these */
    bool others_known;
    size_t other_count, other_room;
    int64_t *others;            /* newest first */
    uint64_t used;              /* turn in which it was last asked for */
};

struct unsettled {
    char *event;
    char key[OCCURRENCE_KEY];
    struct facts truth;         /* its place is the list's */
    char *place;
    instant due;
};

struct unsettled_list {
    struct unsettled *items;
    size_t count, room;
};

/* Events that this load gave another id. */
struct renamed_list {
    struct renamed {
        char *from, *to;
    } *items;
    size_t count, room;
};

struct spending {
    char day[16];               /* "" not read yet */
    instant begin, end;         /* of that day */
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
    struct loopguard loops;
    struct agenda agenda;
    instant *since;             /* by event: its schedule is known from */
    bool known;                 /* this programme was looked at */
    instant loaded;             /* when it came, by a clock that may be wrong */
    bool foretells;             /* it is a forecast */
    instant ahead;              /* so far the plan is looked at; */
    instant planned;            /* the agenda reaches up to here */
    instant handled;            /* what was due is open; 0: at no turn yet */
    instant marked;             /* as the store knows it */
    bool put_off;               /* entries wait for an edit to settle */
    instant newcomers;          /* when they are looked for; NEVER: not */
    instant swept;              /* receipts that did not come */
    instant now;                /* of this turn */
    struct run *runs;           /* by due; open ones are walked */
    size_t run_count;
    uint64_t turn;
    size_t appetite;            /* people to look at in this turn */
    struct unsettled_list unsettled;
    struct renamed_list renamed;
    bool doubted;               /* the clock is */
    bool orphans;               /* receipts wait for their message */
    bool blocked;               /* rows are due that found no room */
    struct store_row rows_seen; /* the last one looked at behind those */
};

/* -- outbox.c ------------------------------------------------------------- */

/* The daemon looks so far ahead at the plan.  A year is foretold with few
 * looks, and without a sweep for receipts: nothing leaves for them. */
#define OUTBOX_AHEAD (25 * HOUR)
void outbox_foretell(struct outbox *outbox, instant ahead);
/* A new one over this store, as far as `running` (NULL: a beginning) has
 * come; its programme is still to be given. */
struct outbox *outbox_beside(const struct outbox *running, struct store *store,
                             struct random *random,
                             const struct outbox_events *events, void *self);

/* -- run.c ---------------------------------------------------------------- */

/* The wave in memory, read from the store when need be; NULL: not there.
 * Lasts until the next run_get() or the end of the turn. */
struct run *run_get(struct outbox *outbox, int64_t wave);
/* Open a wave (unless its key is there) and start to walk it. */
void run_open(struct outbox *outbox, struct store_wave *wave);
/* The same, and when it is there and done it is walked once more. */
void run_open_again(struct outbox *outbox, struct store_wave *wave);
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
/* The newest telling to a person besides this wave, or NULL; *at gets when. */
const struct told *run_told_before(struct outbox *outbox, struct run *run,
                                   int64_t person, instant *at);
/* Whether a correction to these facts is still on its way to a person. */
bool run_correction_pending(struct outbox *outbox, struct run *run,
                            int64_t person);

/* Whether a person has a message, sent or waiting, in this wave or another of
 * the occurrence; one that was cancelled does not count (but for a STOP it
 * does: START does not bring it back), nor one about a date that has
 * passed. */
bool run_has_row(struct outbox *outbox, struct run *run, int64_t person);
/* Whether another wave of the occurrence is walking its audience. */
bool run_is_behind(const struct outbox *outbox, const struct run *run);

/* -- audience.c ------------------------------------------------------------ */

/* Whether this wave tells a person nothing new: then nothing is sent. */
bool audience_knows(struct outbox *outbox, struct run *run,
                    const struct store_recipient *recipient);
/* Whether a correction has nothing to tell a person any more; when it has,
 * recipient->told_wave is what they know, for its words. */
bool audience_told_true(struct outbox *outbox, struct run *run,
                        struct store_recipient *recipient);

/* -- walk.c --------------------------------------------------------------- */

/* Walk open waves as far as there is room; false when it stopped half-way. */
bool walk_runs(struct outbox *outbox);
/* Whether a text has too many parts; the coordinator is told once. */
bool walk_too_long(struct outbox *outbox, const struct run *run,
                   const struct composed *composed);
/* When a pass wants to go on by itself. */
instant walk_next(const struct outbox *outbox);

/* -- claim.c -------------------------------------------------------------- */

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
/* Whether they are in one of the groups that the event invites. */
bool claim_is_invited(struct outbox *outbox, const struct run *run,
                      int64_t person);
int claim_room(struct outbox *outbox, size_t outlet);

/* -- row.c ---------------------------------------------------------------- */

/* A row with its texts copied: the store's own do not last. */
struct held_row {
    struct store_row row;
    char channel[64], remote[ROW_REMOTE], reason[256];
};

void row_hold(struct held_row *held, const struct store_row *row);
bool row_get(struct outbox *outbox, int64_t wave, int64_t person,
             struct held_row *held);
/* The row goes into another state, where `event` leads; false when it does
 * nothing in this one. */
bool row_move(struct outbox *outbox, struct store_row *row,
              enum delivery_event event, instant due, const char *reason);
/* Index of a channel, or -1. */
int row_channel(const struct outbox *outbox, const char *name);
/* Tell the coordinator that someone may not know. */
void row_tell_unsure(struct outbox *outbox, const struct run *run,
                     const struct store_recipient *recipient);
void row_tell_late(struct outbox *outbox, const struct run *run,
                   const struct store_recipient *recipient);

/* -- hold.c --------------------------------------------------------------- */

/* What was held may go again: every held row of the wave. */
void hold_release(struct outbox *outbox, int64_t wave);
/* After a change of the programme: what was held is looked at again. */
void hold_look_again(struct outbox *outbox);
/* A row is held. */
void hold_note(struct outbox *outbox);

/* -- due.c --------------------------------------------------------------- */

/* Rows that are due: retries, quiet hours that end, unknowns.  False when it
 * stopped half-way. */
bool due_turn(struct outbox *outbox);

/* -- budget.c ------------------------------------------------------------- */

/* Whether so many parts more may leave over a channel today; when not, the
 * coordinator is told once, and *wait is when it may. */
bool budget_allows(struct outbox *outbox, size_t channel, int parts,
                   instant *wait);
void budget_spend(struct outbox *outbox, size_t channel, int parts);
void budget_refund(struct outbox *outbox, size_t channel, int parts);
/* Write what this turn spent. */
void budget_flush(struct outbox *outbox);

/* -- loop.c ---------------------------------------------------------------- */

/* Why a message is held that would be one too many of the same text to the
 * same address; starts with "the same text". */
extern const char loop_reason[];
/* Whether it would be; the coordinator is told once for each wave. */
bool loop_stops(struct outbox *outbox, const struct run *run,
                const struct store_recipient *recipient, size_t outlet,
                const struct composed *composed);
void loop_take_back(struct outbox *outbox,
                    const struct store_recipient *recipient, size_t outlet,
                    const struct composed *composed);
void loop_count(struct outbox *outbox,
                const struct store_recipient *recipient, size_t outlet,
                const struct composed *composed);

/* -- correction.c ---------------------------------------------------------- */

/* Find occurrences of which something was told that is not true any more.
 * `old`: those of the programme before, whose time goes on. */
void correction_find(struct outbox *outbox, struct unsettled_list *old);
/* Correct those whose settle time is over. */
void correction_turn(struct outbox *outbox);
/* Someone who had said STOP is back: what they were told and is not true any
 * more is put right, in waves of the slot `key`. */
void correction_welcome(struct outbox *outbox, int64_t person,
                        const char *key, instant now);
bool correction_pending(const struct outbox *outbox, const char *event,
                    const char *key, instant *due);
instant correction_next(const struct outbox *outbox);
void correction_free(struct unsettled_list *list);
/* The occurrence as it is true now; when it is gone, cancelled with the told
 * facts.  False: cannot be said (part of the programme is missing). */
bool correction_truth(const struct outbox *outbox,
                      const struct store_wave *told,
                      struct occurrence *truth);

/* -- schedule.c ----------------------------------------------------------- */

/* Open the waves of the jobs that are due; false when more wait. */
bool schedule_turn(struct outbox *outbox);
/* Look at the programme, once for each: events that are new or planned anew
 * count from now on, and the coordinator is told of reminders that were past
 * when they were written. */
void schedule_know(struct outbox *outbox);
/* The version of the facts that a new wave of this occurrence and slot
 * tells. */
int schedule_version(struct outbox *outbox,
                     const struct occurrence *occurrence, const char *slot);
/* The agenda is let go; what was put off is planned again. */
void schedule_forget(struct outbox *outbox);

/* -- rename.c -------------------------------------------------------------- */

/* What was told of events that got another id goes over to the new one. */
void rename_find(struct outbox *outbox);
void rename_forget(struct renamed_list *list);

/* -- rezone.c -------------------------------------------------------------- */

/* Where the rules of a zone are others than when things were told, the hour on
 * the wall stays what was told. */
void rezone_all(struct outbox *outbox);

/* -- newcomers.c ---------------------------------------------------------- */

/* When a load has settled: open waves for those who were invited after the
 * reminders had left. */
void newcomers_turn(struct outbox *outbox);

#endif
