/* csv - see csv.h */
#include "ctl/csv.h"

#include <stdbool.h>
#include <string.h>

void
csv_add(struct buffer *line, const char *text)
{
    bool formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;

    if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
        buffer_add_text(line, text);
        return;
    }
    buffer_add_byte(line, '"');
    if (formula)
        buffer_add_byte(line, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buffer_add_byte(line, '"');
        buffer_add_byte(line, *text);
    }
    buffer_add_byte(line, '"');
}
