/* scrub - see scrub.h */
#include "channel/scrub.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { LEAST_DIGITS = 8 };
static const char blot[] = "[...]";

static bool
is_digit(char c)
{
    return isdigit((unsigned char)c) != 0;
}

/* Bytes of an IPv4 address at the start of the text, or 0. */
static size_t
ip_length(const char *text)
{
    size_t at = 0;

    for (int group = 0; group < 4; group++) {
        size_t digits = strspn(text + at, "0123456789");
        int value = 0;

        if (digits == 0 || digits > 3)
            return 0;
        for (size_t i = 0; i < digits; i++)
            value = value * 10 + (text[at + i] - '0');
        if (value > 255 || (group < 3 && text[at + digits] != '.'))
            return 0;
        at += digits + (group < 3);
    }
    return is_digit(text[at]) || (text[at] == '.' && is_digit(text[at + 1]))
               ? 0 : at;
}

/* Bytes of something like a phone number at the start of the text, or 0. */
static size_t
phone_length(const char *text)
{
    size_t end = 0, digits = 0, apart = 0;

    for (size_t at = *text == '+'; text[at] != '\0'; at++) {
        if (is_digit(text[at])) {
            digits++;
            apart = 0;
            end = at + 1;
        } else if (strchr(" -./()", text[at]) == NULL || ++apart > 3) {
            break;
        }
    }
    return digits >= LEAST_DIGITS ? end : 0;
}

static bool
in_word(char c)
{
    return c != '\0' && strchr(" <>()[]\"',;:", c) == NULL &&
           (unsigned char)c >= 0x20;
}

/* Bytes of a word with '@' in it at the start of the text, or 0. */
static size_t
mail_length(const char *text)
{
    size_t length = 0;
    bool at = false;

    while (in_word(text[length]))
        at |= text[length++] == '@';
    return at ? length : 0;
}

struct output {
    char *text;
    size_t size, used;
};

static void
put(struct output *out, const char *bytes, size_t length)
{
    if (out->used + length < out->size) {
        memcpy(out->text + out->used, bytes, length);
        out->used += length;
    } else {
        out->size = out->used + 1;      /* nothing shorter after a gap */
    }
}

void
scrub(char *out, size_t size, const char *text)
{
    struct output to = { out, size, 0 };
    const char *end = text + strlen(text);
    bool fresh = true, after_digit = false;

    while (text < end && to.used + 1 < to.size) {
        size_t keep = after_digit ? 0 : ip_length(text);
        size_t hide = keep > 0 ? 0 : fresh ? mail_length(text) : 0;
        const char *from = text;

        if (hide == 0 && keep == 0 && !after_digit &&
            (is_digit(*text) || *text == '+'))
            hide = phone_length(text);
        if (hide > 0) {
            put(&to, blot, sizeof(blot) - 1);
            text += hide;
        } else if (keep > 0) {
            put(&to, text, keep);
            text += keep;
        } else if (text_next(&text, end) < 0 ||
                   (unsigned char)*from < 0x20 || *from == 0x7f) {
            put(&to, " ", 1);
        } else {
            put(&to, from, (size_t)(text - from));
        }
        fresh = hide > 0 || keep > 0 || !in_word(text[-1]);
        after_digit = is_digit(text[-1]);
    }
    out[to.used] = '\0';
}
