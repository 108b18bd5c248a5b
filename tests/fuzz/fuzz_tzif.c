/* fuzz_tzif: any bytes as a zoneinfo file */
#include <stdint.h>
#include <stdlib.h>

#include "calendar/tzif.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct tzif *tzif, int64_t seconds)
{
    int offset = tzif_offset(tzif, seconds);
    int64_t change;

    if (offset < -26 * 3600 || offset > 26 * 3600 ||
        (tzif_next_change(tzif, seconds, &change) && change <= seconds))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pool *pool = pool_new();
    struct tzif tzif;

    if (tzif_parse(pool, data, size, &tzif, NULL) == 0) {
        check(&tzif, INT64_MIN / 1000);
        check(&tzif, INT64_MAX / 1000);
        for (int64_t at = -4000000000; at < 8000000000; at += 123456789)
            check(&tzif, at);
        for (size_t i = 0; i < tzif.count; i++)
            check(&tzif, tzif.at[i]);
    }
    pool_free(&pool);
    return 0;
}
