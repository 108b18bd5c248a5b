/* fuzz_receipt: any bytes as the text of a receipt */
#include <stdlib.h>
#include <string.h>

#include "smpp/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char other[RECEIPT_ID], back[RECEIPT_ID], again[RECEIPT_ID];
    struct receipt receipt;

    if (!receipt_parse((const char *)data, size, &receipt))
        return 0;
    if (memchr(receipt.id, 0, RECEIPT_ID) == NULL ||
        memchr(receipt.reason, 0, sizeof(receipt.reason)) == NULL)
        abort();
    receipt_canonical(receipt.id, again);
    if (strcmp(again, receipt.id) != 0)
        abort();
    if (receipt_to_decimal(receipt.id, other) &&
        (!receipt_to_hex(other, back) || strcmp(back, receipt.id) != 0))
        abort();
    for (const char *at = receipt.reason; *at != '\0'; at++) {
        if (*at < ' ' || *at > '~')
            abort();
    }
    return 0;
}
