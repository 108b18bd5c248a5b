/*
 * policy - what to do when an answer was lost, and how long to wait after a
 * clear no.  Pure; delivery rule 4.
 */
#ifndef DELIVERY_POLICY_H
#define DELIVERY_POLICY_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/random.h"
#include "message/purpose.h"

enum {
    POLICY_SUBMISSIONS = 2      /* of one message that may have arrived */
};

#define POLICY_PATIENCE (15 * MINUTE)   /* for a receipt of an unknown */
#define POLICY_URGENT (3 * HOUR)        /* less to go: no patience */
#define POLICY_RECEIPT (72 * HOUR)      /* then none will come */

enum policy_action {
    POLICY_WAIT,                /* until `at` */
    POLICY_NEXT_CHANNEL,
    POLICY_RESEND,
    POLICY_GIVE_UP              /* and tell the coordinator */
};

struct policy_unknown {
    enum purpose purpose;
    int unknowns;               /* submissions without a clear answer */
    bool next_channel;          /* the person can be reached in another way */
    instant since;              /* of the newest unknown */
    instant now;
    instant until;              /* of no use from then on */
};

/* What to do with an UNKNOWN; *at is set for POLICY_WAIT. */
enum policy_action policy_unknown(const struct policy_unknown *question,
                                  instant *at);

/* How long to wait before try `attempt` + 1 after a clear temporary no:
 * 5 s doubling to 5 min, with jitter; at least what the far side asked. */
instant policy_backoff(int attempt, instant asked, struct random *random);

#endif
