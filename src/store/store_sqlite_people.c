/* store_sqlite_people - who there is, at an address, in a group */
#include "base/memory.h"
#include "store/store_sqlite.h"

/* -- a person as the caller sees it --------------------------------------- */

void
sqlite_recipient(struct sqlite *self, sqlite3_stmt *statement,
                 struct store_recipient *recipient)
{
    *recipient = (struct store_recipient){
        .person = sqlite3_column_int64(statement, 0),
        .handle = sqlite_text(statement, 1),
        .name = sqlite_text(statement, 2),
        .language = sqlite_word_text(self, statement, 3),
        .reach = sqlite_word_text(self, statement, 4),
        .stopped = sqlite3_column_int64(statement, 5),
        .gone = sqlite3_column_int(statement, 6) != 0,
    };
    for (int i = 0; i < STORE_ADDRESSES; i++)
        recipient->sealed[i] =
            (const char *)sqlite3_column_text(statement, 7 + i);
}

/* Read the one person of an answer into the pool. */
static bool
one_person(struct sqlite *self, sqlite3_stmt *statement, struct pool *pool,
           struct store_recipient *recipient)
{
    struct store_recipient found;

    if (!sqlite_step(self, statement))
        return false;
    sqlite_recipient(self, statement, &found);
    gather_copy_recipient(pool, recipient, &found);
    sqlite3_reset(statement);
    return true;
}

bool
sqlite_person(struct sqlite *self, struct pool *pool, int64_t person,
              struct store_recipient *recipient)
{
    sqlite3_stmt *statement = sqlite_read(self, SQL_PERSON_GET,
        "SELECT " PERSON_COLUMNS " FROM person p WHERE p.id = ?1");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, person);
    return one_person(self, statement, pool, recipient);
}

struct pool *
sqlite_pool(struct pool **pool)
{
    if (*pool == NULL)
        *pool = pool_new();
    else
        pool_clear(*pool);
    return *pool;
}

static bool
sqlite_person_get(struct store *store, int64_t person,
                  struct store_recipient *recipient)
{
    struct sqlite *self = sqlite_of(store);

    return sqlite_person(self, sqlite_pool(&self->got), person, recipient);
}

static bool
sqlite_person_find(struct store *store, const char *handle,
                   struct store_recipient *recipient)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_PERSON_FIND,
        "SELECT " PERSON_COLUMNS " FROM person p WHERE p.handle = ?1");

    if (statement == NULL)
        return false;
    sqlite_bind_key(statement, 1, handle);
    return one_person(self, statement, sqlite_pool(&self->found), recipient);
}

/* Everyone of an answer. */
static size_t
give_all(struct sqlite *self, sqlite3_stmt *statement,
         store_each_recipient *each, void *argument)
{
    struct gather gather = {0};
    struct store_recipient recipient;

    while (sqlite_step(self, statement)) {
        sqlite_recipient(self, statement, &recipient);
        gather_recipient(&gather, &recipient);
    }
    return gather_give_recipients(&gather, each, argument);
}

sqlite3_stmt *
sqlite_people_with(struct sqlite *self, const unsigned char *index)
{
    sqlite3_stmt *statement = sqlite_read(self, SQL_PERSON_AT,
        "SELECT " PERSON_COLUMNS " FROM address a CROSS JOIN person p"
        " ON p.id = a.person WHERE a.hash = ?1 ORDER BY a.person");

    if (statement != NULL)
        sqlite_bind_hash(statement, 1, index);
    return statement;
}

static void
sqlite_people_at(struct store *store, const unsigned char *index,
                 store_each_recipient *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);

    give_all(self, sqlite_people_with(self, index), each, argument);
}

static int64_t
sqlite_people_count(struct store *store, const char *group)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement;
    int64_t count = 0;

    if (group == NULL)
        statement = sqlite_read(self, SQL_PEOPLE_COUNT_ALL,
            "SELECT count(*) FROM person INDEXED BY person_source"
            " WHERE gone = 0");
    else
        statement = sqlite_read(self, SQL_PEOPLE_COUNT,
            "SELECT count(*) FROM member WHERE team = ?1");
    if (statement != NULL && group != NULL)
        sqlite3_bind_int64(statement, 1, sqlite_word(self, group));
    while (sqlite_step(self, statement))
        count = sqlite3_column_int64(statement, 0);
    return count;
}

static int64_t
sqlite_people_stopped(struct store *store)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_PEOPLE_STOPPED,
        "SELECT count(*) FROM person WHERE gone = 0 AND stopped <> 0");
    int64_t count = 0;

    while (sqlite_step(self, statement))
        count = sqlite3_column_int64(statement, 0);
    return count;
}

static void
sqlite_people_stopped_each(struct store *store,
                           void (*each)(void *self, const char *handle),
                           void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_PEOPLE_STOPPED_EACH,
        "SELECT handle FROM person WHERE gone = 0 AND stopped <> 0");

    while (sqlite_step(self, statement))
        each(argument, sqlite_text(statement, 0));
}

static size_t
sqlite_members(struct store *store, const char *group, int64_t after,
               size_t most, store_each_recipient *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_MEMBERS,
        "SELECT " PERSON_COLUMNS " FROM member m CROSS JOIN person p"
        " ON p.id = m.person WHERE m.team = ?1 AND m.person > ?2"
        " ORDER BY m.person LIMIT ?3");

    if (statement == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, sqlite_word(self, group));
    sqlite3_bind_int64(statement, 2, after);
    sqlite3_bind_int64(statement, 3, (int64_t)most);
    return give_all(self, statement, each, argument);
}

static bool
sqlite_member(struct store *store, const char *group, int64_t person)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_MEMBER_IS,
        "SELECT 1 FROM member WHERE team = ?1 AND person = ?2");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, sqlite_word(self, group));
    sqlite3_bind_int64(statement, 2, person);
    if (!sqlite_step(self, statement))
        return false;
    sqlite3_reset(statement);
    return true;
}

/* -- open and close ------------------------------------------------------- */

void
sqlite_people_open(struct sqlite *self)
{
    struct store *store = &self->store;

    store->person_find = sqlite_person_find;
    store->person_get = sqlite_person_get;
    store->people_at = sqlite_people_at;
    store->people_count = sqlite_people_count;
    store->people_stopped = sqlite_people_stopped;
    store->people_stopped_each = sqlite_people_stopped_each;
    store->members = sqlite_members;
    store->member = sqlite_member;
}

void
sqlite_people_close(struct sqlite *self)
{
    pool_free(&self->found);
    pool_free(&self->got);
}
