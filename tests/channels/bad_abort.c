/* bad_abort: gives up at the text "die" */
#include <stdlib.h>

#include "simple.h"

static enum allo_outcome
abort_send(void *self, const struct allo_message *message,
           struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    if (asks_for(message, "die"))
        abort();
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_abort", .send = abort_send, .window = 4)
