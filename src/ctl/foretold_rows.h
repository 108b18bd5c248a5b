/*
 * foretold_rows - one message as a row: what stands in each column.
 */
#ifndef CTL_FORETOLD_ROWS_H
#define CTL_FORETOLD_ROWS_H

#include "ctl/foretold.h"
#include "ctl/table.h"

enum { FORETOLD_NUMBER = 24, FORETOLD_COLUMNS = 16 };

/* A row and the texts that it is made of. */
struct foretold_row {
    struct frame frame;
    const struct column *columns[FORETOLD_COLUMNS];     /* of its fields */
    char parts[FORETOLD_NUMBER], price[FORETOLD_PRICE];
};

extern const struct column foretold_columns[];

/* `utc`: the moment is told in UTC.  `change` NULL: it is no difference. */
void foretold_row(struct foretold_row *row, const struct foreseen *foreseen,
                  bool utc, const char *change, const struct foreseen *was);

/* A line of JSON or CSV for all that read the same: what stands before and
 * after the person. */
struct foretold_line {
    uint64_t same;              /* 0: none */
    struct buffer before, after;
};

/* From a row, of whichever person. */
void foretold_line_make(struct foretold_line *line,
                        const struct foretold_row *row, bool csv);
/* The line for one of them, with its end. */
void foretold_line_add(const struct foretold_line *line, const char *person,
                       bool csv, struct buffer *out);
/* Back to none. */
void foretold_line_free(struct foretold_line *line);

/* The head of a CSV. */
void foretold_head(const struct foretold_row *row, struct buffer *line);

#endif
