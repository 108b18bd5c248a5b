/* zone - see zone.h */
#include "calendar/zone.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "calendar/quoted.h"
#include "calendar/tzif.h"
#include "calendar/zonename.h"

enum { MOST_BYTES = 65536, DAY_SECONDS = 86400 };

struct zone {
    const char *name;
    struct tzif table;
    struct zone *next;
    /* which file it was */
    struct timespec changed;
    off_t size;
    ino_t inode;
};

struct zones {
    struct pool *pool;
    struct zone *first;
    const char *directory;      /* NULL: the system's */
};

struct zones *
zones_new(void)
{
    struct zones *zones = NEW(struct zones);

    zones->pool = pool_new();
    return zones;
}

void
zones_look_in(struct zones *zones, const char *directory)
{
    zones->directory = pool_copy(zones->pool, directory);
}

void
zones_free(struct zones **zones)
{
    if (*zones == NULL)
        return;
    pool_free(&(*zones)->pool);
    free(*zones);
    *zones = NULL;
}

static int
read_file(const char *path, struct zone *zone, uint8_t *bytes, size_t *length)
{
    struct stat status;
    FILE *file = fopen(path, "re");

    if (file == NULL)
        return -1;
    if (fstat(fileno(file), &status) < 0 || !S_ISREG(status.st_mode)) {
        fclose(file);
        errno = ENOENT;
        return -1;
    }
    zone->changed = status.st_mtim;
    zone->size = status.st_size;
    zone->inode = status.st_ino;
    *length = fread(bytes, 1, MOST_BYTES, file);
    fclose(file);
    return 0;
}

static int
load(struct zones *zones, struct zone *zone, struct error *error)
{
    char path[ZONENAME_PATH];
    uint8_t *bytes;
    size_t length;
    int result;

    if (!zonename_path(zones->directory, zone->name, path))
        return zonename_explain(zone->name, error);
    bytes = memory_new(1, MOST_BYTES);
    if (read_file(path, zone, bytes, &length) == 0) {
        result = tzif_parse(zones->pool, bytes, length, &zone->table, error);
        if (result < 0)
            error_within(error, "%s", path);
    } else if (errno == ENOENT || errno == ENOTDIR) {
        result = zonename_explain(zone->name, error);
    } else {
        result = error_set(error, "cannot read %s: %s", path,
                           strerror(errno));
    }
    free(bytes);
    return result;
}

const struct zone *
zone_find(struct zones *zones, const char *name, struct error *error)
{
    struct zone *zone, read = { .name = name };

    for (zone = zones->first; zone != NULL; zone = zone->next) {
        if (strcmp(zone->name, name) == 0)
            return zone;
    }
    if (load(zones, &read, error) < 0)
        return NULL;
    zone = pool_take(zones->pool, sizeof(*zone));
    *zone = read;
    zone->name = pool_copy(zones->pool, name);
    zone->next = zones->first;
    zones->first = zone;
    return zone;
}

bool
zones_changed(const struct zones *zones)
{
    for (const struct zone *zone = zones->first; zone != NULL;
         zone = zone->next) {
        char path[ZONENAME_PATH];
        struct stat status;

        if (!zonename_path(zones->directory, zone->name, path) ||
            stat(path, &status) < 0 ||
            status.st_mtim.tv_sec != zone->changed.tv_sec ||
            status.st_mtim.tv_nsec != zone->changed.tv_nsec ||
            status.st_size != zone->size || status.st_ino != zone->inode)
            return true;
    }
    return false;
}

const char *
zone_name(const struct zone *zone)
{
    return zone->name;
}

/* Downwards, also before 1970. */
static int64_t
whole_seconds(instant at)
{
    return at / SECOND - (at % SECOND < 0);
}

/*
 * The offsets a day earlier and a day later are those before and after any
 * change that can matter.  A wall time is one of theirs when the zone gives
 * the same offset back.  When both do, it occurs twice: the first is meant.
 * When neither does, it lies in the gap: the offset before it counts.
 */
instant
zone_instant(const struct zone *zone, const struct civil *civil)
{
    int64_t wall = civil_seconds(civil);
    int before = tzif_offset(&zone->table, wall - DAY_SECONDS);
    int after = tzif_offset(&zone->table, wall + DAY_SECONDS);
    int64_t early = wall - before, late = wall - after;

    if (before == after ||
        tzif_offset(&zone->table, late) != after)
        return early * SECOND;
    if (tzif_offset(&zone->table, early) != before)
        return late * SECOND;
    return (early < late ? early : late) * SECOND;
}

int
zone_offset(const struct zone *zone, instant at)
{
    return tzif_offset(&zone->table, whole_seconds(at));
}

void
zone_civil(const struct zone *zone, instant at, struct civil *civil)
{
    int64_t seconds = whole_seconds(at);

    civil_from_seconds(seconds + tzif_offset(&zone->table, seconds), civil);
}

instant
zone_next_change(const struct zone *zone, instant after)
{
    int64_t change;

    if (!tzif_next_change(&zone->table, whole_seconds(after), &change) ||
        change > NEVER / SECOND - 1)
        return NEVER;
    return change * SECOND;
}

const char *
zone_format(const struct zone *zone, instant at, char text[ZONE_TEXT])
{
    int64_t seconds = whole_seconds(at);
    int offset = tzif_offset(&zone->table, seconds);
    unsigned minutes;
    struct civil civil;

    /* RFC 3339 has no seconds in an offset (Brussels before 1892): round the
     * offset, and let the clock follow so that the moment stays right. */
    offset = offset / 60 * 60;
    minutes = (unsigned)(offset < 0 ? -offset : offset) / 60;
    civil_from_seconds(seconds + offset, &civil);
    snprintf(text, ZONE_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d%c%02u:%02u",
             civil.year, civil.month, civil.day, civil.hour, civil.minute,
             civil.second, offset < 0 ? '-' : '+', minutes / 60 % 100,
             minutes % 60);
    return text;
}

const char *
zone_format_utc(instant at, char text[ZONE_TEXT])
{
    struct civil civil;

    civil_from_seconds(whole_seconds(at), &civil);
    snprintf(text, ZONE_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ", civil.year,
             civil.month, civil.day, civil.hour, civil.minute, civil.second);
    return text;
}

/* "+01:00", "-03:30" or "Z": seconds east of UTC. */
static bool
parse_offset(const char *text, int *offset)
{
    int sign = text[0] == '-' ? -1 : 1, hours, minutes;

    *offset = 0;
    if (strcmp(text, "Z") == 0)
        return true;
    if (strlen(text) != 6 || (text[0] != '+' && text[0] != '-') ||
        text[3] != ':')
        return false;
    for (int i = 1; i < 6; i++) {
        if (i != 3 && !isdigit((unsigned char)text[i]))
            return false;
    }
    hours = (text[1] - '0') * 10 + (text[2] - '0');
    minutes = (text[4] - '0') * 10 + (text[5] - '0');
    *offset = sign * (hours * 3600 + minutes * 60);
    return hours <= 23 && minutes <= 59;
}

int
zone_parse_local(const char *text, instant *at, struct error *error)
{
    enum { WALL = 19 };         /* 2027-01-13T19:00:00 */
    char wall[WALL + 1] = "";
    struct civil civil;
    int offset;

    if (strlen(text) > WALL) {
        memcpy(wall, text, WALL);
        if (wall[10] == 'T' && wall[16] == ':' &&
            parse_offset(text + WALL, &offset)) {
            if (civil_parse(wall, &civil, error) < 0)
                return -1;
            *at = (civil_seconds(&civil) - offset) * SECOND;
            return 0;
        }
    }
    return error_set(error, "'%s' is not a moment; write it as "
                     "2027-01-13T19:00:00+01:00", quoted(text).text);
}
