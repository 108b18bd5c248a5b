/*
 * disk - a disk for SQLite that can lose its power, fill up, fail and lie.
 *
 * Files are in memory.  What was not synced lies in a list of writes; when
 * the power goes, any part of that list reaches the disk, torn at sectors of
 * 512 bytes.
 */
#ifndef TESTS_DISK_H
#define TESTS_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct disk;

/* What happens to the operation (write, sync, truncate) that is counted. */
enum disk_fault {
    DISK_CUT,                   /* it and all after it never happen */
    DISK_FULL,                  /* no room for it nor for any after it */
    DISK_FAILS_ONCE,            /* an I/O error, and then it works again */
    DISK_FAILS                  /* an I/O error from then on */
};

struct disk *disk_new(uint64_t seed);
void disk_free(struct disk **disk);

/* The VFS, for sqlite3_open_v2(). */
const char *disk_vfs(const struct disk *disk);

/* Let the n-th operation from now (1 is the next; 0 none) have a fault. */
void disk_fault_at(struct disk *disk, int64_t n, enum disk_fault fault);
/* Operations so far, and whether a fault has struck. */
int64_t disk_operations(const struct disk *disk);
bool disk_struck(const struct disk *disk);
/* Writes that were tried after a sync had failed. */
int64_t disk_writes_after_failed_sync(const struct disk *disk);

/* A disk that says it synced and did not. */
void disk_lies(struct disk *disk, bool lies);

/* The power goes and comes back. Every file must have been closed. */
void disk_power_off(struct disk *disk);

#endif
