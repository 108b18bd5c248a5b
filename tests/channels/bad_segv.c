/* bad_segv: dies of a bad pointer at the text "die" */
#include <signal.h>

#include "simple.h"

static enum allo_outcome
segv_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    if (asks_for(message, "die")) {
        signal(SIGSEGV, SIG_DFL);       /* a sanitizer would catch it */
        raise(SIGSEGV);
    }
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_segv", .send = segv_send, .window = 4)
