/* bad_open: says why it cannot open; has a setting that must be there */
#include "simple.h"

static int
bad_open(const struct allo_host *lent, void **self)
{
    simple_open(lent, self);
    host->log(LOG_ERR, "the server of +32 470 12 34 56 is spelled wrong");
    return -1;
}

static enum allo_outcome
open_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    (void)message;
    (void)verdict;
    return ALLO_DELIVERED;
}

static const struct allo_setting settings[] = {
    { "server", "text", NULL, "host and port" },
    { "port", "number 1 65535", "2775", "where it listens" },
    { NULL, NULL, NULL, NULL }
};

static const struct allo_channel channel = {
    .size = sizeof(struct allo_channel), .name = "bad_open", .version = "1",
    .settings = settings, .open = bad_open, .send = open_send,
    .close = simple_close
};

const struct allo_channel *
allo_channel_v1(void)
{
    return &channel;
}
