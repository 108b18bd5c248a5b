/* store: power cuts, full and failing disks: what was committed is there, and
 * what was not is there wholly or not at all */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "disk.h"
#include "store/store_sqlite.h"
#include "store_fixture.h"

enum { SEEDS = 300, ROUNDS = 3, TURNS = 60 };

/* How far the turns got. */
struct progress {
    int acknowledged;           /* the last turn whose commit came back */
    int tried;                  /* the last one that was begun */
};

static struct store *
open_on(struct disk *disk, struct error *error)
{
    struct store *store = store_sqlite_open_with("/store", disk_vfs(disk),
                                                 &schema_store, error);

    /* checkpoints come often, so that many are cut */
    if (store != NULL)
        sqlite_of(store)->checkpoint = 6;
    return store;
}

static void
acknowledge(void *self)
{
    struct progress *progress = self;

    progress->acknowledged = progress->tried;
}

/* One turn: a wave, a message to a new person, the one before gets its
 * answer, and a number says which turn it was. */
static int
turn(struct store *store, struct progress *progress)
{
    char text[32], large[3000];
    int number = ++progress->tried;
    int64_t person, wave;

    snprintf(text, sizeof(text), "%d", number);
    memset(large, 'a' + number % 26, sizeof(large) - 1);
    large[sizeof(large) - 1] = '\0';
    store->begin(store);
    store->put(store, "turn", text);
    store->source_put(store, "a", large);
    person = fixture_person(store, text, number % 200 + 1, "north");
    wave = fixture_wave(store, text, "1d", 1);
    fixture_row(store, wave, person, DELIVERY_SENDING, number);
    if (number > 1)
        store->row_result(store, wave - 1, person - 1, 7,
                          DELIVERY_ACCEPTED, text, "", number);
    return store->commit(store, acknowledge, progress);
}

/* What is there is one turn and all before it, wholly. */
static int
turn_found(struct store *store)
{
    const char *text = store->get(store, "turn"), *large;
    int number = 0;

    if (text == NULL) {
        assert_int_equal(store->people_count(store, NULL), 0);
        return 0;
    }
    assert_int_equal(sscanf(text, "%d", &number), 1);
    large = store->source_get(store, "a");
    assert_non_null(large);
    assert_int_equal(large[2998], 'a' + number % 26);
    assert_int_equal(store->people_count(store, "north"), number);
    for (int i = 1; i <= number + 1; i++) {
        int wanted = i < number ? DELIVERY_ACCEPTED : DELIVERY_SENDING;

        assert_int_equal(fixture_state(store, i, i),
                         i > number ? -1 : wanted);
    }
    assert_false(store->broken);
    return number;
}

/* Turns until the fault; whether all that was acknowledged is there after. */
static bool
round_of(struct disk *disk, struct progress *progress, bool strict)
{
    struct error error = {""};
    struct store *store = open_on(disk, &error);
    int found;

    for (int i = 0; store != NULL && i < TURNS; i++) {
        if (turn(store, progress) == 0)
            continue;
        assert_true(store->broken);
        assert_string_not_equal(store->error.text, "");
        assert_int_equal(store->commit(store, acknowledge, progress), -1);
        break;
    }
    if (store != NULL) {
        store->close(&store);
        assert_int_equal(disk_writes_after_failed_sync(disk), 0);
    }
    disk_power_off(disk);
    store = open_on(disk, &error);
    if (store == NULL && !strict)
        return false;
    if (store == NULL)
        fail_msg("%s", error.text);
    found = turn_found(store);
    store->close(&store);
    if (found < progress->acknowledged || found > progress->tried) {
        if (strict)
            fail_msg("%d is there, not %d to %d", found,
                     progress->acknowledged, progress->tried);
        return false;
    }
    progress->acknowledged = progress->tried = found;
    return true;
}

static void
a_power_cut_loses_nothing_committed(void **state)
{
    struct random random;
    int cut = 0;

    (void)state;
    random_seed(&random, 1);
    for (int seed = 0; seed < SEEDS; seed++) {
        struct disk *disk = disk_new((uint64_t)seed);
        struct progress progress = {0};

        for (int round = 0; round < ROUNDS; round++) {
            disk_fault_at(disk, (int64_t)random_below(&random, 700) + 1,
                          DISK_CUT);
            if (!round_of(disk, &progress, true))
                fail_msg("seed %d round %d: %d acknowledged, %d tried", seed,
                         round, progress.acknowledged, progress.tried);
            cut++;
        }
        disk_free(&disk);
    }
    assert_int_equal(cut, SEEDS * ROUNDS);
}

/* A short life in which the n-th operation fails; whether it came so far. */
static bool
life_with_fault(int64_t n, enum disk_fault fault)
{
    struct disk *disk = disk_new((uint64_t)n);
    struct progress progress = {0};
    struct error error;
    struct store *store;
    bool struck;

    disk_fault_at(disk, n, fault);
    store = open_on(disk, &error);
    for (int i = 0; store != NULL && i < 12; i++) {
        if (turn(store, &progress) == -1)
            break;
    }
    if (store != NULL) {
        assert_true(store->broken || progress.acknowledged == 12);
        store->close(&store);
        assert_int_equal(disk_writes_after_failed_sync(disk), 0);
    }
    struck = disk_struck(disk);
    disk_power_off(disk);
    store = open_on(disk, &error);
    if (store == NULL)
        fail_msg("operation %lld: %s", (long long)n, error.text);
    assert_in_range(turn_found(store), progress.acknowledged,
                    progress.tried);
    store->close(&store);
    disk_free(&disk);
    return struck;
}

static void
each_operation_fails(enum disk_fault fault)
{
    int64_t n = 1;

    while (life_with_fault(n, fault))
        n++;
    assert_in_range(n, 100, 5000);
}

static void
a_full_disk_loses_nothing_committed(void **state)
{
    (void)state;
    each_operation_fails(DISK_FULL);
}

static void
an_error_is_not_tried_again(void **state)
{
    (void)state;
    each_operation_fails(DISK_FAILS_ONCE);
    each_operation_fails(DISK_FAILS);
}

/* That these tests would see a loss. */
static void
a_disk_that_lies_is_seen_through(void **state)
{
    int lost = 0;

    (void)state;
    for (int seed = 0; seed < 20; seed++) {
        struct disk *disk = disk_new((uint64_t)seed);
        struct progress progress = {0};

        assert_true(round_of(disk, &progress, true));
        disk_lies(disk, true);
        disk_fault_at(disk, 300, DISK_CUT);
        lost += !round_of(disk, &progress, false);
        disk_free(&disk);
    }
    assert_in_range(lost, 10, 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_power_cut_loses_nothing_committed),
        cmocka_unit_test(a_full_disk_loses_nothing_committed),
        cmocka_unit_test(an_error_is_not_tried_again),
        cmocka_unit_test(a_disk_that_lies_is_seen_through),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
