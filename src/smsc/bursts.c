/* bursts - see bursts.h */
#include "smsc/bursts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

enum { SILENCE = 500 * 1000 };

void
bursts_note(struct bursts *bursts, int64_t now)
{
    struct burst *burst = NULL;

    if (bursts->count > 0)
        burst = &bursts->items[bursts->count - 1];
    if (burst == NULL || now - burst->last > SILENCE) {
        burst = GROW(bursts, items, count, room);
        *burst = (struct burst){ .first = now };
    }
    burst->last = now;
    burst->count++;
}

void
bursts_print(const struct bursts *bursts)
{
    for (size_t i = 0; i < bursts->count; i++) {
        const struct burst *burst = &bursts->items[i];

        printf("burst %" PRId64 ".%06d %" PRId64 ".%06d %" PRIu64 "\n",
               burst->first / 1000000, (int)(burst->first % 1000000),
               burst->last / 1000000, (int)(burst->last % 1000000),
               burst->count);
    }
}

void
bursts_free(struct bursts *bursts)
{
    free(bursts->items);
    *bursts = (struct bursts){ 0 };
}
