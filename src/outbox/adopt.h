/*
 * adopt - bring what a load read into the store: the people, and the text of
 * each file as the last valid one.  The daemon, a forecast and a replay begin
 * with it; the caller commits.
 */
#ifndef OUTBOX_ADOPT_H
#define OUTBOX_ADOPT_H

#include "base/random.h"
#include "privacy/address.h"
#include "programme/load.h"
#include "store/store.h"

/* The key of this store's indexes and pseudonyms, made at first use. */
void adopt_key(struct store *store, struct random *random,
               struct address_key *key);

/* What changed in the store. */
struct adopted {
    int64_t people;             /* read */
    int64_t gone;               /* not there any more */
    size_t sources;             /* files whose text is new */
};

/* `load` is only read.  People of a file that could not be used stay as they
 * are; those of a file that is away are gone. */
void adopt_load(struct store *store, const struct address_key *key,
                const struct load *load, struct adopted *adopted);

/* For load_options.last_valid: self is the struct store. */
const char *adopt_last_valid(void *self, const char *name);

#endif
