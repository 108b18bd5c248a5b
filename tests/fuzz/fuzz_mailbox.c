/* fuzz_mailbox: what is taken as an address is harmless on the wire */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "smtp/mailbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_harmless(const char *address, size_t length)
{
    if (length < 3 || length > MAILBOX_MOST)
        abort();
    for (size_t i = 0; i < length; i++)
        if (address[i] <= ' ' || address[i] >= 0x7f ||
            strchr("<>()[]\\,;:\"", address[i]) != NULL)
            abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct mailbox box;

    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (mailbox_wrong(text, size) == NULL)
        check_harmless(text, size);
    if (mailbox_parse(text, &box) == NULL) {
        check_harmless(box.address, strlen(box.address));
        if (strlen(box.name) > MAILBOX_NAME_MOST ||
            strpbrk(box.name, "\r\n") != NULL)
            abort();
    }
    free(text);
    return 0;
}
