/* bad_garbage: writes junk onto the wire at the text "die" */
#include <unistd.h>

#include "simple.h"

static enum allo_outcome
garbage_send(void *self, const struct allo_message *message,
             struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    if (asks_for(message, "die") &&
        write(3, "\x7f\x45LF\0\x01 junk\nresult\n", 19) < 0)
        return ALLO_REJECTED;
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_garbage", .send = garbage_send)
