/* coding - see coding.h */
#include "coding.h"

#include <string.h>

#include "base/text.h"
#include "message/gsm7.h"

/* data_coding, section 5.2.19 */
enum { CODING_DEFAULT = 0, CODING_ASCII = 1, CODING_LATIN1 = 3,
       CODING_UCS2 = 8 };
enum { TON_UNKNOWN = 0, TON_INTERNATIONAL = 1 };

static void
add_latin1(struct buffer *out, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        buffer_added(out, text_put(buffer_reserve(out, 4), bytes[i]));
}

/* Some call the GSM alphabet ASCII (the npm package smpp does): an escape or
 * another control character gives that away. */
static bool
is_really_gsm(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' &&
            bytes[i] != '\t')
            return true;
    }
    return false;
}

/* Which alphabet; -1 when it is not text.  Above 15 the values are those of
 * 3GPP TS 23.038 section 4. */
static int
alphabet_of(uint8_t coding)
{
    if (coding < 0x10) {
        return coding == CODING_DEFAULT || coding == CODING_ASCII ||
               coding == CODING_LATIN1 || coding == CODING_UCS2 ? coding : -1;
    }
    if (coding >= 0xf0)
        return coding & 0x04 ? -1 : CODING_DEFAULT;
    if (coding >= 0xc0)
        return (coding & 0xf0) == 0xe0 ? CODING_UCS2 : CODING_DEFAULT;
    if (coding >= 0x80 || (coding & 0x20))
        return -1;                      /* reserved, or compressed */
    switch (coding >> 2 & 3) {
    case 0: return CODING_DEFAULT;
    case 2: return CODING_UCS2;
    default: return -1;
    }
}

/* Take control characters out of what was added after `start` bytes: the
 * frames to the daemon do not carry them, and people do not write them. */
static void
strip(struct buffer *out, size_t start)
{
    char *to = out->data + out->start + start, *from = to;
    const char *end = out->data + out->end;

    while (from < end) {
        unsigned char c = (unsigned char)*from;

        if (c == 0xc2 && from + 1 < end && (unsigned char)from[1] < 0xa0) {
            from += 2;                  /* C1 */
        } else if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f) {
            from++;
        } else {
            *to++ = *from++;
        }
    }
    out->end = (size_t)(to - out->data);
}

bool
coding_decode(struct buffer *out, uint8_t coding, const uint8_t *bytes,
              size_t length)
{
    size_t start = buffer_length(out);

    int alphabet = alphabet_of(coding);

    if (alphabet == CODING_ASCII && is_really_gsm(bytes, length))
        alphabet = CODING_DEFAULT;
    switch (alphabet) {
    case CODING_DEFAULT:
        gsm7_decode(out, SMS_GSM7, bytes, length);
        break;
    case CODING_UCS2:
        gsm7_decode(out, SMS_UCS2, bytes, length);
        break;
    case CODING_ASCII:
    case CODING_LATIN1:
        add_latin1(out, bytes, length);
        break;
    default:
        return false;
    }
    if (buffer_length(out) > start)
        strip(out, start);
    return true;
}

void
coding_address(char *out, size_t size, uint8_t ton, const char *digits)
{
    size_t length = strlen(digits), used = 0;
    bool number = length > 0 && strspn(digits, "0123456789") == length;

    /* many an SMSC leaves the type of number away: ten digits or more that
     * do not begin with a nought are international */
    if (number && (ton == TON_INTERNATIONAL ||
                   (ton == TON_UNKNOWN && length >= 10 && digits[0] != '0')))
        out[used++] = '+';
    for (; *digits != '\0' && used < size - 1; digits++) {
        if (*digits >= ' ' && *digits < 0x7f)
            out[used++] = *digits;
    }
    out[used] = '\0';
}
