/* line - see line.h */
#include "exec/line.h"

#include <stdlib.h>
#include <string.h>

static int
unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if ((unsigned char)*from < 0x20 || *from == 0x7f)
            return -1;
        if (*from != '\\') {
            *to++ = *from;
            continue;
        }
        switch (*++from) {
        case '\\': *to++ = '\\'; break;
        case 't': *to++ = '\t'; break;
        case 'n': *to++ = '\n'; break;
        case 'r': *to++ = '\r'; break;
        default: return -1;
        }
    }
    *to = '\0';
    return 0;
}

int
line_parse(char *text, struct line *line)
{
    char *part, *equals;

    line->count = 0;
    line->verb = strsep(&text, "\t");
    while ((part = strsep(&text, "\t")) != NULL) {
        equals = strchr(part, '=');
        if (equals == NULL || line->count == LINE_FIELDS)
            return -1;
        *equals = '\0';
        if (unescape(equals + 1) < 0)
            return -1;
        line->fields[line->count].key = part;
        line->fields[line->count++].value = equals + 1;
    }
    return 0;
}

const char *
line_get(const struct line *line, const char *key)
{
    for (size_t i = 0; i < line->count; i++) {
        if (strcmp(line->fields[i].key, key) == 0)
            return line->fields[i].value;
    }
    return NULL;
}

int
bytes_room(struct bytes *bytes, size_t more)
{
    size_t room = bytes->room != 0 ? bytes->room : 1024;
    char *data;

    while (room - bytes->length < more)
        room *= 2;
    if (room == bytes->room)
        return 0;
    data = realloc(bytes->data, room);
    if (data == NULL)
        return -1;
    bytes->data = data;
    bytes->room = room;
    return 0;
}

int
bytes_add(struct bytes *bytes, const char *data, size_t length)
{
    if (bytes_room(bytes, length) < 0)
        return -1;
    if (length > 0)
        memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return 0;
}

void
bytes_eat(struct bytes *bytes, size_t length)
{
    bytes->length -= length;
    if (bytes->length > 0)
        memmove(bytes->data, bytes->data + length, bytes->length);
}

/* The letter behind the backslash, 0 for a character as it is. */
static char
escape_of(char c)
{
    switch (c) {
    case '\\': return '\\';
    case '\t': return 't';
    case '\n': return 'n';
    case '\r': return 'r';
    default: return 0;
    }
}

int
line_add(struct bytes *bytes, const char *key, const char *value)
{
    if (value == NULL)
        return 0;
    if (bytes_room(bytes, 2 + strlen(key) + 2 * strlen(value)) < 0)
        return -1;
    bytes->data[bytes->length++] = '\t';
    bytes_add(bytes, key, strlen(key));
    bytes->data[bytes->length++] = '=';
    for (; *value != '\0'; value++) {
        char escape = escape_of(*value);

        if (escape != 0) {
            bytes->data[bytes->length++] = '\\';
            bytes->data[bytes->length++] = escape;
        } else if ((unsigned char)*value >= 0x20 && *value != 0x7f) {
            bytes->data[bytes->length++] = *value;
        }
    }
    return 0;
}
