/* policy - see policy.h */
#include "delivery/policy.h"

/* An answer, a thanks, an evaluation: missing it is better than twice. */
static bool
worth_a_second_try(enum purpose purpose)
{
    switch (purpose) {
    case PURPOSE_REMINDER:
    case PURPOSE_MOVED:
    case PURPOSE_PLACED:
    case PURPOSE_CHANGED:
    case PURPOSE_CANCELLED:
    case PURPOSE_RESTORED:
        return true;
    case PURPOSE_STOPPED:
    case PURPOSE_STARTED:
    case PURPOSE_COUNT:
        break;
    }
    return false;
}

enum policy_action
policy_unknown(const struct policy_unknown *question, instant *at)
{
    instant patience = question->since + POLICY_PATIENCE;

    if (!worth_a_second_try(question->purpose) ||
        question->unknowns >= POLICY_SUBMISSIONS)
        return POLICY_GIVE_UP;
    if (question->until - question->now < POLICY_URGENT)
        return question->next_channel ? POLICY_NEXT_CHANNEL : POLICY_GIVE_UP;
    if (question->now < patience) {
        *at = patience;
        return POLICY_WAIT;
    }
    return question->next_channel ? POLICY_NEXT_CHANNEL : POLICY_RESEND;
}

instant
policy_backoff(int attempt, instant asked, struct random *random)
{
    instant wait = 5 * SECOND;

    for (int i = 1; i < attempt && wait < 5 * MINUTE; i++)
        wait *= 2;
    if (wait > 5 * MINUTE)
        wait = 5 * MINUTE;
    wait += (instant)random_below(random, (uint64_t)wait / 4);
    return wait > asked ? wait : asked;
}
