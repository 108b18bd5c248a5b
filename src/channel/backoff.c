/* backoff - see backoff.h */
#include "channel/backoff.h"

instant
backoff_next(struct backoff *backoff, instant healthy, struct random *random)
{
    instant first = backoff->first > 0 ? backoff->first : BACKOFF_FIRST;
    instant fifth;

    if (healthy >= BACKOFF_HEALTHY)
        backoff->delay = 0;
    if (backoff->delay == 0)
        backoff->delay = first < BACKOFF_MOST ? first : BACKOFF_MOST;
    else if (backoff->delay > BACKOFF_MOST / 2)
        backoff->delay = BACKOFF_MOST;
    else
        backoff->delay *= 2;
    fifth = backoff->delay / 5;
    return backoff->delay - (instant)random_below(random,
                                                  (uint64_t)fifth + 1);
}
