/* gsm7 - see gsm7.h */
#include "message/gsm7.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "message/latin.h"

enum { ESCAPE = 0x1b, REPLACEMENT = 0xfffd, NOT_HERE = 0xff };

/* GSM 03.38, the default alphabet: septet to code point. */
static const uint16_t basic[128] = {
    '@', 0xa3, '$', 0xa5, 0xe8, 0xe9, 0xf9, 0xec,
    0xf2, 0xc7, '\n', 0xd8, 0xf8, '\r', 0xc5, 0xe5,
    0x394, '_', 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8,
    0x3a3, 0x398, 0x39e, ' ', 0xc6, 0xe6, 0xdf, 0xc9,
    ' ', '!', '"', '#', 0xa4, '%', '&', '\'',
    '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7',
    '8', '9', ':', ';', '<', '=', '>', '?',
    0xa1, 'A', 'B', 'C', 'D', 'E', 'F', 'G',
    'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X', 'Y', 'Z', 0xc4, 0xd6, 0xd1, 0xdc, 0xa7,
    0xbf, 'a', 'b', 'c', 'd', 'e', 'f', 'g',
    'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', 0xe4, 0xf6, 0xf1, 0xfc, 0xe0
};

/* The reverse for code points below 256.  The top bit marks a septet of the
 * extension table, which ESCAPE introduces. */
#define N NOT_HERE
#define X(septet) (0x80 | (septet))
static const uint8_t latin1[256] = {
    N, N, N, N, N, N, N, N, N, N, 0x0a, N, N, 0x0d, N, N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    ' ', '!', '"', '#', 0x02, '%', '&', '\'',
    '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7',
    '8', '9', ':', ';', '<', '=', '>', '?',
    0x00, 'A', 'B', 'C', 'D', 'E', 'F', 'G',
    'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X', 'Y', 'Z', X(0x3c), X(0x2f), X(0x3e), X(0x14), 0x11,
    N, 'a', 'b', 'c', 'd', 'e', 'f', 'g',
    'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', X(0x28), X(0x40), X(0x29), X(0x3d), N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    N, 0x40, N, 0x01, 0x24, 0x03, N, 0x5f, N, N, N, N, N, N, N, N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, 0x60,
    N, N, N, N, 0x5b, 0x0e, 0x1c, 0x09, N, 0x1f, N, N, N, N, N, N,
    N, 0x5d, N, N, N, N, 0x5c, N, 0x0b, N, N, N, 0x5e, N, N, 0x1e,
    0x7f, N, N, N, 0x7b, 0x0f, 0x1d, N, 0x04, 0x05, N, N, 0x07, N, N, N,
    N, 0x7d, 0x08, N, N, N, 0x7c, N, 0x0c, 0x06, N, N, 0x7e, N, N, N
};
#undef X
#undef N

/* The septet of a code point, marked as in latin1[], or NOT_HERE. */
static uint8_t
septet_of(uint32_t code)
{
    if (code < 256)
        return latin1[code];
    if (code == 0x20ac)
        return 0x80 | 0x65;
    if (code >= 0x393 && code <= 0x3a9) {
        for (uint8_t i = 0x10; i <= 0x1a; i++) {
            if (basic[i] == code)
                return i;
        }
    }
    return NOT_HERE;
}

/* The code point at *text, moved behind it. */
static uint32_t
next(const char **text, const char *end)
{
    int32_t code = text_next(text, end);

    return code < 0 ? REPLACEMENT : (uint32_t)code;
}

int
gsm7_units(enum sms_alphabet alphabet, uint32_t code)
{
    uint8_t septet;

    if (alphabet == SMS_UCS2)
        return code > 0xffff ? 2 : 1;
    septet = septet_of(code);
    return septet == NOT_HERE ? 0 : septet & 0x80 ? 2 : 1;
}

/* Like gsm7_units(), but what cannot be written counts as its "?". */
static int
width(enum sms_alphabet alphabet, uint32_t code)
{
    int units = gsm7_units(alphabet, code);

    return units != 0 ? units : 1;
}

size_t
gsm7_cut(enum sms_alphabet alphabet, const char *text, size_t length,
         int units)
{
    const char *at = text, *end = text + length;

    while (at < end) {
        const char *here = at;

        units -= width(alphabet, next(&at, end));
        if (units < 0)
            return (size_t)(here - text);
    }
    return length;
}

/* Parts of a text that does not fit in one: each is as full as it can be, so
 * a pair at a cut leaves a unit unused. */
static int
count_parts(enum sms_alphabet alphabet, const char *text, size_t length)
{
    int most = alphabet == SMS_GSM7 ? SMS_GSM7_PART : SMS_UCS2_PART;
    int parts = 0;

    while (length > 0) {
        size_t cut = gsm7_cut(alphabet, text, length, most);

        text += cut;
        length -= cut;
        parts++;
    }
    return parts;
}

void
gsm7_measure(const char *text, struct sms_size *size)
{
    size_t length = strlen(text);
    const char *at = text, *end = text + length;
    int septets = 0, units = 0;

    size->culprit = 0;
    while (at < end) {
        uint32_t code = next(&at, end);
        int wide = gsm7_units(SMS_GSM7, code);

        if (wide == 0 && size->culprit == 0)
            size->culprit = code != 0 ? code : REPLACEMENT;
        septets += wide;
        units += code > 0xffff ? 2 : 1;
    }
    size->alphabet = size->culprit == 0 ? SMS_GSM7 : SMS_UCS2;
    size->units = size->alphabet == SMS_GSM7 ? septets : units;
    size->parts = 1;
    if (size->units >
        (size->alphabet == SMS_GSM7 ? SMS_GSM7_WHOLE : SMS_UCS2_WHOLE))
        size->parts = count_parts(size->alphabet, text, length);
}

static size_t
put_septets(uint32_t code, uint8_t out[4])
{
    uint8_t septet = septet_of(code);

    if (septet == NOT_HERE) {
        out[0] = '?';
        return 1;
    }
    if (septet & 0x80) {
        out[0] = ESCAPE;
        out[1] = septet & 0x7f;
        return 2;
    }
    out[0] = septet;
    return 1;
}

static size_t
put_utf16(uint32_t code, uint8_t out[4])
{
    uint32_t high, low;

    if (code <= 0xffff) {
        out[0] = (uint8_t)(code >> 8);
        out[1] = (uint8_t)code;
        return 2;
    }
    high = 0xd800 + ((code - 0x10000) >> 10);
    low = 0xdc00 + ((code - 0x10000) & 0x3ff);
    out[0] = (uint8_t)(high >> 8);
    out[1] = (uint8_t)high;
    out[2] = (uint8_t)(low >> 8);
    out[3] = (uint8_t)low;
    return 4;
}

size_t
gsm7_encode(enum sms_alphabet alphabet, const char *text, size_t length,
            uint8_t *out, size_t room)
{
    const char *at = text, *end = text + length;
    size_t used = 0;

    while (at < end) {
        uint32_t code = next(&at, end);
        uint8_t bytes[4];
        size_t size = alphabet == SMS_GSM7 ? put_septets(code, bytes)
                                           : put_utf16(code, bytes);

        if (size > room - used)
            break;
        memcpy(out + used, bytes, size);
        used += size;
    }
    return used;
}

static void
add_code(struct buffer *out, uint32_t code)
{
    buffer_added(out, text_put(buffer_reserve(out, 4), code));
}

static uint32_t
extension(uint8_t septet)
{
    switch (septet) {
    case 0x0a: return '\n';             /* a page break */
    case 0x14: return '^';
    case 0x1b: return ' ';              /* kept for a second extension */
    case 0x28: return '{';
    case 0x29: return '}';
    case 0x2f: return '\\';
    case 0x3c: return '[';
    case 0x3d: return '~';
    case 0x3e: return ']';
    case 0x40: return '|';
    case 0x65: return 0x20ac;
    default: return basic[septet];
    }
}

static void
decode_septets(struct buffer *out, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        uint8_t septet = bytes[i] & 0x7f;

        if (septet != ESCAPE)
            add_code(out, basic[septet]);
        else if (i + 1 < length)
            add_code(out, extension(bytes[++i] & 0x7f));
    }
}

static void
decode_utf16(struct buffer *out, const uint8_t *bytes, size_t length)
{
    size_t i = 0;

    while (i + 1 < length) {
        uint32_t code = (uint32_t)bytes[i] << 8 | bytes[i + 1];

        i += 2;
        if (code >= 0xd800 && code <= 0xdbff && i + 1 < length &&
            (bytes[i] & 0xfc) == 0xdc) {
            uint32_t low = (uint32_t)bytes[i] << 8 | bytes[i + 1];

            code = 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff));
            i += 2;
        }
        add_code(out, code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code);
    }
    if (i < length)
        add_code(out, REPLACEMENT);
}

void
gsm7_decode(struct buffer *out, enum sms_alphabet alphabet,
            const uint8_t *bytes, size_t length)
{
    if (alphabet == SMS_GSM7)
        decode_septets(out, bytes, length);
    else
        decode_utf16(out, bytes, length);
}

/* Joiners, combining marks and variation selectors shape scripts and emoji
 * that GSM 03.38 does not have: in a text with those they have a meaning. */
static bool
shapes(uint32_t code)
{
    return code == 0x200c || code == 0x200d ||
           (code >= 0x300 && code <= 0x36f) ||
           (code >= 0xfe00 && code <= 0xfe0f);
}

static bool
has_foreign(const char *at, const char *end)
{
    while (at < end) {
        uint32_t code = next(&at, end);

        if (septet_of(code) == NOT_HERE && latin_nearest(code) == NULL)
            return true;
    }
    return false;
}

/* A combining accent directly behind `code` is taken into it. */
static uint32_t
compose(uint32_t code, const char **at, const char *end)
{
    const char *behind = *at;
    uint32_t composed;

    if (code < 'A' || code > 'z' || behind >= end)
        return code;
    composed = latin_composed(code, next(&behind, end));
    if (composed == 0)
        return code;
    *at = behind;
    return composed;
}

void
gsm7_transliterate(struct buffer *out, const char *text)
{
    const char *at = text, *end = text + strlen(text);
    bool foreign = has_foreign(at, end);

    while (at < end) {
        uint32_t code = compose(next(&at, end), &at, end);
        const char *nearest = NULL;

        if (septet_of(code) == NOT_HERE && !(foreign && shapes(code)))
            nearest = latin_nearest(code);
        if (nearest != NULL)
            buffer_add_text(out, nearest);
        else
            add_code(out, code);
    }
}
