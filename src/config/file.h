/*
 * file - a configuration file as one text, safely read: a regular file of
 * bounded size, with what it includes put in its place.
 *
 * `@include "name"` alone on a line names a file of the same configuration
 * directory; nothing outside of it is opened, and libconfig's own include,
 * which would, never sees one.
 */
#ifndef CONFIG_FILE_H
#define CONFIG_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/diagnose.h"

enum {
    FILE_SIZE_MOST = 64 * 1024 * 1024,  /* of a text with its includes */
    FILE_DEPTH_MOST = 10,               /* includes within includes */
    FILE_INCLUDES_MOST = 1000           /* in all */
};

/* From `line` of the whole text on it is `name`, from its line `from`. */
struct file_piece {
    int line;
    const char *name;
    int from;
};

struct file_text {
    const char *name;           /* "events.d/x.conf" */
    char *text;                 /* ends in a newline, and a NUL that is not
                                 * counted */
    size_t length, room;
    bool open_to_others;        /* its group or everyone may read a part */
    size_t piece_count, piece_room;
    struct file_piece *pieces;
};

/* Read `name` of `directory`; -1 when it is not there or cannot be used, and
 * why is in `diagnoses`.  The names live in the pool of `diagnoses`. */
int file_read(const char *directory, const char *name,
              struct diagnoses *diagnoses, struct file_text *file);

/* A text that was read before; copied. */
void file_from_text(const char *name, const char *text,
                    struct diagnoses *diagnoses, struct file_text *file);

/* The directory of the files that come with the program: $ALLO_DATADIR (for
 * tests), else where they were installed. */
const char *file_shipped(void);

/* Back to nothing read. */
void file_free(struct file_text *file);

/* Where a line of the whole text stands. */
void file_place(const struct file_text *file, int line, const char **name,
                int *at);

#endif
