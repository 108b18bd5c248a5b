/* bad_leak_fd: opens and never closes, until it cannot; after that it
 * refuses, and only a new process helps */
#include <fcntl.h>

#include "simple.h"

static enum allo_outcome
leak_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    int fd = open("/dev/null", O_RDONLY);

    (void)self;
    (void)message;
    snprintf(verdict->reason, sizeof(verdict->reason), "%d", fd);
    return fd < 0 ? ALLO_REJECTED : ALLO_DELIVERED;
}

SIMPLE_CHANNEL("bad_leak_fd", .send = leak_send)
