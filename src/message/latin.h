/*
 * latin - the nearest writing of a character in the letters and signs that
 * GSM 03.38 has.
 */
#ifndef MESSAGE_LATIN_H
#define MESSAGE_LATIN_H

#include <stdint.h>

/* UTF-8 within GSM 03.38 ("" for what has no width), or NULL when there is
 * nothing near: another script, an emoji.  For characters that GSM 03.38 does
 * not have; static. */
const char *latin_nearest(uint32_t code);

/* The letter of GSM 03.38 that is `letter` with a combining mark above it
 * (U+0300 to U+036F), or 0 when it has none. */
uint32_t latin_composed(uint32_t letter, uint32_t mark);

#endif
