/* command_why - alloctl why: what one person was told of one event, or why
 * not */
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/shown.h"

static const struct column columns[] = {
    { "at", "AT", COLUMN_TIME },
    { "event", NULL, COLUMN_TEXT },
    { "occurrence", "OCCURRENCE", COLUMN_TIME },
    { "purpose", "PURPOSE", COLUMN_TEXT },
    { "state", "STATE", COLUMN_STATE },
    { "channel", "CHANNEL", COLUMN_TEXT },
    { "text", "WHY", COLUMN_TEXT },
    { NULL, NULL, COLUMN_TEXT }
};

struct answer {
    const struct call *call;
    struct table *table;
    struct buffer sentences;    /* of rows that are about no message */
};

static void
on_row(void *self, const struct frame *row)
{
    struct answer *answer = self;
    const char *text = frame_get(row, "text");

    if (answer->call->json) {
        table_json(columns, row, answer->call->out);
    } else if (frame_get(row, "state") != NULL) {
        table_add(answer->table, row);
    } else if (text != NULL) {
        shown_add(&answer->sentences, text);
        buffer_add_byte(&answer->sentences, '\n');
    }
}

static int
run(struct call *call)
{
    struct control_client *client = ask_begin(call, "why");
    struct answer answer = { .call = call };
    int code;

    if (client == NULL)
        return CTL_UNREACHABLE;
    control_client_add(client, "person", call->arguments[0]);
    control_client_add(client, "event", call->arguments[1]);
    answer.table = table_new(columns);
    code = ask_end(call, &client, on_row, &answer);
    if (table_rows(answer.table) != 0)
        table_print(answer.table, call->out, call->color);
    fputs(buffer_text(&answer.sentences), call->out);
    buffer_free(&answer.sentences);
    table_free(&answer.table);
    return code;
}

const struct command command_why = {
    .name = "why",
    .arguments = "PERSON EVENT",
    .summary = "what a person was told of an event, or why not",
    .help = "Newest first.  Exit status 1: there is no message, and the "
            "sentence says why.",
    .least = 2,
    .most = 2,
    .run = run
};
