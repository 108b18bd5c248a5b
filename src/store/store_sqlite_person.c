/* store_sqlite_person - put a person, read a file of people again, STOP */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_sqlite.h"

/* A person as written, with words for texts. */
struct record {
    int64_t id;
    const char *name;
    uint32_t language, reach, source;
    instant stopped;
    bool gone;
    const char *groups;         /* "3 17 20": words in rising order */
    const char *sealed[STORE_ADDRESSES];        /* NULL: none */
    const unsigned char *hash[STORE_ADDRESSES];
};

/* Columns of a record in SQL_RECORD_FIND and parameters of its saving. */
enum {
    AT_ID, AT_NAME, AT_LANGUAGE, AT_REACH, AT_SOURCE, AT_STOPPED, AT_GONE,
    AT_GROUPS, AT_ADDRESSES
};
#define RECORD_COLUMNS                                                       \
    "name, language, reach, source, stopped, gone, groups, "                 \
    "sealed0, hash0, sealed1, hash1, sealed2, hash2, sealed3, hash3"

/* -- groups --------------------------------------------------------------- */

static int
compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The groups of a person as they are written. */
static const char *
group_text(struct sqlite *self, struct pool *pool,
           const struct store_person *from)
{
    size_t count = from->gone ? 0 : from->group_count;
    uint32_t *words = pool_take(pool, (count + 1) * sizeof(*words));
    const char *text = "";

    for (size_t i = 0; i < count; i++)
        words[i] = sqlite_word_add(self, from->groups[i]);
    if (count > 1)
        qsort(words, count, sizeof(*words), compare_numbers);
    for (size_t i = 0; i < count; i++) {
        if (words[i] != 0 && (i == 0 || words[i] != words[i - 1]))
            text = pool_format(pool, "%s%s%u", text,
                               *text != '\0' ? " " : "", words[i]);
    }
    return text;
}

/* Carry out a statement for each group of a written list. */
static void
for_groups(struct sqlite *self, sqlite3_stmt *statement, const char *groups,
           int64_t person)
{
    char *end;

    if (statement == NULL)
        return;
    while (*groups != '\0') {
        sqlite3_bind_int64(statement, 1, strtol(groups, &end, 10));
        sqlite3_bind_int64(statement, 2, person);
        sqlite_run(self, statement);
        if (end == groups)
            return;
        groups = *end == ' ' ? end + 1 : end;
    }
}

static void
leave_groups(struct sqlite *self, const char *groups, int64_t person)
{
    for_groups(self, sqlite_write(self, SQL_MEMBER_REMOVE,
        "DELETE FROM member WHERE team = ?1 AND person = ?2"),
        groups, person);
}

static void
join_groups(struct sqlite *self, const char *groups, int64_t person)
{
    for_groups(self, sqlite_write(self, SQL_MEMBER_ADD,
        "INSERT INTO member (team, person) VALUES (?1, ?2)"),
        groups, person);
}

/* -- addresses and their stops -------------------------------------------- */

static void
drop_address(struct sqlite *self, const unsigned char *hash, int64_t person)
{
    sqlite3_stmt *statement = sqlite_write(self, SQL_ADDRESS_REMOVE,
        "DELETE FROM address WHERE hash = ?1 AND person = ?2");

    if (statement == NULL)
        return;
    sqlite_bind_hash(statement, 1, hash);
    sqlite3_bind_int64(statement, 2, person);
    sqlite_run(self, statement);
}

static void
add_address(struct sqlite *self, const unsigned char *hash, int64_t person)
{
    sqlite3_stmt *statement = sqlite_write(self, SQL_ADDRESS_ADD,
        "INSERT INTO address (hash, person) VALUES (?1, ?2)"
        " ON CONFLICT (hash, person) DO NOTHING");

    if (statement == NULL)
        return;
    sqlite_bind_hash(statement, 1, hash);
    sqlite3_bind_int64(statement, 2, person);
    sqlite_run(self, statement);
}

static instant
sqlite_stop_get(struct store *store, const unsigned char *index)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_STOP_GET,
        "SELECT at FROM stop WHERE hash = ?1");
    instant at = 0;

    if (statement == NULL)
        return 0;
    sqlite_bind_hash(statement, 1, index);
    while (sqlite_step(self, statement))
        at = sqlite3_column_int64(statement, 0);
    return at;
}

/* Since when one of these addresses is stopped; 0: none is. */
static instant
stop_of(struct sqlite *self,
        const unsigned char *const hash[STORE_ADDRESSES])
{
    instant first = 0;

    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        instant at = hash[i] != NULL ? sqlite_stop_get(&self->store, hash[i])
                                     : 0;

        if (at != 0 && (first == 0 || at < first))
            first = at;
    }
    return first;
}

/* -- put ------------------------------------------------------------------ */

/* The person as they stand there; the texts last until the statement is
 * reset.  False: nowhere. */
static bool
read_record(struct sqlite *self, sqlite3_stmt *statement, struct record *was)
{
    *was = (struct record){0};
    if (!sqlite_step(self, statement))
        return false;
    was->id = sqlite3_column_int64(statement, AT_ID);
    was->name = sqlite_text(statement, AT_NAME);
    was->language = (uint32_t)sqlite3_column_int64(statement, AT_LANGUAGE);
    was->reach = (uint32_t)sqlite3_column_int64(statement, AT_REACH);
    was->source = (uint32_t)sqlite3_column_int64(statement, AT_SOURCE);
    was->stopped = sqlite3_column_int64(statement, AT_STOPPED);
    was->gone = sqlite3_column_int(statement, AT_GONE) != 0;
    was->groups = sqlite_text(statement, AT_GROUPS);
    for (int i = 0; i < STORE_ADDRESSES; i++) {
        int at = AT_ADDRESSES + 2 * i;

        if (sqlite3_column_type(statement, at) == SQLITE_NULL)
            continue;
        was->sealed[i] = sqlite_text(statement, at);
        was->hash[i] = sqlite3_column_blob(statement, at + 1);
        if (sqlite3_column_bytes(statement, at + 1) != STORE_INDEX) {
            sqlite_fail_text(self, "an address is damaged");
            return false;
        }
    }
    return true;
}

/* The person as they are given. */
static bool
make_record(struct sqlite *self, struct pool *pool,
            const struct store_person *from, struct record *is)
{
    *is = (struct record){
        .name = from->name != NULL ? from->name : "",
        .language = sqlite_word_add(self, from->language),
        .reach = sqlite_word_add(self, from->reach),
        .source = sqlite_word_add(self, from->source),
        .gone = from->gone,
        .groups = group_text(self, pool, from),
    };
    for (size_t i = 0; i < from->address_count; i++) {
        const struct store_address *address = &from->addresses[i];

        if (address->kind < 0 || address->kind >= STORE_ADDRESSES) {
            sqlite_fail_text(self, "there is no such kind of address");
            return false;
        }
        is->sealed[address->kind] =
            address->sealed != NULL ? address->sealed : "";
        is->hash[address->kind] = address->index;
    }
    return true;
}

static bool
same_address(const struct record *a, const struct record *b, size_t kind)
{
    if (a->sealed[kind] == NULL || b->sealed[kind] == NULL)
        return a->sealed[kind] == b->sealed[kind];
    return memcmp(a->hash[kind], b->hash[kind], STORE_INDEX) == 0
        && strcmp(a->sealed[kind], b->sealed[kind]) == 0;
}

static bool
same_record(const struct record *a, const struct record *b)
{
    if (a->language != b->language || a->reach != b->reach
        || a->source != b->source || a->stopped != b->stopped
        || a->gone != b->gone || strcmp(a->name, b->name) != 0
        || strcmp(a->groups, b->groups) != 0)
        return false;
    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        if (!same_address(a, b, i))
            return false;
    }
    return true;
}

static void
write_record(struct sqlite *self, const struct record *is,
             const char *handle)
{
    static const char add[] =
        "INSERT INTO person (" RECORD_COLUMNS ", handle) VALUES (?1, ?2,"
        " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    static const char save[] =
        "UPDATE person SET (" RECORD_COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6,"
        " ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) WHERE id = ?16";
    sqlite3_stmt *statement = is->id == 0
        ? sqlite_write(self, SQL_PERSON_ADD, add)
        : sqlite_write(self, SQL_PERSON_SAVE, save);

    if (statement == NULL)
        return;
    sqlite_bind(statement, AT_NAME, is->name);
    sqlite3_bind_int64(statement, AT_LANGUAGE, is->language);
    sqlite3_bind_int64(statement, AT_REACH, is->reach);
    sqlite3_bind_int64(statement, AT_SOURCE, is->source);
    sqlite3_bind_int64(statement, AT_STOPPED, is->stopped);
    sqlite3_bind_int(statement, AT_GONE, is->gone);
    sqlite_bind(statement, AT_GROUPS, is->groups);
    for (int i = 0; i < STORE_ADDRESSES; i++) {
        int at = AT_ADDRESSES + 2 * i;

        if (is->sealed[i] == NULL) {
            sqlite3_bind_null(statement, at);
            sqlite3_bind_null(statement, at + 1);
        } else {
            sqlite_bind_key(statement, at, is->sealed[i]);
            sqlite_bind_hash(statement, at + 1, is->hash[i]);
        }
    }
    if (is->id == 0)
        sqlite_bind_key(statement, AT_ADDRESSES + 8, handle);
    else
        sqlite3_bind_int64(statement, AT_ADDRESSES + 8, is->id);
    sqlite_run(self, statement);
}

static bool
same_hash(const unsigned char *a, const unsigned char *b)
{
    return a == b
        || (a != NULL && b != NULL && memcmp(a, b, STORE_INDEX) == 0);
}

/* Write the tables that are derived from the record. */
static void
write_links(struct sqlite *self, const struct record *was,
            const struct record *is)
{
    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        if (was->hash[i] != NULL && !same_hash(was->hash[i], is->hash[i]))
            drop_address(self, was->hash[i], is->id);
    }
    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        if (is->hash[i] != NULL)
            add_address(self, is->hash[i], is->id);
    }
    if (was->groups != NULL && strcmp(was->groups, is->groups) == 0)
        return;
    if (was->groups != NULL)
        leave_groups(self, was->groups, is->id);
    join_groups(self, is->groups, is->id);
}

static void
mark_seen(struct sqlite *self, int64_t person)
{
    size_t wanted = (size_t)person + 1;

    if (self->sync_count == 0)
        return;
    if (wanted > self->seen_count) {
        wanted += wanted / 2 + 1000;
        self->seen = memory_resize(self->seen, wanted, sizeof(uint32_t));
        memset(self->seen + self->seen_count, 0,
               (wanted - self->seen_count) * sizeof(uint32_t));
        self->seen_count = wanted;
    }
    self->seen[person] = self->sync_last;
}

static void
put_record(struct sqlite *self, struct store_person *from,
           const struct record *was, struct record *is)
{
    instant stopped = stop_of(self, is->hash);

    if (stopped == 0)
        stopped = from->stopped;
    is->id = was->id;
    is->stopped = was->stopped != 0 ? was->stopped : stopped;
    if (is->id == 0 || !same_record(was, is)) {
        write_record(self, is, from->handle);
        if (is->id == 0)
            is->id = sqlite3_last_insert_rowid(self->db);
        write_links(self, was, is);
    }
    if (is->stopped != was->stopped)
        sqlite_cancel_person(self, is->id, "stop", is->stopped);
    if (is->gone)
        sqlite_cancel_person(self, is->id, "gone", 0);
}

static void
sqlite_person_put(struct store *store, struct store_person *from)
{
    struct sqlite *self = sqlite_of(store);
    struct pool *pool = sqlite_pool(&self->scratch);
    struct record was, is;
    sqlite3_stmt *statement = sqlite_write(self, SQL_RECORD_FIND,
        "SELECT id, " RECORD_COLUMNS " FROM person WHERE handle = ?1");

    if (statement == NULL || !make_record(self, pool, from, &is))
        return;
    sqlite_bind_key(statement, 1, from->handle);
    read_record(self, statement, &was);
    put_record(self, from, &was, &is);
    sqlite3_reset(statement);
    if (store->broken)
        return;
    from->id = is.id;
    mark_seen(self, is.id);
}

/* -- read a file of people again ------------------------------------------ */

static struct sqlite_sync *
find_sync(struct sqlite *self, uint32_t source)
{
    for (size_t i = 0; i < self->sync_count; i++) {
        if (self->syncs[i].source == source)
            return &self->syncs[i];
    }
    return NULL;
}

static void
sqlite_people_sync(struct store *store, const char *source)
{
    struct sqlite *self = sqlite_of(store);
    uint32_t word = sqlite_word_add(self, source);
    struct sqlite_sync *sync;

    if (store->broken)
        return;
    sync = find_sync(self, word);
    if (sync == NULL)
        sync = GROW(self, syncs, sync_count, sync_room);
    sync->source = word;
    sync->number = ++self->sync_last;
}

/* The one record of an id; its texts last until the statement, which is
 * returned, is reset. */
static sqlite3_stmt *
load_record(struct sqlite *self, int64_t person, struct record *record)
{
    sqlite3_stmt *statement = sqlite_read(self, SQL_RECORD_LOAD,
        "SELECT id, " RECORD_COLUMNS " FROM person WHERE id = ?1");

    *record = (struct record){0};
    if (statement == NULL)
        return NULL;
    sqlite3_bind_int64(statement, 1, person);
    read_record(self, statement, record);
    return statement;
}

static void
person_leaves(struct sqlite *self, int64_t person)
{
    sqlite3_stmt *statement = sqlite_write(self, SQL_PERSON_GONE,
        "UPDATE person SET gone = 1, groups = NULL WHERE id = ?1");
    struct record record;
    sqlite3_stmt *reading = load_record(self, person, &record);

    if (reading == NULL || statement == NULL || record.id == 0)
        return;
    leave_groups(self, record.groups, person);
    sqlite3_reset(reading);
    sqlite3_bind_int64(statement, 1, person);
    sqlite_run(self, statement);
    sqlite_cancel_person(self, person, "gone", 0);
}

static void
end_syncs(struct sqlite *self)
{
    free(self->seen);
    free(self->syncs);
    self->seen = NULL;
    self->syncs = NULL;
    self->seen_count = self->sync_count = self->sync_room = 0;
    self->sync_last = 0;
}

static int
sqlite_people_swept(struct store *store, const char *source)
{
    struct sqlite *self = sqlite_of(store);
    int64_t word = sqlite_word(self, source);
    struct sqlite_sync *sync = find_sync(self, (uint32_t)word);
    sqlite3_stmt *statement = sqlite_read(self, SQL_PERSON_SOURCE,
        "SELECT id FROM person INDEXED BY person_source"
        " WHERE gone = 0 AND source = ?1 ORDER BY id");
    int64_t *people = NULL;
    size_t count;
    int left = 0;

    if (statement == NULL || word == -1 || sync == NULL)
        return 0;
    sqlite3_bind_int64(statement, 1, word);
    count = sqlite_numbers(self, statement, &people);
    for (size_t i = 0; i < count; i++) {
        if ((size_t)people[i] < self->seen_count
            && self->seen[people[i]] >= sync->number)
            continue;
        person_leaves(self, people[i]);
        left++;
    }
    free(people);
    *sync = self->syncs[--self->sync_count];
    if (self->sync_count == 0)
        end_syncs(self);
    return store->broken ? 0 : left;
}

/* -- STOP ----------------------------------------------------------------- */

static bool
change_stop(struct sqlite *self, const unsigned char *index, instant at)
{
    sqlite3_stmt *statement;

    if (at != 0)
        statement = sqlite_write(self, SQL_STOP_ADD,
            "INSERT INTO stop (hash, at) VALUES (?1, ?2)"
            " ON CONFLICT (hash) DO NOTHING");
    else
        statement = sqlite_write(self, SQL_STOP_REMOVE,
            "DELETE FROM stop WHERE hash = ?1");
    if (statement == NULL)
        return false;
    sqlite_bind_hash(statement, 1, index);
    if (at != 0)
        sqlite3_bind_int64(statement, 2, at);
    return sqlite_run(self, statement) != 0;
}

static bool
set_stopped(struct sqlite *self, int64_t person, instant at)
{
    sqlite3_stmt *statement = sqlite_write(self, SQL_PERSON_STOP,
        "UPDATE person SET stopped = ?2 WHERE id = ?1 AND stopped <> ?2");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, person);
    sqlite3_bind_int64(statement, 2, at);
    return sqlite_run(self, statement) != 0;
}

/* Those who were free are stopped, those who were stopped are free again
 * unless another address of theirs is stopped. */
static bool
stop_person(struct sqlite *self, int64_t person, instant at)
{
    struct record record;
    sqlite3_stmt *statement = load_record(self, person, &record);
    instant other;

    if (statement == NULL || record.id == 0)
        return false;
    if (at != 0 && record.stopped != 0) {
        sqlite3_reset(statement);
        return false;
    }
    other = at != 0 ? at : stop_of(self, record.hash);
    sqlite3_reset(statement);
    if (at != 0)
        sqlite_cancel_person(self, person, "stop", at);
    return set_stopped(self, person, other);
}

static bool
sqlite_stop_set(struct store *store, const unsigned char *index, instant at)
{
    struct sqlite *self = sqlite_of(store);
    bool changed = change_stop(self, index, at);
    int64_t *people = NULL;
    size_t count = sqlite_numbers(self, sqlite_people_with(self, index),
                                  &people);

    for (size_t i = 0; i < count; i++)
        changed = stop_person(self, people[i], at) || changed;
    free(people);
    return changed && !store->broken;
}

/* -- open and close ------------------------------------------------------- */

void
sqlite_person_open(struct sqlite *self)
{
    struct store *store = &self->store;

    store->person_put = sqlite_person_put;
    store->people_sync = sqlite_people_sync;
    store->people_swept = sqlite_people_swept;
    store->stop_set = sqlite_stop_set;
    store->stop_get = sqlite_stop_get;
}

void
sqlite_person_rolled_back(struct sqlite *self)
{
    end_syncs(self);
}

void
sqlite_person_close(struct sqlite *self)
{
    end_syncs(self);
    pool_free(&self->scratch);
}
