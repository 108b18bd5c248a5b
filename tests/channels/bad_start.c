/* bad_start: its open() never comes back */
#include <unistd.h>

#include "simple.h"

static int
hang_open(const struct allo_host *lent, void **self)
{
    simple_open(lent, self);
    while (pause() < 0)
        ;
    return 0;
}

static enum allo_outcome
start_send(void *self, const struct allo_message *message,
           struct allo_verdict *verdict)
{
    (void)self;
    (void)message;
    (void)verdict;
    return ALLO_DELIVERED;
}

static const struct allo_channel channel = {
    .size = sizeof(struct allo_channel), .name = "bad_start",
    .version = "1", .open = hang_open, .send = start_send,
    .close = simple_close
};

const struct allo_channel *
allo_channel_v1(void)
{
    return &channel;
}
