/* diagnoses - see diagnoses.h */
#include "ctl/diagnoses.h"

#include "ctl/color.h"
#include "ctl/shown.h"
#include "ctl/table.h"

static void
print_json(const struct call *call, const char *kind, const char *file,
           int64_t line, const char *text)
{
    static const struct column columns[] = {
        { "line", "", COLUMN_NUMBER }, { NULL, NULL, COLUMN_TEXT }
    };
    struct frame row = { .verb = "row", .count = 4 };
    char number[24];

    snprintf(number, sizeof(number), "%lld", (long long)line);
    row.fields[0].key = "kind";
    row.fields[0].value = kind;
    row.fields[1].key = "file";
    row.fields[1].value = file;
    row.fields[2].key = "line";
    row.fields[2].value = number;
    row.fields[3].key = "text";
    row.fields[3].value = text;
    table_json(columns, &row, call->out);
}

void
diagnoses_print(const struct call *call, const char *kind, const char *file,
                int64_t line, const char *text)
{
    const char *color = call->color ? color_of_state(kind) : NULL;
    struct buffer shown = { 0 };

    if (call->json) {
        print_json(call, kind, file, line, text);
        return;
    }
    shown_add(&shown, file);
    if (line > 0)
        buffer_add_format(&shown, ":%lld", (long long)line);
    buffer_add_format(&shown, ": %s%s:%s ", color != NULL ? color : "", kind,
                      color != NULL ? COLOR_OFF : "");
    shown_add(&shown, text);
    fprintf(call->out, "%s\n", buffer_text(&shown));
    buffer_free(&shown);
}

const char *
diagnoses_count(size_t errors, size_t warnings, char text[DIAGNOSES_TEXT])
{
    int length = 0;

    text[0] = '\0';
    if (errors != 0)
        length = snprintf(text, DIAGNOSES_TEXT, "%zu %s", errors,
                          errors == 1 ? "error" : "errors");
    if (warnings != 0)
        snprintf(text + length, DIAGNOSES_TEXT - (size_t)length,
                 "%s%zu %s", errors != 0 ? ", " : "", warnings,
                 warnings == 1 ? "warning" : "warnings");
    return text;
}
