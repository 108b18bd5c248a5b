/* call - what every command asks of its call: see command.h */
#include <stdarg.h>
#include <string.h>

#include "ctl/color.h"
#include "ctl/command.h"

const char *
call_option(const struct call *call, const char *name)
{
    for (int i = 0; i < call->given_count; i++) {
        if (strcmp(call->given[i].option->name, name) == 0)
            return call->given[i].value;
    }
    return NULL;
}

void
call_error(const struct call *call, const char *hint, const char *format,
           ...)
{
    va_list args;

    fflush(call->out);
    fprintf(call->err, "%salloctl:%s ", call->color_err ? COLOR_RED : "",
            call->color_err ? COLOR_OFF : "");
    va_start(args, format);
    vfprintf(call->err, format, args);
    va_end(args);
    fputc('\n', call->err);
    if (hint != NULL)
        fprintf(call->err, "  %s\n", hint);
}
