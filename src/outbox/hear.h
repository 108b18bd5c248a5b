/*
 * hear - what someone wrote is kept and done, and answered at most once: the
 * daemon and the replays come in by this door.
 */
#ifndef OUTBOX_HEAR_H
#define OUTBOX_HEAR_H

#include "inbox/inbox.h"
#include "outbox/outbox.h"
#include "privacy/address.h"

/* In the open transaction; the caller commits, then acknowledges to the
 * carrier.  `channel` is an index into the programme; beyond the last (it has
 * gone) nothing is answered. */
void hear_message(struct outbox *outbox, const struct address_key *key,
                  size_t channel, const struct inbox_message *message,
                  struct inbox_verdict *verdict);

#endif
