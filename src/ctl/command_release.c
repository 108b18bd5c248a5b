/* command_release - alloctl release: let go of what is held */
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/tell.h"

static int
run(struct call *call)
{
    return tell_run(call, "release");
}

const struct command command_release = {
    .name = "release",
    .arguments = "EVENT|channel:NAME|clock|ID...",
    .summary = "let go of what is held",
    .help = "EVENT or channel:NAME undoes 'alloctl hold'.  'clock' says that "
            "the clock is right\nafter it has jumped.  ID (of 'alloctl outbox "
            "--state held') lets one message go.",
    .least = 1,
    .most = 40,
    .run = run
};
