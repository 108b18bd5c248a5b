/*
 * store_sqlite - the store in one SQLite file: what its parts share.  Nothing
 * outside store_sqlite*.c and the tests of the store includes this.
 */
#ifndef STORE_STORE_SQLITE_H
#define STORE_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/gather.h"
#include "store/names.h"
#include "store/schema.h"
#include "store/store.h"
#include "store/sums.h"

/* Every statement is prepared when it is first used, and kept. */
enum sqlite_statement {
    SQL_BEGIN, SQL_COMMIT, SQL_WORD_ADD,
    SQL_VALUE_GET, SQL_VALUE_PUT, SQL_VALUE_REMOVE,
    SQL_SOURCE_GET, SQL_SOURCE_PUT, SQL_SOURCE_REMOVE,
    SQL_PERSON_FIND, SQL_PERSON_GET, SQL_PERSON_AT, SQL_RECORD_FIND,
    SQL_RECORD_LOAD, SQL_PERSON_ADD, SQL_PERSON_SAVE, SQL_PERSON_SOURCE,
    SQL_PERSON_GONE,
    SQL_PERSON_STOP, SQL_PEOPLE_COUNT, SQL_PEOPLE_COUNT_ALL,
    SQL_PEOPLE_STOPPED, SQL_PEOPLE_STOPPED_EACH,
    SQL_ADDRESS_ADD, SQL_ADDRESS_REMOVE,
    SQL_MEMBER_ADD, SQL_MEMBER_REMOVE, SQL_MEMBER_IS, SQL_MEMBERS,
    SQL_STOP_GET, SQL_STOP_ADD, SQL_STOP_REMOVE,
    SQL_WAVE_ADD, SQL_WAVE_FIND, SQL_WAVE_SAVE, SQL_EVENT_RENAME,
    SQL_WAVE_RETIME,    SQL_WAVE_GET, SQL_WAVES_IN,
    SQL_WAVES_OF, SQL_WAVES_OF_EVENT, SQL_WAVES_NEWEST, SQL_WAVE_COUNT,
    SQL_TOLD, SQL_TOLD_WAVES, SQL_TOLD_PEOPLE,
    SQL_ROW_ADD, SQL_ROW_GET, SQL_ROW_SAVE, SQL_ROW_RESULT,
    SQL_ROWS_DUE, SQL_ROWS_DUE_AFTER, SQL_ROWS_NEXT, SQL_ROWS_REMOTE,
    SQL_ROWS_WAVE, SQL_ROWS_ALL,
    SQL_ROWS_PERSON, SQL_WAVES_UNSETTLED, SQL_RECOVER, SQL_SILENT,
    SQL_CANCEL, SQL_CANCEL_PERSON,
    SQL_ORPHAN_PUT, SQL_ORPHAN_TAKE, SQL_ORPHANS_FORGET, SQL_ORPHANS_COUNT,
    SQL_INBOUND_PUT, SQL_INBOUND_COUNT, SQL_INBOUND_COUNT_KIND,
    SQL_SPEND, SQL_SPENT,
    SQL_NOTICE, SQL_NOTICE_REMOVE, SQL_NOTICES,
    SQL_STATEMENTS
};

/* A file of people that is being read again. */
struct sqlite_sync {
    uint32_t source;            /* word */
    uint32_t number;            /* of its people_sync() */
};

struct sqlite {
    struct store store;         /* first: what others see */
    sqlite3 *db;
    struct sums *sums;          /* the VFS of db */
    sqlite3_stmt *statements[SQL_STATEMENTS];
    bool open;                  /* a transaction */
    int checkpoint;             /* at a commit after so many pages */
    int log;                    /* pages in the log at the last commit */
    struct names words;
    struct pool *value, *source, *found, *got;  /* last answers */
    struct pool *scratch;       /* of the call that is going on */
    struct sqlite_sync *syncs;
    size_t sync_count, sync_room;
    uint32_t sync_last;
    uint32_t *seen;             /* by person: sync_last when they were put */
    size_t seen_count;
};

/* As store_sqlite_open(), with another VFS and another schema (for tests;
 * NULL: the usual). */
struct store *store_sqlite_open_with(const char *path, const char *vfs,
                                     const struct schema *schema,
                                     struct error *error);

/* Fill the part of the table that each file makes. */
void sqlite_people_open(struct sqlite *self);
void sqlite_person_open(struct sqlite *self);
void sqlite_waves_open(struct sqlite *self);
void sqlite_outbox_open(struct sqlite *self);
void sqlite_inbox_open(struct sqlite *self);
/* And free what it holds. */
void sqlite_people_close(struct sqlite *self);
void sqlite_person_close(struct sqlite *self);
/* Forget which files were being read. */
void sqlite_person_rolled_back(struct sqlite *self);

static inline struct sqlite *
sqlite_of(struct store *store)
{
    return (struct sqlite *)store;
}

/* The store over an open, migrated database, which it takes over even when it
 * fails. */
struct store *sqlite_store_new(sqlite3 *db, struct sums *sums,
                               struct error *error);

/* Nothing more is done after a failure; this says what failed. */
void sqlite_fail(struct sqlite *self);
void sqlite_fail_text(struct sqlite *self, const char *text);

/* A statement to read with, or (begins a transaction) to write with; NULL
 * when the store is broken. */
sqlite3_stmt *sqlite_read(struct sqlite *self, enum sqlite_statement which,
                          const char *sql);
sqlite3_stmt *sqlite_write(struct sqlite *self, enum sqlite_statement which,
                           const char *sql);

/* The next row of an answer; false at its end, when it is reset. */
bool sqlite_step(struct sqlite *self, sqlite3_stmt *statement);
/* Carry out a statement that answers nothing; how many rows it changed. */
int64_t sqlite_run(struct sqlite *self, sqlite3_stmt *statement);

/* The numbers that an answer begins with; the caller frees them. */
size_t sqlite_numbers(struct sqlite *self, sqlite3_stmt *statement,
                      int64_t **items);

/* Bind; an empty text is NULL.  The text must stay until the last step. */
void sqlite_bind(sqlite3_stmt *statement, int at, const char *text);
/* Bind a text that is "" when it is empty. */
void sqlite_bind_key(sqlite3_stmt *statement, int at, const char *text);
void sqlite_bind_hash(sqlite3_stmt *statement, int at,
                      const unsigned char *index);

/* A column; NULL is "". */
const char *sqlite_text(sqlite3_stmt *statement, int column);

/* The number of a text that comes back often, to look with (-1: it is
 * nowhere) or to write. */
int64_t sqlite_word(const struct sqlite *self, const char *text);
uint32_t sqlite_word_add(struct sqlite *self, const char *text);
/* The text of a column that holds such a number. */
const char *sqlite_word_text(struct sqlite *self, sqlite3_stmt *statement,
                             int column);

/* Columns of a person for sqlite_recipient(), from the first one on. */
#define PERSON_COLUMNS                                                       \
    "p.id, p.handle, p.name, p.language, p.reach, p.stopped, p.gone, "       \
    "p.sealed0, p.sealed1, p.sealed2, p.sealed3"
void sqlite_recipient(struct sqlite *self, sqlite3_stmt *statement,
                      struct store_recipient *recipient);
/* Find one person by id and copy the texts to the pool. */
bool sqlite_person(struct sqlite *self, struct pool *pool, int64_t person,
                   struct store_recipient *recipient);

/* The key of a message, and the messages of wave ?1. */
int64_t sqlite_message(struct sqlite *self, int64_t wave, int64_t person);
#define MESSAGES_OF "o.id BETWEEN (?1 << 32) AND (?1 << 32 | 0xffffffff)"

/* Everyone with an address, in PERSON_COLUMNS. */
sqlite3_stmt *sqlite_people_with(struct sqlite *self,
                                 const unsigned char *index);
/* The pool, made or emptied. */
struct pool *sqlite_pool(struct pool **pool);

/* Cancel what waits for one person; at 0: `at` stays. */
void sqlite_cancel_person(struct sqlite *self, int64_t person,
                          const char *reason, instant at);

#endif
