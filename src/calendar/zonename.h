/*
 * zonename - IANA names of zones: where their file lies, and which one
 * somebody may have meant.
 */
#ifndef CALENDAR_ZONENAME_H
#define CALENDAR_ZONENAME_H

#include <stdbool.h>

#include "base/error.h"

enum { ZONENAME_MOST = 64, ZONENAME_PATH = 128 };

/* The path of the zone's file in `directory` (NULL: the system's), which need
 * not exist; false when the name cannot be one (it would lead elsewhere, is too
 * long or is empty). */
bool zonename_path(const char *directory, const char *name,
                   char path[ZONENAME_PATH]);

/* -1 with a sentence for a name that the machine does not have.  Looks
 * through the zoneinfo directory for the nearest. */
int zonename_explain(const char *name, struct error *error);

#endif
