/*
 * number - text to numbers, whole or not at all.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* The whole text is a decimal number within the bounds. */
bool number_parse(const char *text, int64_t least, int64_t most,
                  int64_t *number);

/* The same for digits only, up to UINT64_MAX. */
bool number_parse_unsigned(const char *text, uint64_t *number);

#endif
