/*
 * diagnoses - what is wrong with a configuration, as check and reload show
 * it: "file:line: error: text".
 */
#ifndef CTL_DIAGNOSES_H
#define CTL_DIAGNOSES_H

#include <stdint.h>

#include "ctl/command.h"

/* kind: "error" or "warning"; line 0: the file as a whole.  One line of JSON
 * with --json. */
void diagnoses_print(const struct call *call, const char *kind,
                     const char *file, int64_t line, const char *text);

/* "2 errors, 1 warning" in `text`; "" when there are none. */
enum { DIAGNOSES_TEXT = 80 };
const char *diagnoses_count(size_t errors, size_t warnings,
                            char text[DIAGNOSES_TEXT]);

#endif
