/* frame - see frame.h */
#include "base/frame.h"

#include <string.h>

#include "base/number.h"

/* Undo the escapes in place; NULL when there is something that may not be. */
static const char *
unescape(char *text, const char **why)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if ((unsigned char)*from < 0x20 || *from == 0x7f) {
            *why = "a control character in a value";
            return NULL;
        }
        if (*from != '\\') {
            *to++ = *from;
            continue;
        }
        switch (*++from) {
        case '\\': *to++ = '\\'; break;
        case 't': *to++ = '\t'; break;
        case 'n': *to++ = '\n'; break;
        case 'r': *to++ = '\r'; break;
        default:
            *why = "an unknown escape in a value";
            return NULL;
        }
    }
    *to = '\0';
    return text;
}

static enum frame_got
take_apart(char *line, struct frame *frame, const char **why)
{
    char *rest = line, *part;

    frame->count = 0;
    frame->verb = strsep(&rest, "\t");
    while ((part = strsep(&rest, "\t")) != NULL) {
        char *equals = strchr(part, '=');

        if (equals == NULL) {
            *why = "a field without '='";
            return FRAME_BAD;
        }
        if (frame->count == FRAME_FIELDS) {
            *why = "too many fields";
            return FRAME_BAD;
        }
        *equals = '\0';
        frame->fields[frame->count].key = part;
        frame->fields[frame->count].value = equals + 1;
        if (unescape(equals + 1, why) == NULL)
            return FRAME_BAD;
        frame->count++;
    }
    return FRAME_OK;
}

enum frame_got
frame_next(struct buffer *in, struct frame *frame, const char **why)
{
    size_t length = buffer_length(in);
    char *line = in->data + in->start, *end;

    end = length != 0 ? memchr(line, '\n', length) : NULL;
    if (end == NULL) {
        if (length < FRAME_MOST)
            return FRAME_NONE;
        *why = "a line of more than 64 KiB";
        return FRAME_BAD;
    }
    if (end - line >= FRAME_MOST) {
        *why = "a line of more than 64 KiB";
        return FRAME_BAD;
    }
    if (memchr(line, '\0', (size_t)(end - line)) != NULL) {
        *why = "a NUL in a line";
        return FRAME_BAD;
    }
    *end = '\0';
    /* not buffer_eat(): the texts must stay where they are */
    in->start += (size_t)(end - line) + 1;
    return take_apart(line, frame, why);
}

const char *
frame_get(const struct frame *frame, const char *key)
{
    for (size_t i = 0; i < frame->count; i++) {
        if (strcmp(frame->fields[i].key, key) == 0)
            return frame->fields[i].value;
    }
    return NULL;
}

int64_t
frame_number(const struct frame *frame, const char *key, int64_t fallback)
{
    int64_t number;

    return number_parse(frame_get(frame, key), INT64_MIN, INT64_MAX, &number)
               ? number : fallback;
}

void
frame_begin(struct buffer *out, const char *verb)
{
    buffer_add_text(out, verb);
}

void
frame_escape(struct buffer *out, const char *value)
{
    while (*value != '\0') {
        size_t plain = 0;
        unsigned char c;

        while ((c = (unsigned char)value[plain]) >= 0x20 && c != '\\' &&
               c != 0x7f)
            plain++;
        buffer_add(out, value, plain);
        value += plain;
        switch (*value) {
        case '\0': return;
        case '\\': buffer_add(out, "\\\\", 2); break;
        case '\t': buffer_add(out, "\\t", 2); break;
        case '\n': buffer_add(out, "\\n", 2); break;
        case '\r': buffer_add(out, "\\r", 2); break;
        default: break;
        }
        value++;
    }
}

void
frame_add(struct buffer *out, const char *key, const char *value)
{
    buffer_add_byte(out, '\t');
    buffer_add_text(out, key);
    buffer_add_byte(out, '=');
    frame_escape(out, value);
}

void
frame_add_number(struct buffer *out, const char *key, int64_t value)
{
    char digits[24], *at = digits + sizeof(digits);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        *--at = '-';
    buffer_add_byte(out, '\t');
    buffer_add_text(out, key);
    buffer_add_byte(out, '=');
    buffer_add(out, at, (size_t)(digits + sizeof(digits) - at));
}

void
frame_end(struct buffer *out)
{
    buffer_add_byte(out, '\n');
}
