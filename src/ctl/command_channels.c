/* command_channels - alloctl channels: the ways out, and how they are */
#include "ctl/ask.h"
#include "ctl/commands.h"

static const struct column columns[] = {
    { "name", "CHANNEL", COLUMN_TEXT },
    { "plugin", "PLUGIN", COLUMN_TEXT },
    { "state", "STATE", COLUMN_STATE },
    { "pid", "PID", COLUMN_NUMBER },
    { "in_flight", "IN FLIGHT", COLUMN_NUMBER },
    { "rate", "RATE/S", COLUMN_NUMBER },
    { "sent", "SENT", COLUMN_NUMBER },
    { "failed", "FAILED", COLUMN_FAULT },
    { "last_good", "LAST GOOD", COLUMN_TIME },
    { "next_restart", "NEXT RESTART", COLUMN_TIME },
    { "reason", "REASON", COLUMN_TEXT },
    { "last_error", "LAST ERROR", COLUMN_TEXT },
    { NULL, NULL, COLUMN_TEXT }
};

static int
run(struct call *call)
{
    struct control_client *client = ask_begin(call, "channels");

    if (client == NULL)
        return CTL_UNREACHABLE;
    return ask_list(call, &client, columns,
                    "There are no channels: nothing can be sent.", NULL);
}

const struct command command_channels = {
    .name = "channels",
    .arguments = "",
    .summary = "the ways out: state, speed, last error, next restart",
    .help = "Exit status 1: at least one channel is not ready, or is "
            "held.",
    .run = run
};
