/*
 * gsm7 - what a text is as SMS: its alphabet (GSM 03.38 or UCS-2), its size
 * in units and parts, where it is cut, and its bytes.
 *
 * A unit is a septet of GSM 03.38 (the nine characters of the extension table
 * that print take two) or a UTF-16 unit of UCS-2 (a character above U+FFFF
 * takes two).  Texts are UTF-8; a byte that is not counts as U+FFFD.
 */
#ifndef MESSAGE_GSM7_H
#define MESSAGE_GSM7_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum sms_alphabet { SMS_GSM7, SMS_UCS2 };

/* Units in a message of one part, and in each part of a longer one (a header
 * of six bytes takes the rest; 3GPP TS 23.040 section 9.2.3.24.1). */
enum {
    SMS_GSM7_WHOLE = 160, SMS_GSM7_PART = 153,
    SMS_UCS2_WHOLE = 70, SMS_UCS2_PART = 67
};

struct sms_size {
    enum sms_alphabet alphabet;
    int units;                  /* of the whole text */
    int parts;                  /* 1 for an empty text too */
    uint32_t culprit;           /* first code point that is not in GSM 03.38,
                                   0 if none */
};

/* How large `text` is; never fails. */
void gsm7_measure(const char *text, struct sms_size *size);

/* Add `text` with every character that GSM 03.38 lacks replaced by its
 * nearest there ("e" for e-diaeresis, "..." for an ellipsis, a plain quote for
 * a curly one; what has no width is dropped, a letter and its combining accent
 * are put together first).  What is in GSM 03.38 stays as it is, and so does
 * what has no nearest there: another script, an emoji. */
void gsm7_transliterate(struct buffer *out, const char *text);

/* Units that one code point takes in an alphabet: 1 or 2; 0 when GSM 03.38
 * does not have it. */
int gsm7_units(enum sms_alphabet alphabet, uint32_t code);

/* How many of the `length` bytes at `text` fit in `units` units without
 * cutting a character (so neither an escape nor a surrogate pair); 0 when
 * `length` is 0 or `units` is too small for the first. */
size_t gsm7_cut(enum sms_alphabet alphabet, const char *text, size_t length,
                int units);

/* Write the `length` bytes at `text` as SMPP carries them: for SMS_GSM7 one
 * septet a byte, not packed ("?" for what it lacks); for SMS_UCS2 UTF-16,
 * big-endian.  Stops before a character that does not fit in `room`; returns
 * the bytes written. */
size_t gsm7_encode(enum sms_alphabet alphabet, const char *text,
                   size_t length, uint8_t *out, size_t room);

/* Add what gsm7_encode() wrote to `out` as UTF-8.  A foreign septet pair
 * reads as the second alone (3GPP TS 23.038 section 6.2.1.1), a lone
 * surrogate or a last odd byte as U+FFFD, a page break as a newline. */
void gsm7_decode(struct buffer *out, enum sms_alphabet alphabet,
                 const uint8_t *bytes, size_t length);

#endif
