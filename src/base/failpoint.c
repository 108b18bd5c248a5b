/* failpoint - see failpoint.h */
#include "base/failpoint.h"

#ifdef FAILPOINTS

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

int failpoint_armed;
static char wanted[64];
static int64_t left;

void
failpoint_init(void)
{
    const char *text = getenv("ALLO_FAILPOINT");
    char *colon;

    failpoint_armed = 0;
    if (text == NULL || *text == '\0')
        return;
    text_copy(wanted, sizeof(wanted), text);
    left = 1;
    colon = strchr(wanted, ':');
    if (colon != NULL) {
        *colon = '\0';
        if (!number_parse(colon + 1, 1, 1000000000, &left))
            left = 1;
    }
    failpoint_armed = 1;
}

void
failpoint_reached(const char *name)
{
    if (strcmp(name, wanted) == 0 && --left == 0)
        raise(SIGKILL);
}

#endif
