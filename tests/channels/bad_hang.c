/* bad_hang: waits for ever at the text "die", deaf to SIGTERM */
#include <signal.h>
#include <unistd.h>

#include "simple.h"

static enum allo_outcome
hang_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    if (asks_for(message, "die")) {
        signal(SIGTERM, SIG_IGN);
        for (;;)
            pause();
    }
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_hang", .send = hang_send, .window = 4)
