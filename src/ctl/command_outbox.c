/* command_outbox - alloctl outbox: message by message */
#include "base/number.h"
#include "base/text.h"
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "delivery/state.h"

enum { MOST = 200, MOST_EVER = 20000 };

static const struct option options[] = {
    { "event", 'e', "EVENT", "only of this event" },
    { "state", 's', "STATE", "only in this state (due, unknown, held, ...)" },
    { "person", 'p', "PERSON", "only to this person" },
    { "most", 'n', "N", "at most so many (200)" },
    { NULL, 0, NULL, NULL }
};

static const struct column columns[] = {
    { "id", "ID", COLUMN_TEXT },
    { "event", "EVENT", COLUMN_TEXT },
    { "occurrence", "OCCURRENCE", COLUMN_TIME },
    { "purpose", "PURPOSE", COLUMN_TEXT },
    { "person", "PERSON", COLUMN_TEXT },
    { "channel", "CHANNEL", COLUMN_TEXT },
    { "state", "STATE", COLUMN_STATE },
    { "attempt", "TRIES", COLUMN_NUMBER },
    { "due", "DUE", COLUMN_TIME },
    { "at", "SINCE", COLUMN_TIME },
    { "reason", "REASON", COLUMN_TEXT },
    { NULL, NULL, COLUMN_TEXT }
};

static const char states[] =
    "States: planned, due, sending, accepted, delivered, undelivered, "
    "rejected, unknown,\nunknown-final, no-receipt, expired, cancelled, held.";

/* A state that there is, or none. */
static bool
is_understood(const struct call *call, const char *written)
{
    const char *names[DELIVERY_STATES + 1] = { NULL }, *nearest;
    enum delivery_state state;

    if (written == NULL || delivery_find(written, &state))
        return true;
    for (int i = 0; i < DELIVERY_STATES; i++)
        names[i] = delivery_name((enum delivery_state)i);
    nearest = text_nearest(written, names);
    call_error(call, states, "there is no state '%s'%s%s%s", written,
               nearest != NULL ? "; did you mean '" : "",
               nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
    return false;
}

static int
run(struct call *call)
{
    const char *given = call_option(call, "most");
    struct control_client *client;
    int64_t most = MOST;
    size_t rows;
    int code;

    if (given != NULL && !number_parse(given, 1, MOST_EVER, &most)) {
        call_error(call, NULL, "--most is a number from 1 to %d, not '%s'",
                   MOST_EVER, given);
        return CTL_USAGE;
    }
    if (!is_understood(call, call_option(call, "state")))
        return CTL_USAGE;
    client = ask_begin(call, "outbox");
    if (client == NULL)
        return CTL_UNREACHABLE;
    ask_add_option(call, client, "event");
    ask_add_option(call, client, "state");
    ask_add_option(call, client, "person");
    control_client_add_number(client, "most", most);
    code = ask_list(call, &client, columns, "No such messages.", &rows);
    if (rows == (size_t)most)
        fprintf(call->err, "alloctl: only the first %lld are shown; --most N "
                "shows more\n", (long long)most);
    return code;
}

const struct command command_outbox = {
    .name = "outbox",
    .arguments = "",
    .summary = "the messages: to whom, over what, and what became of each",
    .help = "States: planned, due, sending, accepted, delivered, undelivered, "
            "rejected, unknown,\nunknown-final, no-receipt, expired, "
            "cancelled, held.  'alloctl release ID' lets a\nmessage go that "
            "is held.",
    .options = options,
    .run = run
};
