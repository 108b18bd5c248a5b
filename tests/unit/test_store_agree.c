/* store: both backends give the same answers to the same questions, whatever
 * was done before, and the file gives them again after it was closed */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "store_fixture.h"

enum { PEOPLE = 40, WAVES = 30, OPERATIONS = 4000, AGAIN = 500 };

/* What one step does, drawn before either store sees it. */
struct step {
    uint64_t operation;
    uint64_t n[16];             /* raw draws; each operation takes its own */
};

static const char *const groups[] = {"north", "south", "east", "west", ""};
static const char *const sources[] = {"a.conf", "b.conf", "join"};
static const char *const channels[] = {"sms", "mail", "push", ""};
static const char *const events[] = {"club", "camp", "it's"};
static const char *const occurrences[] = {"20270113T1900", "-", "x"};
static const char *const texts[] = {"", "because", "caf\xc3\xa9", "'; --"};

#define PICK(array, number) ((array)[(number) % (sizeof(array)               \
                                                 / sizeof((array)[0]))])

/* -- answers as text ------------------------------------------------------ */

static void
tell_number(struct buffer *out, int64_t number)
{
    buffer_add_format(out, "(%lld)", (long long)number);
}

static void
tell_text(struct buffer *out, const char *text)
{
    buffer_add_format(out, "(%s)", text != NULL ? text : "NULL");
}

/* -- people --------------------------------------------------------------- */

static void
put_person(struct store *store, const struct step *step, struct buffer *out)
{
    struct store_address addresses[3];
    const char *in[3];
    char handle[16];
    struct store_person person = {
        .handle = handle, .name = PICK(texts, step->n[1]),
        .language = step->n[2] % 2 ? "nl" : "fr",
        .source = PICK(sources, step->n[3]),
        .reach = PICK(channels, step->n[4]), .addresses = addresses,
        .address_count = step->n[5] % 4, .groups = in,
        .group_count = step->n[6] % 4, .gone = step->n[7] % 20 == 0,
        .stopped = step->n[8] % 30 == 0 ? 7 : 0,
    };

    snprintf(handle, sizeof(handle), "p%d", (int)(step->n[0] % PEOPLE));
    for (size_t i = 0; i < 3; i++) {
        addresses[i].kind = (int)(step->n[9 + i] / 100 % STORE_ADDRESSES);
        addresses[i].sealed = PICK(texts, step->n[9 + i] / 10);
        memcpy(addresses[i].index, fixture_index((int)(step->n[9 + i] % 10)),
               STORE_INDEX);
        in[i] = PICK(groups, step->n[12 + i]);
    }
    store->person_put(store, &person);
    tell_number(out, person.id);
}

static void
ask_people(struct store *store, const struct step *step, struct buffer *out)
{
    struct store_recipient found;
    char handle[16];

    snprintf(handle, sizeof(handle), "p%d", (int)(step->n[0] % PEOPLE));
    if (store->person_find(store, handle, &found))
        fixture_tell_person(out, &found);
    if (store->person_get(store, (int64_t)(step->n[1] % PEOPLE), &found))
        fixture_tell_person(out, &found);
    store->people_at(store, fixture_index((int)(step->n[2] % 10)),
                     fixture_tell_person, out);
    tell_number(out, (int64_t)store->members(
        store, PICK(groups, step->n[3]), (int64_t)(step->n[4] % PEOPLE),
        step->n[5] % 10, fixture_tell_person, out));
    tell_number(out, store->people_count(store, PICK(groups, step->n[6])));
    tell_number(out, store->people_count(store, NULL));
    tell_number(out, store->member(store, PICK(groups, step->n[6]),
                                   (int64_t)(step->n[1] % PEOPLE)));
    tell_number(out, store->stop_get(
        store, fixture_index((int)(step->n[7] % 10))));
}

static void
set_stop(struct store *store, const struct step *step, struct buffer *out)
{
    tell_number(out, store->stop_set(
        store, fixture_index((int)(step->n[0] % 10)),
        step->n[1] % 2 ? (instant)(step->n[2] % 100 + 1) : 0));
}

static void
sweep(struct store *store, const struct step *step, struct buffer *out)
{
    const char *source = PICK(sources, step->n[0]);

    if (step->n[1] % 2)
        store->people_sync(store, source);
    else
        tell_number(out, store->people_swept(store, source));
}

/* -- waves ---------------------------------------------------------------- */

static void
open_wave(struct store *store, const struct step *step, struct buffer *out)
{
    struct store_wave wave = {
        .organisation = "org", .event = PICK(events, step->n[0]),
        .title = PICK(texts, step->n[1]),
        .occurrence = PICK(occurrences, step->n[2]),
        .purpose = (enum purpose)(step->n[3] % 2),
        .slot = step->n[4] % 2 ? "1d" : "", .version = (int)(step->n[5] % 3),
        .due = (instant)(step->n[6] % 100),
        .until = (instant)(step->n[7] % 100),
        .facts = {
            .start = (instant)(step->n[8] % 100),
            .end = (instant)(step->n[9] % 100),
            .cancelled = step->n[10] % 2, .place = PICK(texts, step->n[11]),
        },
    };

    tell_number(out, store->wave_open(store, &wave));
    tell_number(out, wave.id);
    tell_number(out, (int64_t)wave.state);
    tell_number(out, wave.group);
    tell_number(out, wave.person);
}

/* A wave is SETTLED when all of its messages are final, and stays so. */
static bool
all_final(struct store *store, int64_t wave)
{
    struct store_count count;

    store->wave_count(store, wave, &count);
    for (int i = 0; i < DELIVERY_STATES; i++) {
        if (count.rows[i] != 0
            && !delivery_is_final((enum delivery_state)i))
            return false;
    }
    return true;
}

static bool
keep_state(void *self, const struct store_wave *wave)
{
    *(enum wave_state *)self = wave->state;
    return true;
}

static bool
is_settled(struct store *store, int64_t wave)
{
    enum wave_state state = WAVE_OPEN;

    return !store->wave_get(store, wave, keep_state, &state)
        || state == WAVE_SETTLED;
}

static void
save_wave(struct store *store, const struct step *step, struct buffer *out)
{
    struct store_wave wave = {
        .id = (int64_t)(step->n[0] % WAVES),
        .state = (enum wave_state)(step->n[1] % 5),
        .due = (instant)(step->n[2] % 100),
        .until = (instant)(step->n[3] % 100),
        .group = (int)(step->n[4] % 5),
        .person = (int64_t)(step->n[5] % PEOPLE),
    };

    (void)out;
    if (is_settled(store, wave.id)
        || (wave.state == WAVE_SETTLED && !all_final(store, wave.id)))
        return;
    store->wave_save(store, &wave);
}

static void
retime_wave(struct store *store, const struct step *step, struct buffer *out)
{
    struct store_wave wave = {
        .id = (int64_t)(step->n[0] % WAVES),
        .until = (instant)(step->n[1] % 100),
        .facts = { .start = (instant)(step->n[2] % 100),
                   .end = (instant)(step->n[3] % 100) },
    };

    (void)out;
    store->wave_retime(store, &wave);
}

/* Now and then: most events keep their names. */
static void
rename_event(struct store *store, const struct step *step, struct buffer *out)
{
    tell_number(out, store->event_rename(store, "org",
                                         PICK(events, step->n[0]),
                                         PICK(events, step->n[1])));
}

static void
ask_waves(struct store *store, const struct step *step, struct buffer *out)
{
    int64_t wave = (int64_t)(step->n[0] % WAVES);
    const char *event = PICK(events, step->n[1]);
    const char *occurrence = PICK(occurrences, step->n[2]);
    struct store_count count;
    instant at = -1;

    tell_number(out, store->wave_get(store, wave, fixture_tell_wave, out));
    store->waves_in(store, (enum wave_state)(step->n[3] % 5), fixture_tell_wave,
                    out);
    store->waves_of(store, "org", event,
                    step->n[4] % 2 ? occurrence : NULL, fixture_tell_wave, out);
    store->waves_newest(store, (instant)(step->n[5] % 100),
                        fixture_tell_wave, out);
    store->wave_count(store, wave, &count);
    for (int i = 0; i < DELIVERY_STATES; i++)
        tell_number(out, count.rows[i]);
    tell_number(out, (int64_t)store->believers(
        store, "org", event, occurrence, (int64_t)(step->n[6] % PEOPLE),
        step->n[7] % 20, fixture_tell_person, out));
    tell_number(out, store->told(store, "org", event, occurrence,
                                 (int64_t)(step->n[8] % PEOPLE), &at));
    tell_number(out, at);
}

/* -- messages ------------------------------------------------------------- */

static void
put_row(struct store *store, const struct step *step, struct buffer *out)
{
    char remote[16];
    struct store_row row = {
        .wave = (int64_t)(step->n[0] % WAVES),
        .person = (int64_t)(step->n[1] % PEOPLE + 1),
        .state = (enum delivery_state)(step->n[2] % DELIVERY_STATES),
        .channel = PICK(channels, step->n[3]),
        .attempt = (int)(step->n[4] % 3), .unknowns = (int)(step->n[5] % 3),
        .epoch = (uint32_t)(step->n[6] % 3),
        .due = (instant)(step->n[7] % 100), .at = (instant)(step->n[8] % 50),
        .remote = remote, .reason = PICK(texts, step->n[9]),
    };

    snprintf(remote, sizeof(remote), "%.*s%d", step->n[10] % 2 ? 1 : 0, "r",
             (int)(step->n[11] % 5));
    if (step->n[12] % 3 == 0)
        row.remote = "";
    if (is_settled(store, row.wave))
        return;
    if (step->n[13] % 2)
        tell_number(out, store->row_add(store, &row));
    else
        store->row_save(store, &row);
}

static void
give_result(struct store *store, const struct step *step,
            struct buffer *out)
{
    char remote[16];

    snprintf(remote, sizeof(remote), "r%d", (int)(step->n[4] % 5));
    tell_number(out, store->row_result(
        store, (int64_t)(step->n[0] % WAVES),
        (int64_t)(step->n[1] % PEOPLE + 1), (uint32_t)(step->n[2] % 3),
        (enum delivery_state)(step->n[3] % DELIVERY_STATES), remote,
        PICK(texts, step->n[5]), (instant)(step->n[6] % 50)));
}

static void
ask_rows(struct store *store, const struct step *step, struct buffer *out)
{
    char remote[16];

    snprintf(remote, sizeof(remote), "r%d", (int)(step->n[0] % 5));
    store->rows_remote(store, PICK(channels, step->n[1]), remote,
                       fixture_tell_row, out);
    tell_number(out, (int64_t)store->rows_due(
        store, (instant)(step->n[2] % 100), step->n[3] % 20,
        fixture_tell_row, out));
    tell_number(out, store->rows_next(store));
    store->rows_list(store, (int64_t)(step->n[4] % WAVES),
                     (int)(step->n[5] % (DELIVERY_STATES + 1)) - 1,
                     step->n[6] % 30, fixture_tell_row, out);
    store->rows_person(store, (int64_t)(step->n[7] % PEOPLE),
                       step->n[8] % 10, fixture_tell_row, out);
    store->row_get(store, (int64_t)(step->n[4] % WAVES),
                   (int64_t)(step->n[7] % PEOPLE), fixture_tell_row, out);
}

static void
change_rows(struct store *store, const struct step *step,
            struct buffer *out)
{
    int64_t wave = (int64_t)(step->n[0] % WAVES);
    instant now = (instant)(step->n[1] % 100);

    if (step->n[2] % 10 == 0)
        tell_number(out, store->recover(store, now));
    else if (step->n[2] % 2)
        tell_number(out, store->rows_silent(
            store, wave, PICK(channels, step->n[4]), now));
    else
        tell_number(out, store->rows_cancel(store, wave,
                                            PICK(texts, step->n[3]), now));
}

/* -- the rest ------------------------------------------------------------- */

static void
use_orphans(struct store *store, const struct step *step,
            struct buffer *out)
{
    const char *channel = PICK(channels, step->n[0]);
    const char *remote = PICK(texts, step->n[1]);
    int outcome = -1;

    if (step->n[2] % 2)
        store->orphan_put(store, channel, remote, (int)(step->n[3] % 5),
                          "why", (instant)(step->n[4] % 100));
    else
        tell_number(out, store->orphan_take(store, channel, remote,
                                            &outcome));
    tell_number(out, outcome);
    if (step->n[5] % 8 == 0)
        tell_number(out, store->orphans_forget(
            store, (instant)(step->n[6] % 100)));
}

static void
use_inbox(struct store *store, const struct step *step, struct buffer *out)
{
    struct store_inbound inbound = {
        .channel = PICK(channels, step->n[0]), .sealed = "s", .text = "t",
        .key = PICK(texts, step->n[1]), .at = (instant)(step->n[2] % 100),
        .kind = PICK(groups, step->n[3]),
    };
    int64_t messages, money;

    memcpy(inbound.index, fixture_index((int)(step->n[4] % 4)), STORE_INDEX);
    tell_number(out, store->inbound_put(store, &inbound));
    tell_number(out, inbound.id);
    tell_number(out, store->inbound_count(
        store, fixture_index((int)(step->n[5] % 4)),
        PICK(groups, step->n[6]), (instant)(step->n[7] % 100)));
    store->spend(store, PICK(channels, step->n[8]), PICK(texts, step->n[9]),
                 (int64_t)(step->n[10] % 9), (int64_t)(step->n[11] % 9));
    store->spent(store, PICK(channels, step->n[12]),
                 PICK(texts, step->n[13]), &messages, &money);
    tell_number(out, messages);
    tell_number(out, money);
}

static void
use_values(struct store *store, const struct step *step, struct buffer *out)
{
    const char *key = PICK(sources, step->n[0]);

    tell_text(out, store->get(store, key));
    tell_text(out, store->source_get(store, key));
    switch (step->n[1] % 4) {
    case 0:
        store->put(store, key, PICK(texts, step->n[2]));
        break;
    case 1:
        store->put(store, key, NULL);
        break;
    case 2:
        store->source_put(store, key, PICK(texts, step->n[2]));
        break;
    default:
        store->source_remove(store, key);
    }
    store->notice(store, PICK(texts, step->n[3]), PICK(groups, step->n[4]),
                  (instant)(step->n[5] % 100));
    store->notices(store, step->n[6] % 10, fixture_tell_notice, out);
}

typedef void operation(struct store *store, const struct step *step,
                       struct buffer *out);

/* As often as they stand here. */
static operation *const operations[] = {
    put_person, put_person, ask_people, ask_people, set_stop, sweep,
    open_wave, rename_event, retime_wave, save_wave, ask_waves, ask_waves, put_row, put_row, put_row,
    put_row, give_result, give_result, ask_rows, ask_rows, change_rows,
    use_orphans, use_inbox, use_values,
};

/* -- the test ------------------------------------------------------------- */

static struct step
draw(struct random *random)
{
    struct step step = {.operation = random_next(random)};

    for (size_t i = 0; i < sizeof(step.n) / sizeof(step.n[0]); i++)
        step.n[i] = random_next(random) >> 8;
    return step;
}

static void
compare(struct store *memory, struct store *disk, operation *what,
        const struct step *step, int number)
{
    struct buffer a = {0}, b = {0};

    what(memory, step, &a);
    what(disk, step, &b);
    if (memory->broken)
        fail_msg("step %d: memory: %s", number, memory->error.text);
    if (disk->broken)
        fail_msg("step %d: disk: %s", number, disk->error.text);
    if (strcmp(buffer_text(&a), buffer_text(&b)) != 0)
        fail_msg("step %d:\nmemory %s\n  disk %s", number, buffer_text(&a),
                 buffer_text(&b));
    buffer_free(&a);
    buffer_free(&b);
}

/* No file of people is half read over a restart. */
static void
end_syncs(struct store *store)
{
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
        store->people_swept(store, sources[i]);
}

static void
run(struct fixture *disk, uint64_t seed)
{
    struct store *memory = store_memory_open();
    struct random random;

    random_seed(&random, seed);
    for (int i = 0; i < OPERATIONS; i++) {
        struct step step = draw(&random);

        compare(memory, disk->store, PICK(operations, step.operation),
                &step, i);
        if (i % AGAIN == AGAIN - 1) {
            end_syncs(memory);
            end_syncs(disk->store);
            fixture_again(disk);
        } else if (step.n[15] % 10 == 0) {
            assert_int_equal(disk->store->commit(disk->store, NULL, NULL),
                             0);
        }
    }
    memory->close(&memory);
}

static void
both_backends_agree(void **state)
{
    const char *seed = getenv("ALLO_SEED");

    (void)state;
    for (uint64_t i = 1; i <= 5; i++) {
        void *fixture;

        fixture_sqlite(&fixture);
        run(fixture, seed != NULL ? strtoull(seed, NULL, 10) + i : i);
        fixture_end(&fixture);
    }
}

/* What was not committed is as if it had never been; checked against a store
 * in memory that never saw it. */
static void
a_rollback_leaves_no_trace(void **state)
{
    struct fixture *disk = *state;
    struct store *memory = store_memory_open();
    struct random random;

    random_seed(&random, 77);
    for (int i = 0; i < 600; i++) {
        bool kept = i % 2 == 0;

        for (int j = 0; j < 8; j++) {
            struct step step = draw(&random);
            operation *what = PICK(operations, step.operation);

            if (what == sweep)
                continue;
            if (kept) {
                compare(memory, disk->store, what, &step, i);
            } else {
                struct buffer out = {0};

                what(disk->store, &step, &out);
                buffer_free(&out);
            }
        }
        if (kept)
            assert_int_equal(disk->store->commit(disk->store, NULL, NULL),
                             0);
        else
            disk->store->rollback(disk->store);
        if (i % 100 == 99)
            fixture_again(disk);
    }
    memory->close(&memory);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_backends_agree),
        cmocka_unit_test_setup_teardown(a_rollback_leaves_no_trace,
                                        fixture_sqlite, fixture_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
