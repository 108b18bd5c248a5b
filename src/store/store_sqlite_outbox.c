/* store_sqlite_outbox - messages: one row for one person in one wave */
#include <stdlib.h>

#include "store/store_sqlite.h"

#define ROW_COLUMNS                                                          \
    "o.id, o.state, o.channel, o.attempt, o.unknowns, o.epoch, o.due, "      \
    "o.at, o.remote, o.reason"
/* DUE and UNKNOWN, as the index has it; PLANNED, DUE and HELD. */
#define TIMED "state IN (1, 7)"
#define WAITING "state IN (0, 1, 12)"
/* What it then becomes: an earlier try may have arrived. */
#define CANCELLED "iif(unknowns > 0, 8, 11)"

static size_t
give_all(struct sqlite *self, sqlite3_stmt *statement, store_each_row *each,
         void *argument)
{
    struct gather gather = {0};

    while (sqlite_step(self, statement)) {
        int64_t id = sqlite3_column_int64(statement, 0);
        int state = sqlite3_column_int(statement, 1);
        struct store_row row = {
            .wave = id >> 32,
            .person = id & UINT32_MAX,
            .state = (enum delivery_state)state,
            .channel = sqlite_word_text(self, statement, 2),
            .attempt = sqlite3_column_int(statement, 3),
            .unknowns = sqlite3_column_int(statement, 4),
            .epoch = (uint32_t)sqlite3_column_int64(statement, 5),
            .due = sqlite3_column_int64(statement, 6),
            .at = sqlite3_column_int64(statement, 7),
            .remote = sqlite_text(statement, 8),
            .reason = sqlite_text(statement, 9),
        };

        if (state < 0 || state >= DELIVERY_STATES)
            sqlite_fail_text(self, "a message is in no known state");
        else
            gather_row(&gather, &row);
    }
    return gather_give_rows(&gather, each, argument);
}

int64_t
sqlite_message(struct sqlite *self, int64_t wave, int64_t person)
{
    if (wave < 0 || wave > INT32_MAX || person < 0 || person > UINT32_MAX)
        sqlite_fail_text(self, "a message has a number that is too high");
    return (int64_t)((uint64_t)wave << 32 | (uint64_t)person);
}

/* -- one row -------------------------------------------------------------- */

static void
bind_row(struct sqlite *self, sqlite3_stmt *statement,
         const struct store_row *row)
{
    sqlite3_bind_int64(statement, 1,
                       sqlite_message(self, row->wave, row->person));
    sqlite3_bind_int(statement, 2, (int)row->state);
    sqlite3_bind_int64(statement, 3, sqlite_word_add(self, row->channel));
    sqlite3_bind_int(statement, 4, row->attempt);
    sqlite3_bind_int(statement, 5, row->unknowns);
    sqlite3_bind_int64(statement, 6, row->epoch);
    sqlite3_bind_int64(statement, 7, row->due);
    sqlite3_bind_int64(statement, 8, row->at);
    sqlite_bind(statement, 9, row->remote);
    sqlite_bind(statement, 10, row->reason);
}

static bool
sqlite_row_add(struct store *store, const struct store_row *row)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_ROW_ADD,
        "INSERT INTO outbox (id, state, channel, attempt, unknowns, epoch,"
        " due, at, remote, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
        " ?9, ?10) ON CONFLICT (id) DO NOTHING");

    if (statement == NULL)
        return false;
    bind_row(self, statement, row);
    return sqlite_run(self, statement) != 0;
}

static bool
sqlite_row_get(struct store *store, int64_t wave, int64_t person,
               store_each_row *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_ROW_GET,
        "SELECT " ROW_COLUMNS " FROM outbox o WHERE o.id = ?1");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, sqlite_message(self, wave, person));
    return give_all(self, statement, each, argument) != 0;
}

static void
sqlite_row_save(struct store *store, const struct store_row *row)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_ROW_SAVE,
        "UPDATE outbox SET state = ?2, channel = ?3, attempt = ?4,"
        " unknowns = ?5, epoch = ?6, due = ?7, at = ?8, remote = ?9,"
        " reason = ?10 WHERE id = ?1");

    if (statement == NULL)
        return;
    bind_row(self, statement, row);
    sqlite_run(self, statement);
}

static bool
sqlite_row_result(struct store *store, int64_t wave, int64_t person,
                  uint32_t epoch, enum delivery_state state,
                  const char *remote, const char *reason, instant at)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_ROW_RESULT,
        "UPDATE outbox SET state = ?3, remote = ?4, reason = ?5, at = ?6"
        " WHERE id = ?1 AND state = 2 AND epoch = ?2");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, sqlite_message(self, wave, person));
    sqlite3_bind_int64(statement, 2, epoch);
    sqlite3_bind_int(statement, 3, (int)state);
    sqlite_bind(statement, 4, remote);
    sqlite_bind(statement, 5, reason);
    sqlite3_bind_int64(statement, 6, at);
    return sqlite_run(self, statement) != 0;
}

/* -- what is due ---------------------------------------------------------- */

static size_t
sqlite_rows_due(struct store *store, instant now, size_t most,
                store_each_row *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_ROWS_DUE,
        "SELECT " ROW_COLUMNS " FROM outbox o INDEXED BY outbox_due"
        " WHERE o." TIMED " AND o.due <= ?1"
        " ORDER BY o.due, o.id LIMIT ?2");

    if (statement == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, now);
    sqlite3_bind_int64(statement, 2, (int64_t)most);
    return give_all(self, statement, each, argument);
}

static size_t
sqlite_rows_due_after(struct store *store, const struct store_row *after,
                      instant now, size_t most, store_each_row *each,
                      void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_ROWS_DUE_AFTER,
        "SELECT " ROW_COLUMNS " FROM outbox o INDEXED BY outbox_due"
        " WHERE o." TIMED " AND o.due <= ?1"
        " AND (o.due, o.id) > (?3, ?4 << 32 | ?5)"
        " ORDER BY o.due, o.id LIMIT ?2");

    if (statement == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, now);
    sqlite3_bind_int64(statement, 2, (int64_t)most);
    sqlite3_bind_int64(statement, 3, after->due);
    sqlite3_bind_int64(statement, 4, after->wave);
    sqlite3_bind_int64(statement, 5, after->person);
    return give_all(self, statement, each, argument);
}

static instant
sqlite_rows_next(struct store *store)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_ROWS_NEXT,
        "SELECT due FROM outbox INDEXED BY outbox_due"
        " WHERE " TIMED " ORDER BY due LIMIT 1");
    instant next = NEVER;

    while (sqlite_step(self, statement))
        next = sqlite3_column_int64(statement, 0);
    return next;
}

/* -- lists ---------------------------------------------------------------- */

static void
sqlite_rows_remote(struct store *store, const char *channel,
                   const char *remote, store_each_row *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_ROWS_REMOTE,
        "SELECT * FROM (SELECT " ROW_COLUMNS
        " FROM outbox o INDEXED BY outbox_remote"
        " WHERE o.remote = ?1 AND o.channel = ?2"
        " ORDER BY o.id DESC LIMIT 64) ORDER BY at DESC, id DESC");

    if (statement == NULL)
        return;
    sqlite_bind(statement, 1, remote);
    sqlite3_bind_int64(statement, 2, sqlite_word(self, channel));
    give_all(self, statement, each, argument);
}

static void
sqlite_rows_list(struct store *store, int64_t wave, int state, size_t most,
                 store_each_row *each, void *argument)
{
    static const char all[] =
        "SELECT " ROW_COLUMNS " FROM outbox o WHERE ?2 IN (-1, o.state)"
        " ORDER BY o.id LIMIT ?3";
    static const char of_wave[] =
        "SELECT " ROW_COLUMNS " FROM outbox o WHERE " MESSAGES_OF
        " AND ?2 IN (-1, o.state) ORDER BY o.id LIMIT ?3";
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = wave == 0
        ? sqlite_read(self, SQL_ROWS_ALL, all)
        : sqlite_read(self, SQL_ROWS_WAVE, of_wave);

    if (statement == NULL)
        return;
    if (wave != 0)
        sqlite3_bind_int64(statement, 1, wave);
    sqlite3_bind_int(statement, 2, state);
    sqlite3_bind_int64(statement, 3, (int64_t)most);
    give_all(self, statement, each, argument);
}

static void
sqlite_rows_person(struct store *store, int64_t person, size_t most,
                   store_each_row *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_ROWS_PERSON,
        "SELECT " ROW_COLUMNS " FROM wave w CROSS JOIN outbox o"
        " ON o.id = (w.id << 32 | ?1) ORDER BY w.id DESC LIMIT ?2");

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, person);
    sqlite3_bind_int64(statement, 2, (int64_t)most);
    give_all(self, statement, each, argument);
}

/* -- many at once --------------------------------------------------------- */

/* OR FAIL: SQLite would keep a copy of every page in memory, to be able to
 * undo a statement that fails half way; here that is the end of it all. */

/* The waves in which something may wait; the caller frees them. */
static size_t
unsettled(struct sqlite *self, int64_t **waves)
{
    sqlite3_stmt *statement = sqlite_read(self, SQL_WAVES_UNSETTLED,
        "SELECT id FROM wave WHERE state <> 2");

    return sqlite_numbers(self, statement, waves);
}

static int64_t
sqlite_recover(struct store *store, instant now)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_RECOVER,
        "UPDATE OR FAIL outbox AS o SET state = 7, unknowns = unknowns + 1,"
        " due = ?2, at = ?2 WHERE " MESSAGES_OF " AND state = 2");
    int64_t *waves, count = 0;
    size_t wave_count = unsettled(self, &waves);

    for (size_t i = 0; i < wave_count && statement != NULL; i++) {
        sqlite3_bind_int64(statement, 1, waves[i]);
        sqlite3_bind_int64(statement, 2, now);
        count += sqlite_run(self, statement);
    }
    free(waves);
    return store->broken ? 0 : count;
}

static int64_t
sqlite_rows_silent(struct store *store, int64_t wave, const char *channel,
                   instant now)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_SILENT,
        "UPDATE OR FAIL outbox AS o SET state = 9, at = ?2 WHERE " MESSAGES_OF
        " AND state = 3 AND channel = ?3");

    if (statement == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, wave);
    sqlite3_bind_int64(statement, 2, now);
    sqlite3_bind_int64(statement, 3, sqlite_word(self, channel));
    return sqlite_run(self, statement);
}

static int64_t
sqlite_rows_cancel(struct store *store, int64_t wave, const char *reason,
                   instant now)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_CANCEL,
        "UPDATE OR FAIL outbox AS o SET state = " CANCELLED ","
        " reason = ?2, at = ?3"
        " WHERE "
        MESSAGES_OF " AND " WAITING);

    if (statement == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, wave);
    sqlite_bind(statement, 2, reason);
    sqlite3_bind_int64(statement, 3, now);
    return sqlite_run(self, statement);
}

void
sqlite_cancel_person(struct sqlite *self, int64_t person, const char *reason,
                     instant at)
{
    sqlite3_stmt *statement = sqlite_write(self, SQL_CANCEL_PERSON,
        "UPDATE outbox SET state = " CANCELLED ", reason = ?2,"
        " at = iif(?3 = 0, at, ?3) WHERE " WAITING " AND id IN"
        " (SELECT id << 32 | ?1 FROM wave WHERE state <> 2)");

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, person);
    sqlite_bind(statement, 2, reason);
    sqlite3_bind_int64(statement, 3, at);
    sqlite_run(self, statement);
}

void
sqlite_outbox_open(struct sqlite *self)
{
    struct store *store = &self->store;

    store->row_add = sqlite_row_add;
    store->row_get = sqlite_row_get;
    store->row_save = sqlite_row_save;
    store->row_result = sqlite_row_result;
    store->rows_due = sqlite_rows_due;
    store->rows_due_after = sqlite_rows_due_after;
    store->rows_next = sqlite_rows_next;
    store->rows_remote = sqlite_rows_remote;
    store->rows_list = sqlite_rows_list;
    store->rows_person = sqlite_rows_person;
    store->recover = sqlite_recover;
    store->rows_silent = sqlite_rows_silent;
    store->rows_cancel = sqlite_rows_cancel;
}
