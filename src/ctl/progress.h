/*
 * progress - on a terminal, a line that says how far it is and goes away.
 */
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include <stdbool.h>

#include "base/clock.h"
#include "ctl/command.h"

struct zone;

struct progress {
    FILE *err;                  /* NULL: nothing is shown */
    instant shown;              /* monotonic; when it was written last */
    bool written;
};

/* Only when stderr is a terminal, and messages do not stream over it or into
 * a pipe. */
void progress_begin(struct progress *progress, const struct call *call,
                    bool streams);
/* The moment that is worked out, by the clocks of `zone`. */
void progress_at(struct progress *progress, const struct zone *zone,
                 instant at);
void progress_end(struct progress *progress);

#endif
