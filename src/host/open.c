/* open - see open.h */
#include "host/open.h"

#include "privacy/open.h"

int
open_address(const char *sealed, char clear[ADDRESS_CLEAR])
{
    return address_open(sealed, clear, NULL);
}

void
open_seal(const char *clear, struct buffer *sealed)
{
    buffer_clear(sealed);
    buffer_add_text(sealed, "c:");
    buffer_add_text(sealed, clear);
}
