/*
 * cases - everything that is tried, in order; each is a function that starts
 * what it needs and says what it found.
 */
#ifndef PROBE_CASES_H
#define PROBE_CASES_H

#include "probe/probe.h"

enum case_needs {
    NEEDS_DESCRIBED = 1 << 0,   /* it said hello, or is a script for exec */
    NEEDS_READY = 1 << 1,       /* it was ready once */
    NEEDS_FAR_SIDE = 1 << 2,    /* without one: tried, but never a pass */
    NEEDS_WIRE = 1 << 3,        /* not for a script for exec */
    NEEDS_HOST = 1 << 4,        /* a plugin */
    NEEDS_TEXT = 1 << 5         /* --text */
};

struct probe_case {
    const char *name;
    unsigned needs;             /* enum case_needs */
    void (*run)(struct probe *probe, struct verdict *verdict);
};

/* Each list ends with a name of NULL. */
extern const struct probe_case cases_start[];   /* until it is ready */
extern const struct probe_case cases_talk[];    /* messages and pings */
extern const struct probe_case cases_texts[];   /* odd texts */
extern const struct probe_case cases_end[];     /* how it ends */
extern const struct probe_case cases_load[];    /* many */

/* Run all of them and print; returns how many were wrong. */
int cases_run(const struct probe_options *options);

#endif
