/*
 * outgoing - messages on their way to the SMSC: a queue, their parts in
 * flight, and what became of each as a whole.
 */
#ifndef SMPP_OUTGOING_H
#define SMPP_OUTGOING_H

#include <allo/channel.h>

#include "incoming.h"
#include "parts.h"

enum outgoing_validity { VALIDITY_NONE, VALIDITY_ABSOLUTE, VALIDITY_RELATIVE };

struct outgoing_settings {
    struct pdu_address sender;
    uint8_t to_ton, to_npi, coding;
    bool receipts;
    bool cancel;                /* take back what a correction replaces */
    enum outgoing_validity validity;
    uint32_t window;            /* messages, as the host counts */
};

struct outgoing_message {
    uint64_t ticket;
    instant until;              /* NEVER: no end */
    struct parts parts;
    uint32_t todo;              /* bits of parts to be submitted */
    uint32_t accepted, unanswered;      /* bits of parts */
    uint32_t refused;           /* command_status of the first refusal, or 0 */
    uint32_t group;             /* of ids, when there are several parts */
    uint16_t reference;
    uint8_t flying;             /* parts without an answer */
    uint8_t tries;              /* submissions of a part again */
    bool queued;
    char to[21];
    char replaces[RECEIPT_ID];  /* to be taken back before; "" nothing */
    char validity[PARTS_VALIDITY];      /* absolute; "" when not wanted */
    char id[48];                /* the daemon's */
    char remote[RECEIPT_ID];    /* of the last part that was accepted */
};

struct outgoing {
    const struct allo_host *host;
    struct outgoing_settings settings;
    const struct clock *clock;
    struct session *session;
    struct ids *ids;
    struct incoming *incoming;
    struct outgoing_message *messages;
    uint32_t *idle, idle_count;         /* free places */
    uint32_t *queue, queue_start, queue_count;  /* a ring of places */
    int64_t now;                /* of the host, at the last pump */
    int64_t paused_until;       /* the SMSC said: too many a second */
    uint16_t reference;
    uint8_t header_reference;
    /* the last field `until` that was read: many messages share theirs */
    char until_text[INSTANT_TEXT], validity[PARTS_VALIDITY];
    instant until;
};

void outgoing_open(struct outgoing *outgoing, const struct allo_host *host,
                   const struct outgoing_settings *settings,
                   struct session *session, struct ids *ids,
                   struct incoming *incoming);
/* What is still here is settled first. */
void outgoing_close(struct outgoing *outgoing);

/* Take a message in: ALLO_LATER, or a verdict at once. */
enum allo_outcome outgoing_send(struct outgoing *outgoing,
                                const struct allo_message *message,
                                struct allo_verdict *verdict);

/* Whether outgoing_pump() has something to do: 0 now, else milliseconds, or
 * INT64_MAX. */
int64_t outgoing_wait(const struct outgoing *outgoing, int64_t now);

/* Submit what the window has room for. */
void outgoing_pump(struct outgoing *outgoing, int64_t now);

/* The session's hook of the same name. */
void outgoing_answer(struct outgoing *outgoing, const struct flight_tag *tag,
                     enum session_fate fate, uint32_t status,
                     const char *id);

/* The session ended: what waits in the queue goes back. */
void outgoing_down(struct outgoing *outgoing);

/* Whether a refusal is for now (RETRY) or for ever (REJECTED), and after how
 * many seconds to come again (0: the daemon decides). */
enum allo_outcome outgoing_outcome(uint32_t status, uint32_t *retry_after);

#endif
