/*
 * table - rows of the daemon as an aligned table, or as JSON.
 */
#ifndef CTL_TABLE_H
#define CTL_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/frame.h"

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER,              /* to the right; a number in JSON */
    COLUMN_FAULT,               /* a number that should be 0 */
    COLUMN_TIME,
    COLUMN_LENGTH,              /* seconds; a number in JSON */
    COLUMN_STATE
};

struct column {
    const char *key;
    const char *title;          /* NULL: not in the table, only in JSON */
    enum column_kind kind;
};

struct table;

/* `columns` ends with a NULL key and outlives the table. */
struct table *table_new(const struct column *columns);
void table_free(struct table **table);

/* Copies the row; and how many there are. */
void table_add(struct table *table, const struct frame *row);
size_t table_rows(const struct table *table);

/* Columns stand two spaces apart; one that is empty in every row is left
 * out, and the last is not filled up. */
void table_print(const struct table *table, FILE *out, bool color);

/* One row as one line of JSON, in the order of the row; keys that are not in
 * `columns` are texts. */
void table_json(const struct column *columns, const struct frame *row,
                FILE *out);
/* One field of it, "key":value. */
void table_add_json(enum column_kind kind, const char *key,
                    const char *value, struct buffer *line);

#endif
