/* fuzz_offset: what is taken as an offset, a duration or quiet hours is
 * written and read back the same */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "calendar/offset.h"
#include "calendar/window.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_offset(const char *text)
{
    struct offset offset, again;
    char said[OFFSET_TEXT], repeated[OFFSET_TEXT];

    if (offset_parse(text, &offset, NULL) < 0)
        return;
    if (offset.months < 0 || offset.days < 0 || offset.elapsed < 0 ||
        offset_parse(offset_format(&offset, said), &again, NULL) < 0 ||
        strcmp(said, offset_format(&again, repeated)) != 0)
        abort();
}

static void
check_duration(const char *text)
{
    instant duration, again;
    char said[OFFSET_TEXT];

    if (duration_parse(text, &duration, NULL) < 0)
        return;
    if (duration <= 0 ||
        duration_parse(duration_format(duration, said), &again, NULL) < 0 ||
        duration != again)
        abort();
}

static void
check_window(const char *text)
{
    struct window window, again;
    char said[WINDOW_TEXT];

    if (window_parse(text, &window, NULL) < 0)
        return;
    if (window.from < 0 || window.from >= 1440 || window.to < 0 ||
        window.to >= 1440 ||
        window_parse(window_format(&window, said), &again, NULL) < 0 ||
        window.from != again.from || window.to != again.to)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pool *pool = pool_new();
    char *text = pool_copy_n(pool, (const char *)data, size);

    check_offset(text);
    check_duration(text);
    check_window(text);
    pool_free(&pool);
    return 0;
}
