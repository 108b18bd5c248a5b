/* disk - see disk.h */
#include "disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

enum { SECTOR = 512, FILES = 8 };

/* A write that was not synced; bytes NULL: a truncation to `offset`. */
struct pending {
    int64_t offset;
    size_t size;
    unsigned char *bytes;
};

struct content {
    unsigned char *bytes;
    size_t size, room;
};

struct stored {
    char path[256];             /* "" free */
    struct content now, durable;
    bool exists, exists_durably;
    struct pending *pending;
    size_t pending_count, pending_room;
};

struct disk {
    sqlite3_vfs vfs;            /* first: what SQLite sees */
    char name[32];
    struct random random;
    struct stored files[FILES];
    int64_t operations, fault_at, late_writes;
    enum disk_fault fault;
    bool struck, sync_failed, lies;
};

struct opened {
    sqlite3_file file;          /* first: what SQLite sees */
    struct disk *disk;
    struct stored *stored;
    bool delete_on_close;
    bool sync_directory;        /* with the first sync, as unix does */
};

/* -- content -------------------------------------------------------------- */

static void
content_resize(struct content *content, size_t size)
{
    if (size > content->room) {
        content->room = size * 2;
        content->bytes = memory_resize(content->bytes, content->room, 1);
    }
    if (size > content->size)
        memset(content->bytes + content->size, 0, size - content->size);
    content->size = size;
}

static void
content_write(struct content *content, int64_t offset,
              const unsigned char *bytes, size_t size)
{
    if ((size_t)offset + size > content->size)
        content_resize(content, (size_t)offset + size);
    if (size != 0)
        memcpy(content->bytes + offset, bytes, size);
}

static void
content_copy(struct content *to, const struct content *from)
{
    content_resize(to, 0);
    content_write(to, 0, from->bytes, from->size);
}

static void
forget_pending(struct stored *stored)
{
    for (size_t i = 0; i < stored->pending_count; i++)
        free(stored->pending[i].bytes);
    stored->pending_count = 0;
}

static struct stored *
find(struct disk *disk, const char *path, bool make)
{
    struct stored *unused = NULL;

    for (size_t i = 0; i < FILES; i++) {
        if (strcmp(disk->files[i].path, path) == 0)
            return &disk->files[i];
        if (disk->files[i].path[0] == '\0' && unused == NULL)
            unused = &disk->files[i];
    }
    if (!make)
        return NULL;
    if (unused == NULL)
        abort();
    snprintf(unused->path, sizeof(unused->path), "%s", path);
    return unused;
}

/* -- faults --------------------------------------------------------------- */

/* Count an operation; what it comes to. */
static int
count_operation(struct disk *disk, int usual_error)
{
    bool now;

    disk->operations++;
    now = disk->fault_at != 0 && disk->operations == disk->fault_at;
    disk->struck = disk->struck || now;
    if (!now && !(disk->struck && disk->fault != DISK_FAILS_ONCE))
        return SQLITE_OK;
    if (usual_error == SQLITE_IOERR_FSYNC)
        disk->sync_failed = true;
    return disk->fault == DISK_FULL && usual_error == SQLITE_IOERR_WRITE
        ? SQLITE_FULL : usual_error;
}

/* -- the file ------------------------------------------------------------- */

static int
disk_close(sqlite3_file *file)
{
    struct opened *opened = (struct opened *)file;

    if (opened->delete_on_close)
        opened->stored->exists = opened->stored->exists_durably = false;
    return SQLITE_OK;
}

static int
disk_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
    const struct content *now = &((struct opened *)file)->stored->now;
    size_t size = (size_t)amount, there = 0;

    if ((size_t)offset < now->size)
        there = now->size - (size_t)offset;
    if (there > size)
        there = size;
    memset(bytes, 0, size);
    if (there != 0)
        memcpy(bytes, now->bytes + offset, there);
    return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
disk_write(sqlite3_file *file, const void *bytes, int amount,
           sqlite3_int64 offset)
{
    struct opened *opened = (struct opened *)file;
    struct stored *stored = opened->stored;
    struct pending *pending;
    int result;

    if (opened->disk->sync_failed)
        opened->disk->late_writes++;
    result = count_operation(opened->disk, SQLITE_IOERR_WRITE);
    if (result != SQLITE_OK)
        return result;
    content_write(&stored->now, offset, bytes, (size_t)amount);
    pending = GROW(stored, pending, pending_count, pending_room);
    pending->offset = offset;
    pending->size = (size_t)amount;
    pending->bytes = memory_new((size_t)amount, 1);
    memcpy(pending->bytes, bytes, (size_t)amount);
    return SQLITE_OK;
}

static int
disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct opened *opened = (struct opened *)file;
    struct stored *stored = opened->stored;
    int result = count_operation(opened->disk, SQLITE_IOERR_TRUNCATE);

    if (result != SQLITE_OK)
        return result;
    content_resize(&stored->now, (size_t)size);
    GROW(stored, pending, pending_count, pending_room)->offset = size;
    return SQLITE_OK;
}

/* What is in the directory and what is not any more is durable. */
static void
sync_directory(struct disk *disk)
{
    for (size_t i = 0; i < FILES; i++) {
        disk->files[i].exists_durably = disk->files[i].exists;
        if (!disk->files[i].exists)
            forget_pending(&disk->files[i]);
    }
}

static int
disk_sync(sqlite3_file *file, int flags)
{
    struct opened *opened = (struct opened *)file;
    struct stored *stored = opened->stored;
    int result = count_operation(opened->disk, SQLITE_IOERR_FSYNC);

    (void)flags;
    if (result != SQLITE_OK || opened->disk->lies)
        return result;
    content_copy(&stored->durable, &stored->now);
    stored->exists_durably = true;
    forget_pending(stored);
    if (opened->sync_directory)
        sync_directory(opened->disk);
    opened->sync_directory = false;
    return SQLITE_OK;
}

static int
disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)((struct opened *)file)->stored->now.size;
    return SQLITE_OK;
}

static int
disk_lock(sqlite3_file *file, int lock)
{
    (void)file;
    (void)lock;
    return SQLITE_OK;
}

static int
disk_check_lock(sqlite3_file *file, int *result)
{
    (void)file;
    *result = 0;
    return SQLITE_OK;
}

static int
disk_control(sqlite3_file *file, int what, void *argument)
{
    (void)file;
    (void)what;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int
disk_sector(sqlite3_file *file)
{
    (void)file;
    return 4096;
}

static int
disk_device(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_lock,
    .xCheckReservedLock = disk_check_lock,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_device,
};

/* -- the VFS -------------------------------------------------------------- */

static int
vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
         int *flags_out)
{
    struct disk *disk = (struct disk *)vfs;
    struct opened *opened = (struct opened *)file;
    struct stored *stored = find(disk, path != NULL ? path : "temporary",
                                 true);

    file->pMethods = NULL;
    if (!stored->exists && (flags & SQLITE_OPEN_CREATE) == 0)
        return SQLITE_CANTOPEN;
    if (!stored->exists)
        content_resize(&stored->now, 0);
    stored->exists = true;
    *opened = (struct opened){
        .file = {&methods}, .disk = disk, .stored = stored,
        .delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
        .sync_directory = (flags & SQLITE_OPEN_MAIN_DB) == 0,
    };
    if (flags_out != NULL)
        *flags_out = flags;
    return SQLITE_OK;
}

/* Unless its directory is synced, a removed file may be there again. */
static int
vfs_delete(sqlite3_vfs *vfs, const char *path, int with_directory)
{
    struct disk *disk = (struct disk *)vfs;
    struct stored *stored = find(disk, path, false);
    int result;

    if (stored == NULL || !stored->exists)
        return SQLITE_IOERR_DELETE_NOENT;
    result = count_operation(disk, SQLITE_IOERR_DELETE);
    if (result != SQLITE_OK)
        return result;
    stored->exists = false;
    if (with_directory && !disk->lies)
        sync_directory(disk);
    return SQLITE_OK;
}

static int
vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
    struct stored *stored = find((struct disk *)vfs, path, false);

    (void)flags;
    *result = stored != NULL && stored->exists;
    return SQLITE_OK;
}

static int
vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
    (void)vfs;
    snprintf(out, (size_t)size, "%s", path);
    return SQLITE_OK;
}

struct disk *
disk_new(uint64_t seed)
{
    struct disk *disk = NEW(struct disk);

    disk->vfs = *sqlite3_vfs_find(NULL);
    disk->vfs.pNext = NULL;
    disk->vfs.szOsFile = sizeof(struct opened);
    disk->vfs.xOpen = vfs_open;
    disk->vfs.xDelete = vfs_delete;
    disk->vfs.xAccess = vfs_access;
    disk->vfs.xFullPathname = vfs_full_path;
    snprintf(disk->name, sizeof(disk->name), "disk-%p", (void *)disk);
    disk->vfs.zName = disk->name;
    random_seed(&disk->random, seed);
    if (sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK)
        abort();
    return disk;
}

void
disk_free(struct disk **disk)
{
    sqlite3_vfs_unregister(&(*disk)->vfs);
    for (size_t i = 0; i < FILES; i++) {
        struct stored *stored = &(*disk)->files[i];

        forget_pending(stored);
        free(stored->pending);
        free(stored->now.bytes);
        free(stored->durable.bytes);
    }
    free(*disk);
    *disk = NULL;
}

const char *
disk_vfs(const struct disk *disk)
{
    return disk->name;
}

void
disk_fault_at(struct disk *disk, int64_t n, enum disk_fault fault)
{
    disk->fault_at = n != 0 ? disk->operations + n : 0;
    disk->fault = fault;
    disk->struck = disk->sync_failed = false;
    disk->late_writes = 0;
}

int64_t
disk_operations(const struct disk *disk)
{
    return disk->operations;
}

bool
disk_struck(const struct disk *disk)
{
    return disk->struck;
}

int64_t
disk_writes_after_failed_sync(const struct disk *disk)
{
    return disk->late_writes;
}

void
disk_lies(struct disk *disk, bool lies)
{
    disk->lies = lies;
}

/* -- the power goes ------------------------------------------------------- */

/* Of one write: nothing, all, or any of its sectors. */
static void
settle_write(struct disk *disk, struct content *durable,
             const struct pending *pending)
{
    uint64_t fate = random_below(&disk->random, 3);
    size_t from = 0;

    if (fate == 0)
        return;
    while (from < pending->size) {
        size_t to = SECTOR - ((size_t)pending->offset + from) % SECTOR
            + from;

        if (to > pending->size)
            to = pending->size;
        if (fate == 1 || random_below(&disk->random, 2) == 0)
            content_write(durable, pending->offset + (int64_t)from,
                          pending->bytes + from, to - from);
        from = to;
    }
}

static void
settle(struct disk *disk, struct stored *stored)
{
    for (size_t i = 0; i < stored->pending_count; i++) {
        const struct pending *pending = &stored->pending[i];

        if (pending->bytes != NULL)
            settle_write(disk, &stored->durable, pending);
        else if (random_below(&disk->random, 2) == 0)
            content_resize(&stored->durable, (size_t)pending->offset);
    }
    forget_pending(stored);
    if (stored->exists != stored->exists_durably
        && random_below(&disk->random, 2) == 0)
        stored->exists_durably = stored->exists;
    stored->exists = stored->exists_durably;
    if (!stored->exists)
        content_resize(&stored->durable, 0);
    content_copy(&stored->now, &stored->durable);
}

void
disk_power_off(struct disk *disk)
{
    for (size_t i = 0; i < FILES; i++)
        settle(disk, &disk->files[i]);
    disk_fault_at(disk, 0, DISK_CUT);
}
