/* store_fixture - see store_fixture.h */
#include "unit.h"

#include "store_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

void
fixture_directory(struct fixture *fixture)
{
    snprintf(fixture->directory, sizeof(fixture->directory), "%s",
             "/tmp/allo-store-XXXXXX");
    assert_non_null(mkdtemp(fixture->directory));
    snprintf(fixture->path, sizeof(fixture->path), "%s/store",
             fixture->directory);
}

void
fixture_clean(struct fixture *fixture)
{
    DIR *directory = opendir(fixture->directory);
    struct dirent *entry;

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
    rmdir(fixture->directory);
}

static void
open_store(struct fixture *fixture)
{
    struct error error = {""};

    fixture->store = store_sqlite_open(fixture->path, &error);
    if (fixture->store == NULL)
        fail_msg("%s", error.text);
}

int
fixture_memory(void **state)
{
    struct fixture *fixture = NEW(struct fixture);

    fixture->store = store_memory_open();
    *state = fixture;
    return 0;
}

int
fixture_sqlite(void **state)
{
    struct fixture *fixture = NEW(struct fixture);

    fixture->on_disk = true;
    fixture_directory(fixture);
    open_store(fixture);
    *state = fixture;
    return 0;
}

int
fixture_end(void **state)
{
    struct fixture *fixture = *state;

    if (fixture->store != NULL)
        fixture->store->close(&fixture->store);
    if (fixture->on_disk)
        fixture_clean(fixture);
    free(fixture);
    return 0;
}

struct store *
fixture_again(struct fixture *fixture)
{
    assert_int_equal(fixture->store->commit(fixture->store, NULL, NULL), 0);
    if (fixture->on_disk) {
        fixture->store->close(&fixture->store);
        open_store(fixture);
    }
    return fixture->store;
}

const unsigned char *
fixture_index(int number)
{
    static unsigned char indexes[8][STORE_INDEX];
    static size_t next;
    unsigned char *index = indexes[next++ % 8];

    memset(index, number, STORE_INDEX);
    return index;
}

int64_t
fixture_person(struct store *store, const char *handle, int address,
               const char *groups)
{
    char copy[64], *rest = copy;
    const char *names[8];
    struct store_address given = {.kind = 0, .sealed = "sealed"};
    struct store_person person = {
        .handle = handle, .name = handle, .language = "nl",
        .source = "people.conf", .reach = "", .addresses = &given,
        .address_count = address != 0, .groups = names,
    };
    char *word;

    memcpy(given.index, fixture_index(address), STORE_INDEX);
    snprintf(copy, sizeof(copy), "%s", groups);
    while ((word = strsep(&rest, " ")) != NULL) {
        if (*word != '\0')
            names[person.group_count++] = word;
    }
    store->person_put(store, &person);
    return person.id;
}

int64_t
fixture_wave(struct store *store, const char *occurrence, const char *slot,
             int version)
{
    struct store_wave wave = {
        .organisation = "org", .event = "club", .title = "Club",
        .occurrence = occurrence, .purpose = PURPOSE_REMINDER, .slot = slot,
        .version = version, .due = 1000, .until = 2000,
        .facts = {.start = 3000, .end = 4000, .place = "Hall"},
    };

    store->wave_open(store, &wave);
    return wave.id;
}

bool
fixture_row(struct store *store, int64_t wave, int64_t person,
            enum delivery_state state, instant due)
{
    struct store_row row = {
        .wave = wave, .person = person, .state = state, .channel = "sms",
        .attempt = 1, .epoch = 7, .due = due, .at = 50,
    };

    return store->row_add(store, &row);
}

static bool
keep_state(void *self, const struct store_row *row)
{
    *(int *)self = (int)row->state;
    return true;
}

int
fixture_state(struct store *store, int64_t wave, int64_t person)
{
    int state = -1;

    store->row_get(store, wave, person, keep_state, &state);
    return state;
}

/* -- answers as text ------------------------------------------------------ */

bool
fixture_tell_person(void *self, const struct store_recipient *r)
{
    buffer_add_format(self, "[%lld %s %s %s %s %s|%s|%s|%s %lld %d %lld]",
                      (long long)r->person, r->handle, r->name, r->language,
                      r->reach, r->sealed[0] ? r->sealed[0] : "-",
                      r->sealed[1] ? r->sealed[1] : "-",
                      r->sealed[2] ? r->sealed[2] : "-",
                      r->sealed[3] ? r->sealed[3] : "-",
                      (long long)r->stopped, r->gone,
                      (long long)r->told_wave);
    return true;
}

bool
fixture_tell_wave(void *self, const struct store_wave *w)
{
    buffer_add_format(self, "[%lld %s/%s/%s %d %s %d '%s' %lld %lld %lld "
                      "%lld %d '%s' %d %d %lld]", (long long)w->id,
                      w->organisation, w->event, w->occurrence,
                      (int)w->purpose, w->slot, w->version, w->title,
                      (long long)w->due, (long long)w->until,
                      (long long)w->facts.start, (long long)w->facts.end,
                      w->facts.cancelled, w->facts.place, (int)w->state,
                      w->group, (long long)w->person);
    return true;
}

bool
fixture_tell_row(void *self, const struct store_row *r)
{
    buffer_add_format(self, "[%lld/%lld %s %s %d %d %u %lld %lld %s %s]",
                      (long long)r->wave, (long long)r->person,
                      delivery_name(r->state), r->channel, r->attempt,
                      r->unknowns, r->epoch, (long long)r->due,
                      (long long)r->at, r->remote, r->reason);
    return true;
}

bool
fixture_tell_notice(void *self, instant at, const char *text)
{
    buffer_add_format(self, "[%lld %s]", (long long)at, text);
    return true;
}

void
fixture_dump(struct store *store, struct buffer *out)
{
    static const char *const names[] = {"a", "b", "north", "south"};
    int64_t people = store->people_count(store, NULL);

    for (int i = 0; i < WAVE_EXPIRED + 1; i++)
        store->waves_in(store, (enum wave_state)i, fixture_tell_wave, out);
    store->rows_list(store, 0, -1, SIZE_MAX, fixture_tell_row, out);
    store->rows_due(store, NEVER, SIZE_MAX, fixture_tell_row, out);
    store->believers(store, "org", "club", "o1", 0, SIZE_MAX,
                     fixture_tell_person, out);
    for (int64_t i = 1; i <= people; i++) {
        struct store_recipient found;

        if (store->person_get(store, i, &found))
            fixture_tell_person(out, &found);
        store->people_at(store, fixture_index((int)i % 100),
                         fixture_tell_person, out);
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = store->get(store, names[i]);
        const char *source = store->source_get(store, names[i]);

        buffer_add_format(out, "(%s %s %s)", names[i], value ? value : "-",
                          source ? source : "-");
        store->members(store, names[i], 0, SIZE_MAX, fixture_tell_person,
                       out);
    }
    store->notices(store, SIZE_MAX, fixture_tell_notice, out);
}
