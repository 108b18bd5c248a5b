/*
 * measure - what a process holds, as the kernel counts it.
 */
#ifndef PROBE_MEASURE_H
#define PROBE_MEASURE_H

#include <sys/types.h>

struct measure {
    long descriptors;           /* open; -1: cannot be seen */
    long memory;                /* KiB of its own that are resident; or -1 */
};

/* Of a process of our own. */
struct measure measure(pid_t pid);

#endif
