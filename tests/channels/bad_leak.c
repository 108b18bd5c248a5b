/* bad_leak: keeps a copy of each message, for ever */
#include <stdlib.h>

#include "simple.h"

static char *kept;

static enum allo_outcome
leak_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    char *copy = malloc(200);

    (void)self;
    (void)verdict;
    if (copy == NULL)
        return ALLO_RETRY;
    snprintf(copy, 200, "%p %s", (void *)kept, host->field(message, "text"));
    kept = copy;
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_leak", .send = leak_send, .window = 4)
