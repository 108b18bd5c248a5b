/* show - see show.h */
#include "smsc/show.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include <jansson.h>

#include "base/text.h"

enum { WIDTH = 44 };                    /* columns of text on a phone */

/* The pieces of a frame, in UTF-8 and in ASCII. */
static const struct {
    const char *top_left, *top_right, *bottom_left, *bottom_right, *line,
        *side, *dot;
} frames[2] = {
    { "+", "+", "+", "+", "-", "|", "," },
    { "\u256d", "\u256e", "\u2570", "\u256f", "\u2500", "\u2502", " \u00b7" }
};

void
show_open(struct show *show, enum show_manner manner,
          const struct clock *clock)
{
    const char *plain = getenv("NO_COLOR");

    setlocale(LC_CTYPE, "");
    *show = (struct show){
        .manner = manner, .clock = clock,
        .colour = isatty(STDOUT_FILENO) && (plain == NULL || *plain == '\0'),
        .unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0
    };
}

void
show_flush(void)
{
    fflush(stdout);
}

static void
print_json(struct show *show, json_t *object)
{
    char at[INSTANT_TEXT], *line;

    /* always with milliseconds, so that the lines sort */
    instant_format(clock_now(show->clock), at);
    if (strlen(at) == 20)
        snprintf(at + 19, sizeof(at) - 19, ".000Z");
    json_object_set_new(object, "at", json_string(at));
    line = json_dumps(object, JSON_COMPACT);
    if (line != NULL)
        puts(line);
    free(line);
    json_decref(object);
}

static void
text_as_json(struct show *show, const struct show_text *text)
{
    print_json(show, json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:i, s:b, s:s, s:s}", "event",
        text->whole ? "submit" : "incomplete", "id", text->id, "from",
        text->from, "to", text->to, "text", text->text, "parts", text->parts,
        "whole", text->whole, "alphabet", text->ucs2 ? "UCS-2" : "GSM-7",
        "validity", text->validity));
}

/* The columns that a character takes; what has no width or would move the
 * cursor takes none and is not shown. */
static int
columns(int32_t code)
{
    int width = code < 0x20 || code == 0x7f ? -1 : wcwidth((wchar_t)code);

    return width < 0 ? 0 : width;
}

static void
colour(const struct show *show, const char *code)
{
    if (show->colour)
        printf("\033[%sm", code);
}

static void
border(const struct show *show, const char *left, const char *right,
       const char *label, const char *end)
{
    const char *line = frames[show->unicode].line;
    int used = 4;

    for (const char *at = label; *at != '\0';)
        used += columns(text_next(&at, label + strlen(label)));
    used += (int)strlen(end) + (*end != '\0' ? 3 : 0);
    colour(show, "36");
    printf("%s%s ", left, line);
    colour(show, "0;1");
    printf("%s ", label);
    colour(show, "0;36");
    for (; used < WIDTH + 3; used++)
        fputs(line, stdout);
    if (*end != '\0')
        printf(" %s %s", end, line);
    printf("%s\n", right);
    colour(show, "0");
}

/* How many bytes of `text` go on one line, cut at a space when there is one;
 * *width gets their columns. */
static size_t
line_length(const char *text, const char *end, int *width)
{
    const char *at = text;
    size_t space = 0;
    int used = 0, at_space = 0;

    while (at < end && *at != '\n') {
        const char *here = at;
        int wide = columns(text_next(&at, end));

        if (used + wide > WIDTH) {
            *width = space > 0 ? at_space : used;
            return space > 0 ? space : (size_t)(here - text);
        }
        if (*here == ' ') {
            space = (size_t)(here - text);
            at_space = used;
        }
        used += wide;
    }
    *width = used;
    return (size_t)(at - text);
}

static void
print_visible(const char *at, const char *end)
{
    while (at < end) {
        const char *here = at;
        int32_t code = text_next(&at, end);

        if (code >= 0x20 && code != 0x7f && (code < 0x80 || code >= 0xa0))
            fwrite(here, 1, (size_t)(at - here), stdout);
    }
}

static void
body(const struct show *show, const char *text)
{
    const char *side = frames[show->unicode].side;
    const char *end = text + strlen(text);

    do {
        int width;
        size_t length = line_length(text, end, &width);

        colour(show, "36");
        printf("%s ", side);
        colour(show, "0");
        print_visible(text, text + length);
        colour(show, "36");
        printf("%*s %s\n", WIDTH - width, "", side);
        colour(show, "0");
        text += length;
        if (text < end && (*text == ' ' || *text == '\n'))
            text++;
    } while (text < end);
}

static void
draw_text(const struct show *show, const struct show_text *text)
{
    time_t now = (time_t)(clock_now(show->clock) / SECOND);
    char label[96], at[16] = "";
    struct tm local;

    if (localtime_r(&now, &local) != NULL)
        strftime(at, sizeof(at), "%H:%M:%S", &local);
    border(show, frames[show->unicode].top_left,
           frames[show->unicode].top_right, text->to, at);
    body(show, text->text);
    snprintf(label, sizeof(label), "%s%s %d SMS%s %s%s", text->from,
             *text->from != '\0' ? frames[show->unicode].dot : "",
             text->parts, frames[show->unicode].dot,
             text->ucs2 ? "UCS-2" : "GSM",
             text->whole ? "" : ", not whole");
    border(show, frames[show->unicode].bottom_left,
           frames[show->unicode].bottom_right, label, "");
}

void
show_text(struct show *show, const struct show_text *text)
{
    if (show->manner == SHOW_JSON)
        text_as_json(show, text);
    else if (show->manner == SHOW_PHONES)
        draw_text(show, text);
}

void
show_event(struct show *show, const char *event,
           const char *const (*pairs)[2], const char *line)
{
    if (show->manner == SHOW_JSON) {
        json_t *object = json_pack("{s:s}", "event", event);

        for (; pairs != NULL && (*pairs)[0] != NULL; pairs++) {
            const char *key = (*pairs)[0], *value = (*pairs)[1];

            if (value != NULL && key[0] == '#')
                json_object_set_new(object, key + 1,
                                    json_integer(strtoll(value, NULL, 10)));
            else if (value != NULL)
                json_object_set_new(object, key, json_string(value));
        }
        print_json(show, object);
    } else if (show->manner == SHOW_PHONES && line != NULL) {
        colour(show, "2");
        printf("%s", line);
        colour(show, "0");
        puts("");
    }
}
