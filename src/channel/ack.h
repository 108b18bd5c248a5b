/*
 * ack - inbound messages that the daemon has yet to store: from the token
 * it hands on to the worker and the plugin's own token.
 */
#ifndef CHANNEL_ACK_H
#define CHANNEL_ACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ACKS_MOST = 65536 };

struct ack {
    uint64_t theirs;
    uint32_t worker, life;      /* life: which process of that worker */
    uint32_t serial;            /* odd while it is out */
    uint32_t next;
};

/* Zero-initialised is none. */
struct acks {
    struct ack *items;
    size_t count, room, out;
    uint32_t free;              /* place + 1; 0 is none */
};

/* Back to none. */
void acks_free(struct acks *acks);

/* 0 when ACKS_MOST are out already. */
uint64_t acks_take(struct acks *acks, uint32_t worker, uint32_t life,
                     uint64_t theirs);

/* Once for each token; false for one that is not out. */
bool acks_redeem(struct acks *acks, uint64_t token,
                   struct ack *redeemed);

#endif
