/* ids - see ids.h */
#include "ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    BUCKETS = 16 * 1024, WAYS = 4,      /* 65,536 ids */
    GROUPS = 4096
};

struct entry {
    uint64_t hash;                      /* 0: free */
    uint32_t group;
    uint8_t part;
};

/* So many more receipts spoke for one notation than for any other: the
 * others are no longer tried. */
enum { SURE = 16 };

struct ids {
    enum ids_format format;             /* never IDS_AUTO once sure */
    int points[IDS_DECIMAL + 1];        /* for each format */
    uint32_t last_group;
    struct ids_group groups[GROUPS];
    uint8_t turn[BUCKETS];              /* which way is replaced next */
    struct entry entries[BUCKETS][WAYS];
};

struct ids *
ids_new(enum ids_format format)
{
    struct ids *ids = NEW(struct ids);  /* untouched pages cost nothing */

    ids->format = format;
    return ids;
}

void
ids_free(struct ids **ids)
{
    free(*ids);
    *ids = NULL;
}

uint32_t
ids_group_new(struct ids *ids, int parts)
{
    uint32_t number = ++ids->last_group;

    if (number == 0)
        number = ids->last_group = GROUPS;
    ids->groups[number % GROUPS] = (struct ids_group){
        .number = number,
        .parts = parts >= 32 ? UINT32_MAX : (1u << parts) - 1
    };
    return number;
}

struct ids_group *
ids_group(struct ids *ids, uint32_t number)
{
    struct ids_group *group = &ids->groups[number % GROUPS];

    return number != 0 && group->number == number ? group : NULL;
}

/* FNV-1a, and the end of MurmurHash3 behind it: ids that count up differ in
 * their last character only, which FNV leaves in the lowest bits.  Never 0. */
static uint64_t
hash_of(const char *id)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (; *id != '\0'; id++)
        hash = (hash ^ (uint8_t)*id) * 0x100000001b3u;
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
    return (hash ^ hash >> 33) | 1;
}

static struct entry *
find(struct ids *ids, const char *id)
{
    uint64_t hash = hash_of(id);
    struct entry *ways = ids->entries[(hash >> 20) % BUCKETS];

    for (int i = 0; i < WAYS; i++) {
        if (ways[i].hash == hash)
            return &ways[i];
    }
    return NULL;
}

void
ids_add(struct ids *ids, const char *id, uint32_t group, int part)
{
    uint64_t hash = hash_of(id);
    uint32_t bucket = (hash >> 20) % BUCKETS;
    struct entry *entry = find(ids, id);

    struct ids_group *of = ids_group(ids, group);

    if (of != NULL)
        of->known |= 1u << part;
    if (entry == NULL)
        entry = &ids->entries[bucket][ids->turn[bucket]++ % WAYS];
    *entry = (struct entry){ hash, group, (uint8_t)part };
}

/* The id of the answer when receipts are written in `format`; false when it
 * cannot be. */
static bool
translate(enum ids_format format, const char *id, char other[RECEIPT_ID])
{
    switch (format) {
    case IDS_HEX:
        return receipt_to_decimal(id, other);
    case IDS_DECIMAL:
        return receipt_to_hex(id, other);
    default:
        memcpy(other, id, RECEIPT_ID);
        return true;
    }
}

static enum ids_format
leader(const struct ids *ids)
{
    enum ids_format best = IDS_SAME;

    for (int i = IDS_HEX; i <= IDS_DECIMAL; i++) {
        if (ids->points[i] > ids->points[best])
            best = (enum ids_format)i;
    }
    return best;
}

/* A receipt that is known in one notation only speaks for that one.  Numbers
 * that count up are often known in two: those say nothing. */
static void
give_point(struct ids *ids, enum ids_format format)
{
    int second = 0;

    ids->points[format]++;
    for (int i = IDS_SAME; i <= IDS_DECIMAL; i++) {
        if (i != (int)format && ids->points[i] > second)
            second = ids->points[i];
    }
    if (ids->points[format] >= second + SURE)
        ids->format = format;
}

/* Without a setting: the notation in which the id is known; when that is
 * several, the one that most receipts spoke for so far. */
static enum ids_format
guess(struct ids *ids, const char *id)
{
    enum ids_format found = IDS_AUTO, best = leader(ids);
    char other[RECEIPT_ID];
    int known = 0;

    for (int i = IDS_SAME; i <= IDS_DECIMAL; i++) {
        if (!translate((enum ids_format)i, id, other) ||
            (i != IDS_SAME && strcmp(id, other) == 0) ||
            find(ids, other) == NULL)
            continue;
        known++;
        if (found == IDS_AUTO || (enum ids_format)i == best)
            found = (enum ids_format)i;
    }
    if (known == 1)
        give_point(ids, found);
    return known > 0 ? found : best;
}

bool
ids_find(struct ids *ids, char id[RECEIPT_ID], uint32_t *group, int *part)
{
    enum ids_format format = ids->format;
    char other[RECEIPT_ID];
    struct entry *entry;

    *group = 0;
    *part = 0;
    if (format == IDS_AUTO)
        format = guess(ids, id);
    if (translate(format, id, other))
        memcpy(id, other, RECEIPT_ID);
    entry = find(ids, id);
    if (entry == NULL)
        return false;
    *group = entry->group;
    *part = entry->part;
    return true;
}
