/*
 * consequences - what the daemon says of files that it has read: what is wrong
 * with them, what is different and what follows; the same for a reload and
 * for a look at one.
 */
#ifndef CTL_CONSEQUENCES_H
#define CTL_CONSEQUENCES_H

#include "base/frame.h"
#include "ctl/command.h"

struct consequences {
    const struct call *call;
    size_t errors, warnings, changes;
};

/* Print one row of the answer (a line of JSON with --json), and count it. */
void consequences_row(struct consequences *consequences,
                      const struct frame *row);

#endif
