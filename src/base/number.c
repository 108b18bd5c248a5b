/* number - see number.h */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

bool
number_parse(const char *text, int64_t least, int64_t most, int64_t *number)
{
    char *end;
    long long value;

    if (text == NULL || !(isdigit((unsigned char)text[0]) ||
                          (text[0] == '-' &&
                           isdigit((unsigned char)text[1]))))
        return false;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0' || value < least || value > most)
        return false;
    *number = value;
    return true;
}

bool
number_parse_unsigned(const char *text, uint64_t *number)
{
    uint64_t value = 0;

    if (text == NULL || *text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (!isdigit((unsigned char)*text) ||
            __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*text - '0'), &value))
            return false;
    }
    *number = value;
    return true;
}
