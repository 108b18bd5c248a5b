/* bad_flood: at the text "die" it talks and talks, on the wire and on stderr */
#include <unistd.h>

#include "simple.h"

static enum allo_outcome
flood_send(void *self, const struct allo_message *message,
           struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    while (asks_for(message, "die")) {
        for (int i = 0; i < 100; i++)
            if (write(3, "log\tpriority=6\ttext=flood\n", 26) < 0)
                usleep(100);
        fprintf(stderr, "flood\n");
    }
    return ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_flood", .send = flood_send)
