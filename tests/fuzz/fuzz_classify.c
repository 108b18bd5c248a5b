/* fuzz_classify: any bytes are one of the kinds; case changes nothing, and
 * STOP with something behind it is never missed */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "inbox/classify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 6, 1);
    enum inbound_kind kind;

    if (text == NULL)
        abort();
    memcpy(text, "STOP ", 5);
    if (size > 0)
        memcpy(text + 5, data, size);
    kind = classify_text(text);
    if (kind != INBOUND_STOP && kind != INBOUND_MAYBE_STOP)
        abort();
    kind = classify_text(text + 5);
    if (kind >= INBOUND_KINDS)
        abort();
    for (char *p = text + 5; *p != '\0'; p++) {
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    }
    if (classify_text(text + 5) != kind)
        abort();
    free(text);
    return 0;
}
