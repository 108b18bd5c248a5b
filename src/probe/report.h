/*
 * report - what a case found, and the lines of TAP that say so.
 */
#ifndef PROBE_REPORT_H
#define PROBE_REPORT_H

#include "base/buffer.h"

enum found { FOUND_FINE, FOUND_SKIP, FOUND_WRONG };

/* What one case found; zero-initialised is fine, with nothing to say. */
struct verdict {
    enum found found;
    char skipped[300];          /* why */
    struct buffer notes;        /* lines for people */
};

/* Something is wrong; all that are told are shown. */
void verdict_wrong(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* It cannot be seen here; what is wrong stays wrong. */
void verdict_skip(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One line beside it. */
void verdict_note(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Zero-initialised is nothing reported. */
struct report {
    int cases, wrong, skipped;
};

/* Print the case, and empty the verdict. */
void report_case(struct report *report, const char *name,
                 struct verdict *verdict);

/* Print the plan and a summary. */
void report_end(const struct report *report);

#endif
