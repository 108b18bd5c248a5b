/*
 * stopped - who said STOP, as a daemon of the same configuration knows.
 */
#ifndef CTL_STOPPED_H
#define CTL_STOPPED_H

#include <stdbool.h>
#include <stddef.h>

struct call;
struct stopped;

/* Ask the daemon of the call's configuration.  NULL when there is none, or it
 * does not answer: that is said nowhere, for a forecast does without. */
struct stopped *stopped_ask(const struct call *call);

/* Takes NULL too, and nulls the pointer. */
void stopped_free(struct stopped **stopped);

/* `stopped` may be NULL: then it is nobody. */
bool stopped_has(const struct stopped *stopped, const char *handle);
size_t stopped_count(const struct stopped *stopped);

#endif
