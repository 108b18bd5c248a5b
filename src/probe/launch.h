/*
 * launch - the process of the channel: allo-host with a plugin, as the daemon
 * starts it, or a script, as the channel exec does.
 */
#ifndef PROBE_LAUNCH_H
#define PROBE_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

/* Descriptors are ours, non-blocking, closed on exec; to and from are one for
 * a plugin. */
struct process {
    pid_t pid;
    int to, from;               /* the wire */
    int errors;                 /* its stderr */
};

/* "x.so", or a name without a slash, is a plugin; anything else a script. */
bool launch_is_script(const char *path);

/* -1: there is no process.  launch_end() ends what there is. */
int launch(const char *path, struct process *process, struct error *error);

/* Close our side of the wire. */
void launch_hang_up(struct process *process);

/* Kill it and what it started, wait for it, close everything. */
void launch_end(struct process *process);

#endif
