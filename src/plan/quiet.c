/* quiet - see quiet.h */
#include "plan/quiet.h"

#include <stddef.h>

bool
quiet_hours(const struct programme *programme, const struct group *group,
            instant at, instant *end)
{
    const struct zone *zone = programme->organisation.zone;

    if (group == NULL || !group->has_quiet ||
        !window_holds(&group->quiet, zone, at))
        return false;
    *end = window_end(&group->quiet, zone, at);
    return true;
}
