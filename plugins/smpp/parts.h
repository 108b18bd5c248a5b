/*
 * parts - a text as the submit_sm bodies it goes out in: alphabet, header,
 * octets of each part, validity.  Pure.
 */
#ifndef SMPP_PARTS_H
#define SMPP_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "pdu.h"

enum { PARTS_MOST = 32 };

struct parts {
    struct buffer octets;       /* all parts with their headers, in order */
    uint16_t ends[PARTS_MOST];  /* where each part ends */
    uint8_t count;
    bool ucs2;
};

/* Cut and encode `text` with `reference` in the header of each part when
 * there is more than one.  0 when it would take more than PARTS_MOST; else
 * how many.  The buffer is used again. */
int parts_make(struct parts *parts, const char *text, uint8_t reference);

/* Text, length, esm_class of part `part` (from 0); the coding when it is
 * UCS-2 (else the caller's stays). */
void parts_fill(const struct parts *parts, int part,
                struct pdu_message *message);

/* "+32470000001" to its digits: true when it is a number of 3 to 20 digits
 * with or without a plus. */
bool parts_number(const char *to, char digits[21]);

/* validity_period (section 7.1.1): absolute UTC, or relative to now (at most
 * 30 days, which is more than any SMSC keeps). */
enum { PARTS_VALIDITY = 17 };
void parts_validity(instant until, char text[PARTS_VALIDITY]);
void parts_validity_relative(instant until, instant now,
                             char text[PARTS_VALIDITY]);

#endif
