/*
 * coding - the text of a message by its data_coding.
 */
#ifndef SMPP_CODING_H
#define SMPP_CODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Add the text as UTF-8, without control characters but newline and tab;
 * false when the coding is not one of text (binary, JIS, ...). */
bool coding_decode(struct buffer *out, uint8_t coding, const uint8_t *bytes,
                   size_t length);

/* An address as people write it: "+" before the digits of an international
 * number; no control characters, at most `size` - 1 bytes. */
void coding_address(char *out, size_t size, uint8_t ton, const char *digits);

#endif
