/* command_reload - alloctl reload: read the files again, all or nothing */
#include <string.h>

#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/diagnoses.h"
#include "ctl/shown.h"

static const struct column columns[] = {
    { "line", "", COLUMN_NUMBER },
    { NULL, NULL, COLUMN_TEXT }
};

struct outcome {
    const struct call *call;
    size_t errors, warnings, changes;
};

static const char *
field(const struct frame *row, const char *key)
{
    const char *value = frame_get(row, key);

    return value != NULL ? value : "";
}

static void
print_plain(const struct call *call, const char *before, const char *text)
{
    struct buffer shown = { 0 };

    shown_add(&shown, text);
    fprintf(call->out, "%s%s\n", before, buffer_text(&shown));
    buffer_free(&shown);
}

static void
on_row(void *self, const struct frame *row)
{
    struct outcome *outcome = self;
    const char *kind = field(row, "kind");
    bool error = strcmp(kind, "error") == 0;

    outcome->errors += error;
    outcome->warnings += strcmp(kind, "warning") == 0;
    outcome->changes += strcmp(kind, "change") == 0;
    if (outcome->call->json)
        table_json(columns, row, outcome->call->out);
    else if (error || strcmp(kind, "warning") == 0)
        diagnoses_print(outcome->call, kind, field(row, "file"),
                        frame_number(row, "line", 0), field(row, "text"));
    else
        print_plain(outcome->call,
                    strcmp(kind, "effect") == 0 ? "  -> " : "",
                    field(row, "text"));
}

static void
summarise(const struct outcome *outcome, int code)
{
    char count[DIAGNOSES_TEXT];

    diagnoses_count(outcome->errors, outcome->warnings, count);
    if (code == CTL_NO)
        fprintf(outcome->call->out, "%s%snothing was changed\n", count,
                *count != '\0' ? "; " : "");
    else if (outcome->errors != 0)
        fprintf(outcome->call->out, "%s; the rest is loaded\n", count);
    else if (*count != '\0')
        fprintf(outcome->call->out, "loaded; %s\n", count);
    else
        fprintf(outcome->call->out, "%s\n", outcome->changes != 0
                    ? "loaded" : "loaded; nothing is different");
}

static int
run(struct call *call)
{
    struct control_client *client = ask_begin(call, "reload");
    struct outcome outcome = { .call = call };
    int code;

    if (client == NULL)
        return CTL_UNREACHABLE;
    code = ask_end(call, &client, on_row, &outcome);
    if (!call->json && code != CTL_UNREACHABLE)
        summarise(&outcome, code);
    return code;
}

const struct command command_reload = {
    .name = "reload",
    .arguments = "",
    .summary = "read the files again, and tell what follows from it",
    .help = "A file with an error changes nothing: what was valid goes on.  "
            "'alloctl check' looks\nwithout changing anything.  Exit status "
            "1: refused.",
    .run = run
};
