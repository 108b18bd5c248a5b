/* encode - see encode.h */
#include "encode.h"

#include <string.h>

#include "utf8.h"

#define LINE_MOST 76            /* RFC 2045 6.7: 76 and the line's end */
#define WORD_BYTES 45           /* 60 in base64, "=?utf-8?B??=" around it */
#define PLAIN_MOST 60           /* a longer header value is folded by words */

static const char digits64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
put_base64(FILE *out, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i += 3) {
        size_t left = count - i;
        unsigned group = (unsigned)bytes[i] << 16;

        if (left > 1)
            group |= (unsigned)bytes[i + 1] << 8;
        if (left > 2)
            group |= bytes[i + 2];
        putc(digits64[group >> 18], out);
        putc(digits64[group >> 12 & 63], out);
        putc(left > 1 ? digits64[group >> 6 & 63] : '=', out);
        putc(left > 2 ? digits64[group & 63] : '=', out);
    }
}

static void
put_word(FILE *out, const char *bytes, size_t count)
{
    fputs("=?utf-8?B?", out);
    put_base64(out, (const unsigned char *)bytes, count);
    fputs("?=", out);
}

/* Words of whole characters (RFC 2047 5), each on a line of its own but the
 * first, which is shorter by what its line already holds. */
static void
put_words(FILE *out, const char *text, size_t length, size_t column)
{
    const char *end = text + length;
    char word[WORD_BYTES];
    size_t used = 0, most = WORD_BYTES - (column * 3 / 4 < 24 ?
                                          column * 3 / 4 : 24);
    uint32_t code;

    while ((code = utf8_next_printable(&text, end)) != 0) {
        char bytes[4];
        size_t size = utf8_put(bytes, code < 0x20 ? ' ' : code);

        if (used + size > most) {
            put_word(out, word, used);
            fputs("\r\n ", out);
            used = 0, most = WORD_BYTES;
        }
        memcpy(word + used, bytes, size);
        used += size;
    }
    if (used > 0)
        put_word(out, word, used);
}

/* Printable ASCII that no reader takes for an encoded word, and that loses no
 * space at its ends. */
static bool
is_plain(const char *text, size_t length)
{
    if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
        return length == 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < 0x20 || text[i] > 0x7e)
            return false;
        if (text[i] == '=' && i + 1 < length && text[i + 1] == '?')
            return false;
    }
    return length <= PLAIN_MOST;
}

void
encode_unstructured(FILE *out, const char *text, size_t length, size_t column)
{
    if (is_plain(text, length))
        fwrite(text, 1, length, out);
    else
        put_words(out, text, length, column);
}

void
encode_phrase(FILE *out, const char *name, size_t column)
{
    size_t length = strlen(name);

    if (!is_plain(name, length)) {
        put_words(out, name, length, column);
        return;
    }
    if (strpbrk(name, "()<>[]:;@\\,.\"") == NULL) {
        fwrite(name, 1, length, out);
        return;
    }
    putc('"', out);
    for (size_t i = 0; i < length; i++) {
        if (name[i] == '"' || name[i] == '\\')
            putc('\\', out);
        putc(name[i], out);
    }
    putc('"', out);
}

bool
encode_prefers_base64(const char *text)
{
    size_t foreign = 0, all = strlen(text);

    for (size_t i = 0; i < all; i++)
        foreign += (unsigned char)text[i] >= 0x80;
    /* A foreign byte costs 3 octets in one and every byte 4/3 in the other. */
    return foreign * 6 > all;
}

/* Whether a character stands for itself in quoted-printable. */
static bool
stands(uint32_t code, bool at_start, bool at_end)
{
    if (code == ' ' || code == '\t')
        return !at_end;
    /* A line that starts with a dot or "From " has been broken on the way by
     * many a program since 1982. */
    if (at_start && (code == '.' || code == 'F'))
        return false;
    return code > 0x20 && code < 0x7f && code != '=';
}

void
encode_quoted_printable(FILE *out, const char *text)
{
    const char *end = text + strlen(text);
    size_t column = 0;
    bool ended = false;
    uint32_t code;

    while ((code = utf8_next_printable(&text, end)) != 0) {
        const char *ahead = text;
        uint32_t next = utf8_next_printable(&ahead, end);
        bool at_end = next == 0 || next == '\n';
        char bytes[4];
        size_t size = utf8_put(bytes, code);
        bool plain = stands(code, column == 0, at_end);
        size_t width = plain ? 1 : size * 3;

        ended = code == '\n';
        if (ended) {
            fputs("\r\n", out);
            column = 0;
            continue;
        }
        if (column + width > LINE_MOST - 1) {
            fputs("=\r\n", out);
            column = 0;
            plain = stands(code, true, at_end);
            width = plain ? 1 : size * 3;
        }
        for (size_t i = 0; i < size; i++)
            fprintf(out, plain ? "%c" : "=%02X", (unsigned char)bytes[i]);
        column += width;
    }
    if (!ended)
        fputs("\r\n", out);
}

void
encode_base64_text(FILE *out, const char *text)
{
    const char *end = text + strlen(text);
    unsigned char line[LINE_MOST / 4 * 3 + 6];
    const size_t full = LINE_MOST / 4 * 3;
    size_t used = 0;
    bool more = true, ended = false;

    while (more) {
        uint32_t code = utf8_next_printable(&text, end);

        more = code != 0;
        if (code == '\n' || (!more && !ended)) {
            line[used++] = '\r';
            line[used++] = '\n';
        } else if (more) {
            used += utf8_put((char *)line + used, code);
        }
        ended = code == '\n';
        if (used >= full) {
            put_base64(out, line, full);
            fputs("\r\n", out);
            used -= full;
            memmove(line, line + full, used);
        }
    }
    if (used > 0) {
        put_base64(out, line, used);
        fputs("\r\n", out);
    }
}
