/* tzif - see tzif.h */
#include "calendar/tzif.h"

#include <string.h>

enum { HEADER = 44, TYPE = 6, MOST_CHANGES = 10000, MOST_OFFSET = 26 * 3600 };

/* The counts of a header, in the order of the file. */
struct counts {
    uint32_t utc, standard, leap, time, type, letter;
};

static uint32_t
big32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
        (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t
big64(const uint8_t *bytes)
{
    return (int64_t)((uint64_t)big32(bytes) << 32 | big32(bytes + 4));
}

static bool
header(const uint8_t *bytes, size_t length, struct counts *counts)
{
    if (length < HEADER || memcmp(bytes, "TZif", 4) != 0)
        return false;
    counts->utc = big32(bytes + 20);
    counts->standard = big32(bytes + 24);
    counts->leap = big32(bytes + 28);
    counts->time = big32(bytes + 32);
    counts->type = big32(bytes + 36);
    counts->letter = big32(bytes + 40);
    return counts->time <= MOST_CHANGES && counts->type >= 1 &&
        counts->type <= 256 && counts->letter <= 4096 &&
        counts->leap <= 4096 && counts->standard <= 256 &&
        counts->utc <= 256;
}

/* Bytes of the tables behind a header with times of `width` bytes. */
static size_t
body_size(const struct counts *counts, size_t width)
{
    return counts->time * (width + 1) + counts->type * (size_t)TYPE +
        counts->letter + counts->leap * (width + 4) + counts->standard +
        counts->utc;
}

static bool
offset_of(const uint8_t *types, const struct counts *counts, uint8_t index,
          int32_t *offset)
{
    if (index >= counts->type)
        return false;
    *offset = (int32_t)big32(types + (size_t)index * TYPE);
    return *offset > -MOST_OFFSET && *offset < MOST_OFFSET;
}

/* The tables, with what is no change of the offset left out. */
static bool
tables(struct pool *pool, const uint8_t *body, const struct counts *counts,
       size_t width, struct tzif *tzif)
{
    const uint8_t *indexes = body + counts->time * width;
    const uint8_t *types = indexes + counts->time;
    int64_t *at = pool_take(pool, (counts->time + 1) * sizeof(*at));
    int32_t *offset = pool_take(pool, (counts->time + 1) * sizeof(*offset));
    int32_t before;
    int64_t last = INT64_MIN;

    if (!offset_of(types, counts, 0, &before))
        return false;
    tzif->first_offset = before;
    tzif->count = 0;
    tzif->at = at;
    tzif->offset = offset;
    for (size_t i = 0; i < counts->time; i++) {
        int64_t time = width == 8 ? big64(body + i * 8)
            : (int32_t)big32(body + i * 4);

        if ((i > 0 && time <= last) ||
            !offset_of(types, counts, indexes[i], &offset[tzif->count]))
            return false;
        last = time;
        at[tzif->count] = time;
        if (offset[tzif->count] != before || i + 1 == counts->time)
            before = offset[tzif->count++];
    }
    return true;
}

/* The rule stands between two newlines behind the tables; it may be empty. */
static bool
footer(const uint8_t *bytes, size_t length, struct tzif *tzif)
{
    const uint8_t *end;

    if (length < 2 || bytes[0] != '\n' ||
        (end = memchr(bytes + 1, '\n', length - 1)) == NULL)
        return false;
    tzif->has_rule = end > bytes + 1;
    return !tzif->has_rule ||
        tzrule_parse((const char *)bytes + 1, (size_t)(end - bytes - 1),
                     &tzif->rule);
}

int
tzif_parse(struct pool *pool, const uint8_t *bytes, size_t length,
           struct tzif *tzif, struct error *error)
{
    struct counts counts;
    size_t width = 4, size;
    bool modern;

    *tzif = (struct tzif){ 0 };
    if (!header(bytes, length, &counts))
        return error_set(error, "not a zoneinfo file");
    modern = bytes[4] >= '2';
    size = HEADER + body_size(&counts, width);
    if (modern && size < length) {
        /* Everything stands there again, with times of 64 bits. */
        bytes += size;
        length -= size;
        width = 8;
        if (!header(bytes, length, &counts))
            return error_set(error, "a zoneinfo file with a broken middle");
        size = HEADER + body_size(&counts, width);
    }
    if (size > length)
        return error_set(error, "a zoneinfo file that stops too early");
    if (counts.leap != 0)
        return error_set(error, "a zoneinfo file that counts leap seconds");
    if (!tables(pool, bytes + HEADER, &counts, width, tzif) ||
        (width == 8 && !footer(bytes + size, length - size, tzif)))
        return error_set(error, "a zoneinfo file with broken tables");
    return 0;
}

/* How many changes lie at or before `seconds`. */
static size_t
changes_until(const struct tzif *tzif, int64_t seconds)
{
    size_t low = 0, high = tzif->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (tzif->at[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int
tzif_offset(const struct tzif *tzif, int64_t seconds)
{
    size_t passed = changes_until(tzif, seconds);

    if (passed == tzif->count && tzif->has_rule)
        return tzrule_offset(&tzif->rule, seconds);
    return passed == 0 ? tzif->first_offset : tzif->offset[passed - 1];
}

bool
tzif_next_change(const struct tzif *tzif, int64_t seconds, int64_t *change)
{
    for (size_t i = changes_until(tzif, seconds); i < tzif->count; i++) {
        int before = i == 0 ? tzif->first_offset : tzif->offset[i - 1];

        if (tzif_offset(tzif, tzif->at[i]) != before) {
            *change = tzif->at[i];
            return true;
        }
    }
    return tzif->has_rule && tzrule_next_change(&tzif->rule, seconds, change);
}
