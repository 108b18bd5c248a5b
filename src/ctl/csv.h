/*
 * csv - lines of RFC 4180, safe to open in a spreadsheet.
 */
#ifndef CTL_CSV_H
#define CTL_CSV_H

#include "base/buffer.h"

/* Add one value, in quotes when it needs them.  A text that a spreadsheet
 * would take for a formula (it begins with = + - @ or a tab) gets an
 * apostrophe before it. */
void csv_add(struct buffer *line, const char *text);

#endif
