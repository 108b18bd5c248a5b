/*
 * forecast - what will be sent: the same plan, waves and texts as the
 * daemon's, on a virtual clock, over channels that accept everything.
 *
 * Two of them side by side tell what an edit changes: see difference.h.
 */
#ifndef OUTBOX_FORECAST_H
#define OUTBOX_FORECAST_H

#include "base/clock.h"
#include "base/error.h"
#include "outbox/adopt.h"
#include "outbox/outbox.h"
#include "programme/load.h"

struct forecast_wanted {
    instant from, to;
    /* Ids: only messages about one event, to members of one group; NULL: all.
     * The others are still worked out, for they use up budgets too. */
    const char *event, *group;
    /* For every message, in the order in which they leave. */
    void (*each)(void *self, const struct outbox_claim *claim);
    /* Where it has come to, now and then; false: that is enough.  May be
     * NULL. */
    bool (*progress)(void *self, instant at);
    /* Whether a person of the files wants nothing; may be NULL: all do. */
    bool (*stopped)(void *self, const char *handle);
    void *self;
    /* What the people of a `load` mean for the store; may be NULL. */
    struct adopted *adopted;
};

/* From the files alone, in a store of its own.  -1 when the store gave up. */
int forecast_run(const struct programme *programme, const struct load *load,
                 const struct forecast_wanted *wanted, struct error *error);

/*
 * From where a daemon is: what was told, STOP, holds, budgets and edits that
 * settle.  `programme` is the one that runs, or one of files that were read
 * beside it, `load` (then the people in it count; NULL otherwise).
 *
 * It writes in the daemon's own store what it foresees, and rolls back to the
 * last commit in the end: the caller has committed, with outbox_flush() before
 * it, and lets nothing come between.  -1 when the store gave up.
 */
int forecast_beside(const struct outbox *running, struct store *store,
                    const struct address_key *key,
                    const struct programme *programme,
                    const struct load *load,
                    const struct forecast_wanted *wanted,
                    struct error *error);

#endif
