/* good_later: many in flight, settled in a batch when asked to wake; checks
 * that it is never given more than its window */
#include "simple.h"

enum { WINDOW = 32 };
static uint64_t tickets[WINDOW];
static int count;

static enum allo_outcome
later_send(void *self, const struct allo_message *message,
           struct allo_verdict *verdict)
{
    (void)self;
    if (count == WINDOW) {
        snprintf(verdict->reason, sizeof(verdict->reason),
                 "window exceeded");
        return ALLO_REJECTED;
    }
    if (asks_for(message, "never")) {
        host->ticket(message);
        return ALLO_LATER;
    }
    tickets[count++] = host->ticket(message);
    return ALLO_LATER;
}

static int
later_watch(void *self, struct pollfd *fds, int room, int *wait_ms)
{
    (void)self;
    (void)fds;
    (void)room;
    if (count > 0)
        *wait_ms = 0;
    return 0;
}

static void
later_wake(void *self, const struct pollfd *fds, int fd_count)
{
    (void)self;
    (void)fds;
    (void)fd_count;
    for (; count > 0; count--)
        host->settle(tickets[count - 1], ALLO_ACCEPTED, "remote", NULL, 0);
}

SIMPLE_CHANNEL("good_later", .send = later_send, .watch = later_watch,
               .wake = later_wake, .window = WINDOW)
