/* command_events - alloctl events: what is planned, and how it went */
#include "ctl/ask.h"
#include "ctl/commands.h"

static const struct column columns[] = {
    { "start", "START", COLUMN_TIME },
    { "event", "EVENT", COLUMN_TEXT },
    { "occurrence", NULL, COLUMN_TIME },
    { "place", "PLACE", COLUMN_TEXT },
    { "status", "STATUS", COLUMN_STATE },
    { "next_due", "NEXT MESSAGE", COLUMN_TIME },
    { "invited", "INVITED", COLUMN_NUMBER },
    { "delivered", "DELIVERED", COLUMN_NUMBER },
    { "accepted", "ACCEPTED", COLUMN_NUMBER },
    { "unknown", "UNKNOWN", COLUMN_FAULT },
    { "failed", "FAILED", COLUMN_FAULT },
    { "expired", "EXPIRED", COLUMN_FAULT },
    { NULL, NULL, COLUMN_TEXT }
};

static int
run(struct call *call)
{
    struct control_client *client = ask_begin(call, "events");

    if (client == NULL)
        return CTL_UNREACHABLE;
    return ask_list(call, &client, columns, "No events are planned.", NULL);
}

const struct command command_events = {
    .name = "events",
    .arguments = "",
    .summary = "what is planned, and how its messages went",
    .help = "Five figures that are never added up: delivered; accepted (by "
            "the far side, no\nreceipt yet); unknown (sent, and the answer "
            "was lost); failed; expired (too late\nto be of use).",
    .run = run
};
