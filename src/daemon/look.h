/*
 * look - what this daemon will do, foreseen from where it is, in its own
 * store; nothing of it stays.
 *
 * While it looks the daemon does nothing else, so it looks at so many
 * messages at most.
 */
#ifndef DAEMON_LOOK_H
#define DAEMON_LOOK_H

#include "daemon/consequences.h"
#include "daemon/daemon.h"
#include "outbox/difference.h"
#include "outbox/forecast.h"

enum { LOOK_MOST = 50000 };     /* half a second */

struct look {
    struct daemon *daemon;
    instant from, to;
    const char *event, *group;  /* NULL: all */
    struct difference *difference;      /* takes them in, when not NULL; */
    bool after;                 /* as what is after an edit */
    struct consequences_effects effects;        /* of the last look */
    instant cut;                /* nothing later was looked at; 0: all was */
    /* its own */
    struct foreseer foreseer;
    size_t count;
    instant last;
};

/* What was done up to here is on the disk, and may not be taken back: before
 * the first look.  -1 when the store gave up. */
int look_begin(struct daemon *daemon, struct error *error);

/* Look, with the programme that runs (load NULL) or with what was loaded
 * beside it.  *gone (may be NULL) gets how many people would be gone.  -1 when
 * the store gave up. */
int look_ahead(struct look *look, const struct load *load, int64_t *gone,
               struct error *error);
void look_free(struct look *look);

#endif
