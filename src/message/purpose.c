/* purpose - see purpose.h */
#include "message/purpose.h"

#include <string.h>

const char *const purpose_names[PURPOSE_COUNT + 1] = {
    [PURPOSE_REMINDER] = "reminder",
    [PURPOSE_MOVED] = "moved",
    [PURPOSE_PLACED] = "placed",
    [PURPOSE_CHANGED] = "changed",
    [PURPOSE_CANCELLED] = "cancelled",
    [PURPOSE_RESTORED] = "restored",
    [PURPOSE_STOPPED] = "stopped",
    [PURPOSE_STARTED] = "started",
};

const char *
purpose_name(enum purpose purpose)
{
    return purpose_names[purpose];
}

bool
purpose_find(const char *name, enum purpose *purpose)
{
    for (int i = 0; i < PURPOSE_COUNT; i++) {
        if (strcmp(purpose_names[i], name) == 0) {
            *purpose = (enum purpose)i;
            return true;
        }
    }
    return false;
}
