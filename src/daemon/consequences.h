/*
 * consequences - what is different in files that were read, and what follows
 * from it: the same words after a reload and for a look before one.
 */
#ifndef DAEMON_CONSEQUENCES_H
#define DAEMON_CONSEQUENCES_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "control/server.h"
#include "outbox/outbox.h"
#include "programme/load.h"

struct programme;

/* A row for each thing that is wrong in the files. */
void consequences_diagnoses(const struct load *load,
                            struct control_answer *answer);

/* What has to be known of a programme that will be gone. */
struct consequences_before;
struct consequences_before *
consequences_note(const struct programme *programme);
void consequences_forget(struct consequences_before **before);

/* A row for each thing that is other in `programme`; `gone`: people. */
void consequences_changes(const struct consequences_before *before,
                          const struct programme *programme, int64_t gone,
                          struct control_answer *answer);

/* A row for an event that has another id by now: an outbox_rename. */
void consequences_renamed(void *answer, const char *from, const char *to);

/* Corrections about one occurrence that leave at one moment. */
struct effect {
    const char *event, *occurrence;
    instant at, start;          /* start: as it was told */
    int64_t people;
};

/* Zeroed: none. */
struct consequences_effects {
    struct pool *pool;
    struct effect *items;
    size_t count, room;
    instant cut;                /* what is later was not looked at; 0: all */
};

/* Take in a message that is foreseen. */
void consequences_foresee(struct consequences_effects *effects,
                          struct store *store,
                          const struct outbox_claim *claim);
/* A row for each. */
void consequences_effects(const struct consequences_effects *effects,
                          const struct programme *programme, instant now,
                          struct control_answer *answer);
void consequences_free(struct consequences_effects *effects);

#endif
