/* fuzz_gsm7: any bytes as a text, and as what a phone sent */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "message/gsm7.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
as_sent(enum sms_alphabet alphabet, const uint8_t *data, size_t size)
{
    struct buffer out = { 0 };

    gsm7_decode(&out, alphabet, data, size);
    if (!text_is_utf8(buffer_text(&out), buffer_length(&out), NULL))
        abort();
    buffer_free(&out);
}

/* The parts add up to what was measured, whatever the text. */
static void
as_text(const char *text, size_t length)
{
    struct sms_size size;
    int units = 0, parts = 0;

    gsm7_measure(text, &size);
    while (length > 0) {
        int most = size.alphabet == SMS_GSM7
                       ? size.parts == 1 ? SMS_GSM7_WHOLE : SMS_GSM7_PART
                       : size.parts == 1 ? SMS_UCS2_WHOLE : SMS_UCS2_PART;
        size_t cut = gsm7_cut(size.alphabet, text, length, most);
        uint8_t bytes[SMS_GSM7_WHOLE];
        size_t used = gsm7_encode(size.alphabet, text, cut, bytes,
                                  sizeof(bytes));

        if (cut == 0 || cut > length)
            abort();
        units += (int)(size.alphabet == SMS_GSM7 ? used : used / 2);
        parts++;
        text += cut;
        length -= cut;
    }
    if (units != size.units || (parts != 0 && parts != size.parts))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer text = { 0 }, near = { 0 };

    as_sent(SMS_GSM7, data, size);
    as_sent(SMS_UCS2, data, size);
    buffer_add(&text, data, strnlen((const char *)data, size));
    as_text(buffer_text(&text), strlen(buffer_text(&text)));
    gsm7_transliterate(&near, buffer_text(&text));
    if (!text_is_utf8(buffer_text(&near), buffer_length(&near), NULL))
        abort();
    as_text(buffer_text(&near), strlen(buffer_text(&near)));
    buffer_free(&text);
    buffer_free(&near);
    return 0;
}
