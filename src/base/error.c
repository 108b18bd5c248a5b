/* error - see error.h */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
error_set(struct error *error, const char *format, ...)
{
    va_list args;

    if (error == NULL)
        return -1;
    va_start(args, format);
    vsnprintf(error->text, sizeof(error->text), format, args);
    va_end(args);
    return -1;
}

int
error_within(struct error *error, const char *format, ...)
{
    char inner[sizeof(error->text)], prefix[sizeof(error->text)];
    va_list args;

    if (error == NULL)
        return -1;
    memcpy(inner, error->text, sizeof(inner));
    va_start(args, format);
    vsnprintf(prefix, sizeof(prefix), format, args);
    va_end(args);
    snprintf(error->text, sizeof(error->text), "%.200s: %.300s", prefix,
             inner);
    return -1;
}
