/* log - see log.h */
#include "base/log.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/text.h"

/* The one thing that is global by nature: there is one stderr. */
static struct {
    const char *program;
    enum log_style style;
    int level;
    bool paused;
    void (*sink)(void *, const char *);
    void *self;
} out = { "allo", LOG_STYLE_TEXT, LOG_INFO, false, NULL, NULL };

void
log_init(const char *program, enum log_style style, int level)
{
    out.program = program;
    out.style = style;
    out.level = level;
}

void
log_pause(bool pause)
{
    out.paused = pause;
}

void
log_to(void (*sink)(void *, const char *), void *self)
{
    out.sink = sink;
    out.self = self;
}

static void
add_quoted(struct buffer *line, const char *text)
{
    const char *end = text + strlen(text);

    buffer_add_byte(line, '"');
    while (text < end) {
        const char *from = text;
        int32_t code = text_next(&text, end);

        if (code == '"' || code == '\\')
            buffer_add_format(line, "\\%c", (char)code);
        else if (code == '\n')
            buffer_add_text(line, "\\n");
        else if (code == '\t')
            buffer_add_text(line, "\\t");
        else if (code < 0)
            buffer_add_text(line, "\xef\xbf\xbd");
        else if (code < 0x20 || (code >= 0x7f && code < 0xa0))
            buffer_add_format(line, "\\u%04x", (unsigned)code);
        else
            buffer_add(line, from, (size_t)(text - from));
    }
    buffer_add_byte(line, '"');
}

static int
is_plain(const char *text)
{
    if (*text == '\0')
        return 0;
    for (; *text != '\0'; text++) {
        if (!isgraph((unsigned char)*text) || *text == '"' || *text == '\\')
            return 0;
    }
    return 1;
}

static void
add_json(struct buffer *line, int priority, const char *event,
         const struct log_field *field)
{
    char now[INSTANT_TEXT];

    buffer_add_format(line, "{\"at\":\"%s\",\"program\":\"%s\","
                      "\"priority\":%d,\"event\":\"%s\"",
                      instant_format(clock_now(&clock_system), now),
                      out.program, priority, event);
    for (; field->key != NULL; field++) {
        buffer_add_format(line, ",\"%s\":", field->key);
        if (field->text != NULL)
            add_quoted(line, field->text);
        else
            buffer_add_format(line, "%lld", (long long)field->number);
    }
    buffer_add_byte(line, '}');
}

static void
add_text(struct buffer *line, int priority, const char *event,
         const struct log_field *field)
{
    if (out.style == LOG_STYLE_JOURNAL)
        buffer_add_format(line, "<%d>", priority);
    else
        buffer_add_format(line, "%s: ", out.program);
    buffer_add_text(line, event);
    for (; field->key != NULL; field++) {
        buffer_add_format(line, " %s=", field->key);
        if (field->text == NULL)
            buffer_add_format(line, "%lld", (long long)field->number);
        else if (is_plain(field->text))
            buffer_add_text(line, field->text);
        else
            add_quoted(line, field->text);
    }
}

void
log_fields(int priority, const char *event, const struct log_field *fields)
{
    struct buffer line = { 0 };

    if (priority > out.level || out.paused)
        return;
    if (out.style == LOG_STYLE_JSON)
        add_json(&line, priority, event, fields);
    else
        add_text(&line, priority, event, fields);
    if (out.sink != NULL) {
        out.sink(out.self, buffer_text(&line));
    } else {
        buffer_add_byte(&line, '\n');
        /* a log that cannot be written must not stop the work */
        if (buffer_write(&line, STDERR_FILENO) < 0)
            buffer_clear(&line);
    }
    buffer_free(&line);
}
