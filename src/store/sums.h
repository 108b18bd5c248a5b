/*
 * sums - a checksum in every page of the store's file.
 *
 * SQLite notices a broken tree, not a broken number or letter in it.  Here a
 * page that does not have the sum that was written with it is never read:
 * SQLITE_IOERR_DATA.  The sum stands in the last bytes of the page, which
 * SQLite reserves for that, and counts in the page's place, so that a page in
 * the place of another is found too.  The write-ahead log has sums of
 * SQLite's own; what goes from it into the file gets ours on the way.
 *
 * A file that another program wrote into has pages without it: only the
 * daemon and what copies through this VFS may write one.
 */
#ifndef STORE_SUMS_H
#define STORE_SUMS_H

#include <sqlite3.h>

enum { SUMS_PAGE = 4096, SUMS_RESERVED = 8 };

/* A VFS of its own that stands before another (NULL: the usual one) until it
 * is closed, which must be after the databases that use it.  NULL when SQLite
 * does not know the other or will not take it. */
struct sums;
struct sums *sums_open(const char *base);
void sums_close(struct sums **sums);

/* What to call it in sqlite3_open_v2(). */
const char *sums_name(const struct sums *sums);

#endif
