/*
 * due - answers and receipts that go out later: two queues, each in the order
 * in which it was filled because each has one delay.
 */
#ifndef SMSC_DUE_H
#define SMSC_DUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct due {
    int64_t at;                 /* monotonic ms */
    uint64_t id;
    uint32_t client, generation;        /* whom to answer */
    uint32_t sequence, status;
    uint16_t reference;         /* user_message_reference */
    bool has_reference, wants_receipt, data;
    bool deleted;               /* taken back before it arrived */
    char from[21], to[21];      /* of the submission, for its receipt */
    uint8_t from_ton, to_ton;
};

/* A ring that doubles; nothing is allocated once it is large enough. */
struct due_queue {
    struct due *items;
    size_t room, start, count;
};

void due_queue_free(struct due_queue *queue);
/* The place of a new last one. */
struct due *due_add(struct due_queue *queue);
/* The first, or NULL. */
struct due *due_first(struct due_queue *queue);
/* The one with this id, or NULL. */
struct due *due_find(struct due_queue *queue, uint64_t id);
void due_drop(struct due_queue *queue);

#endif
