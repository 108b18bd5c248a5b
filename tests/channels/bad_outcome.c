/* bad_outcome: breaks the contract in ways that only its host can see */
#include "simple.h"

static int count;

static enum allo_outcome
outcome_send(void *self, const struct allo_message *message,
             struct allo_verdict *verdict)
{
    uint64_t ticket;

    (void)self;
    (void)verdict;
    switch (count++ % 4) {
    case 1:
        return (enum allo_outcome)77;
    case 2:
        return ALLO_LATER;              /* without a ticket */
    case 3:
        ticket = host->ticket(message);
        host->settle(ticket, ALLO_ACCEPTED, NULL, NULL, 0);
        host->settle(ticket, ALLO_REJECTED, NULL, NULL, 0);
        return ALLO_LATER;
    default:
        return ALLO_DELIVERED;
    }
}

SIMPLE_CHANNEL("bad_outcome", .send = outcome_send, .window = 4)
