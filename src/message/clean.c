/* clean - see clean.h */
#include "message/clean.h"

#include <string.h>

#include "base/text.h"

struct range {
    uint32_t first, last;
};

/* Unicode's White_Space. */
static const struct range spaces[] = {
    { 0x09, 0x0d }, { 0x20, 0x20 }, { 0x85, 0x85 }, { 0xa0, 0xa0 },
    { 0x1680, 0x1680 }, { 0x2000, 0x200a }, { 0x2028, 0x2029 },
    { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
};

/* Controls, and what is drawn with no width of its own and no mark. */
static const struct range invisible[] = {
    { 0x00, 0x08 }, { 0x0e, 0x1f }, { 0x7f, 0x84 }, { 0x86, 0x9f },
    { 0xad, 0xad },             /* soft hyphen */
    { 0x34f, 0x34f },           /* combining grapheme joiner */
    { 0x61c, 0x61c },           /* Arabic letter mark (bidi) */
    { 0x115f, 0x1160 },         /* Hangul fillers */
    { 0x17b4, 0x17b5 },
    { 0x180b, 0x180f },         /* Mongolian selectors and separator */
    { 0x200b, 0x200f },         /* zero width; left-to-right marks (bidi) */
    { 0x202a, 0x202e },         /* embeddings, overrides (bidi) */
    { 0x2060, 0x206f },         /* joiner, isolates (bidi), deprecated */
    { 0x3164, 0x3164 },
    { 0xfdd0, 0xfdef },         /* not characters */
    { 0xfeff, 0xfeff },         /* byte order mark */
    { 0xffa0, 0xffa0 },
    { 0xfff0, 0xfffb },         /* interlinear annotation */
    { 0x1bca0, 0x1bca3 },
    { 0x1d173, 0x1d17a },
    { 0xe0000, 0xe0fff },       /* tags, more selectors */
};

static bool
within(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count && code >= ranges[i].first; i++) {
        if (code <= ranges[i].last)
            return true;
    }
    return false;
}

bool
clean_is_space(uint32_t code)
{
    return within(code, spaces, sizeof(spaces) / sizeof(spaces[0]));
}

bool
clean_is_invisible(uint32_t code)
{
    return (code & 0xfffe) == 0xfffe ||
        within(code, invisible, sizeof(invisible) / sizeof(invisible[0]));
}

void
clean_add(struct buffer *out, const char *text, size_t length)
{
    const char *at = text, *end = text + length, *start;
    bool space = false, empty = true;

    while (at < end) {
        int32_t code;

        start = at;
        code = text_next(&at, end);
        if (code < 0 || clean_is_invisible((uint32_t)code))
            continue;
        if (clean_is_space((uint32_t)code)) {
            space = !empty;
            continue;
        }
        if (space)
            buffer_add_byte(out, ' ');
        buffer_add(out, start, (size_t)(at - start));
        space = empty = false;
    }
}

char *
clean_copy(struct pool *pool, const char *text)
{
    struct buffer clean = { 0 };
    char *copy;

    if (text == NULL)
        return NULL;
    clean_add(&clean, text, strlen(text));
    copy = pool_copy_n(pool, buffer_text(&clean), buffer_length(&clean));
    buffer_free(&clean);
    return copy;
}

bool
clean_is(const char *text, size_t length)
{
    struct buffer clean = { 0 };
    bool same;

    clean_add(&clean, text, length);
    same = buffer_length(&clean) == length &&
        memcmp(buffer_text(&clean), text, length) == 0;
    buffer_free(&clean);
    return same;
}
