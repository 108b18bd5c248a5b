/* bad_spin: runs in circles at the text "die" */
#include "simple.h"

static volatile int turns;

static enum allo_outcome
spin_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    while (asks_for(message, "die"))
        turns = 1;
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_spin", .send = spin_send)
