/* parts - see parts.h */
#include "parts.h"

#include <stdio.h>
#include <string.h>

#include "message/gsm7.h"

enum { OCTETS = 160, HEADER = 6, CODING_UCS2 = 8 };

/* A user data header with an 8-bit reference, 3GPP TS 23.040 section
 * 9.2.3.24.1: the one that every network knows. */
static void
add_header(struct buffer *octets, uint8_t reference, int total, int part)
{
    const uint8_t header[HEADER] = { HEADER - 1, 0, 3, reference,
                                     (uint8_t)total, (uint8_t)part };

    buffer_add(octets, header, sizeof(header));
}

static void
add_octets(struct parts *parts, enum sms_alphabet alphabet, const char *text,
           size_t length)
{
    uint8_t *room = (uint8_t *)buffer_reserve(&parts->octets, OCTETS);

    buffer_added(&parts->octets,
                 gsm7_encode(alphabet, text, length, room, OCTETS));
    parts->ends[parts->count++] = (uint16_t)buffer_length(&parts->octets);
}

int
parts_make(struct parts *parts, const char *text, uint8_t reference)
{
    struct sms_size size;
    size_t left = strlen(text);
    int most;

    gsm7_measure(text, &size);
    buffer_clear(&parts->octets);
    parts->count = 0;
    parts->ucs2 = size.alphabet == SMS_UCS2;
    if (size.parts > PARTS_MOST)
        return 0;
    if (size.parts == 1) {
        add_octets(parts, size.alphabet, text, left);
        return 1;
    }
    most = parts->ucs2 ? SMS_UCS2_PART : SMS_GSM7_PART;
    while (left > 0) {
        size_t cut = gsm7_cut(size.alphabet, text, left, most);

        add_header(&parts->octets, reference, size.parts, parts->count + 1);
        add_octets(parts, size.alphabet, text, cut);
        text += cut;
        left -= cut;
    }
    return size.parts;
}

void
parts_fill(const struct parts *parts, int part, struct pdu_message *message)
{
    uint16_t start = part == 0 ? 0 : parts->ends[part - 1];

    message->text = (const uint8_t *)buffer_bytes(&parts->octets) + start;
    message->length = (uint16_t)(parts->ends[part] - start);
    message->esm_class = parts->count > 1 ? PDU_ESM_HEADER : 0;
    if (parts->ucs2)
        message->coding = CODING_UCS2;
}

bool
parts_number(const char *to, char digits[21])
{
    size_t length;

    if (*to == '+')
        to++;
    length = strspn(to, "0123456789");
    if (to[length] != '\0' || length < 3 || length > 20)
        return false;
    memcpy(digits, to, length + 1);
    return true;
}

void
parts_validity(instant until, char text[PARTS_VALIDITY])
{
    char when[INSTANT_TEXT];

    /* 2027-01-13T17:30:00Z to YYMMDDhhmmsstnnp: tenths, no quarters off UTC */
    instant_format(until, when);
    snprintf(text, PARTS_VALIDITY, "%.2s%.2s%.2s%.2s%.2s%.2s000+", when + 2,
             when + 5, when + 8, when + 11, when + 14, when + 17);
}

void
parts_validity_relative(instant until, instant now, char text[PARTS_VALIDITY])
{
    instant left = until - now;
    unsigned seconds;

    if (left > 30 * DAY)
        left = 30 * DAY;
    if (left < SECOND)
        left = SECOND;
    seconds = (unsigned)(left / SECOND);
    snprintf(text, PARTS_VALIDITY, "0000%02u%02u%02u%02u000R",
             seconds / 86400 % 100, seconds / 3600 % 24, seconds / 60 % 60,
             seconds % 60);
}
