/*
 * load - from a directory of files to a programme, its people and everything
 * that is wrong, told at once.
 *
 * A directory is a configuration: allo.conf, with texts.d/, events.d/,
 * people.d/ and calendars.d/ beside it.  `channels`, `groups`, `organisation`
 * and the settings stand in allo.conf; `events` and `people` may stand in any
 * file but those of texts.d, which have `texts` and `subjects`, and those of
 * calendars.d.
 */
#ifndef PROGRAMME_LOAD_H
#define PROGRAMME_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/memory.h"
#include "config/diagnose.h"
#include "privacy/address.h"

struct programme;

enum { PERSON_ADDRESSES = 3 };

/* One of their addresses; address_restore() makes a struct address of it.
 * (A hundred thousand people: half a kilobyte each would be too much.) */
struct person_address {
    enum address_kind kind;
    const char *sealed;
};

/* Someone who stands in people.d. */
struct person {
    const char *id, *name;      /* name: "" when not said */
    const char *language;       /* tag; the organisation's unless said */
    size_t group_count, reach_count, address_count;
    const char *const *groups;
    const char *const *reach;   /* channel names; 0: the group's */
    const struct person_address *addresses;     /* in the order of kind */
    int line;
};

/* One file and what came of it. */
struct source {
    const char *name;           /* "events.d/straatoverleg.conf" */
    const char *text;           /* as it was read, includes and all; NULL:
                                 * neither it nor a last valid text could be
                                 * had.  Always "" for allo.conf: it may hold
                                 * secrets */
    bool valid;                 /* false: its last valid text was used */
    size_t person_count;
    struct person *people;
};

/* All of one load; free as a whole when the people are in the store. */
struct load {
    struct pool *pool;
    struct programme *programme;        /* taken over by the caller, or NULL
                                         * when allo.conf cannot be used */
    size_t source_count, source_room;
    struct source *sources;
    size_t diagnosis_count, diagnosis_room, error_count;
    struct diagnosis *diagnoses;
};

struct load_options {
    const char *directory;
    /* The last valid text of a file that is broken now, or NULL: lasts until
     * the next call.  May be NULL itself: nothing is known (check). */
    const char *(*last_valid)(void *self, const char *name);
    void *self;
    bool people;                /* false: leave people.d alone */
    bool leave_secrets;         /* true: "@credential:..." is not looked up
                                 * (check); what it stands for is "" */
    bool rehearsal;             /* true: files that others can read are taken
                                 * as they are, for nothing is kept or sent
                                 * (forecast) */
    const char *zoneinfo;       /* directory; NULL: the system's */
    instant now;                /* for warnings about what is past; 0: no
                                 * such warnings */
};

/* Never fails: what is wrong is in `diagnoses`, in the order of file and
 * line.  load->programme is NULL when nothing can be run from it. */
void programme_load(const struct load_options *options, struct load *load);

/* Back to nothing loaded, with its diagnoses. */
void load_free(struct load *load);

/* Print to stderr as "file:line: error: text"; returns the number of
 * errors. */
size_t load_print(const struct load *load, bool warnings_too);

#endif
