/* belief - see belief.h */
#include "belief/belief.h"

#define BELIEF_FRESH (12 * HOUR)
#define BELIEF_JUST HOUR

bool
belief_correction(const struct facts *told, const struct facts *truth,
                  enum purpose *purpose)
{
    unsigned difference = facts_compare(told, truth);

    if (difference == FACTS_SAME)
        return false;
    if (difference & FACTS_CANCELLED)
        *purpose = PURPOSE_CANCELLED;
    else if (difference & FACTS_RESTORED)
        *purpose = PURPOSE_RESTORED;
    else if (difference == (FACTS_TIME | FACTS_PLACE))
        *purpose = PURPOSE_CHANGED;
    else
        *purpose = difference & FACTS_TIME ? PURPOSE_MOVED : PURPOSE_PLACED;
    return true;
}

bool
belief_fresh(instant at, instant now, bool reminded)
{
    return now - at < (reminded ? BELIEF_FRESH : BELIEF_JUST);
}
