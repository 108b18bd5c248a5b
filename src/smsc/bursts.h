/*
 * bursts - when submissions came, for measurements: a burst ends when half a
 * second goes by without one.
 */
#ifndef SMSC_BURSTS_H
#define SMSC_BURSTS_H

#include <stddef.h>
#include <stdint.h>

/* Microseconds since 1970. */
struct burst {
    int64_t first, last;
    uint64_t count;
};

struct bursts {
    struct burst *items;
    size_t count, room;
};

/* One submission, read at `now` (microseconds since 1970). */
void bursts_note(struct bursts *bursts, int64_t now);

/* A line for each on stdout: "burst FIRST LAST COUNT". */
void bursts_print(const struct bursts *bursts);

/* Back to nothing. */
void bursts_free(struct bursts *bursts);

#endif
