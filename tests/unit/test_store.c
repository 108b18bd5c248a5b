/* store: what store.h promises, on each backend */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "store_fixture.h"

/* What callbacks saw, as one text. */
struct seen {
    char text[2000];
    int most;                   /* stop after so many; 0 never */
    int calls;
};

__attribute__((format(printf, 2, 3))) static bool
see(struct seen *seen, const char *format, ...)
{
    size_t length = strlen(seen->text);
    va_list args;

    if (length != 0)
        seen->text[length++] = ' ';
    va_start(args, format);
    vsnprintf(seen->text + length, sizeof(seen->text) - length, format,
              args);
    va_end(args);
    return ++seen->calls != seen->most;
}

static bool
see_person(void *self, const struct store_recipient *recipient)
{
    return see(self, "%s", recipient->handle);
}

static bool
see_believer(void *self, const struct store_recipient *recipient)
{
    return see(self, "%s:%lld", recipient->handle,
               (long long)recipient->told_wave);
}

static bool
see_wave(void *self, const struct store_wave *wave)
{
    return see(self, "%lld", (long long)wave->id);
}

static bool
see_row(void *self, const struct store_row *row)
{
    return see(self, "%lld/%lld=%s", (long long)row->wave,
               (long long)row->person, delivery_name(row->state));
}

static bool
see_notice(void *self, instant at, const char *text)
{
    return see(self, "%lld:%s", (long long)at, text);
}

static struct store *
store_of(void **state)
{
    return ((struct fixture *)*state)->store;
}

static const char *
members(struct store *store, const char *group)
{
    static struct seen seen;

    seen = (struct seen){0};
    store->members(store, group, 0, 100, see_person, &seen);
    return seen.text;
}

/* -- small things --------------------------------------------------------- */

static void
a_value_is_kept_until_it_is_taken_out(void **state)
{
    struct store *store = store_of(state);

    assert_null(store->get(store, "key"));
    store->put(store, "key", "one");
    store->put(store, "key", "two'; DROP TABLE value; --");
    store->put(store, "empty", "");
    store = fixture_again(*state);
    assert_string_equal(store->get(store, "key"),
                        "two'; DROP TABLE value; --");
    assert_string_equal(store->get(store, "empty"), "");
    store->put(store, "key", NULL);
    assert_null(store->get(store, "key"));
    store = fixture_again(*state);
    assert_null(store->get(store, "key"));
}

static void
the_text_of_a_file_is_kept(void **state)
{
    struct store *store = store_of(state);

    store->source_put(store, "a.conf", "title = \"x\"");
    store->source_put(store, "b.conf", "");
    store->source_put(store, "a.conf", "title = \"y\"");
    store = fixture_again(*state);
    assert_string_equal(store->source_get(store, "a.conf"),
                        "title = \"y\"");
    assert_string_equal(store->source_get(store, "b.conf"), "");
    store->source_remove(store, "a.conf");
    assert_null(store->source_get(store, "a.conf"));
    assert_null(store->source_get(store, "c.conf"));
}

static void
count_call(void *self)
{
    ++*(int *)self;
}

static void
a_commit_calls_back_once(void **state)
{
    struct store *store = store_of(state);
    int calls = 0;

    assert_int_equal(store->commit(store, count_call, &calls), 0);
    assert_int_equal(calls, 1);
    store->begin(store);
    store->begin(store);
    store->put(store, "a", "b");
    assert_int_equal(store->commit(store, count_call, &calls), 0);
    assert_int_equal(calls, 2);
    store->rollback(store);
    assert_false(store->broken);
    assert_string_equal(store->get(store, "a"), "b");
}

/* -- people --------------------------------------------------------------- */

static void
a_person_comes_back_as_put(void **state)
{
    struct store *store = store_of(state);
    struct store_address addresses[] = {
        {.kind = 0, .sealed = "number"}, {.kind = 3, .sealed = "push"},
    };
    const char *groups[] = {"north", "south", "north"};
    struct store_person person = {
        .handle = "jan", .name = "Jan O'Neill", .language = "nl",
        .source = "f", .reach = "sms,mail", .address_count = 2,
        .group_count = 3, .addresses = addresses, .groups = groups,
    };
    struct store_recipient found;

    memcpy(addresses[1].index, fixture_index(9), STORE_INDEX);
    store->person_put(store, &person);
    assert_true(person.id > 0);
    store = fixture_again(*state);
    assert_true(store->person_find(store, "jan", &found));
    assert_int_equal(found.person, person.id);
    assert_string_equal(found.handle, "jan");
    assert_string_equal(found.name, "Jan O'Neill");
    assert_string_equal(found.language, "nl");
    assert_string_equal(found.reach, "sms,mail");
    assert_string_equal(found.sealed[0], "number");
    assert_null(found.sealed[1]);
    assert_null(found.sealed[2]);
    assert_string_equal(found.sealed[3], "push");
    assert_int_equal(found.stopped, 0);
    assert_false(found.gone);
    assert_true(store->person_get(store, person.id, &found));
    assert_string_equal(found.handle, "jan");
    assert_false(store->person_get(store, person.id + 1, &found));
    assert_false(store->person_find(store, "JAN", &found));
    assert_string_equal(members(store, "north"), "jan");
    assert_int_equal(store->people_count(store, "north"), 1);
    assert_true(store->member(store, "south", person.id));
    assert_false(store->member(store, "west", person.id));
}

static void
a_person_put_again_changes(void **state)
{
    struct store *store = store_of(state);
    int64_t id = fixture_person(store, "jan", 1, "north south");
    struct seen seen = {0};
    struct store_recipient found;

    assert_int_equal(fixture_person(store, "jan", 2, "west north"), id);
    store = fixture_again(*state);
    assert_string_equal(members(store, "north"), "jan");
    assert_string_equal(members(store, "south"), "");
    assert_string_equal(members(store, "west"), "jan");
    store->people_at(store, fixture_index(1), see_person, &seen);
    assert_string_equal(seen.text, "");
    store->people_at(store, fixture_index(2), see_person, &seen);
    assert_string_equal(seen.text, "jan");
    fixture_person(store, "jan", 0, "");
    assert_true(store->person_find(store, "jan", &found));
    assert_null(found.sealed[0]);
    assert_int_equal(store->people_count(store, "west"), 0);
    assert_int_equal(store->people_count(store, NULL), 1);
}

static void
an_address_may_be_of_several_people(void **state)
{
    struct store *store = store_of(state);
    struct seen seen = {0};

    fixture_person(store, "an", 5, "");
    fixture_person(store, "bo", 5, "");
    fixture_person(store, "cy", 6, "");
    store->people_at(store, fixture_index(5), see_person, &seen);
    assert_string_equal(seen.text, "an bo");
}

static void
members_are_walked_in_pieces(void **state)
{
    struct store *store = store_of(state);
    struct seen seen = {0};
    char handle[16];
    int64_t first = 0;

    for (int i = 0; i < 300; i++) {
        int64_t id;

        snprintf(handle, sizeof(handle), "p%03d", i);
        id = fixture_person(store, handle, 0, i % 2 ? "odd" : "even");
        if (i == 0)
            first = id;
    }
    store = fixture_again(*state);
    assert_int_equal(store->members(store, "odd", 0, 3, see_person, &seen),
                     3);
    assert_string_equal(seen.text, "p001 p003 p005");
    seen = (struct seen){.most = 1};
    assert_int_equal(store->members(store, "odd", first + 5, 3, see_person,
                                    &seen), 1);
    assert_string_equal(seen.text, "p007");
    assert_int_equal(store->members(store, "odd", first + 299, 3,
                                    see_person, &seen), 0);
    assert_int_equal(store->members(store, "odd", 0, 0, see_person, &seen),
                     0);
    assert_int_equal(store->members(store, "", 0, 9, see_person, &seen), 0);
    assert_int_equal(store->people_count(store, "even"), 150);
}

static void
who_is_not_in_the_file_any_more_is_gone(void **state)
{
    struct store *store = store_of(state);
    int64_t an = fixture_person(store, "an", 1, "north");
    int64_t bo = fixture_person(store, "bo", 2, "north");
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    struct store_recipient found;

    fixture_row(store, wave, bo, DELIVERY_HELD, 10);
    store = fixture_again(*state);
    assert_int_equal(store->people_swept(store, "people.conf"), 0);
    store->people_sync(store, "people.conf");
    fixture_person(store, "an", 1, "north");
    assert_int_equal(store->people_swept(store, "people.conf"), 1);
    assert_string_equal(members(store, "north"), "an");
    assert_true(store->person_get(store, bo, &found));
    assert_true(found.gone);
    assert_int_equal(fixture_state(store, wave, bo), DELIVERY_CANCELLED);
    assert_int_equal(store->people_swept(store, "people.conf"), 0);
    store = fixture_again(*state);
    fixture_person(store, "bo", 2, "north");
    assert_true(store->person_get(store, bo, &found));
    assert_false(found.gone);
    assert_string_equal(members(store, "north"), "an bo");
    assert_int_equal(an, 1);
}

static void
who_moves_to_another_file_is_not_gone(void **state)
{
    struct store *store = store_of(state);
    struct store_person person = {.handle = "an", .source = "b.conf"};

    fixture_person(store, "an", 1, "north");
    fixture_person(store, "bo", 1, "north");
    store->people_sync(store, "people.conf");
    store->people_sync(store, "b.conf");
    store->person_put(store, &person);
    assert_int_equal(store->people_swept(store, "people.conf"), 1);
    assert_int_equal(store->people_swept(store, "b.conf"), 0);
    store->people_sync(store, "b.conf");
    store->people_sync(store, "b.conf");
    assert_int_equal(store->people_swept(store, "b.conf"), 1);
    assert_int_equal(store->people_count(store, NULL), 0);
}

/* -- STOP ----------------------------------------------------------------- */

static instant
stopped(struct store *store, const char *handle)
{
    struct store_recipient found;

    assert_true(store->person_find(store, handle, &found));
    return found.stopped;
}

static void
a_stop_reaches_everyone_with_the_address(void **state)
{
    struct store *store = store_of(state);
    int64_t an = fixture_person(store, "an", 1, "");
    int64_t bo = fixture_person(store, "bo", 1, "");
    int64_t cy = fixture_person(store, "cy", 2, "");
    int64_t wave = fixture_wave(store, "o1", "1d", 1);

    fixture_row(store, wave, an, DELIVERY_DUE, 10);
    fixture_row(store, wave, bo, DELIVERY_SENDING, 10);
    fixture_row(store, wave, cy, DELIVERY_DUE, 10);
    assert_true(store->stop_set(store, fixture_index(1), 77));
    assert_false(store->stop_set(store, fixture_index(1), 88));
    store = fixture_again(*state);
    assert_int_equal(store->stop_get(store, fixture_index(1)), 77);
    assert_int_equal(store->stop_get(store, fixture_index(2)), 0);
    assert_int_equal(stopped(store, "an"), 77);
    assert_int_equal(stopped(store, "bo"), 77);
    assert_int_equal(stopped(store, "cy"), 0);
    assert_int_equal(fixture_state(store, wave, an), DELIVERY_CANCELLED);
    assert_int_equal(fixture_state(store, wave, bo), DELIVERY_SENDING);
    assert_int_equal(fixture_state(store, wave, cy), DELIVERY_DUE);
    assert_true(store->stop_set(store, fixture_index(1), 0));
    assert_false(store->stop_set(store, fixture_index(1), 0));
    assert_int_equal(stopped(store, "an"), 0);
    assert_int_equal(fixture_state(store, wave, an), DELIVERY_CANCELLED);
}

static void
a_stop_comes_before_its_person(void **state)
{
    struct store *store = store_of(state);

    assert_true(store->stop_set(store, fixture_index(1), 77));
    fixture_person(store, "an", 1, "");
    assert_int_equal(stopped(store, "an"), 77);
    /* and is not shaken off with a new number */
    fixture_person(store, "an", 2, "");
    store = fixture_again(*state);
    assert_int_equal(stopped(store, "an"), 77);
    assert_true(store->stop_set(store, fixture_index(2), 0));
    assert_int_equal(stopped(store, "an"), 0);
}

static void
one_of_two_stops_is_enough(void **state)
{
    struct store *store = store_of(state);
    struct store_address addresses[] = {
        {.kind = 0, .sealed = "a"}, {.kind = 1, .sealed = "b"},
    };
    struct store_person person = {
        .handle = "an", .addresses = addresses, .address_count = 2,
    };

    memcpy(addresses[0].index, fixture_index(1), STORE_INDEX);
    memcpy(addresses[1].index, fixture_index(2), STORE_INDEX);
    store->person_put(store, &person);
    assert_true(store->stop_set(store, fixture_index(1), 10));
    assert_true(store->stop_set(store, fixture_index(2), 20));
    assert_int_equal(stopped(store, "an"), 10);
    assert_true(store->stop_set(store, fixture_index(1), 0));
    assert_int_equal(stopped(store, "an"), 20);
    assert_true(store->stop_set(store, fixture_index(2), 0));
    assert_int_equal(stopped(store, "an"), 0);
}

/* -- waves ---------------------------------------------------------------- */

static void
a_wave_is_there_once(void **state)
{
    struct store *store = store_of(state);
    struct store_wave wave = {
        .organisation = "org", .event = "club", .title = "Club",
        .occurrence = "o1", .purpose = PURPOSE_REMINDER, .slot = "1d",
        .version = 1, .due = 1, .until = 2, .facts = {.place = ""},
    };
    struct store_wave again = wave;
    int64_t id;

    assert_true(store->wave_open(store, &wave));
    id = wave.id;
    wave.state = WAVE_DONE;
    wave.group = 3;
    wave.person = 44;
    store->wave_save(store, &wave);
    store = fixture_again(*state);
    assert_false(store->wave_open(store, &again));
    assert_int_equal(again.id, id);
    assert_int_equal(again.state, WAVE_DONE);
    assert_int_equal(again.group, 3);
    assert_int_equal(again.person, 44);
    again.version = 2;
    assert_true(store->wave_open(store, &again));
    again.slot = "";
    assert_true(store->wave_open(store, &again));
    again.purpose = PURPOSE_MOVED;
    assert_true(store->wave_open(store, &again));
    assert_false(store->wave_open(store, &again));
}

static bool
check_wave(void *self, const struct store_wave *wave)
{
    ++*(int *)self;
    assert_string_equal(wave->organisation, "org");
    assert_string_equal(wave->event, "club");
    assert_string_equal(wave->title, "Club");
    assert_string_equal(wave->occurrence, "o1");
    assert_string_equal(wave->slot, "1d");
    assert_int_equal(wave->purpose, PURPOSE_REMINDER);
    assert_int_equal(wave->version, 1);
    assert_int_equal(wave->due, 1000);
    assert_int_equal(wave->until, 2000);
    assert_int_equal(wave->facts.start, 3000);
    assert_int_equal(wave->facts.end, 4000);
    assert_false(wave->facts.cancelled);
    assert_string_equal(wave->facts.place, "Hall");
    return true;
}

static void
a_wave_comes_back_as_opened(void **state)
{
    struct store *store = store_of(state);
    int64_t id = fixture_wave(store, "o1", "1d", 1);
    int calls = 0;

    store = fixture_again(*state);
    assert_true(store->wave_get(store, id, check_wave, &calls));
    assert_int_equal(calls, 1);
    assert_false(store->wave_get(store, id + 1, check_wave, &calls));
}

static void
waves_are_found_by_state_and_event(void **state)
{
    struct store *store = store_of(state);
    struct seen seen = {0};

    for (int i = 1; i <= 4; i++) {
        struct store_wave wave = {
            .id = fixture_wave(store, i < 4 ? "o1" : "o2", "1d", i),
            .due = 100 - i, .state = i == 2 ? WAVE_DONE : WAVE_OPEN,
        };

        store->wave_save(store, &wave);
    }
    store = fixture_again(*state);
    store->waves_in(store, WAVE_OPEN, see_wave, &seen);
    assert_string_equal(seen.text, "4 3 1");
    seen = (struct seen){.most = 2};
    store->waves_of(store, "org", "club", "o1", see_wave, &seen);
    assert_string_equal(seen.text, "1 2");
    seen = (struct seen){0};
    store->waves_of(store, "org", "club", NULL, see_wave, &seen);
    assert_string_equal(seen.text, "1 2 3 4");
    seen = (struct seen){0};
    store->waves_of(store, "org", "clu", NULL, see_wave, &seen);
    assert_string_equal(seen.text, "");
    store->waves_newest(store, 3000, see_wave, &seen);
    assert_string_equal(seen.text, "3 4");
    seen = (struct seen){0};
    store->waves_newest(store, 3001, see_wave, &seen);
    assert_string_equal(seen.text, "");
}

static void
an_expired_wave_told_nothing(void **state)
{
    struct store *store = store_of(state);
    struct store_wave wave = {.state = WAVE_EXPIRED};
    struct seen seen = {0};

    fixture_wave(store, "o1", "1d", 1);
    wave.id = fixture_wave(store, "o1", "1d", 2);
    store->wave_save(store, &wave);
    store->waves_newest(store, 0, see_wave, &seen);
    assert_string_equal(seen.text, "1");
}

/* -- rows ----------------------------------------------------------------- */

static bool
check_row(void *self, const struct store_row *row)
{
    const struct store_row *wanted = self;

    assert_int_equal(row->state, wanted->state);
    assert_string_equal(row->channel, wanted->channel);
    assert_int_equal(row->attempt, wanted->attempt);
    assert_int_equal(row->unknowns, wanted->unknowns);
    assert_int_equal(row->epoch, wanted->epoch);
    assert_int_equal(row->due, wanted->due);
    assert_int_equal(row->at, wanted->at);
    assert_string_equal(row->remote, wanted->remote);
    assert_string_equal(row->reason, wanted->reason);
    return true;
}

static void
a_row_is_there_once_and_comes_back(void **state)
{
    struct store *store = store_of(state);
    struct store_row row = {
        .wave = fixture_wave(store, "o1", "1d", 1), .person = 12,
        .state = DELIVERY_SENDING, .channel = "sms", .attempt = 2,
        .unknowns = 1, .epoch = 4000000000u, .due = 123456789012345,
        .at = -5, .remote = "r'1", .reason = "because",
    };
    struct store_row other = {
        .wave = row.wave, .person = 12, .state = DELIVERY_REJECTED,
        .channel = "mail", .remote = "", .reason = "",
    };

    assert_true(store->row_add(store, &row));
    assert_false(store->row_add(store, &other));
    store = fixture_again(*state);
    assert_true(store->row_get(store, row.wave, 12, check_row, &row));
    store->row_save(store, &other);
    store = fixture_again(*state);
    assert_true(store->row_get(store, row.wave, 12, check_row, &other));
    other.person = 13;
    store->row_save(store, &other);
    assert_false(store->row_get(store, row.wave, 13, check_row, &other));
}

static void
only_the_newest_claim_writes_a_result(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);

    fixture_row(store, wave, 1, DELIVERY_SENDING, 10);
    assert_false(store->row_result(store, wave, 1, 6, DELIVERY_ACCEPTED,
                                   "r", "", 60));
    assert_false(store->row_result(store, wave, 2, 7, DELIVERY_ACCEPTED,
                                   "r", "", 60));
    assert_true(store->row_result(store, wave, 1, 7, DELIVERY_ACCEPTED,
                                  "r", "", 60));
    assert_false(store->row_result(store, wave, 1, 7, DELIVERY_REJECTED,
                                   "r", "", 61));
    store = fixture_again(*state);
    assert_int_equal(fixture_state(store, wave, 1), DELIVERY_ACCEPTED);
}

struct walked {
    struct store_row rows[8];
    size_t count;
};

static bool
on_walked(void *self, const struct store_row *row)
{
    struct walked *walked = self;

    walked->rows[walked->count++] = *row;
    return true;
}

/* rows_due_after() goes on where rows_due() is at each of its rows. */
static void
the_rest_is_behind_each(struct store *store, instant now)
{
    struct walked all = {.count = 0};

    store->rows_due(store, now, 8, on_walked, &all);
    for (size_t i = 0; i < all.count; i++) {
        struct walked rest = {.count = 0};

        store->rows_due_after(store, &all.rows[i], now, 8, on_walked, &rest);
        assert_int_equal(rest.count, all.count - 1 - i);
        for (size_t j = 0; j < rest.count; j++) {
            assert_int_equal(rest.rows[j].wave, all.rows[i + 1 + j].wave);
            assert_int_equal(rest.rows[j].person,
                             all.rows[i + 1 + j].person);
        }
    }
}

static void
rows_fall_due_in_order(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    struct seen seen = {0};

    assert_int_equal(store->rows_next(store), NEVER);
    fixture_row(store, wave, 1, DELIVERY_DUE, 30);
    fixture_row(store, wave, 2, DELIVERY_UNKNOWN, 20);
    fixture_row(store, wave, 3, DELIVERY_HELD, 10);
    fixture_row(store, wave, 4, DELIVERY_DUE, 20);
    fixture_row(store, wave, 5, DELIVERY_SENDING, 5);
    fixture_row(store, wave, 6, DELIVERY_DUE, 31);
    store = fixture_again(*state);
    assert_int_equal(store->rows_next(store), 20);
    assert_int_equal(store->rows_due(store, 30, 10, see_row, &seen), 3);
    assert_string_equal(seen.text, "1/2=unknown 1/4=due 1/1=due");
    seen = (struct seen){0};
    assert_int_equal(store->rows_due(store, 30, 1, see_row, &seen), 1);
    assert_int_equal(store->rows_due(store, 19, 9, see_row, &seen), 0);
    the_rest_is_behind_each(store, 30);
}

/* A walk that changes what it walks over. */
static bool
claim(void *self, const struct store_row *row)
{
    struct store *store = self;
    struct store_row claimed = *row;

    claimed.state = DELIVERY_SENDING;
    claimed.epoch++;
    store->row_save(store, &claimed);
    return true;
}

static void
a_callback_may_change_the_rows(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);

    for (int i = 1; i <= 50; i++) {
        struct store_row row = {
            .wave = wave, .person = i, .state = DELIVERY_DUE, .due = i,
            .channel = "sms", .remote = "old", .reason = "busy",
        };

        store->row_add(store, &row);
    }
    assert_int_equal(store->rows_due(store, 100, 100, claim, store), 50);
    assert_int_equal(store->rows_next(store), NEVER);
    assert_int_equal(store->rows_due(store, 100, 100, claim, store), 0);
}

static void
a_receipt_finds_its_row_newest_first(void **state)
{
    struct store *store = store_of(state);
    int64_t first = fixture_wave(store, "o1", "1d", 1);
    int64_t second = fixture_wave(store, "o1", "1d", 2);
    struct seen seen = {0};

    fixture_row(store, first, 1, DELIVERY_SENDING, 0);
    fixture_row(store, first, 2, DELIVERY_SENDING, 0);
    fixture_row(store, second, 1, DELIVERY_SENDING, 0);
    store->row_result(store, first, 1, 7, DELIVERY_ACCEPTED, "r", "", 90);
    store->row_result(store, first, 2, 7, DELIVERY_ACCEPTED, "q", "", 91);
    store->row_result(store, second, 1, 7, DELIVERY_DELIVERED, "r", "", 80);
    store = fixture_again(*state);
    store->rows_remote(store, "sms", "r", see_row, &seen);
    assert_string_equal(seen.text, "1/1=accepted 2/1=delivered");
    seen = (struct seen){.most = 1};
    store->rows_remote(store, "sms", "r", see_row, &seen);
    assert_string_equal(seen.text, "1/1=accepted");
    seen = (struct seen){0};
    store->rows_remote(store, "mail", "r", see_row, &seen);
    store->rows_remote(store, "sms", "", see_row, &seen);
    store->rows_remote(store, "sms", "s", see_row, &seen);
    assert_string_equal(seen.text, "");
}

static void
rows_are_listed_and_counted(void **state)
{
    struct store *store = store_of(state);
    int64_t first = fixture_wave(store, "o1", "1d", 1);
    int64_t second = fixture_wave(store, "o1", "1d", 2);
    struct store_count count;
    struct seen seen = {0};

    fixture_row(store, second, 1, DELIVERY_DUE, 0);
    fixture_row(store, first, 2, DELIVERY_DUE, 0);
    fixture_row(store, first, 1, DELIVERY_HELD, 0);
    store = fixture_again(*state);
    store->rows_list(store, 0, -1, 10, see_row, &seen);
    assert_string_equal(seen.text, "1/1=held 1/2=due 2/1=due");
    seen = (struct seen){0};
    store->rows_list(store, 0, DELIVERY_DUE, 1, see_row, &seen);
    store->rows_list(store, second, -1, 10, see_row, &seen);
    store->rows_list(store, second, DELIVERY_HELD, 10, see_row, &seen);
    assert_string_equal(seen.text, "1/2=due 2/1=due");
    seen = (struct seen){0};
    store->rows_person(store, 1, 10, see_row, &seen);
    assert_string_equal(seen.text, "2/1=due 1/1=held");
    store->wave_count(store, first, &count);
    for (int i = 0; i < DELIVERY_STATES; i++)
        assert_int_equal(count.rows[i], i == DELIVERY_DUE
                         || i == DELIVERY_HELD);
}

static void
after_a_crash_sending_is_unknown(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    struct store_row unknown = {
        .state = DELIVERY_UNKNOWN, .channel = "sms", .attempt = 1,
        .unknowns = 1, .epoch = 7, .due = 500, .at = 500, .remote = "",
        .reason = "",
    };

    fixture_row(store, wave, 1, DELIVERY_SENDING, 10);
    fixture_row(store, wave, 2, DELIVERY_ACCEPTED, 10);
    store = fixture_again(*state);
    assert_int_equal(store->recover(store, 500), 1);
    assert_true(store->row_get(store, wave, 1, check_row, &unknown));
    assert_int_equal(fixture_state(store, wave, 2), DELIVERY_ACCEPTED);
    assert_int_equal(store->rows_next(store), 500);
    assert_int_equal(store->recover(store, 600), 0);
}

static void
a_wave_falls_silent_or_is_cancelled(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    int64_t other = fixture_wave(store, "o1", "2d", 1);

    for (int i = 0; i < DELIVERY_STATES; i++) {
        fixture_row(store, wave, i + 1, (enum delivery_state)i, 10);
        fixture_row(store, other, i + 1, (enum delivery_state)i, 10);
    }
    assert_int_equal(store->rows_silent(store, wave, "mail", 70), 0);
    assert_int_equal(store->rows_silent(store, wave, "sms", 70), 1);
    assert_int_equal(store->rows_cancel(store, wave, "moved", 71), 3);
    store = fixture_again(*state);
    for (int i = 0; i < DELIVERY_STATES; i++) {
        int wanted = i;

        if (i == DELIVERY_ACCEPTED)
            wanted = DELIVERY_NO_RECEIPT;
        if (i == DELIVERY_PLANNED || i == DELIVERY_DUE
            || i == DELIVERY_HELD)
            wanted = DELIVERY_CANCELLED;
        assert_int_equal(fixture_state(store, wave, i + 1), wanted);
        assert_int_equal(fixture_state(store, other, i + 1), i);
    }
    assert_int_equal(store->rows_next(store), 10);
}

/* -- who believes what ---------------------------------------------------- */

static void
believers_are_those_who_may_have_read_it(void **state)
{
    struct store *store = store_of(state);
    int64_t first = fixture_wave(store, "o1", "1d", 1);
    int64_t second = fixture_wave(store, "o1", "2d", 2);
    int64_t third = fixture_wave(store, "o1", "3d", 1);
    int64_t elsewhere = fixture_wave(store, "o2", "1d", 9);
    struct seen seen = {0};
    instant at = -1;

    for (int i = 0; i < DELIVERY_STATES; i++) {
        char handle[16];
        int64_t person;

        snprintf(handle, sizeof(handle), "p%d", i);
        person = fixture_person(store, handle, 0, "");
        fixture_row(store, first, person, (enum delivery_state)i, 10);
        fixture_row(store, elsewhere, person, DELIVERY_DELIVERED, 10);
    }
    /* p3 was told a newer version, then an older one; p4 a younger wave */
    fixture_row(store, second, 4, DELIVERY_DELIVERED, 10);
    fixture_row(store, third, 4, DELIVERY_DELIVERED, 10);
    fixture_row(store, third, 5, DELIVERY_DELIVERED, 10);
    fixture_row(store, second, 5, DELIVERY_DUE, 10);
    store = fixture_again(*state);
    assert_int_equal(store->believers(store, "org", "club", "o1", 0, 100,
                                      see_believer, &seen), 6);
    assert_string_equal(seen.text, "p2:1 p3:2 p4:3 p7:1 p8:1 p9:1");
    seen = (struct seen){0};
    assert_int_equal(store->believers(store, "org", "club", "o1", 3, 2,
                                      see_believer, &seen), 2);
    assert_string_equal(seen.text, "p3:2 p4:3");
    assert_int_equal(store->told(store, "org", "club", "o1", 4, &at),
                     second);
    assert_int_equal(at, 50);
    assert_int_equal(store->told(store, "org", "club", "o1", 1, &at), 0);
    assert_int_equal(store->told(store, "org", "club", "o3", 4, NULL), 0);
}

/* Add a message that was tried `attempt` times, `unknowns` without answer. */
static void
add_tried(struct store *store, int64_t wave, int64_t person,
          enum delivery_state state, int attempt, int unknowns)
{
    struct store_row row = {
        .wave = wave, .person = person, .state = state, .channel = "sms",
        .attempt = attempt, .unknowns = unknowns, .due = 10, .at = 50,
        .remote = "", .reason = "",
    };

    assert_true(store->row_add(store, &row));
}

static void
a_try_without_an_answer_counts_as_told(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    struct seen seen = {0};

    for (int i = 0; i < 6; i++) {
        char handle[16];

        snprintf(handle, sizeof(handle), "p%d", i);
        fixture_person(store, handle, 0, "");
    }
    add_tried(store, wave, 1, DELIVERY_DUE, 1, 1);
    add_tried(store, wave, 2, DELIVERY_HELD, 1, 1);
    add_tried(store, wave, 3, DELIVERY_REJECTED, 2, 1);
    add_tried(store, wave, 4, DELIVERY_UNDELIVERED, 1, 1);
    add_tried(store, wave, 5, DELIVERY_UNDELIVERED, 2, 1);
    add_tried(store, wave, 6, DELIVERY_DUE, 1, 0);
    store = fixture_again(*state);
    store->believers(store, "org", "club", "o1", 0, 100, see_believer,
                     &seen);
    assert_string_equal(seen.text, "p0:1 p1:1 p2:1 p4:1");
    assert_int_equal(store->told(store, "org", "club", "o1", 1, NULL), wave);
    assert_int_equal(store->told(store, "org", "club", "o1", 4, NULL), 0);
    assert_int_equal(store->told(store, "org", "club", "o1", 6, NULL), 0);

    /* and when it is called off, nobody says that it never left */
    assert_int_equal(store->rows_cancel(store, wave, "moved", 71), 3);
    assert_int_equal(fixture_state(store, wave, 1), DELIVERY_UNKNOWN_FINAL);
    assert_int_equal(fixture_state(store, wave, 2), DELIVERY_UNKNOWN_FINAL);
    assert_int_equal(fixture_state(store, wave, 6), DELIVERY_CANCELLED);
}

static void
a_stop_leaves_what_may_have_arrived_unknown(void **state)
{
    struct store *store = store_of(state);
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    int64_t person = fixture_person(store, "p0", 7, "");

    add_tried(store, wave, person, DELIVERY_DUE, 1, 1);
    assert_true(store->stop_set(store, fixture_index(7), 60));
    assert_int_equal(fixture_state(store, wave, person),
                     DELIVERY_UNKNOWN_FINAL);
}

/* -- the rest ------------------------------------------------------------- */

static void
an_early_receipt_waits_for_its_message(void **state)
{
    struct store *store = store_of(state);
    int outcome = 0;

    store->orphan_put(store, "sms", "r1", 4, "ok", 10);
    store->orphan_put(store, "sms", "r1", 5, "", 30);
    store->orphan_put(store, "mail", "r1", 6, "", 10);
    store->orphan_put(store, "sms", "r2", 7, "", 29);
    store = fixture_again(*state);
    assert_false(store->orphan_take(store, "sms", "r3", &outcome));
    assert_false(store->orphan_take(store, "fax", "r1", &outcome));
    assert_int_equal(store->orphans_forget(store, 30), 1);
    assert_false(store->orphan_take(store, "sms", "r2", &outcome));
    assert_true(store->orphan_take(store, "sms", "r1", &outcome));
    assert_int_equal(outcome, 5);
    assert_false(store->orphan_take(store, "sms", "r1", &outcome));
    assert_int_equal(store->orphans_forget(store, 30), 0);
}

static bool
receive(struct store *store, int index, const char *key, const char *kind,
        instant at)
{
    struct store_inbound inbound = {
        .channel = "sms", .sealed = "x", .text = "STOP", .key = key,
        .at = at, .kind = kind,
    };

    memcpy(inbound.index, fixture_index(index), STORE_INDEX);
    return store->inbound_put(store, &inbound);
}

static void
what_comes_in_twice_is_kept_once(void **state)
{
    struct store *store = store_of(state);

    assert_true(receive(store, 1, "k1", "stop", 10));
    assert_false(receive(store, 1, "k1", "stop", 11));
    assert_true(receive(store, 1, "", "other", 12));
    assert_true(receive(store, 1, "", "other", 13));
    assert_true(receive(store, 2, "k2", "other", 13));
    store = fixture_again(*state);
    assert_false(receive(store, 2, "k2", "other", 14));
    assert_int_equal(store->inbound_count(store, fixture_index(1), "", 0),
                     3);
    assert_int_equal(store->inbound_count(store, fixture_index(1), "", 12),
                     2);
    assert_int_equal(store->inbound_count(store, fixture_index(1), "stop",
                                          0), 1);
    assert_int_equal(store->inbound_count(store, fixture_index(3), "", 0),
                     0);
}

static void
spending_adds_up_by_day(void **state)
{
    struct store *store = store_of(state);
    int64_t messages, money;

    store->spend(store, "sms", "2027-01-13", 2, 100);
    store->spend(store, "sms", "2027-01-13", 1, 55);
    store->spend(store, "sms", "2027-01-14", 9, 9);
    store = fixture_again(*state);
    store->spent(store, "sms", "2027-01-13", &messages, &money);
    assert_int_equal(messages, 3);
    assert_int_equal(money, 155);
    store->spent(store, "mail", "2027-01-13", &messages, &money);
    assert_int_equal(messages, 0);
    assert_int_equal(money, 0);
}

static void
a_notice_is_told_once(void **state)
{
    struct store *store = store_of(state);
    struct seen seen = {0};

    store->notice(store, "k", "first", 1);
    store->notice(store, "k", "again", 2);
    store->notice(store, "", "always", 3);
    store->notice(store, "", "always", 4);
    store = fixture_again(*state);
    store->notice(store, "k", "again", 5);
    store->notices(store, 10, see_notice, &seen);
    assert_string_equal(seen.text, "4:always 3:always 1:first");
    seen = (struct seen){0};
    store->notices(store, 1, see_notice, &seen);
    assert_string_equal(seen.text, "4:always");
}

static void
a_notice_is_taken_back(void **state)
{
    struct store *store = store_of(state);
    struct seen seen = {0};

    store->notice(store, "k", "first", 1);
    store->notice(store, "l", "second", 2);
    store->notice(store, "", "third", 3);
    store->notice_remove(store, "k");
    store->notice_remove(store, "m");
    store = fixture_again(*state);
    store->notices(store, 10, see_notice, &seen);
    assert_string_equal(seen.text, "3:third 2:second");
    store->notice(store, "k", "again", 4);
    seen = (struct seen){0};
    store->notices(store, 1, see_notice, &seen);
    assert_string_equal(seen.text, "4:again");
}

/* One of them fits. */
static void
on_handle(void *self, const char *handle)
{
    char *handles = self;

    assert_string_equal(handles, "");
    snprintf(handles, 32, "%s", handle);
}

static void
who_is_stopped_is_counted(void **state)
{
    struct store *store = store_of(state);
    struct store_person person = {
        .handle = "a", .name = "", .language = "nl", .source = "x",
        .reach = "", .stopped = 5,
    };
    char handles[32] = "";

    assert_int_equal(store->people_stopped(store), 0);
    store->person_put(store, &person);
    person.handle = "b";
    person.gone = true;
    store->person_put(store, &person);
    person.handle = "c";
    person.gone = false;
    person.stopped = 0;
    store->person_put(store, &person);
    assert_int_equal(store->people_stopped(store), 1);
    store->people_stopped_each(store, on_handle, handles);
    assert_string_equal(handles, "a");
}

static void
a_broken_store_does_nothing(void **state)
{
    struct store *store = store_of(state);
    struct store_recipient found;
    struct store_wave wave = {
        .organisation = "o", .event = "e", .occurrence = "-", .slot = "",
    };
    struct store_person person = {.handle = "bo"};
    struct store_count count;
    struct seen seen = {0};
    int64_t messages, money;
    int calls = 0, outcome;

    fixture_person(store, "an", 1, "north");
    fixture_row(store, fixture_wave(store, "o1", "1d", 1), 1,
                DELIVERY_DUE, 10);
    store->broken = true;
    assert_int_equal(store->commit(store, count_call, &calls), -1);
    assert_int_equal(calls, 0);
    assert_null(store->get(store, "key"));
    assert_null(store->source_get(store, "key"));
    store->put(store, "key", "x");
    store->source_put(store, "key", "x");
    store->source_remove(store, "key");
    store->person_put(store, &person);
    assert_int_equal(person.id, 0);
    store->people_sync(store, "f");
    assert_int_equal(store->people_swept(store, "f"), 0);
    assert_false(store->person_find(store, "an", &found));
    assert_false(store->person_get(store, 1, &found));
    store->people_at(store, fixture_index(1), see_person, &seen);
    assert_int_equal(store->people_count(store, NULL), 0);
    assert_int_equal(store->people_count(store, "north"), 0);
    assert_false(store->stop_set(store, fixture_index(1), 5));
    assert_int_equal(store->stop_get(store, fixture_index(1)), 0);
    assert_false(store->wave_open(store, &wave));
    store->wave_save(store, &wave);
    assert_false(store->wave_get(store, 1, see_wave, &seen));
    store->waves_in(store, WAVE_OPEN, see_wave, &seen);
    store->waves_of(store, "org", "club", NULL, see_wave, &seen);
    store->waves_newest(store, 0, see_wave, &seen);
    store->wave_count(store, 1, &count);
    assert_int_equal(count.rows[DELIVERY_DUE], 0);
    assert_int_equal(store->members(store, "north", 0, 9, see_person,
                                    &seen), 0);
    assert_false(store->member(store, "north", 1));
    assert_int_equal(store->believers(store, "org", "club", "o1", 0, 9,
                                      see_person, &seen), 0);
    assert_int_equal(store->told(store, "org", "club", "o1", 1, NULL), 0);
    assert_false(fixture_row(store, 1, 2, DELIVERY_DUE, 1));
    assert_int_equal(fixture_state(store, 1, 1), -1);
    assert_false(store->row_result(store, 1, 1, 7, DELIVERY_ACCEPTED, "",
                                   "", 1));
    assert_int_equal(store->rows_due(store, 99, 9, see_row, &seen), 0);
    assert_int_equal(store->rows_next(store), NEVER);
    store->rows_remote(store, "sms", "r", see_row, &seen);
    store->rows_list(store, 0, -1, 9, see_row, &seen);
    store->rows_person(store, 1, 9, see_row, &seen);
    assert_int_equal(store->recover(store, 1), 0);
    assert_int_equal(store->rows_silent(store, 1, "sms", 1), 0);
    assert_int_equal(store->rows_cancel(store, 1, "", 1), 0);
    store->orphan_put(store, "sms", "r", 1, "", 1);
    assert_false(store->orphan_take(store, "sms", "r", &outcome));
    assert_int_equal(store->orphans_forget(store, 9), 0);
    assert_false(receive(store, 1, "k", "stop", 10));
    assert_int_equal(store->inbound_count(store, fixture_index(1), "", 0),
                     0);
    store->spend(store, "sms", "d", 1, 1);
    store->spent(store, "sms", "d", &messages, &money);
    assert_int_equal(messages, 0);
    store->notice(store, "", "x", 1);
    store->notices(store, 9, see_notice, &seen);
    assert_string_equal(seen.text, "");
    store->rollback(store);
}

static void
an_unknown_kind_of_address_breaks_it(void **state)
{
    struct store *store = store_of(state);
    struct store_address address = {.kind = STORE_ADDRESSES, .sealed = "x"};
    struct store_person person = {
        .handle = "an", .addresses = &address, .address_count = 1,
    };

    store->person_put(store, &person);
    assert_true(store->broken);
    assert_non_null(strstr(store->error.text, "kind of address"));
}

#define ON(backend, test)                                                    \
    {#test " (" #backend ")", test, fixture_##backend, fixture_end, NULL}
#define ON_BOTH(test) ON(memory, test), ON(sqlite, test)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_value_is_kept_until_it_is_taken_out),
        ON_BOTH(the_text_of_a_file_is_kept),
        ON_BOTH(a_commit_calls_back_once),
        ON_BOTH(a_person_comes_back_as_put),
        ON_BOTH(a_person_put_again_changes),
        ON_BOTH(an_address_may_be_of_several_people),
        ON_BOTH(members_are_walked_in_pieces),
        ON_BOTH(who_is_not_in_the_file_any_more_is_gone),
        ON_BOTH(who_moves_to_another_file_is_not_gone),
        ON_BOTH(a_stop_reaches_everyone_with_the_address),
        ON_BOTH(a_stop_comes_before_its_person),
        ON_BOTH(one_of_two_stops_is_enough),
        ON_BOTH(a_wave_is_there_once),
        ON_BOTH(a_wave_comes_back_as_opened),
        ON_BOTH(waves_are_found_by_state_and_event),
        ON_BOTH(an_expired_wave_told_nothing),
        ON_BOTH(a_row_is_there_once_and_comes_back),
        ON_BOTH(only_the_newest_claim_writes_a_result),
        ON_BOTH(rows_fall_due_in_order),
        ON_BOTH(a_callback_may_change_the_rows),
        ON_BOTH(a_receipt_finds_its_row_newest_first),
        ON_BOTH(rows_are_listed_and_counted),
        ON_BOTH(after_a_crash_sending_is_unknown),
        ON_BOTH(a_wave_falls_silent_or_is_cancelled),
        ON_BOTH(believers_are_those_who_may_have_read_it),
        ON_BOTH(a_try_without_an_answer_counts_as_told),
        ON_BOTH(a_stop_leaves_what_may_have_arrived_unknown),
        ON_BOTH(a_try_without_an_answer_counts_as_told),
        ON_BOTH(a_stop_leaves_what_may_have_arrived_unknown),
        ON_BOTH(an_early_receipt_waits_for_its_message),
        ON_BOTH(what_comes_in_twice_is_kept_once),
        ON_BOTH(spending_adds_up_by_day),
        ON_BOTH(a_notice_is_told_once),
        ON_BOTH(a_notice_is_taken_back),
        ON_BOTH(who_is_stopped_is_counted),
        ON_BOTH(a_broken_store_does_nothing),
        ON_BOTH(an_unknown_kind_of_address_breaks_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
