/*
 * store_bench - what the store costs: CPU of a message, people put, the
 * start and recovery with a full outbox, the slowest commit, bytes of a row.
 *
 * store_bench FILE [PEOPLE [OLD-ROWS [BATCH [random]]]]     (FILE is made anew)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/random.h"
#include "store/store.h"

static double
wall(void)
{
    return (double)clock_monotonic(&clock_system) / 1000;
}

static double
cpu(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
say(const char *what, int64_t count, double wall_before, double cpu_before)
{
    double seconds = wall() - wall_before, used = cpu() - cpu_before;

    printf("%-28s %9lld  %9.0f/s  %6.2f us wall  %6.2f us CPU\n", what,
           (long long)count, (double)count / (seconds > 0 ? seconds : 1),
           seconds * 1e6 / (double)count, used * 1e6 / (double)count);
}

static void
stop_if_broken(struct store *store, int result)
{
    if (result == 0 && !store->broken)
        return;
    fprintf(stderr, "store_bench: %s\n", store->error.text);
    exit(1);
}

static struct store *
open_store(const char *path)
{
    struct error error;
    double before = wall(), used = cpu();
    struct store *store = store_sqlite_open(path, &error);

    if (store == NULL) {
        fprintf(stderr, "store_bench: %s\n", error.text);
        exit(1);
    }
    printf("%-28s %9.0f ms wall %9.0f ms CPU\n", "open",
           (wall() - before) * 1e3, (cpu() - used) * 1e3);
    return store;
}

/* -- people --------------------------------------------------------------- */

static void
put_people(struct store *store, int64_t count, const char *what)
{
    double before = wall(), used = cpu();
    const char *groups[] = {"everyone"};
    struct random random;

    random_seed(&random, 1);
    store->people_sync(store, "people.conf");
    for (int64_t i = 0; i < count; i++) {
        char handle[32], sealed[96];
        struct store_address address = {.kind = 0, .sealed = sealed};
        struct store_person person = {
            .handle = handle, .name = "Somebody", .language = "nl",
            .source = "people.conf", .reach = "", .address_count = 1,
            .group_count = 1, .addresses = &address, .groups = groups,
        };
        uint64_t bytes[2] = {random_next(&random), random_next(&random)};

        memcpy(address.index, bytes, STORE_INDEX);
        snprintf(handle, sizeof(handle), "person-%lld", (long long)i);
        snprintf(sealed, sizeof(sealed), "%080lld", (long long)i);
        store->person_put(store, &person);
    }
    store->people_swept(store, "people.conf");
    stop_if_broken(store, store->commit(store, NULL, NULL));
    say(what, count, before, used);
}

/* As most carriers do, a counter; or with "random", anything. */
static bool random_ids;

static void
remote_id(char *text, size_t size, int64_t number)
{
    snprintf(text, size, "%016llx", (unsigned long long)number
             * (random_ids ? 0x9e3779b97f4a7c15u : 1));
}

/* -- messages ------------------------------------------------------------- */

static int64_t
open_wave(struct store *store, const char *occurrence)
{
    struct store_wave wave = {
        .organisation = "org", .event = "club", .title = "Club",
        .occurrence = occurrence, .slot = "1d", .version = 1,
        .due = 1800000000000, .until = 1800003600000,
        .facts = {.start = 1800007200000, .place = "Hall"},
    };

    store->wave_open(store, &wave);
    return wave.id;
}

struct walk {
    struct store *store;
    int64_t wave, last;
    uint32_t epoch;
    int64_t *people;            /* of the batch before */
    size_t count;
};

static bool
claim(void *self, const struct store_recipient *recipient)
{
    struct walk *walk = self;
    struct store_row row = {
        .wave = walk->wave, .person = recipient->person,
        .state = DELIVERY_SENDING, .channel = "sms", .attempt = 1,
        .epoch = ++walk->epoch, .due = 1800000000000, .at = 1800000000123,
    };

    walk->last = recipient->person;
    walk->people[walk->count++] = row.person;
    return walk->store->row_add(walk->store, &row);
}

static void
answer(struct walk *walk, const int64_t *people, size_t count,
       uint32_t epoch)
{
    for (size_t i = 0; i < count; i++) {
        char remote[32];

        remote_id(remote, sizeof(remote), people[i]);
        walk->store->row_result(walk->store, walk->wave, people[i],
                                ++epoch, DELIVERY_ACCEPTED, remote, "",
                                1800000000456);
    }
}

static void
add_cpu(double *sum, double *before)
{
    double now = cpu();

    *sum += now - *before;
    *before = now;
}

static int64_t
send_wave(struct store *store, int64_t wave, size_t batch)
{
    struct walk walk = {.store = store, .wave = wave};
    int64_t *before = calloc(batch, sizeof(*before)), *swap, sent = 0;
    size_t before_count = 0;
    uint32_t before_epoch = 0, epoch;
    double slowest = 0, in[3] = {0};

    walk.people = calloc(batch, sizeof(*walk.people));
    if (before == NULL || walk.people == NULL)
        exit(1);
    do {
        double start, used = cpu();

        epoch = walk.epoch;
        walk.count = 0;
        store->members(store, "everyone", walk.last, batch, claim, &walk);
        add_cpu(&in[0], &used);
        answer(&walk, before, before_count, before_epoch);
        add_cpu(&in[1], &used);
        start = wall();
        stop_if_broken(store, store->commit(store, NULL, NULL));
        if (wall() - start > slowest)
            slowest = wall() - start;
        add_cpu(&in[2], &used);
        swap = before;
        before = walk.people;
        before_count = walk.count;
        before_epoch = epoch;
        walk.people = swap;
        sent += (int64_t)before_count;
    } while (before_count != 0);
    printf("%-28s %9.0f ms\n", "slowest commit", slowest * 1e3);
    printf("%-28s %5.2f + %5.2f + %5.2f us CPU\n",
           "walk and claim, result, commit", in[0] * 1e6 / (double)sent,
           in[1] * 1e6 / (double)sent, in[2] * 1e6 / (double)sent);
    free(before);
    free(walk.people);
    return sent;
}

static void
old_rows(struct store *store, int64_t people, int64_t count)
{
    double before = wall(), used = cpu();
    int64_t added = 0, wave = 0;

    for (; added < count; added++) {
        char remote[32];
        struct store_row row = {
            .person = added % people + 1, .state = DELIVERY_DELIVERED,
            .channel = "sms", .attempt = 1, .epoch = (uint32_t)added,
            .due = 1700000000000, .at = 1700000000000, .remote = remote,
        };

        if (added % people == 0) {
            char occurrence[32];
            struct store_wave settled = {.state = WAVE_SETTLED};

            snprintf(occurrence, sizeof(occurrence), "old%lld",
                     (long long)added);
            settled.id = wave = open_wave(store, occurrence);
            store->wave_save(store, &settled);
        }
        row.wave = wave;
        remote_id(remote, sizeof(remote), -added);
        store->row_add(store, &row);
        if (added % 10000 == 9999)
            stop_if_broken(store, store->commit(store, NULL, NULL));
    }
    stop_if_broken(store, store->commit(store, NULL, NULL));
    say("older rows", count, before, used);
}

static void
size_of(const char *path)
{
    struct stat status;

    if (stat(path, &status) == 0)
        printf("%-28s %9.1f MB\n", "file", (double)status.st_size / 1e6);
}

static void
resident(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    printf("%-28s %9.1f MB\n", "resident, at most",
           (double)usage.ru_maxrss / 1e3);
}

static int64_t
argument(int count, char **arguments, int at, int64_t usual)
{
    int64_t value = usual;

    if (count > at && !number_parse(arguments[at], 1, 100000000, &value))
        exit(2);
    return value;
}

int
main(int count, char **arguments)
{
    int64_t people = argument(count, arguments, 2, 100000);
    int64_t old = argument(count, arguments, 3, 1);
    size_t batch = (size_t)argument(count, arguments, 4, 1000);
    struct store *store;
    double before, used;
    int64_t sent, wave;

    if (count < 2) {
        fprintf(stderr, "usage: store_bench FILE [PEOPLE [OLD-ROWS [BATCH "
                "[random]]]]\n");
        return 2;
    }
    random_ids = count > 5 && strcmp(arguments[5], "random") == 0;
    unlink(arguments[1]);
    store = open_store(arguments[1]);
    put_people(store, people, "people put");
    put_people(store, people, "people put again");
    old_rows(store, people, old);
    store->close(&store);
    size_of(arguments[1]);
    resident();
    store = open_store(arguments[1]);
    before = wall();
    used = cpu();
    store->recover(store, 1800000000000);
    stop_if_broken(store, store->commit(store, NULL, NULL));
    say("recover", 1, before, used);
    before = wall();
    used = cpu();
    wave = open_wave(store, "now");
    sent = send_wave(store, wave, batch);
    say("walk, claim, result", sent, before, used);
    before = wall();
    used = cpu();
    say("silent", store->rows_silent(store, wave, "sms", 1), before, used);
    stop_if_broken(store, store->commit(store, NULL, NULL));
    store->close(&store);
    size_of(arguments[1]);
    resident();
    return 0;
}
