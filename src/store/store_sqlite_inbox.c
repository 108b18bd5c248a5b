/* store_sqlite_inbox - early receipts, what came in, spending and notices */
#include "base/memory.h"
#include "store/store_sqlite.h"

/* -- receipts that came before their message ------------------------------ */

static void
sqlite_orphan_put(struct store *store, const char *channel,
                  const char *remote, int outcome, const char *reason,
                  instant at)
{
    struct sqlite *self = sqlite_of(store);
    uint32_t word = sqlite_word_add(self, channel);
    sqlite3_stmt *statement = sqlite_write(self, SQL_ORPHAN_PUT,
        "INSERT INTO orphan (channel, remote, outcome, reason, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (channel, remote) DO UPDATE SET"
        " outcome = excluded.outcome, reason = excluded.reason,"
        " at = excluded.at");

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, word);
    sqlite_bind_key(statement, 2, remote);
    sqlite3_bind_int(statement, 3, outcome);
    sqlite_bind(statement, 4, reason);
    sqlite3_bind_int64(statement, 5, at);
    sqlite_run(self, statement);
}

static bool
sqlite_orphan_take(struct store *store, const char *channel,
                   const char *remote, int *outcome)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_ORPHAN_TAKE,
        "DELETE FROM orphan WHERE channel = ?1 AND remote = ?2"
        " RETURNING outcome");
    bool found = false;

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, sqlite_word(self, channel));
    sqlite_bind_key(statement, 2, remote);
    while (sqlite_step(self, statement)) {
        *outcome = sqlite3_column_int(statement, 0);
        found = true;
    }
    return found && !store->broken;
}

static int64_t
sqlite_orphans_forget(struct store *store, instant before)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_ORPHANS_FORGET,
        "DELETE FROM orphan WHERE at < ?1");
    int64_t left = 0;

    if (statement == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, before);
    sqlite_run(self, statement);
    statement = sqlite_read(self, SQL_ORPHANS_COUNT,
        "SELECT count(*) FROM orphan");
    while (sqlite_step(self, statement))
        left = sqlite3_column_int64(statement, 0);
    return left;
}

/* -- what came in --------------------------------------------------------- */

static bool
sqlite_inbound_put(struct store *store, struct store_inbound *inbound)
{
    struct sqlite *self = sqlite_of(store);
    uint32_t word = sqlite_word_add(self, inbound->channel);
    sqlite3_stmt *statement = sqlite_write(self, SQL_INBOUND_PUT,
        "INSERT INTO inbound (channel, hash, sealed, text, key, at, kind)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        " ON CONFLICT (channel, key) WHERE key IS NOT NULL DO NOTHING");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, word);
    sqlite_bind_hash(statement, 2, inbound->index);
    sqlite_bind(statement, 3, inbound->sealed);
    sqlite_bind(statement, 4, inbound->text);
    sqlite_bind(statement, 5, inbound->key);
    sqlite3_bind_int64(statement, 6, inbound->at);
    sqlite_bind(statement, 7, inbound->kind);
    if (sqlite_run(self, statement) == 0)
        return false;
    inbound->id = sqlite3_last_insert_rowid(self->db);
    return true;
}

static int
sqlite_inbound_count(struct store *store, const unsigned char *index,
                     const char *kind, instant since)
{
    static const char any[] =
        "SELECT count(*) FROM inbound WHERE hash = ?1 AND at >= ?2";
    static const char of_kind[] =
        "SELECT count(*) FROM inbound WHERE hash = ?1 AND at >= ?2"
        " AND kind = ?3";
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = *kind == '\0'
        ? sqlite_read(self, SQL_INBOUND_COUNT, any)
        : sqlite_read(self, SQL_INBOUND_COUNT_KIND, of_kind);
    int count = 0;

    if (statement == NULL)
        return 0;
    sqlite_bind_hash(statement, 1, index);
    sqlite3_bind_int64(statement, 2, since);
    if (*kind != '\0')
        sqlite_bind(statement, 3, kind);
    while (sqlite_step(self, statement))
        count = sqlite3_column_int(statement, 0);
    return count;
}

/* -- spending ------------------------------------------------------------- */

static void
sqlite_spend(struct store *store, const char *channel, const char *day,
             int64_t messages, int64_t money)
{
    struct sqlite *self = sqlite_of(store);
    uint32_t word = sqlite_word_add(self, channel);
    sqlite3_stmt *statement = sqlite_write(self, SQL_SPEND,
        "INSERT INTO spending (channel, day, messages, money)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (channel, day) DO UPDATE SET"
        " messages = messages + excluded.messages,"
        " money = money + excluded.money");

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, word);
    sqlite_bind_key(statement, 2, day);
    sqlite3_bind_int64(statement, 3, messages);
    sqlite3_bind_int64(statement, 4, money);
    sqlite_run(self, statement);
}

static void
sqlite_spent(struct store *store, const char *channel, const char *day,
             int64_t *messages, int64_t *money)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_SPENT,
        "SELECT messages, money FROM spending"
        " WHERE channel = ?1 AND day = ?2");

    *messages = *money = 0;
    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, sqlite_word(self, channel));
    sqlite_bind_key(statement, 2, day);
    while (sqlite_step(self, statement)) {
        *messages = sqlite3_column_int64(statement, 0);
        *money = sqlite3_column_int64(statement, 1);
    }
}

/* -- notices -------------------------------------------------------------- */

static void
sqlite_notice(struct store *store, const char *key, const char *text,
              instant at)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_NOTICE,
        "INSERT INTO notice (key, text, at) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING");

    if (statement == NULL)
        return;
    sqlite_bind(statement, 1, key);
    sqlite_bind_key(statement, 2, text);
    sqlite3_bind_int64(statement, 3, at);
    sqlite_run(self, statement);
}

static void
sqlite_notice_remove(struct store *store, const char *key)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_NOTICE_REMOVE,
        "DELETE FROM notice WHERE key = ?1");

    if (statement == NULL)
        return;
    sqlite_bind(statement, 1, key);
    sqlite_run(self, statement);
}

static void
sqlite_notices(struct store *store, size_t most,
               bool (*each)(void *self, instant at, const char *text),
               void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_NOTICES,
        "SELECT text, at FROM notice ORDER BY id DESC LIMIT ?1");
    struct gather gather = {0};

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, (int64_t)most);
    while (sqlite_step(self, statement)) {
        struct store_row row = {
            .at = sqlite3_column_int64(statement, 1),
            .reason = sqlite_text(statement, 0),
        };

        gather_row(&gather, &row);
    }
    for (size_t i = 0; i < gather.count; i++) {
        if (!each(argument, gather.rows[i].at, gather.rows[i].reason))
            break;
    }
    gather_free(&gather);
}

void
sqlite_inbox_open(struct sqlite *self)
{
    struct store *store = &self->store;

    store->orphan_put = sqlite_orphan_put;
    store->orphan_take = sqlite_orphan_take;
    store->orphans_forget = sqlite_orphans_forget;
    store->inbound_put = sqlite_inbound_put;
    store->inbound_count = sqlite_inbound_count;
    store->spend = sqlite_spend;
    store->spent = sqlite_spent;
    store->notice = sqlite_notice;
    store->notice_remove = sqlite_notice_remove;
    store->notices = sqlite_notices;
}
