/* clockguard - see clockguard.h */
#include "delivery/clockguard.h"

#include <stddef.h>

void
clockguard_init(struct clockguard *guard, instant floor)
{
    *guard = (struct clockguard){ .floor = floor,
                                  .reason = "not looked at yet" };
}

/* A jump back to where the clock would have been undoes a jump. */
static void
note_jump(struct clockguard *guard, instant wall, instant monotonic)
{
    instant step = (wall - guard->wall) - (monotonic - guard->monotonic);

    if (guard->monotonic == 0)
        return;
    /* before it was ever trusted a step is only the clock being set */
    if (guard->reason != NULL && !guard->jumped)
        return;
    if (guard->jumped)
        guard->jump += step;
    else
        guard->jump = step;
    guard->jumped = guard->jump > CLOCKGUARD_JUMP ||
                    guard->jump < -CLOCKGUARD_JUMP;
}

bool
clockguard_look(struct clockguard *guard, instant wall, instant monotonic,
                bool synchronised)
{
    note_jump(guard, wall, monotonic);
    guard->wall = wall;
    guard->monotonic = monotonic;
    if (guard->jumped)
        guard->reason = "the clock jumped by more than 10 minutes; "
                        "'alloctl release clock' when the time is right";
    else if (wall < guard->floor)
        guard->reason = "the clock is behind what was already done; "
                        "it waits until that is past, or 'alloctl release "
                        "clock' says that the time is right";
    else if (!synchronised)
        guard->reason = "the clock is not synchronised yet";
    else
        guard->reason = NULL;
    /* what is set back by a little is a correction, by more it is doubted */
    if (guard->reason == NULL && wall - CLOCKGUARD_JUMP > guard->floor)
        guard->floor = wall - CLOCKGUARD_JUMP;
    return guard->reason == NULL;
}

void
clockguard_confirm(struct clockguard *guard)
{
    guard->jumped = false;
    guard->jump = 0;
    guard->floor = guard->wall;
}
