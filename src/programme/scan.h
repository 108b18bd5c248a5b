/*
 * scan - which files of texts.d, events.d and people.d are read.
 */
#ifndef PROGRAMME_SCAN_H
#define PROGRAMME_SCAN_H

#include <stddef.h>

struct diagnoses;

/* "events.d/a.conf" and so on, in the order of their names, in the pool of
 * the diagnoses and with a NULL at the end; a directory that is not there is
 * an empty one.  NULL when it cannot be read, and why is in `diagnoses`. */
const char **scan_files(const char *directory, const char *below,
                        struct diagnoses *diagnoses);

#endif
