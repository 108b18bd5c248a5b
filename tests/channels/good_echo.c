/* good_echo: answers each message at once, as its text asks; "inbound TOKEN"
 * makes someone write back, and what is stored comes as a receipt */
#include <stdlib.h>

#include "simple.h"

static enum allo_outcome
echo_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    const char *text = host->field(message, "text");

    (void)self;
    printf("a library that prints does no harm\n");
    snprintf(verdict->remote_id, sizeof(verdict->remote_id), "r%s",
             host->field(message, "id"));
    if (strncmp(text, "inbound ", 8) == 0)
        host->inbound(strtoull(text + 8, NULL, 10),
                      host->field(message, "to"), "8810", "ja \xff\n");
    if (strcmp(text, "receipt") == 0)
        host->receipt(4711, "r0", ALLO_UNDELIVERED, "absent");
    if (strcmp(text, "down") == 0)
        host->state(0, "lost +32 470 12 34 56");
    if (strcmp(text, "retry") == 0) {
        snprintf(verdict->reason, sizeof(verdict->reason),
                 "no, jan@example.org, not now");
        return ALLO_RETRY;
    }
    if (strcmp(text, "throttle") == 0) {
        verdict->retry_after = 1;
        return ALLO_RETRY;
    }
    if (strcmp(text, "reject") == 0)
        return ALLO_REJECTED;
    if (strcmp(text, "nonsense") == 0)
        return (enum allo_outcome)77;
    return strcmp(text, "accept") == 0 ? ALLO_ACCEPTED : ALLO_DELIVERED;
}

static void
echo_stored(void *self, uint64_t token)
{
    char remote[32];

    (void)self;
    snprintf(remote, sizeof(remote), "stored-%llu",
             (unsigned long long)token);
    host->receipt(0, remote, ALLO_DELIVERED, NULL);
}

SIMPLE_CHANNEL("good_echo", .send = echo_send, .stored = echo_stored,
               .window = 8, .traits = ALLO_TRAIT_PHONE | ALLO_TRAIT_INBOUND)
