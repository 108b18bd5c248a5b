/*
 * incoming - what the SMSC brings: receipts to host->receipt(), texts from
 * people to host->inbound(), each acknowledged once it is safe.
 */
#ifndef SMPP_INCOMING_H
#define SMPP_INCOMING_H

#include <allo/channel.h>

#include "assembly.h"
#include "ids.h"
#include "session.h"

enum { INCOMING_WAITING = 1024, INCOMING_EARLY = 64, INCOMING_LOST = 1024 };

/* A text that waits for stored(): what to acknowledge then. */
struct incoming_waiting {
    uint32_t serial;            /* the upper half of its token; 0: free */
    uint32_t generation;        /* of the session it came over */
    uint32_t count;
    struct assembly_part one, *parts;   /* parts: when there are several */
};

/* A receipt that came before the answer with its id. */
struct incoming_early {
    struct receipt receipt;
    char hex[RECEIPT_ID], decimal[RECEIPT_ID];
    uint32_t generation, command, sequence;
    int64_t deadline;
};

/* A message whose answer was lost, by its user_message_reference. */
struct incoming_lost {
    uint32_t group;             /* 0: none */
    uint16_t reference;
};

struct incoming {
    const struct allo_host *host;
    struct session *session;
    struct ids *ids;
    struct assembly assembly;
    struct incoming_waiting waiting[INCOMING_WAITING];
    uint32_t last_serial, next_place, waiting_count;
    struct incoming_early early[INCOMING_EARLY];        /* a ring */
    int early_start, early_count;
    struct incoming_lost lost[INCOMING_LOST];
    struct buffer text, whole;
};

/* The three belong to the caller and outlive it. */
void incoming_open(struct incoming *incoming, const struct allo_host *host,
                   struct session *session, struct ids *ids);
void incoming_close(struct incoming *incoming);

/* A deliver_sm or data_sm. */
void incoming_message(struct incoming *incoming, const struct pdu *pdu,
                      int64_t now);

/* The daemon has committed what had that token. */
void incoming_stored(struct incoming *incoming, uint64_t token);

/* An answer brought the canonical `id`: a receipt may wait for it. */
void incoming_learned(struct incoming *incoming, const char *id);

/* Give a group of parts its name; what its receipts said is told now. */
void incoming_name(struct incoming *incoming, uint32_t group,
                   const char *name);

/* Keep the group of a message whose answer was lost, for a receipt or a late
 * answer with that reference; or forget it when the reference is used anew. */
void incoming_lost(struct incoming *incoming, uint16_t reference,
                   uint32_t group);
uint32_t incoming_lost_group(struct incoming *incoming, uint16_t reference);

/* The session ended: what was not acknowledged will be sent again. */
void incoming_down(struct incoming *incoming);

/* What time asks for; returns when it wants to be called again, or
 * INT64_MAX. */
int64_t incoming_tick(struct incoming *incoming, int64_t now);

#endif
