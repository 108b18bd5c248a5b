/* bad_secret: tells the log who gets what */
#include "simple.h"

static enum allo_outcome
secret_send(void *self, const struct allo_message *message,
            struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    host->log(LOG_INFO, "to %s: %s", host->field(message, "to"),
              host->field(message, "text"));
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_secret", .send = secret_send)
