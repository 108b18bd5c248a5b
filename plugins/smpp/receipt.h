/*
 * receipt - what a delivery receipt says (SMPP 3.4 appendix B and its
 * optional parameters), and ids that mean the same.
 */
#ifndef SMPP_RECEIPT_H
#define SMPP_RECEIPT_H

#include <allo/channel.h>
#include <stdbool.h>
#include <stddef.h>

#include "pdu.h"

/* Room for an id: 64 octets and a NUL (section 5.2.23). */
enum { RECEIPT_ID = 65 };

struct receipt {
    char id[RECEIPT_ID];        /* canonical; "" when the receipt has none */
    enum allo_outcome outcome;  /* DELIVERED, UNDELIVERED, ACCEPTED: not yet */
    char reason[96];            /* "the network says EXPIRED (error 027)" */
};

/* Whether a deliver_sm or data_sm is a receipt, by its esm_class or, as some
 * SMSCs do it, by receipted_message_id alone. */
bool receipt_is(const struct pdu_message *message);

/* Read it: optional parameters first, then the text.  false when neither an
 * id nor a state is found. */
bool receipt_read(const struct pdu_message *message, struct receipt *receipt);

/* The text alone: "id:... sub:... dlvrd:... submit date:... done date:...
 * stat:... err:... text:...", any case, parts in any order or missing; what
 * comes after "text:" is the person's and is not read.  false as above. */
bool receipt_parse(const char *text, size_t length, struct receipt *receipt);

/* One spelling for ids that differ in case or leading zeros only: when all
 * characters are hexadecimal, lower case without leading zeros; else as it
 * is.  What does not fit is cut. */
void receipt_canonical(const char *id, char canonical[RECEIPT_ID]);

/* A canonical id in the other notation; false when it is not such a number
 * or does not fit in 64 bits. */
bool receipt_to_decimal(const char *id, char decimal[RECEIPT_ID]);
bool receipt_to_hex(const char *id, char hex[RECEIPT_ID]);

#endif
