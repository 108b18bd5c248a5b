/* utf8 - see utf8.h */
#include "utf8.h"

uint32_t
utf8_next(const char **text, const char *end)
{
    const unsigned char *p = (const unsigned char *)*text;
    size_t left = (size_t)(end - *text), need = 0;
    uint32_t code = p[0], least = 0;

    (*text)++;
    if (code < 0x80)
        return code;
    if (code >= 0xc2 && code <= 0xdf)
        need = 1, code &= 0x1f, least = 0x80;
    else if (code >= 0xe0 && code <= 0xef)
        need = 2, code &= 0x0f, least = 0x800;
    else if (code >= 0xf0 && code <= 0xf4)
        need = 3, code &= 0x07, least = 0x10000;
    else
        return UTF8_BAD;
    if (left <= need)
        return UTF8_BAD;
    for (size_t i = 1; i <= need; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return UTF8_BAD;
        code = code << 6 | (p[i] & 0x3fu);
    }
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return UTF8_BAD;
    *text += need;
    return code;
}

size_t
utf8_put(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

uint32_t
utf8_next_printable(const char **text, const char *end)
{
    while (*text < end) {
        uint32_t code = utf8_next(text, end);

        if (code == '\r') {
            if (*text < end && **text == '\n')
                (*text)++;
            return '\n';
        }
        if (code == '\n' || code == '\t')
            return code;
        if (code >= 0x20 && code != 0x7f && (code < 0x80 || code > 0x9f))
            return code;
    }
    return 0;
}

size_t
utf8_cut(const char *text, size_t most)
{
    size_t cut = most;

    while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
        cut--;
    return cut > 0 ? cut : most;
}
