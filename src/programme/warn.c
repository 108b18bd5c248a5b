/* warn - see warn.h */
#include "programme/warn.h"

#include "programme/part.h"

void
warn_part(struct part *part)
{
    (void)part;
}

void
warn_programme(struct loading *loading)
{
    const struct programme *programme = loading->programme;

    if (programme->event_count == 0)
        diagnose_warning(&loading->diagnoses, "allo.conf", 0, "there are no "
                         "events, neither here nor in events.d");
}
