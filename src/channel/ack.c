/* ack - see ack.h */
#include "channel/ack.h"

#include <stdlib.h>

#include "base/memory.h"

void
acks_free(struct acks *acks)
{
    free(acks->items);
    *acks = (struct acks){ 0 };
}

uint64_t
acks_take(struct acks *acks, uint32_t worker, uint32_t life,
          uint64_t theirs)
{
    struct ack *token;
    uint32_t place;

    if (acks->out == ACKS_MOST)
        return 0;
    if (acks->free != 0) {
        place = acks->free - 1;
        token = &acks->items[place];
        acks->free = token->next;
    } else {
        token = GROW(acks, items, count, room);
        place = (uint32_t)(token - acks->items);
    }
    token->theirs = theirs;
    token->worker = worker;
    token->life = life;
    token->serial++;
    acks->out++;
    return (uint64_t)token->serial << 32 | place;
}

bool
acks_redeem(struct acks *acks, uint64_t token, struct ack *redeemed)
{
    uint32_t place = (uint32_t)token, serial = (uint32_t)(token >> 32);
    struct ack *item;

    if (place >= acks->count || serial % 2 == 0 ||
        acks->items[place].serial != serial)
        return false;
    item = &acks->items[place];
    *redeemed = *item;
    item->serial++;
    item->next = acks->free;
    acks->free = place + 1;
    acks->out--;
    return true;
}
