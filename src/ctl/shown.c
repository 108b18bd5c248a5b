/* shown - see shown.h */
#include "ctl/shown.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "ctl/width.h"

/* Names and words come from files and from outside: an escape sequence in
 * them must stay a text. */
static bool
is_harmless(int32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 ||
        code == 0x2029)
        return false;
    /* zero-width joiners make emoji and are of some scripts */
    return !width_is_format(code) || code == 0x200c || code == 0x200d ||
           code == 0xad;
}

void
shown_add(struct buffer *out, const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        const char *from = text;
        int32_t code = text_next(&text, end);

        if (code >= 0 && is_harmless(code))
            buffer_add(out, from, (size_t)(text - from));
        else
            buffer_add_text(out, "\xef\xbf\xbd");
    }
}

/* Whether `text` looks like `pattern`, in which 0 stands for any digit. */
static bool
looks_like(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; text++, pattern++) {
        if (*pattern == '0' ? !isdigit((unsigned char)*text)
                            : *text != *pattern)
            return false;
    }
    return true;
}

void
shown_add_time(struct buffer *out, const char *text)
{
    if (!looks_like(text, "0000-00-00T00:00:00")) {
        shown_add(out, text);
        return;
    }
    buffer_add(out, text, 10);
    buffer_add_byte(out, ' ');
    buffer_add(out, text + 11, memcmp(text + 17, "00", 2) == 0 ? 5 : 8);
    if (strcmp(text + 19, "Z") == 0)
        buffer_add_text(out, " UTC");
}

void
shown_add_length(struct buffer *out, const char *seconds)
{
    static const struct {
        int64_t length;
        const char *one, *many;
    } units[] = {
        { 86400, "day", "days" }, { 3600, "h", "h" },
        { 60, "min", "min" }, { 1, "s", "s" }
    };
    int64_t rest;
    size_t unit = 0;

    if (!number_parse(seconds, 0, INT64_MAX, &rest)) {
        shown_add(out, seconds);
        return;
    }
    while (unit < 3 && rest < units[unit].length)
        unit++;
    for (size_t i = unit; i < 4 && i < unit + 2; i++) {
        int64_t count = rest / units[i].length;

        if (i > unit && count == 0)
            break;
        buffer_add_format(out, "%s%lld %s", i > unit ? " " : "",
                          (long long)count,
                          count == 1 ? units[i].one : units[i].many);
        rest %= units[i].length;
    }
}

size_t
shown_width(const char *text, size_t length)
{
    const char *end = text + length;
    size_t width = 0;

    while (text < end) {
        int32_t code = text_next(&text, end);

        width += code < 0 ? 1 : width_of(code);
    }
    return width;
}
