/* bad_slow: takes 30 ms for each message */
#include <unistd.h>

#include "simple.h"

static enum allo_outcome
slow_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    (void)message;
    (void)verdict;
    usleep(30000);
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_slow", .send = slow_send, .window = 4)
