/*
 * difference - what an edit changes: the messages of a forecast before it
 * beside those of one after it.
 *
 * A message is known by whom it tells what: event, occurrence, purpose and
 * person.  It comes, it goes, or it changes: another moment, channel or text.
 */
#ifndef OUTBOX_DIFFERENCE_H
#define OUTBOX_DIFFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "outbox/foreseen.h"

struct difference;

struct difference *difference_new(void);
/* Takes NULL too and nulls the pointer. */
void difference_free(struct difference **difference);

/* Add one; the texts are copied. */
void difference_before(struct difference *difference,
                       const struct foreseen *foreseen);
void difference_after(struct difference *difference,
                      const struct foreseen *foreseen);

/* How many it keeps. */
size_t difference_size(const struct difference *difference);

enum difference_kind {
    DIFFERENCE_COMES,
    DIFFERENCE_GOES,
    DIFFERENCE_CHANGES
};
/* "comes", "goes", "changes". */
const char *difference_name(enum difference_kind kind);

/* Call `each` for every difference in the order of when they leave (what
 * goes: would have left).  `before` is NULL of what comes, `after` of what
 * goes. */
void difference_each(struct difference *difference,
                     void (*each)(void *self, enum difference_kind kind,
                                  const struct foreseen *before,
                                  const struct foreseen *after),
                     void *self);

#endif
