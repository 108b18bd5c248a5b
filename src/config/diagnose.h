/*
 * diagnose - everything that is wrong with a configuration, told at once:
 * where it stands, what is wrong, what would be right.
 */
#ifndef CONFIG_DIAGNOSE_H
#define CONFIG_DIAGNOSE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/memory.h"

struct diagnosis {
    bool warning;
    const char *file;           /* "allo.conf", "events.d/x.conf" */
    int line;                   /* 0: the file as a whole */
    const char *text;           /* "what is wrong; what would be right" */
};

/* Filled by all who read; the texts live in `pool`. */
struct diagnoses {
    struct pool *pool;
    size_t count, room, error_count;
    struct diagnosis *items;    /* free() it */
};

/* Add one.  No text holds a secret, an address or a message. */
void diagnose_error(struct diagnoses *diagnoses, const char *file, int line,
                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diagnose_warning(struct diagnoses *diagnoses, const char *file,
                      int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diagnose_add(struct diagnoses *diagnoses, bool warning,
                  const char *file, int line, const char *format,
                  va_list args) __attribute__((format(printf, 5, 0)));

/* Put them in the order of file and line; what stands at one line stays in
 * the order in which it was found, and the same is not told twice. */
void diagnose_sort(struct diagnoses *diagnoses);

/* Print as "file:line: error: text", one a line; returns the number of
 * errors. */
size_t diagnose_print(const struct diagnosis *items, size_t count,
                      bool warnings_too, FILE *out);

#endif
