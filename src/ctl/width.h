/*
 * width - how many columns of a terminal a character takes.  A table of our
 * own: wcwidth(3) knows only what the locale knows, which is ASCII in a
 * service.
 */
#ifndef CTL_WIDTH_H
#define CTL_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0 for a mark on the character before, 2 for Chinese and the like. */
size_t width_of(int32_t code);

/* Whether it is a format character: seen by nobody, obeyed by some. */
bool width_is_format(int32_t code);

#endif
