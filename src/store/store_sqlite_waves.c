/* store_sqlite_waves - waves, and who was told in which */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_sqlite.h"

#define WAVE_COLUMNS                                                         \
    "w.id, w.organisation, w.event, w.occurrence, w.purpose, w.slot, "       \
    "w.version, w.title, w.due, w.until, w.starts, w.ends, w.cancelled, "    \
    "w.place, w.state, w.team, w.person"

/* What may have been read: delivery_was_told(), SENDING, and what had a try
 * whose answer was lost. */
#define TOLD                                                                 \
    "(o.state IN (2, 3, 4, 7, 8, 9) OR (o.unknowns > 0 AND (o.state <> 5"    \
    " OR o.attempt > 1)))"

static void
gather_answer(struct sqlite *self, struct gather *gather,
              sqlite3_stmt *statement)
{
    struct store_wave wave = {
        .id = sqlite3_column_int64(statement, 0),
        .organisation = sqlite_text(statement, 1),
        .event = sqlite_text(statement, 2),
        .occurrence = sqlite_text(statement, 3),
        .slot = sqlite_text(statement, 5),
        .version = sqlite3_column_int(statement, 6),
        .title = sqlite_text(statement, 7),
        .due = sqlite3_column_int64(statement, 8),
        .until = sqlite3_column_int64(statement, 9),
        .facts = {
            .start = sqlite3_column_int64(statement, 10),
            .end = sqlite3_column_int64(statement, 11),
            .cancelled = sqlite3_column_int(statement, 12) != 0,
            .place = sqlite_text(statement, 13),
        },
        .state = (enum wave_state)sqlite3_column_int(statement, 14),
        .group = sqlite3_column_int(statement, 15),
        .person = sqlite3_column_int64(statement, 16),
    };

    if (purpose_find(sqlite_text(statement, 4), &wave.purpose))
        gather_wave(gather, &wave);
    else
        sqlite_fail_text(self, "a wave has a purpose that nobody knows");
}

static size_t
give_all(struct sqlite *self, sqlite3_stmt *statement, store_each_wave *each,
         void *argument)
{
    struct gather gather = {0};

    while (sqlite_step(self, statement))
        gather_answer(self, &gather, statement);
    return gather_give_waves(&gather, each, argument);
}

/* -- one wave ------------------------------------------------------------- */

static void
bind_key(sqlite3_stmt *statement, const struct store_wave *wave)
{
    sqlite_bind_key(statement, 1, wave->organisation);
    sqlite_bind_key(statement, 2, wave->event);
    sqlite_bind_key(statement, 3, wave->occurrence);
    sqlite_bind_key(statement, 4, purpose_name(wave->purpose));
    sqlite_bind_key(statement, 5, wave->slot);
    sqlite3_bind_int(statement, 6, wave->version);
}

static bool
add_wave(struct sqlite *self, struct store_wave *wave)
{
    sqlite3_stmt *statement = sqlite_write(self, SQL_WAVE_ADD,
        "INSERT INTO wave (organisation, event, occurrence, purpose, slot,"
        " version, title, due, until, starts, ends, cancelled, place, state,"
        " team, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
        " ?11, ?12, ?13, ?14, ?15, ?16)"
        " ON CONFLICT (organisation, event, occurrence, purpose, slot,"
        " version) DO NOTHING");

    if (statement == NULL)
        return false;
    bind_key(statement, wave);
    sqlite_bind(statement, 7, wave->title);
    sqlite3_bind_int64(statement, 8, wave->due);
    sqlite3_bind_int64(statement, 9, wave->until);
    sqlite3_bind_int64(statement, 10, wave->facts.start);
    sqlite3_bind_int64(statement, 11, wave->facts.end);
    sqlite3_bind_int(statement, 12, wave->facts.cancelled);
    sqlite_bind(statement, 13, wave->facts.place);
    sqlite3_bind_int(statement, 14, (int)wave->state);
    sqlite3_bind_int(statement, 15, wave->group);
    sqlite3_bind_int64(statement, 16, wave->person);
    if (sqlite_run(self, statement) == 0)
        return false;
    wave->id = sqlite3_last_insert_rowid(self->db);
    return true;
}

static bool
sqlite_wave_open(struct store *store, struct store_wave *wave)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_WAVE_FIND,
        "SELECT id, state, team, person FROM wave WHERE organisation = ?1"
        " AND event = ?2 AND occurrence = ?3 AND purpose = ?4 AND slot = ?5"
        " AND version = ?6");

    if (statement == NULL)
        return false;
    bind_key(statement, wave);
    if (!sqlite_step(self, statement))
        return add_wave(self, wave);
    wave->id = sqlite3_column_int64(statement, 0);
    wave->state = (enum wave_state)sqlite3_column_int(statement, 1);
    wave->group = sqlite3_column_int(statement, 2);
    wave->person = sqlite3_column_int64(statement, 3);
    sqlite3_reset(statement);
    return false;
}

static void
sqlite_wave_save(struct store *store, const struct store_wave *wave)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_WAVE_SAVE,
        "UPDATE wave SET state = ?2, due = ?3, until = ?4, team = ?5,"
        " person = ?6 WHERE id = ?1");

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, wave->id);
    sqlite3_bind_int(statement, 2, (int)wave->state);
    sqlite3_bind_int64(statement, 3, wave->due);
    sqlite3_bind_int64(statement, 4, wave->until);
    sqlite3_bind_int(statement, 5, wave->group);
    sqlite3_bind_int64(statement, 6, wave->person);
    sqlite_run(self, statement);
}

static void
sqlite_wave_retime(struct store *store, const struct store_wave *wave)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_WAVE_RETIME,
        "UPDATE wave SET starts = ?2, ends = ?3, until = ?4 WHERE id = ?1");

    if (statement == NULL)
        return;
    sqlite3_bind_int64(statement, 1, wave->id);
    sqlite3_bind_int64(statement, 2, wave->facts.start);
    sqlite3_bind_int64(statement, 3, wave->facts.end);
    sqlite3_bind_int64(statement, 4, wave->until);
    sqlite_run(self, statement);
}

static bool
sqlite_event_rename(struct store *store, const char *organisation,
                    const char *from, const char *to)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_write(self, SQL_EVENT_RENAME,
        "UPDATE wave SET event = ?3 WHERE organisation = ?1 AND event = ?2"
        " AND NOT EXISTS (SELECT 1 FROM wave WHERE organisation = ?1"
        " AND event = ?3)");

    if (statement == NULL)
        return false;
    sqlite_bind_key(statement, 1, organisation);
    sqlite_bind_key(statement, 2, from);
    sqlite_bind_key(statement, 3, to);
    return sqlite_run(self, statement) > 0;
}

static bool
sqlite_wave_get(struct store *store, int64_t id, store_each_wave *each,
                void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_WAVE_GET,
        "SELECT " WAVE_COLUMNS " FROM wave w WHERE w.id = ?1");

    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    return give_all(self, statement, each, argument) != 0;
}

/* -- several -------------------------------------------------------------- */

static void
sqlite_waves_in(struct store *store, enum wave_state state,
                store_each_wave *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_WAVES_IN,
        "SELECT " WAVE_COLUMNS " FROM wave w WHERE w.state = ?1"
        " ORDER BY w.due, w.id");

    if (statement != NULL)
        sqlite3_bind_int(statement, 1, (int)state);
    give_all(self, statement, each, argument);
}

static void
sqlite_waves_of(struct store *store, const char *organisation,
                const char *event, const char *occurrence,
                store_each_wave *each, void *argument)
{
    static const char of_event[] =
        "SELECT " WAVE_COLUMNS " FROM wave w WHERE w.organisation = ?1"
        " AND w.event = ?2 ORDER BY w.id";
    static const char of_occurrence[] =
        "SELECT " WAVE_COLUMNS " FROM wave w WHERE w.organisation = ?1"
        " AND w.event = ?2 AND w.occurrence = ?3 ORDER BY w.id";
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = occurrence == NULL
        ? sqlite_read(self, SQL_WAVES_OF_EVENT, of_event)
        : sqlite_read(self, SQL_WAVES_OF, of_occurrence);

    if (statement == NULL)
        return;
    sqlite_bind_key(statement, 1, organisation);
    sqlite_bind_key(statement, 2, event);
    if (occurrence != NULL)
        sqlite_bind_key(statement, 3, occurrence);
    give_all(self, statement, each, argument);
}

static void
sqlite_waves_newest(struct store *store, instant from, store_each_wave *each,
                    void *argument)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_WAVES_NEWEST,
        "SELECT " WAVE_COLUMNS " FROM wave w WHERE w.starts >= ?1"
        " AND w.state <> 4 AND NOT EXISTS (SELECT 1 FROM wave n"
        " WHERE n.organisation = w.organisation AND n.event = w.event"
        " AND n.occurrence = w.occurrence AND n.state <> 4"
        " AND (n.version, n.id) > (w.version, w.id)) ORDER BY w.id");

    if (statement != NULL)
        sqlite3_bind_int64(statement, 1, from);
    give_all(self, statement, each, argument);
}

static void
sqlite_wave_count(struct store *store, int64_t wave,
                  struct store_count *count)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_WAVE_COUNT,
        "SELECT state FROM outbox o WHERE " MESSAGES_OF);

    memset(count, 0, sizeof(*count));
    if (statement != NULL)
        sqlite3_bind_int64(statement, 1, wave);
    while (sqlite_step(self, statement)) {
        int state = sqlite3_column_int(statement, 0);

        if (state >= 0 && state < DELIVERY_STATES)
            count->rows[state]++;
    }
}

/* -- who was told what ---------------------------------------------------- */

static int64_t
sqlite_told(struct store *store, const char *organisation, const char *event,
            const char *occurrence, int64_t person, instant *at)
{
    struct sqlite *self = sqlite_of(store);
    sqlite3_stmt *statement = sqlite_read(self, SQL_TOLD,
        "SELECT w.id, o.at FROM wave w CROSS JOIN outbox o"
        " ON o.id = (w.id << 32 | ?4) WHERE w.organisation = ?1"
        " AND w.event = ?2"
        " AND w.occurrence = ?3 AND " TOLD
        " ORDER BY w.version DESC, w.id DESC LIMIT 1");
    int64_t wave = 0;
    instant when = 0;

    if (statement != NULL) {
        sqlite_bind_key(statement, 1, organisation);
        sqlite_bind_key(statement, 2, event);
        sqlite_bind_key(statement, 3, occurrence);
        sqlite3_bind_int64(statement, 4, person);
    }
    while (sqlite_step(self, statement)) {
        wave = sqlite3_column_int64(statement, 0);
        when = sqlite3_column_int64(statement, 1);
    }
    if (at != NULL)
        *at = when;
    return wave;
}

/* Each wave of an occurrence, newest first, and the people told in each. */
struct telling {
    int64_t person;
    int64_t wave;
    int rank;                   /* of the wave: 0 the newest */
};

struct tellings {
    struct telling *items;
    size_t count, room;
    int64_t *waves;
    size_t wave_count, wave_room;
};

static void
find_waves(struct sqlite *self, const char *organisation, const char *event,
           const char *occurrence, struct tellings *all)
{
    sqlite3_stmt *statement = sqlite_read(self, SQL_TOLD_WAVES,
        "SELECT id FROM wave WHERE organisation = ?1 AND event = ?2"
        " AND occurrence = ?3 ORDER BY version DESC, id DESC");

    if (statement == NULL)
        return;
    sqlite_bind_key(statement, 1, organisation);
    sqlite_bind_key(statement, 2, event);
    sqlite_bind_key(statement, 3, occurrence);
    while (sqlite_step(self, statement))
        *GROW(all, waves, wave_count, wave_room) =
            sqlite3_column_int64(statement, 0);
}

/* The first `most` of each wave hold the first `most` of all. */
static void
find_people(struct sqlite *self, int64_t after, size_t most,
            struct tellings *all)
{
    sqlite3_stmt *statement = sqlite_read(self, SQL_TOLD_PEOPLE,
        "SELECT id & 0xffffffff FROM outbox o WHERE id > (?1 << 32 | ?2)"
        " AND id <= (?1 << 32 | 0xffffffff) AND " TOLD
        " ORDER BY id LIMIT ?3");

    if (statement == NULL)
        return;
    for (size_t i = 0; i < all->wave_count; i++) {
        sqlite3_bind_int64(statement, 1, all->waves[i]);
        sqlite3_bind_int64(statement, 2, after);
        sqlite3_bind_int64(statement, 3, (int64_t)most);
        while (sqlite_step(self, statement)) {
            struct telling *telling = GROW(all, items, count, room);

            telling->person = sqlite3_column_int64(statement, 0);
            telling->wave = all->waves[i];
            telling->rank = (int)i;
        }
    }
}

static int
compare_tellings(const void *a, const void *b)
{
    const struct telling *x = a, *y = b;

    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return x->rank - y->rank;
}

static size_t
sqlite_believers(struct store *store, const char *organisation,
                 const char *event, const char *occurrence, int64_t after,
                 size_t most, store_each_recipient *each, void *argument)
{
    struct sqlite *self = sqlite_of(store);
    struct tellings all = {0};
    struct gather gather = {0};
    struct pool *pool = pool_new();
    int64_t last = after;

    find_waves(self, organisation, event, occurrence, &all);
    find_people(self, after, most, &all);
    if (all.count != 0)
        qsort(all.items, all.count, sizeof(*all.items), compare_tellings);
    for (size_t i = 0; i < all.count && gather.count < most; i++) {
        struct store_recipient recipient;

        if (i != 0 && all.items[i].person == last)
            continue;
        last = all.items[i].person;
        pool_clear(pool);
        if (!sqlite_person(self, pool, last, &recipient))
            continue;
        recipient.told_wave = all.items[i].wave;
        gather_recipient(&gather, &recipient);
    }
    pool_free(&pool);
    free(all.items);
    free(all.waves);
    return gather_give_recipients(&gather, each, argument);
}

void
sqlite_waves_open(struct sqlite *self)
{
    struct store *store = &self->store;

    store->wave_open = sqlite_wave_open;
    store->wave_save = sqlite_wave_save;
    store->wave_retime = sqlite_wave_retime;
    store->event_rename = sqlite_event_rename;
    store->wave_get = sqlite_wave_get;
    store->waves_in = sqlite_waves_in;
    store->waves_of = sqlite_waves_of;
    store->waves_newest = sqlite_waves_newest;
    store->wave_count = sqlite_wave_count;
    store->told = sqlite_told;
    store->believers = sqlite_believers;
}
