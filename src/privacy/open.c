/* open - see open.h */
#include "privacy/open.h"

#include <string.h>

int
address_open(const char *sealed, char clear[ADDRESS_CLEAR],
             struct error *error)
{
    size_t length;

    if (strncmp(sealed, "c:", 2) != 0)
        return error_set(error, "the address is sealed in a form that this "
                         "version does not know");
    length = strlen(sealed + 2);
    if (length == 0 || length >= ADDRESS_CLEAR)
        return error_set(error, "the sealed address is empty or too long");
    memcpy(clear, sealed + 2, length + 1);
    return 0;
}
