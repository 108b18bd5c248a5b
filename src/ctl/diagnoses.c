/* diagnoses - see diagnoses.h */
#include "ctl/diagnoses.h"

#include "ctl/color.h"
#include "ctl/shown.h"

void
diagnoses_print(const struct call *call, const char *kind, const char *file,
                int64_t line, const char *text)
{
    const char *color = call->color ? color_of_state(kind) : NULL;
    struct buffer shown = { 0 };

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
