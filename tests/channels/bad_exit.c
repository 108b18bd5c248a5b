/* bad_exit: leaves at the text "die", politely */
#include <stdlib.h>

#include "simple.h"

static enum allo_outcome
exit_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    if (asks_for(message, "die"))
        exit(0);
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_exit", .send = exit_send, .window = 4)
