/*
 * hear - what one frame of the channel means for the player, and whether the
 * contract allows it.  Pure: from a frame to a changed struct player.
 */
#ifndef PROBE_HEAR_H
#define PROBE_HEAR_H

#include "base/frame.h"
#include "probe/player.h"

/* Take one frame in; what is wrong with it becomes a breach. */
void hear_frame(struct player *player, const struct frame *frame);

/* Remember a breach; the same one only once. */
void hear_breach(struct player *player, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Stands in every text that must not come back in a log line. */
#define HEAR_SECRET "tulip 4711"

#endif
