/* store_sqlite - statements, transactions, words, small things by name */
#include "store/store_sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "base/failpoint.h"
#include "base/memory.h"

/* Pages in the log after which they go into the file: at rest, so that a
 * commit, behind which messages wait, hardly ever has to. */
enum { CHECKPOINT = 4000, CHECKPOINT_REST = 1000 };

/* A log that a load made so long is cut at rest too: SQLite would do it in the
 * next commit (as journal_size_limit says), and it takes the kernel a fifth of
 * a second. */
enum { LOG_LONG = 4096 };

/* -- failure -------------------------------------------------------------- */

void
sqlite_fail_text(struct sqlite *self, const char *text)
{
    if (self->store.broken)
        return;
    self->store.broken = true;
    error_set(&self->store.error, "the store failed: %s", text);
}

void
sqlite_fail(struct sqlite *self)
{
    if (self->store.broken)
        return;
    self->store.broken = true;
    error_set(&self->store.error, "the store failed: %s (%d)",
              sqlite3_errmsg(self->db), sqlite3_extended_errcode(self->db));
}

/* -- statements ----------------------------------------------------------- */

sqlite3_stmt *
sqlite_read(struct sqlite *self, enum sqlite_statement which, const char *sql)
{
    sqlite3_stmt **statement = &self->statements[which];

    if (self->store.broken)
        return NULL;
    if (*statement == NULL
        && sqlite3_prepare_v3(self->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                              statement, NULL) != SQLITE_OK) {
        sqlite_fail(self);
        return NULL;
    }
    return *statement;
}

sqlite3_stmt *
sqlite_write(struct sqlite *self, enum sqlite_statement which,
             const char *sql)
{
    self->store.begin(&self->store);
    return sqlite_read(self, which, sql);
}

bool
sqlite_step(struct sqlite *self, sqlite3_stmt *statement)
{
    int result;

    if (statement == NULL)
        return false;
    result = self->store.broken ? SQLITE_DONE : sqlite3_step(statement);
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        sqlite_fail(self);
    sqlite3_reset(statement);
    return false;
}

int64_t
sqlite_run(struct sqlite *self, sqlite3_stmt *statement)
{
    if (statement == NULL)
        return 0;
    if (sqlite_step(self, statement))
        sqlite3_reset(statement);
    return self->store.broken ? 0 : sqlite3_changes64(self->db);
}

size_t
sqlite_numbers(struct sqlite *self, sqlite3_stmt *statement,
               int64_t **items)
{
    struct {
        int64_t *items;
        size_t count, room;
    } found = {0};

    while (sqlite_step(self, statement))
        *GROW(&found, items, count, room) =
            sqlite3_column_int64(statement, 0);
    *items = found.items;
    return found.count;
}

void
sqlite_bind(sqlite3_stmt *statement, int at, const char *text)
{
    if (text == NULL || *text == '\0')
        sqlite3_bind_null(statement, at);
    else
        sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

void
sqlite_bind_key(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text != NULL ? text : "", -1,
                      SQLITE_STATIC);
}

void
sqlite_bind_hash(sqlite3_stmt *statement, int at, const unsigned char *index)
{
    sqlite3_bind_blob(statement, at, index, STORE_INDEX, SQLITE_STATIC);
}

const char *
sqlite_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return text != NULL ? text : "";
}

/* -- words ---------------------------------------------------------------- */

int64_t
sqlite_word(const struct sqlite *self, const char *text)
{
    uint32_t number = names_find(&self->words, text);

    if (number == 0 && text != NULL && *text != '\0')
        return -1;
    return number;
}

uint32_t
sqlite_word_add(struct sqlite *self, const char *text)
{
    uint32_t number = names_find(&self->words, text);
    sqlite3_stmt *statement;

    if (number != 0 || text == NULL || *text == '\0')
        return number;
    statement = sqlite_write(self, SQL_WORD_ADD,
                             "INSERT INTO word (id, text) VALUES (?1, ?2)");
    if (statement == NULL)
        return 0;
    number = names_add(&self->words, text);
    sqlite3_bind_int64(statement, 1, number);
    sqlite_bind(statement, 2, text);
    sqlite_run(self, statement);
    return number;
}

const char *
sqlite_word_text(struct sqlite *self, sqlite3_stmt *statement, int column)
{
    int64_t number = sqlite3_column_int64(statement, column);

    if (number < 0 || number > (int64_t)self->words.count) {
        sqlite_fail_text(self, "a word is missing");
        return "";
    }
    return names_text(&self->words, (uint32_t)number);
}

/* All words, in the order of their numbers, which have no gaps. */
static void
load_words(struct sqlite *self)
{
    static const char sql[] = "SELECT id, text FROM word ORDER BY id";
    sqlite3_stmt *statement = NULL;
    int64_t next = 1;

    names_free(&self->words);
    if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL)
        != SQLITE_OK) {
        sqlite_fail(self);
        return;
    }
    while (sqlite_step(self, statement)) {
        if (sqlite3_column_int64(statement, 0) != next++
            || *sqlite_text(statement, 1) == '\0'
            || names_find(&self->words, sqlite_text(statement, 1)) != 0) {
            sqlite_fail_text(self, "the words are damaged");
            break;
        }
        names_add(&self->words, sqlite_text(statement, 1));
    }
    sqlite3_finalize(statement);
}

/* -- the log -------------------------------------------------------------- */

/* SQLite's own hook would pass over a checkpoint that failed and try it again
 * after the next commit; a sync that failed is never tried again. */
static int
on_log(void *self, sqlite3 *db, const char *name, int pages)
{
    struct sqlite *sqlite = self;

    sqlite->log = pages;
    if (pages >= sqlite->checkpoint
        && sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE,
                                     NULL, NULL) != SQLITE_OK)
        sqlite_fail(sqlite);
    return SQLITE_OK;
}

/* What the file system still has to write of a long log's end would otherwise
 * be waited for in the next commit. */
static int
sync_log(struct sqlite *self)
{
    sqlite3_file *log = NULL;
    int code = sqlite3_file_control(self->db, "main",
                                    SQLITE_FCNTL_JOURNAL_POINTER, &log);

    if (code != SQLITE_OK || log == NULL || log->pMethods == NULL)
        return code;
    return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
}

static void
sqlite_rest(struct store *store)
{
    struct sqlite *self = sqlite_of(store);
    bool cut = self->log >= LOG_LONG;
    int code;

    if (self->open || store->broken || self->log < CHECKPOINT_REST)
        return;
    self->log = 0;
    code = sqlite3_wal_checkpoint_v2(self->db, NULL,
                                     cut ? SQLITE_CHECKPOINT_TRUNCATE
                                         : SQLITE_CHECKPOINT_PASSIVE,
                                     NULL, NULL);
    if (code == SQLITE_OK && cut)
        code = sync_log(self);
    if (code != SQLITE_OK)
        sqlite_fail(self);
}

/* -- transactions --------------------------------------------------------- */

static void
sqlite_begin(struct store *store)
{
    struct sqlite *self = sqlite_of(store);

    if (self->open || store->broken)
        return;
    sqlite_run(self, sqlite_read(self, SQL_BEGIN, "BEGIN IMMEDIATE"));
    self->open = !store->broken;
}

static int
sqlite_commit(struct store *store, void (*done)(void *self), void *argument)
{
    struct sqlite *self = sqlite_of(store);

    if (self->open) {
        FAILPOINT("store.before-commit");
        sqlite_run(self, sqlite_read(self, SQL_COMMIT, "COMMIT"));
        if (!store->broken)
            self->open = false;
        FAILPOINT("store.after-commit");
    }
    if (store->broken)
        return -1;
    if (done != NULL)
        done(argument);
    return 0;
}

/* Whether it works or not: what failed stays failed. */
static void
undo(struct sqlite *self)
{
    if (self->open && !sqlite3_get_autocommit(self->db)
        && sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        sqlite_fail(self);
    self->open = false;
}

static void
sqlite_rollback(struct store *store)
{
    struct sqlite *self = sqlite_of(store);

    if (!self->open)
        return;
    undo(self);
    sqlite_person_rolled_back(self);
    if (!store->broken)
        load_words(self);
}

static void
sqlite_close(struct store **store)
{
    struct sqlite *self;

    if (store == NULL || *store == NULL)
        return;
    self = sqlite_of(*store);
    undo(self);
    if (self->store.broken)     /* write nothing any more */
        sqlite3_db_config(self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                          NULL);
    for (size_t i = 0; i < SQL_STATEMENTS; i++)
        sqlite3_finalize(self->statements[i]);
    sqlite3_close(self->db);
    sums_close(&self->sums);
    sqlite_people_close(self);
    sqlite_person_close(self);
    names_free(&self->words);
    pool_free(&self->value);
    pool_free(&self->source);
    free(self);
    *store = NULL;
}

/* -- small things by name ------------------------------------------------- */

/* The one text that a statement with a key answers, copied. */
static const char *
get_text(struct sqlite *self, struct pool **pool, sqlite3_stmt *statement,
         const char *key)
{
    const char *text = NULL;

    if (statement == NULL)
        return NULL;
    pool_free(pool);
    sqlite_bind_key(statement, 1, key);
    if (sqlite_step(self, statement)) {
        *pool = pool_new();
        text = pool_copy(*pool, sqlite_text(statement, 0));
        sqlite3_reset(statement);
    }
    return text;
}

static void
put_text(struct sqlite *self, sqlite3_stmt *statement, const char *key,
         const char *text)
{
    if (statement == NULL)
        return;
    sqlite_bind_key(statement, 1, key);
    if (text != NULL)
        sqlite_bind_key(statement, 2, text);
    sqlite_run(self, statement);
}

static const char *
sqlite_get(struct store *store, const char *key)
{
    struct sqlite *self = sqlite_of(store);

    return get_text(self, &self->value, sqlite_read(self, SQL_VALUE_GET,
        "SELECT value FROM value WHERE key = ?1"), key);
}

static void
sqlite_put(struct store *store, const char *key, const char *value)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement;

    if (value == NULL)
        statement = sqlite_write(self, SQL_VALUE_REMOVE,
            "DELETE FROM value WHERE key = ?1");
    else
        statement = sqlite_write(self, SQL_VALUE_PUT,
            "INSERT INTO value (key, value) VALUES (?1, ?2)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    put_text(self, statement, key, value);
}

static const char *
sqlite_source_get(struct store *store, const char *name)
{
    struct sqlite *self = sqlite_of(store);

    return get_text(self, &self->source, sqlite_read(self, SQL_SOURCE_GET,
        "SELECT text FROM source WHERE name = ?1"), name);
}

static void
sqlite_source_remove(struct store *store, const char *name)
{
    struct sqlite *self = sqlite_of(store);

    put_text(self, sqlite_write(self, SQL_SOURCE_REMOVE,
        "DELETE FROM source WHERE name = ?1"), name, NULL);
}

static void
sqlite_source_put(struct store *store, const char *name, const char *text)
{
    struct sqlite *self = sqlite_of(store);

    if (text == NULL) {
        sqlite_source_remove(store, name);
        return;
    }
    put_text(self, sqlite_write(self, SQL_SOURCE_PUT,
        "INSERT INTO source (name, text) VALUES (?1, ?2)"
        " ON CONFLICT (name) DO UPDATE SET text = excluded.text"),
        name, text);
}

/* -- open ----------------------------------------------------------------- */

struct store *
sqlite_store_new(sqlite3 *db, struct sums *sums, struct error *error)
{
    struct sqlite *self = NEW(struct sqlite);
    struct store *store = &self->store;

    self->db = db;
    self->sums = sums;
    self->checkpoint = CHECKPOINT;
    sqlite3_wal_hook(db, on_log, self);
    store->begin = sqlite_begin;
    store->commit = sqlite_commit;
    store->rest = sqlite_rest;
    store->rollback = sqlite_rollback;
    store->close = sqlite_close;
    store->get = sqlite_get;
    store->put = sqlite_put;
    store->source_get = sqlite_source_get;
    store->source_put = sqlite_source_put;
    store->source_remove = sqlite_source_remove;
    sqlite_people_open(self);
    sqlite_person_open(self);
    sqlite_waves_open(self);
    sqlite_outbox_open(self);
    sqlite_inbox_open(self);
    load_words(self);
    if (store->broken) {
        error_set(error, "%s", store->error.text);
        store->close(&store);
    }
    return store;
}
