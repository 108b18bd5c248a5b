/* fuzz_phone: what is accepted is E.164, and is accepted again as it is */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "message/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const anywhere[] = { "+", NULL };
static const struct phone_rules rules[] = {
    { "BE", NULL }, { "BE", anywhere }, { "NL", anywhere },
    { "FR", anywhere }, { "LU", anywhere }, { "DE", anywhere },
    { "GB", anywhere }, { NULL, NULL }
};

static void
try(const char *text, const struct phone_rules *with)
{
    char once[PHONE_TEXT], twice[PHONE_TEXT];
    size_t length;

    if (phone_normalise(text, with, once, NULL) != 0)
        return;
    length = strlen(once);
    if (once[0] != '+' || once[1] == '0' || length < 9 || length > 16 ||
        strspn(once + 1, "0123456789") != length - 1 ||
        phone_normalise(once, with, twice, NULL) != 0 ||
        strcmp(once, twice) != 0)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);

    if (text == NULL)
        abort();
    if (size > 0)
        memcpy(text, data, size);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        try(text, &rules[i]);
    free(text);
    return 0;
}
