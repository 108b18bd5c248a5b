/*
 * smsc - the practice SMSC's state, shared by its few files:
 *
 *   server.c   listens, keeps time, reads what is typed
 *   client.c   one connection: bytes, PDUs, binds
 *   service.c  takes submissions as the options want it, sends receipts
 *   phones.c   puts texts together and remembers who wrote to whom
 *   replies.c  what phones write back, until it is acknowledged
 */
#ifndef SMSC_SMSC_H
#define SMSC_SMSC_H

#include <event2/event.h>
#include <openssl/ssl.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/random.h"
#include "smpp/assembly.h"
#include "smpp/pdu.h"
#include "smpp/stream.h"
#include "smsc/bursts.h"
#include "smsc/due.h"
#include "smsc/options.h"
#include "smsc/show.h"

enum { SMSC_CLIENTS = 64, SMSC_PHONES = 4096 };

struct smsc_client {
    struct smsc *smsc;
    struct stream stream;
    struct event *reading, *writing;
    struct buffer in, out;
    uint32_t generation;        /* of this place in the table */
    uint32_t sequence;          /* of what we ask */
    bool used, bound, leaving;
    bool receives;              /* bound for deliver_sm */
};

/* A phone and who last wrote to it. */
struct smsc_phone {
    char number[24], sender[24];
    uint8_t sender_ton;
};

/* A part of what a phone writes back; kept until it is acknowledged. */
struct smsc_reply {
    uint32_t client, generation, sequence;      /* where it was sent last */
    bool sent;
    uint8_t from_ton, to_ton, esm_class, coding;
    char from[24], to[24];
    uint8_t length, octets[160];
};

struct smsc_counts {
    uint64_t submits, accepted, refused, receipts, replies, acknowledged;
};

struct smsc {
    struct smsc_options options;
    const struct clock *clock;
    struct event_base *base;
    struct show show;
    SSL_CTX *tls;
    int listener;
    struct event *accepting, *timer, *typing, *interrupt, *terminate;
    struct smsc_client clients[SMSC_CLIENTS];
    uint32_t last_generation;
    struct due_queue answers, receipts;
    struct buffer typed;
    int64_t now;                /* monotonic, of this turn of the loop */
    uint64_t next_id;
    struct random random;
    int64_t throttle_second;    /* and how many it took so far */
    uint32_t throttle_taken;
    struct smsc_counts counts;
    struct bursts bursts;       /* --bursts */
    struct assembly assembly;
    struct buffer text;
    struct smsc_phone phones[SMSC_PHONES];
    uint32_t last_phone;        /* SMSC_PHONES: none */
    uint8_t reply_reference;
    struct smsc_reply *replies;
    size_t reply_count, reply_room;
};

/* server.c */

/* Listen as the options say; -1 when that cannot be. */
int server_open(struct smsc *smsc, const struct smsc_options *options,
                const struct clock *clock, struct error *error);
/* Until SIGINT or SIGTERM. */
void server_run(struct smsc *smsc);
void server_close(struct smsc *smsc);
/* Set the timer to what is due first. */
void server_schedule(struct smsc *smsc);

/* client.c */

/* Take over a connected socket; closed when there are too many. */
void client_open(struct smsc *smsc, int fd);
void client_close(struct smsc_client *client, const char *why);
/* Write what is in `out`, as far as it goes. */
void client_flush(struct smsc_client *client);
/* The client in that place if it is still the same one, else NULL. */
struct smsc_client *client_find(struct smsc *smsc, uint32_t place,
                                uint32_t generation);
/* Any client that is bound to receive, or NULL. */
struct smsc_client *client_receiver(struct smsc *smsc);
uint32_t client_place(const struct smsc_client *client);

/* service.c */

/* A submit_sm or data_sm; false when the connection must be dropped now. */
bool service_submit(struct smsc_client *client, const struct pdu *pdu);
/* A cancel_sm: a message whose receipt is still to be sent is taken back. */
void service_cancel(struct smsc_client *client, const struct pdu *pdu);
/* Send the answers and receipts whose time has come. */
void service_due(struct smsc *smsc);

/* phones.c */

/* A part of a text arrived on a phone. */
void phones_arrive(struct smsc *smsc, const struct pdu *pdu, uint64_t id);
/* The phone with that number, made when it is new. */
struct smsc_phone *phones_find(struct smsc *smsc, const char *number);
void phones_close(struct smsc *smsc);

/* replies.c */

/* A line that was typed: "[+number] text". */
void replies_typed(struct smsc *smsc, const char *line);
/* A client bound to receive: send what is not acknowledged. */
void replies_send(struct smsc *smsc);
/* A deliver_sm_resp. */
void replies_answer(struct smsc_client *client, const struct pdu *pdu);
void replies_close(struct smsc *smsc);

#endif
