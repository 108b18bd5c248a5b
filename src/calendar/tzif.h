/*
 * tzif - a zoneinfo file (RFC 9636), taken apart.
 *
 * Read by ourselves and not by way of libical: 200 lines against 3 MB of
 * resident library, and the answers are right in both hours of a change.  The
 * bytes are distrusted: any of them may be anything.
 */
#ifndef CALENDAR_TZIF_H
#define CALENDAR_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/memory.h"
#include "calendar/tzrule.h"

struct tzif {
    int first_offset;           /* before the first change */
    size_t count;               /* changes: */
    const int64_t *at;          /* seconds since 1970, rising */
    const int32_t *offset;      /* seconds east of UTC from then on */
    bool has_rule;              /* from the last change on: */
    struct tzrule rule;
};

/* The tables are made in `pool`.  -1 with a sentence when it is not such a
 * file or one that counts leap seconds. */
int tzif_parse(struct pool *pool, const uint8_t *bytes, size_t length,
               struct tzif *tzif, struct error *error);

/* Seconds east of UTC at `seconds` since 1970. */
int tzif_offset(const struct tzif *tzif, int64_t seconds);

/* The first change of the offset after `seconds`; false when there is none. */
bool tzif_next_change(const struct tzif *tzif, int64_t seconds,
                      int64_t *change);

#endif
