/* sums - see sums.h */
#include "store/sums.h"

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct sums {
    sqlite3_vfs vfs;            /* first: what SQLite sees */
    sqlite3_vfs *base;
    char name[32];
};

/* A file of a database; the file of the VFS behind lies after it. */
struct summed {
    sqlite3_file file;          /* first: what SQLite sees */
};

static sqlite3_file *
behind(sqlite3_file *file)
{
    return (sqlite3_file *)((struct summed *)file + 1);
}

/* -- the sum -------------------------------------------------------------- */

static uint64_t
word_at(const unsigned char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof(word));
    return le64toh(word);
}

static uint64_t
mix(uint64_t sum, uint64_t word)
{
    sum ^= word;
    sum = sum << 29 | sum >> 35;
    return sum * 0x9e3779b185ebca87u;
}

/* Four sums side by side, because one would wait for each multiplication. */
static uint64_t
page_sum(const unsigned char *page, uint64_t place)
{
    uint64_t sums[4] = {place, ~place, place + 1, 0x416c6c6f};
    const unsigned char *end = page + SUMS_PAGE - 32;

    for (; page < end; page += 32) {
        sums[0] = mix(sums[0], word_at(page));
        sums[1] = mix(sums[1], word_at(page + 8));
        sums[2] = mix(sums[2], word_at(page + 16));
        sums[3] = mix(sums[3], word_at(page + 24));
    }
    for (int i = 0; i < 3; i++)         /* the last 8 are the sum itself */
        sums[i] = mix(sums[i], word_at(page + 8 * i));
    for (int i = 1; i < 4; i++)
        sums[0] = mix(mix(sums[0], sums[i]), sums[i] >> 32);
    return sums[0] ^ sums[0] >> 32;
}

static bool
is_page(int amount, sqlite3_int64 offset)
{
    return amount == SUMS_PAGE && offset % SUMS_PAGE == 0;
}

/* -- the file ------------------------------------------------------------- */

static int
file_close(sqlite3_file *file)
{
    return behind(file)->pMethods->xClose(behind(file));
}

static int
file_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
    int result = behind(file)->pMethods->xRead(behind(file), bytes, amount,
                                               offset);
    const unsigned char *page = bytes;

    if (result == SQLITE_OK && is_page(amount, offset)
        && page_sum(page, (uint64_t)offset)
            != word_at(page + SUMS_PAGE - SUMS_RESERVED))
        return SQLITE_IOERR_DATA;
    return result;
}

static int
file_write(sqlite3_file *file, const void *bytes, int amount,
           sqlite3_int64 offset)
{
    unsigned char page[SUMS_PAGE];
    uint64_t sum;

    if (is_page(amount, offset)) {
        memcpy(page, bytes, SUMS_PAGE);
        sum = htole64(page_sum(page, (uint64_t)offset));
        memcpy(page + SUMS_PAGE - SUMS_RESERVED, &sum, sizeof(sum));
        bytes = page;
    }
    return behind(file)->pMethods->xWrite(behind(file), bytes, amount,
                                          offset);
}

static int
file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return behind(file)->pMethods->xTruncate(behind(file), size);
}

static int
file_sync(sqlite3_file *file, int flags)
{
    return behind(file)->pMethods->xSync(behind(file), flags);
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return behind(file)->pMethods->xFileSize(behind(file), size);
}

static int
file_lock(sqlite3_file *file, int lock)
{
    return behind(file)->pMethods->xLock(behind(file), lock);
}

static int
file_unlock(sqlite3_file *file, int lock)
{
    return behind(file)->pMethods->xUnlock(behind(file), lock);
}

static int
file_check_lock(sqlite3_file *file, int *result)
{
    return behind(file)->pMethods->xCheckReservedLock(behind(file), result);
}

static int
file_control(sqlite3_file *file, int what, void *argument)
{
    return behind(file)->pMethods->xFileControl(behind(file), what,
                                                argument);
}

static int
file_sector_size(sqlite3_file *file)
{
    return behind(file)->pMethods->xSectorSize(behind(file));
}

static int
file_device(sqlite3_file *file)
{
    return behind(file)->pMethods->xDeviceCharacteristics(behind(file));
}

/* Version 1: neither memory that is shared with other processes, so that
 * nobody can use the file beside us, nor pages that are mapped unread. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device,
};

/* -- the VFS -------------------------------------------------------------- */

static sqlite3_vfs *
base_of(sqlite3_vfs *vfs)
{
    return ((struct sums *)vfs)->base;
}

/* Only the database itself has sums; its log is left to the VFS behind. */
static int
vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
         int *flags_out)
{
    sqlite3_vfs *base = base_of(vfs);
    int result;

    if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
        return base->xOpen(base, path, file, flags, flags_out);
    file->pMethods = NULL;
    result = base->xOpen(base, path, behind(file), flags, flags_out);
    if (result == SQLITE_OK)
        file->pMethods = &methods;
    else if (behind(file)->pMethods != NULL)
        behind(file)->pMethods->xClose(behind(file));
    return result;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_directory)
{
    return base_of(vfs)->xDelete(base_of(vfs), path, sync_directory);
}

static int
vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
    return base_of(vfs)->xAccess(base_of(vfs), path, flags, result);
}

static int
vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
    return base_of(vfs)->xFullPathname(base_of(vfs), path, size, out);
}

static int
vfs_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    return base_of(vfs)->xRandomness(base_of(vfs), size, out);
}

static int
vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return base_of(vfs)->xSleep(base_of(vfs), microseconds);
}

static int
vfs_time(sqlite3_vfs *vfs, double *time)
{
    return base_of(vfs)->xCurrentTime(base_of(vfs), time);
}

static int
vfs_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    return base_of(vfs)->xGetLastError(base_of(vfs), size, out);
}

struct sums *
sums_open(const char *base)
{
    sqlite3_vfs *found = sqlite3_vfs_find(base);
    struct sums *sums;

    if (found == NULL)
        return NULL;
    sums = NEW(struct sums);
    sums->base = found;
    snprintf(sums->name, sizeof(sums->name), "allo-%p", (void *)sums);
    sums->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct summed) + found->szOsFile,
        .mxPathname = found->mxPathname,
        .zName = sums->name,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xGetLastError = vfs_last_error,
    };
    if (sqlite3_vfs_register(&sums->vfs, 0) == SQLITE_OK)
        return sums;
    free(sums);
    return NULL;
}

void
sums_close(struct sums **sums)
{
    if (sums == NULL || *sums == NULL)
        return;
    sqlite3_vfs_unregister(&(*sums)->vfs);
    free(*sums);
    *sums = NULL;
}

const char *
sums_name(const struct sums *sums)
{
    return sums->name;
}
