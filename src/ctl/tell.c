/* tell - see tell.h */
#include "ctl/tell.h"

#include "ctl/ask.h"
#include "ctl/shown.h"

static const struct column columns[] = {
    { "text", "", COLUMN_TEXT },
    { NULL, NULL, COLUMN_TEXT }
};

static void
on_row(void *self, const struct frame *row)
{
    const struct call *call = self;
    const char *text = frame_get(row, "text");
    struct buffer shown = { 0 };

    if (call->json) {
        table_json(columns, row, call->out);
        return;
    }
    shown_add(&shown, text != NULL ? text : "");
    fprintf(call->out, "%s\n", buffer_text(&shown));
    buffer_free(&shown);
}

int
tell_run(struct call *call, const char *verb)
{
    struct control_client *client = ask_begin(call, verb);

    if (client == NULL)
        return CTL_UNREACHABLE;
    for (int i = 0; i < call->argument_count; i++)
        control_client_add(client, "what", call->arguments[i]);
    return ask_end(call, &client, on_row, call);
}
