/* command_reload - alloctl reload: read the files again, all or nothing */
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/consequences.h"
#include "ctl/diagnoses.h"

static void
on_row(void *self, const struct frame *row)
{
    consequences_row(self, row);
}

static void
summarise(const struct consequences *outcome, int code)
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
    struct consequences outcome = { .call = call };
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
