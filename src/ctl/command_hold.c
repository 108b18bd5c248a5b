/* command_hold - alloctl hold: nothing leaves until it is released */
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/tell.h"

static int
run(struct call *call)
{
    return tell_run(call, "hold");
}

const struct command command_hold = {
    .name = "hold",
    .arguments = "EVENT|channel:NAME",
    .summary = "let nothing of an event, or over a channel, leave",
    .help = "What is held keeps its time: it is dropped when it would come "
            "too late to be of\nuse.  'alloctl release' with the same word "
            "undoes it.",
    .least = 1,
    .most = 1,
    .run = run
};
