/* fuzz_civil: what is taken as a date exists, and is read back the same */
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "calendar/civil.h"
#include "calendar/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pool *pool = pool_new();
    char *text = pool_copy_n(pool, (const char *)data, size);
    struct civil civil, again;
    struct error error;
    char said[CIVIL_TEXT];
    int hour, minute;
    instant at;

    if (civil_parse(text, &civil, &error) == 0 &&
        (!civil_valid(&civil) ||
         civil_parse(civil_format(&civil, said), &again, &error) < 0 ||
         civil_compare(&civil, &again) != 0))
        abort();
    if (civil_parse_clock(text, &hour, &minute) &&
        (hour < 0 || hour > 23 || minute < 0 || minute > 59))
        abort();
    (void)civil_parse_date(text, &civil, &error);
    (void)civil_parse_moment(text, &civil, &error);
    (void)zone_parse_local(text, &at, &error);
    pool_free(&pool);
    return 0;
}
