/*
 * talk - what a worker and its process say to each other, while the process
 * lives: the wire in both directions, and its stderr.
 */
#ifndef CHANNEL_TALK_H
#define CHANNEL_TALK_H

struct spawned;
struct worker;

/* A process is there: watch its descriptors, which the worker owns now. */
void talk_open(struct worker *worker, const struct spawned *spawned);

/* No more of the wire; and of stderr, after what is left there. */
void talk_close(struct worker *worker);
void talk_close_errors(struct worker *worker);

/* Hear what the process said before it ended.  May end the worker. */
void talk_last(struct worker *worker);

/* All settings, and start. */
void talk_settings(struct worker *worker);

/* A word without fields; waits behind what waits for a commit. */
void talk_say(struct worker *worker, const char *verb);

/* Let go all that was queued. */
void talk_flush(struct worker *worker);

#endif
