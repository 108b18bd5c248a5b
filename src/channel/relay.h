/*
 * relay - what a channel's process says, line by line into the log: cleaned,
 * and only so much of it.
 */
#ifndef CHANNEL_RELAY_H
#define CHANNEL_RELAY_H

#include "base/buffer.h"
#include "base/clock.h"

/* So many lines in so long; what is more is counted and told. */
enum { RELAY_LINES = 30 };
#define RELAY_SPAN (10 * SECOND)

/* Zero-initialised is fresh. */
struct relay {
    struct buffer in;           /* stderr, up to the last newline */
    instant since;
    int lines, dropped;
};

/* One line of a process. */
void relay_line(struct relay *relay, const char *channel, int priority,
                const char *text, instant now);

/* Bytes of its stderr have been added to relay->in: log the whole lines. */
void relay_stderr(struct relay *relay, const char *channel, instant now);

/* The process is gone: log what is left, and forget it. */
void relay_end(struct relay *relay, const char *channel, instant now);

#endif
