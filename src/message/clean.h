/*
 * clean - what foreign text is put through before it meets a template, a
 * screen or a file: names, places, notes, replies.
 *
 * Taken out: C0 and C1 controls, bidirectional controls, zero-width and other
 * invisible characters, what is not UTF-8.  White space of any kind, line ends
 * included, becomes one space between words and none at the ends.  Cleaning
 * what is clean changes nothing.
 */
#ifndef MESSAGE_CLEAN_H
#define MESSAGE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"

/* Add the `length` bytes at `text`, cleaned, to `out`. */
void clean_add(struct buffer *out, const char *text, size_t length);

/* A cleaned copy in `pool`; NULL stays NULL. */
char *clean_copy(struct pool *pool, const char *text);

/* Whether cleaning would change nothing. */
bool clean_is(const char *text, size_t length);

/* White space (Unicode's White_Space), and what is seen by nobody. */
bool clean_is_space(uint32_t code);
bool clean_is_invisible(uint32_t code);

#endif
