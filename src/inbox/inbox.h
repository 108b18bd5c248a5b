/*
 * inbox - what people write back: kept first, looked at for STOP before
 * anything else.
 */
#ifndef INBOX_INBOX_H
#define INBOX_INBOX_H

#include <stdbool.h>

#include "base/clock.h"
#include "inbox/classify.h"
#include "message/purpose.h"
#include "privacy/address.h"
#include "store/store.h"

struct inbox_message {
    const char *channel;
    const struct address *from;
    const char *text;
    const char *key;            /* of the carrier, against doubles; "" none */
    instant at;
};

struct inbox_verdict {
    enum inbound_kind kind;
    int64_t id;                 /* of the stored message */
    bool duplicate;             /* was here before: nothing was done */
    bool changed;               /* STOP or START made a difference */
    bool answer;                /* to be answered with: */
    enum purpose purpose;
    bool looping;               /* so many came that it is not answered */
};

/* Store the message and do what it asks, in the open transaction; the caller
 * commits, then acknowledges to the carrier. */
void inbox_receive(struct store *store, const struct address_key *key,
                   const struct inbox_message *message,
                   struct inbox_verdict *verdict);

#endif
