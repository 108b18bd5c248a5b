/*
 * patience - all that has a time in a worker's life, on one timer: the
 * deadlines of sends, starts and stops, pings, restarts.
 */
#ifndef CHANNEL_PATIENCE_H
#define CHANNEL_PATIENCE_H

struct worker;

/* Something new has a time: have the timer fire early enough.  Cheap when it
 * does already. */
void patience_arm(struct worker *worker);

/* The timer fired: do what is due. */
void patience_over(struct worker *worker);

#endif
