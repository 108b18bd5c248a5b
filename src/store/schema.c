/* schema - see schema.h */
#include "store/schema.h"

#include <stdio.h>

#include "base/failpoint.h"

/*
 * Times are milliseconds since 1970 (UTC).  A text that is empty is NULL
 * where it may be, and costs nothing.  `word` numbers the texts that come
 * back often: channels, groups, files, languages.
 *
 * Rows of the outbox lie in the order in which they are sent, wave by wave.
 * Wave and person are one number, because a row that is found by a number can
 * be written over in its place: with PRIMARY KEY (wave, person) a message
 * costs a fifth more CPU.  What the channels are told of a person lies in the
 * person's own row.
 */
static const char version_1[] =
    "CREATE TABLE word (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    text TEXT NOT NULL UNIQUE\n"
    ") STRICT;\n"
    "CREATE TABLE value (\n"
    "    key TEXT PRIMARY KEY,\n"
    "    value TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE TABLE source (\n"
    "    name TEXT PRIMARY KEY,\n"
    "    text TEXT NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE person (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    handle TEXT NOT NULL UNIQUE,\n"
    "    name TEXT,\n"
    "    language INTEGER NOT NULL,\n"          /* word */
    "    reach INTEGER NOT NULL,\n"             /* word */
    "    source INTEGER NOT NULL,\n"            /* word */
    "    stopped INTEGER NOT NULL,\n"           /* 0: not */
    "    gone INTEGER NOT NULL,\n"
    "    groups TEXT,\n"                        /* words, as in member */
    "    sealed0 TEXT, hash0 BLOB,\n"           /* by kind of address */
    "    sealed1 TEXT, hash1 BLOB,\n"
    "    sealed2 TEXT, hash2 BLOB,\n"
    "    sealed3 TEXT, hash3 BLOB\n"
    ") STRICT;\n"
    "CREATE INDEX person_source ON person (source) WHERE gone = 0;\n"
    "CREATE TABLE address (\n"
    "    hash BLOB NOT NULL,\n"
    "    person INTEGER NOT NULL,\n"
    "    PRIMARY KEY (hash, person)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE member (\n"
    "    team INTEGER NOT NULL,\n"              /* word */
    "    person INTEGER NOT NULL,\n"
    "    PRIMARY KEY (team, person)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE stop (\n"
    "    hash BLOB PRIMARY KEY,\n"
    "    at INTEGER NOT NULL\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE wave (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    organisation TEXT NOT NULL,\n"
    "    event TEXT NOT NULL,\n"
    "    occurrence TEXT NOT NULL,\n"
    "    purpose TEXT NOT NULL,\n"
    "    slot TEXT NOT NULL,\n"
    "    version INTEGER NOT NULL,\n"
    "    title TEXT,\n"
    "    due INTEGER NOT NULL,\n"
    "    until INTEGER NOT NULL,\n"
    "    starts INTEGER NOT NULL,\n"
    "    ends INTEGER NOT NULL,\n"
    "    cancelled INTEGER NOT NULL,\n"
    "    place TEXT,\n"
    "    state INTEGER NOT NULL,\n"
    "    team INTEGER NOT NULL,\n"              /* cursor */
    "    person INTEGER NOT NULL,\n"            /* cursor */
    "    UNIQUE (organisation, event, occurrence, purpose, slot, version)\n"
    ") STRICT;\n"
    "CREATE INDEX wave_state ON wave (state, due);\n"
    "CREATE INDEX wave_starts ON wave (starts);\n"

    "CREATE TABLE outbox (\n"
    "    id INTEGER PRIMARY KEY,\n"            /* wave << 32 | person */
    "    state INTEGER NOT NULL,\n"
    "    channel INTEGER NOT NULL,\n"           /* word */
    "    attempt INTEGER NOT NULL,\n"
    "    unknowns INTEGER NOT NULL,\n"
    "    epoch INTEGER NOT NULL,\n"
    "    due INTEGER NOT NULL,\n"
    "    at INTEGER NOT NULL,\n"
    "    remote TEXT,\n"
    "    reason TEXT\n"
    ") STRICT;\n"
    "CREATE INDEX outbox_due ON outbox (due) WHERE state IN (1, 7);\n"
    "CREATE INDEX outbox_remote ON outbox (remote, channel)\n"
    "    WHERE remote IS NOT NULL;\n"

    "CREATE TABLE orphan (\n"
    "    channel INTEGER NOT NULL,\n"           /* word */
    "    remote TEXT NOT NULL,\n"
    "    outcome INTEGER NOT NULL,\n"
    "    reason TEXT,\n"
    "    at INTEGER NOT NULL,\n"
    "    PRIMARY KEY (channel, remote)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE inbound (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    channel INTEGER NOT NULL,\n"           /* word */
    "    hash BLOB NOT NULL,\n"
    "    sealed TEXT,\n"
    "    text TEXT,\n"
    "    key TEXT,\n"
    "    at INTEGER NOT NULL,\n"
    "    kind TEXT\n"
    ") STRICT;\n"
    "CREATE UNIQUE INDEX inbound_key ON inbound (channel, key)\n"
    "    WHERE key IS NOT NULL;\n"
    "CREATE INDEX inbound_hash ON inbound (hash, at);\n"
    "CREATE TABLE spending (\n"
    "    channel INTEGER NOT NULL,\n"           /* word */
    "    day TEXT NOT NULL,\n"
    "    messages INTEGER NOT NULL,\n"
    "    money INTEGER NOT NULL,\n"
    "    PRIMARY KEY (channel, day)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE notice (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    key TEXT,\n"
    "    text TEXT NOT NULL,\n"
    "    at INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE UNIQUE INDEX notice_key ON notice (key)\n"
    "    WHERE key IS NOT NULL;\n";

static const char *const steps[] = {version_1, NULL};

const struct schema schema_store = {steps};

int
schema_version(const struct schema *schema)
{
    int version = 0;

    while (schema->steps[version] != NULL)
        version++;
    return version;
}

static int
failed(sqlite3 *db, struct error *error)
{
    return error_set(error, "%s (%d)", sqlite3_errmsg(db),
                     sqlite3_extended_errcode(db));
}

/* The one number that a question gives. */
static int
number(sqlite3 *db, const char *sql, int *value, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int result = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW) {
        *value = sqlite3_column_int(statement, 0);
        result = 0;
    } else {
        failed(db, error);
    }
    sqlite3_finalize(statement);
    return result;
}

static int
run(sqlite3 *db, const char *sql, struct error *error)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK
        ? 0 : failed(db, error);
}

static int
run_steps(sqlite3 *db, const struct schema *schema, int from,
          struct error *error)
{
    int to = schema_version(schema);
    char text[96];

    for (int version = from; version < to; version++) {
        if (run(db, schema->steps[version], error) == -1)
            return -1;
        FAILPOINT("store.migrate");
    }
    snprintf(text, sizeof(text),
             "PRAGMA application_id = %d; PRAGMA user_version = %d",
             SCHEMA_APPLICATION, to);
    return run(db, text, error);
}

int
schema_migrate(sqlite3 *db, const struct schema *schema, struct error *error)
{
    int application = 0, version = 0, tables = 0;
    int ours = schema_version(schema);

    if (number(db, "PRAGMA application_id", &application, error) == -1
        || number(db, "PRAGMA user_version", &version, error) == -1
        || number(db, "SELECT count(*) FROM sqlite_schema", &tables,
                  error) == -1)
        return -1;
    if (application != SCHEMA_APPLICATION
        && (application != 0 || version != 0 || tables != 0))
        return error_set(error, "this is a database of another program");
    if (version > ours)
        return error_set(error, "it is of a newer Allo (schema %d, this one "
                         "knows %d): install that one, or put back a backup "
                         "from before it", version, ours);
    if (version == ours)
        return 0;
    if (run(db, "BEGIN IMMEDIATE", error) == -1)
        return -1;
    if (run_steps(db, schema, version, error) == -1) {
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        return -1;
    }
    return run(db, "COMMIT", error);
}
