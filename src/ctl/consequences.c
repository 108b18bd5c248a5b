/* consequences - see consequences.h */
#include "ctl/consequences.h"

#include <string.h>

#include "ctl/diagnoses.h"
#include "ctl/shown.h"
#include "ctl/table.h"

static const struct column columns[] = {
    { "line", "", COLUMN_NUMBER },
    { NULL, NULL, COLUMN_TEXT }
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

void
consequences_row(struct consequences *outcome, const struct frame *row)
{
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
