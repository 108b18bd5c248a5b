/* store_sqlite_open - the file: create, lock, settings, check, migrate */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/store_sqlite.h"

/* How long another program may hold the file while we start. */
enum { LOCK_MS = 1000 };

/* Above this a look at every page would hold up the start (100 ms for each
 * 16 MB); a damaged page is then found by its sum when it is read. */
static const int64_t check_whole = 64 * 1024 * 1024;

/* The lock comes before the journal, so that no second connection ever
 * shares the file: with one, a commit may be lost when it checkpoints. */
static const char settings[] =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA page_size = 4096;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA cache_size = -2000;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA journal_size_limit = 16777216;";

/* -- the file ------------------------------------------------------------- */

/* SQLite says nothing when a directory cannot be synced; a new file without
 * a durable name would be a store that is gone after a power cut. */
static int
sync_directory(const char *path, struct error *error)
{
    char *copy = memory_copy(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = fd != -1 ? fsync(fd) : -1;

    if (result == -1)
        error_set(error, "its directory: %s", strerror(errno));
    if (fd != -1)
        close(fd);
    free(copy);
    return result;
}

static int
create_file(const char *path, struct error *error)
{
    struct stat status;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd != -1) {
        close(fd);
        return sync_directory(path, error);
    }
    if (errno != EEXIST || stat(path, &status) == -1)
        return error_set(error, "%s%s", strerror(errno), errno == ENOENT
                         ? " (does its directory exist?)" : "");
    if (!S_ISREG(status.st_mode))
        return error_set(error, "it is not a file");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error_set(error, "others may read it: chmod 600 it");
    return 0;
}

/* -- what failed, in words that say what to do ---------------------------- */

static int
damaged(struct error *error, int code)
{
    return error_set(error, "it is damaged, or another program wrote into "
                     "it (%d): put back a backup", code);
}

static int
explain(sqlite3 *db, struct error *error)
{
    switch (sqlite3_errcode(db)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, "another program has it open; is allod "
                         "running already?  Only one may use it: stop the "
                         "other one first");
    case SQLITE_NOTADB:
        return error_set(error, "it is not a store, or its beginning is "
                         "damaged: put back a backup");
    case SQLITE_CORRUPT:
        return damaged(error, sqlite3_extended_errcode(db));
    default:
        if (sqlite3_extended_errcode(db) == SQLITE_IOERR_DATA)
            return damaged(error, SQLITE_IOERR_DATA);
        return error_set(error, "%s (%d)", sqlite3_errmsg(db),
                         sqlite3_extended_errcode(db));
    }
}

/* -- settings ------------------------------------------------------------- */

static int
answer(sqlite3 *db, const char *sql, char *text, int size)
{
    sqlite3_stmt *statement = NULL;
    int result = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW) {
        sqlite3_snprintf(size, text, "%s", sqlite_text(statement, 0));
        result = 0;
    }
    sqlite3_finalize(statement);
    return result;
}

/* A setting that SQLite does not take is no error to it. */
static int
expect(sqlite3 *db, const char *sql, const char *value, struct error *error)
{
    char text[64];

    if (answer(db, sql, text, sizeof(text)) == -1)
        return explain(db, error);
    if (strcmp(text, value) != 0)
        return error_set(error, "%s is \"%s\", not \"%s\"", sql, text,
                         value);
    return 0;
}

static int
configure(sqlite3 *db, struct error *error)
{
    int reserved = SUMS_RESERVED;

    sqlite3_extended_result_codes(db, 1);
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    sqlite3_busy_timeout(db, LOCK_MS);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK)
        return explain(db, error);
    if (expect(db, "PRAGMA journal_mode", "wal", error) == -1
        || expect(db, "PRAGMA locking_mode", "exclusive", error) == -1
        || expect(db, "PRAGMA page_size", "4096", error) == -1
        || expect(db, "PRAGMA synchronous", "2", error) == -1)
        return -1;
    /* Take the lock now rather than with the first write. */
    if (sqlite3_exec(db, "BEGIN IMMEDIATE; COMMIT", NULL, NULL, NULL)
        != SQLITE_OK)
        return explain(db, error);
    return 0;
}

/* -- check ---------------------------------------------------------------- */

static int
check(sqlite3 *db, struct error *error)
{
    char pages[32], size[32], text[256];

    if (answer(db, "PRAGMA page_count", pages, sizeof(pages)) == -1
        || answer(db, "PRAGMA page_size", size, sizeof(size)) == -1)
        return explain(db, error);
    if (atoll(pages) * atoll(size) > check_whole)
        return 0;
    if (answer(db, "PRAGMA quick_check(1)", text, sizeof(text)) == -1)
        return explain(db, error);
    if (strcmp(text, "ok") != 0)
        return error_set(error, "it is damaged (%s): put back a backup",
                         text);
    return 0;
}

/* -- open ----------------------------------------------------------------- */

/* Only before SQLite's first use in a process, so a second store changes
 * nothing.  Locks around and sums over every allocation are for threads and
 * for figures that nobody asks; they took a tenth of a message's CPU. */
static void
set_up_library(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* The file itself, over the VFS with sums. */
static int
open_file(const char *path, const char *vfs, sqlite3 **db,
          struct sums **sums, struct error *error)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        | (vfs != NULL ? SQLITE_OPEN_CREATE : 0);

    if (vfs == NULL && create_file(path, error) == -1)
        return -1;
    *sums = sums_open(vfs);
    if (*sums == NULL)
        return error_set(error, "SQLite has no way to reach files");
    if (sqlite3_open_v2(path, db, flags, sums_name(*sums)) != SQLITE_OK)
        return explain(*db, error);
    return 0;
}

struct store *
store_sqlite_open_with(const char *path, const char *vfs,
                       const struct schema *schema, struct error *error)
{
    sqlite3 *db = NULL;
    struct sums *sums = NULL;
    struct store *store = NULL;

    set_up_library();
    if (open_file(path, vfs, &db, &sums, error) == 0
        && configure(db, error) == 0 && check(db, error) == 0
        && schema_migrate(db, schema, error) == 0) {
        store = sqlite_store_new(db, sums, error);
    } else {
        sqlite3_close(db);
        sums_close(&sums);
    }
    if (store == NULL)
        error_within(error, "the store %s", path);
    return store;
}

struct store *
store_sqlite_open(const char *path, struct error *error)
{
    return store_sqlite_open_with(path, NULL, &schema_store, error);
}
