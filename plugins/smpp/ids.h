/*
 * ids - what this process remembers of the ids that the SMSC gave: which
 * belong together as the parts of one message, and whether receipts write
 * them in another notation.  A cache: what fell out of it, or came from an
 * earlier process, passes as it is and is matched by the daemon.
 */
#ifndef SMPP_IDS_H
#define SMPP_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "receipt.h"

/* How receipts write the ids of answers. */
enum ids_format {
    IDS_AUTO,                   /* learned from the first that tells */
    IDS_SAME,
    IDS_HEX,                    /* answers decimal, receipts hexadecimal */
    IDS_DECIMAL                 /* answers hexadecimal, receipts decimal */
};

/* A message of several parts, or one whose answer was lost. */
struct ids_group {
    uint32_t number;
    uint32_t parts;             /* all its parts, as bits */
    uint32_t known, delivered;  /* those with an id, and those received */
    bool named, failed;         /* failed: was told already */
    char name[64];              /* the message's remote_id, once named */
};

struct ids;

/* Nothing known yet; ids_free() takes NULL too and nulls the pointer. */
struct ids *ids_new(enum ids_format format);
void ids_free(struct ids **ids);

/* A new group of `parts` parts; its number is never 0.  It is forgotten when
 * some thousands newer ones were made. */
uint32_t ids_group_new(struct ids *ids, int parts);
struct ids_group *ids_group(struct ids *ids, uint32_t number);

/* Remember the canonical id of an answer; group 0 for a message of one part
 * with that id. */
void ids_add(struct ids *ids, const char *id, uint32_t group, int part);

/* What a receipt's canonical id means: `id` becomes as the answer wrote it
 * (as it is when nothing tells).  true when it is remembered, with its group
 * and part. */
bool ids_find(struct ids *ids, char id[RECEIPT_ID], uint32_t *group,
              int *part);

#endif
