/*
 * color - when to colour, and what.
 */
#ifndef CTL_COLOR_H
#define CTL_COLOR_H

#include <stdbool.h>
#include <stdio.h>

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* "auto", "always", "never"; false when it is none of these. */
bool color_find(const char *name, enum color_when *when);

/* COLOR_AUTO: on a terminal that can, and not with NO_COLOR. */
bool color_wanted(enum color_when when, FILE *stream);

#define COLOR_BOLD "\033[1m"
#define COLOR_RED "\033[31m"
#define COLOR_GREEN "\033[32m"
#define COLOR_YELLOW "\033[33m"
#define COLOR_DIM "\033[2m"
#define COLOR_OFF "\033[0m"

/* The colour of a word that says how something goes ("delivered", "unknown",
 * "backoff"), or NULL for most words. */
const char *color_of_state(const char *state);

#endif
