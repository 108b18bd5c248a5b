/* store: the file: who may open it, older and newer ones, damaged ones, and a
 * process that dies */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/failpoint.h"
#include "base/memory.h"
#include "base/random.h"
#include "store/store_sqlite.h"
#include "store_fixture.h"

/* Open, which must fail with such words. */
static void
refuses(const char *path, const char *words)
{
    struct error error = {""};
    struct store *store = store_sqlite_open(path, &error);

    assert_null(store);
    if (strstr(error.text, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, error.text);
    assert_non_null(strstr(error.text, path));
}

static struct fixture *
closed(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(fixture->store->commit(fixture->store, NULL, NULL), 0);
    fixture->store->close(&fixture->store);
    return fixture;
}

static void
reopen(struct fixture *fixture)
{
    struct error error = {""};

    fixture->store = store_sqlite_open(fixture->path, &error);
    if (fixture->store == NULL)
        fail_msg("%s", error.text);
}

/* -- who may open it ------------------------------------------------------ */

static void
nobody_else_reads_it(void **state)
{
    struct fixture *fixture = *state;
    char wal[96];
    struct stat status;
    mode_t before;

    closed(state);
    assert_int_equal(unlink(fixture->path), 0);
    before = umask(0);
    reopen(fixture);
    fixture->store->put(fixture->store, "a", "b");
    fixture->store->commit(fixture->store, NULL, NULL);
    umask(before);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    snprintf(wal, sizeof(wal), "%s-wal", fixture->path);
    assert_int_equal(stat(wal, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    closed(state);
    chmod(fixture->path, 0640);
    refuses(fixture->path, "others may read it");
}

static void
a_place_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char path[96];

    snprintf(path, sizeof(path), "%s/none/store", fixture->directory);
    refuses(path, "does its directory exist?");
    refuses(fixture->directory, "it is not a file");
}

static void
a_second_one_is_kept_out(void **state)
{
    struct fixture *fixture = *state;
    int status = 0;
    pid_t child;

    refuses(fixture->path, "another program has it open");
    child = fork();
    if (child == 0) {
        struct error error = {""};
        struct store *store = store_sqlite_open(fixture->path, &error);

        _exit(store == NULL && strstr(error.text, "allod running") != NULL
              ? 7 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    fixture->store->put(fixture->store, "a", "b");
    assert_int_equal(fixture->store->commit(fixture->store, NULL, NULL), 0);
}

static void
a_stranger_who_holds_it_is_named(void **state)
{
    struct fixture *fixture = closed(state);
    int ready[2], status;
    char byte;
    pid_t child;

    assert_int_equal(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        sqlite3 *db;

        sqlite3_open(fixture->path, &db);
        sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE;"
                     "BEGIN IMMEDIATE; SELECT count(*) FROM person",
                     NULL, NULL, NULL);
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    refuses(fixture->path, "another program has it open");
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(ready[0]);
    close(ready[1]);
    reopen(fixture);
}

static void
write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    chmod(path, 0600);
}

static void
what_is_no_store_is_left_alone(void **state)
{
    struct fixture *fixture = closed(state);
    static char text[9000];
    sqlite3 *db;

    memset(text, 'x', sizeof(text));
    write_file(fixture->path, text, 100);
    refuses(fixture->path, "it is not a store");
    write_file(fixture->path, text, sizeof(text));
    refuses(fixture->path, "put back a backup");
    unlink(fixture->path);
    sqlite3_open(fixture->path, &db);
    sqlite3_exec(db, "CREATE TABLE t (a); INSERT INTO t VALUES (42)", NULL,
                 NULL, NULL);
    sqlite3_close(db);
    chmod(fixture->path, 0600);
    refuses(fixture->path, "another program wrote into it");
    sqlite3_open(fixture->path, &db);
    assert_int_equal(sqlite3_exec(db, "SELECT a FROM t", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    unlink(fixture->path);
}

static void
an_empty_file_becomes_a_store(void **state)
{
    struct fixture *fixture = closed(state);

    write_file(fixture->path, "", 0);
    reopen(fixture);
    fixture->store->put(fixture->store, "a", "b");
    fixture_again(fixture);
    assert_string_equal(fixture->store->get(fixture->store, "a"), "b");
}

/* -- older and newer ------------------------------------------------------ */

static const char add_column[] =
    "ALTER TABLE outbox ADD COLUMN cost INTEGER;"
    "UPDATE outbox SET cost = (id & 0xffffffff) * 2;";
static const char *const two_steps[] = {NULL, add_column, NULL};
static const char *const bad_steps[] = {NULL, add_column,
                                        "UPDATE nowhere SET a = 1", NULL};

/* The store's own first step and more. */
static struct store *
open_with(const char *path, const char *const *more, struct error *error)
{
    const char *steps[8] = {schema_store.steps[0]};
    struct schema schema = {steps};

    for (size_t i = 1; more[i] != NULL; i++)
        steps[i] = more[i];
    return store_sqlite_open_with(path, NULL, &schema, error);
}

static void
fill_outbox(struct store *store, int count)
{
    int64_t wave = fixture_wave(store, "o1", "1d", 1);

    for (int i = 1; i <= count; i++)
        fixture_row(store, wave, i, DELIVERY_DUE, i);
}

static int64_t
count_rows(struct store *store)
{
    struct store_count count;

    store->wave_count(store, 1, &count);
    return count.rows[DELIVERY_DUE];
}

static void
an_older_store_is_brought_up(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {""};
    sqlite3_stmt *statement;
    int64_t sum = 0;

    fill_outbox(fixture->store, 10000);
    closed(state);
    fixture->store = open_with(fixture->path, two_steps, &error);
    if (fixture->store == NULL)
        fail_msg("%s", error.text);
    assert_int_equal(count_rows(fixture->store), 10000);
    sqlite3_prepare_v2(sqlite_of(fixture->store)->db,
                       "SELECT sum(cost) FROM outbox", -1, &statement, NULL);
    if (sqlite3_step(statement) == SQLITE_ROW)
        sum = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    assert_int_equal(sum, 10000 * 10001);
}

static void
a_newer_store_is_refused(void **state)
{
    struct fixture *fixture = closed(state);
    struct error error = {""};

    fixture->store = open_with(fixture->path, two_steps, &error);
    assert_non_null(fixture->store);
    fixture->store->close(&fixture->store);
    refuses(fixture->path, "it is of a newer Allo (schema 2, this one knows "
            "1)");
}

static void
a_step_that_fails_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {""};

    fill_outbox(fixture->store, 100);
    closed(state);
    assert_null(open_with(fixture->path, bad_steps, &error));
    assert_non_null(strstr(error.text, "nowhere"));
    reopen(fixture);
    assert_int_equal(count_rows(fixture->store), 100);
}

/* -- a process that dies -------------------------------------------------- */

#ifdef FAILPOINTS

/* Run in a child that dies at a failpoint. */
static void
dies_at(const char *failpoint, void (*life)(const struct fixture *),
        const struct fixture *fixture)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        setenv("ALLO_FAILPOINT", failpoint, 1);
        failpoint_init();
        life(fixture);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
two_commits(const struct fixture *fixture)
{
    struct error error;
    struct store *store = store_sqlite_open(fixture->path, &error);

    store->put(store, "a", "1");
    store->commit(store, NULL, NULL);
    store->put(store, "a", "2");
    store->commit(store, NULL, NULL);
}

static void
migrate(const struct fixture *fixture)
{
    struct error error;

    open_with(fixture->path, two_steps, &error);
}

static void
a_kill_around_a_commit_leaves_it_whole(void **state)
{
    struct fixture *fixture = closed(state);

    dies_at("store.before-commit:2", two_commits, fixture);
    reopen(fixture);
    assert_string_equal(fixture->store->get(fixture->store, "a"), "1");
    closed(state);
    dies_at("store.after-commit:2", two_commits, fixture);
    reopen(fixture);
    assert_string_equal(fixture->store->get(fixture->store, "a"), "2");
}

static void
a_kill_in_a_migration_leaves_the_old_one(void **state)
{
    struct fixture *fixture = *state;
    struct error error;

    fill_outbox(fixture->store, 10000);
    closed(state);
    dies_at("store.migrate", migrate, fixture);
    reopen(fixture);
    assert_int_equal(count_rows(fixture->store), 10000);
    closed(state);
    fixture->store = open_with(fixture->path, two_steps, &error);
    assert_non_null(fixture->store);
    assert_int_equal(count_rows(fixture->store), 10000);
}

#endif

/* A quota that the file may not grow past: each commit that came back is
 * reported through a pipe, and is there. */
static void
a_limit_on_its_size_loses_nothing_committed(void **state)
{
    struct fixture *fixture = closed(state);
    int report[2], committed = 0, status = 0;
    char large[2000], byte;
    pid_t child;

    assert_int_equal(pipe(report), 0);
    child = fork();
    if (child == 0) {
        struct rlimit limit = {300000, 300000};
        struct error error;
        struct store *store = store_sqlite_open(fixture->path, &error);

        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        memset(large, 'x', sizeof(large) - 1);
        large[sizeof(large) - 1] = '\0';
        for (int i = 0; i < 1000; i++) {
            char key[16];

            snprintf(key, sizeof(key), "%d", i);
            store->put(store, key, large);
            if (store->commit(store, NULL, NULL) == -1)
                _exit(store->broken && store->error.text[0] ? 7 : 1);
            if (write(report[1], "x", 1) != 1)
                _exit(2);
        }
        _exit(3);
    }
    close(report[1]);
    while (read(report[0], &byte, 1) == 1)
        committed++;
    close(report[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_in_range(committed, 10, 900);
    reopen(fixture);
    for (int i = 0; i < committed; i++) {
        char key[16];

        snprintf(key, sizeof(key), "%d", i);
        assert_non_null(fixture->store->get(fixture->store, key));
    }
}

/* -- damage --------------------------------------------------------------- */

struct image {
    unsigned char *bytes;
    size_t size;
};

static struct image
read_image(const char *path)
{
    struct image image = {0};
    struct stat status;
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &status), 0);
    image.size = (size_t)status.st_size;
    image.bytes = memory_new(image.size, 1);
    assert_int_equal(fread(image.bytes, 1, image.size, file), image.size);
    fclose(file);
    return image;
}

/* Something of everything. */
static void
fill(struct store *store)
{
    int64_t wave = fixture_wave(store, "o1", "1d", 1);
    char handle[16];

    for (int i = 1; i <= 300; i++) {
        struct store_row row = {
            .wave = wave, .channel = "sms", .epoch = 1, .due = i,
            .state = i % 3 ? DELIVERY_ACCEPTED : DELIVERY_DUE,
            .remote = handle, .reason = i % 7 ? "" : "because",
        };

        snprintf(handle, sizeof(handle), "p%d", i);
        row.person = fixture_person(store, handle, i % 100,
                                    i % 2 ? "north" : "south");
        store->row_add(store, &row);
        store->notice(store, handle, "somebody was told", i);
    }
    store->put(store, "a", "value");
    store->source_put(store, "b", "title = \"x\"");
}

/* What is told of a file: NULL when it is found to be damaged. */
static char *
dump_of(const char *path)
{
    struct error error = {""};
    struct store *store = store_sqlite_open(path, &error);
    struct buffer out = {0};
    char *text = NULL;

    if (store == NULL) {
        assert_string_not_equal(error.text, "");
        return NULL;
    }
    fixture_dump(store, &out);
    if (!store->broken)
        text = memory_copy(buffer_text(&out));
    store->close(&store);
    buffer_free(&out);
    return text;
}

typedef void damage(struct random *random, struct image *image);

static void
flip_bits(struct random *random, struct image *image)
{
    uint64_t count = random_below(random, 4) + 1;

    while (count-- > 0)
        image->bytes[random_below(random, image->size)] ^=
            (unsigned char)(1u << random_below(random, 8));
}

/* As a block that never reached the disk; many hold nothing anyway. */
static void
zero_sector(struct random *random, struct image *image)
{
    memset(image->bytes + random_below(random, image->size / 512) * 512, 0,
           512);
}

static void
cut_off(struct random *random, struct image *image)
{
    image->size = random_below(random, image->size);
}

static void
swap_pages(struct random *random, struct image *image)
{
    unsigned char page[SUMS_PAGE];
    size_t pages = image->size / SUMS_PAGE;
    size_t a = random_below(random, pages) * SUMS_PAGE;
    size_t b = random_below(random, pages) * SUMS_PAGE;

    memcpy(page, image->bytes + a, SUMS_PAGE);
    memcpy(image->bytes + a, image->bytes + b, SUMS_PAGE);
    memcpy(image->bytes + b, page, SUMS_PAGE);
}

/* Damage of a kind is found, or makes no difference; how often it was
 * found. */
static int
damaged(const struct fixture *fixture, const struct image *whole,
        const char *wanted, damage *hurt, int times)
{
    struct random random;
    int found = 0;
    char wal[96];

    random_seed(&random, 5);
    snprintf(wal, sizeof(wal), "%s-wal", fixture->path);
    for (int i = 0; i < times; i++) {
        struct image image = {memory_new(whole->size, 1), whole->size};
        char *dump;

        memcpy(image.bytes, whole->bytes, whole->size);
        hurt(&random, &image);
        unlink(wal);
        write_file(fixture->path, image.bytes, image.size);
        dump = dump_of(fixture->path);
        if (dump == NULL)
            found++;
        else if (image.size != 0)       /* an empty file is a new store */
            assert_string_equal(dump, wanted);
        free(dump);
        free(image.bytes);
    }
    return found;
}

static void
damage_is_found_or_does_no_harm(void **state)
{
    struct fixture *fixture = *state;
    struct image whole;
    char *wanted;

    fill(fixture->store);
    closed(state);
    wanted = dump_of(fixture->path);
    assert_non_null(wanted);
    whole = read_image(fixture->path);
    assert_true(whole.size > 20 * SUMS_PAGE);
    assert_in_range(damaged(fixture, &whole, wanted, flip_bits, 1000), 900,
                    1000);
    assert_in_range(damaged(fixture, &whole, wanted, zero_sector, 200), 60,
                    200);
    assert_in_range(damaged(fixture, &whole, wanted, swap_pages, 200), 150,
                    200);
    assert_in_range(damaged(fixture, &whole, wanted, cut_off, 200), 190,
                    200);
    free(whole.bytes);
    free(wanted);
}

/* A bad place in the log ends it: what comes out is what some commit left. */
static void
a_damaged_log_gives_an_older_commit(void **state)
{
    struct fixture *fixture = *state;
    struct image file, log;
    struct random random;
    char wal[96], value[16];
    int older = 0;

    snprintf(wal, sizeof(wal), "%s-wal", fixture->path);
    fixture_again(fixture);
    for (int i = 1; i <= 20; i++) {
        snprintf(value, sizeof(value), "%d", i);
        fixture->store->put(fixture->store, "a", value);
        fixture->store->put(fixture->store, "b", value);
        assert_int_equal(fixture->store->commit(fixture->store, NULL, NULL),
                         0);
    }
    file = read_image(fixture->path);
    log = read_image(wal);
    closed(state);
    random_seed(&random, 9);
    for (int i = 0; i < 300; i++) {
        struct image hurt = {memory_new(log.size, 1), log.size};
        struct error error;
        struct store *store;

        memcpy(hurt.bytes, log.bytes, log.size);
        flip_bits(&random, &hurt);
        write_file(fixture->path, file.bytes, file.size);
        write_file(wal, hurt.bytes, hurt.size);
        store = store_sqlite_open(fixture->path, &error);
        if (store != NULL) {
            const char *found = store->get(store, "a");

            snprintf(value, sizeof(value), "%s", found ? found : "-");
            older += strcmp(value, "20") != 0;
            found = store->get(store, "b");
            assert_string_equal(found ? found : "-", value);
            store->close(&store);
        }
        free(hurt.bytes);
    }
    assert_in_range(older, 150, 300);
    free(file.bytes);
    free(log.bytes);
}

/* -- the log --------------------------------------------------------------- */

/* A long log is cut while nothing waits, so that no commit has to. */
static void
at_rest_a_long_log_is_cut(void **state)
{
    struct fixture *fixture = *state;
    char wal[96], key[32], value[512];
    struct stat status;

    memset(value, 'v', sizeof(value) - 1);
    value[sizeof(value) - 1] = '\0';
    for (int i = 0; i < 40000; i++) {
        snprintf(key, sizeof(key), "%d", i);
        fixture->store->put(fixture->store, key, value);
    }
    assert_int_equal(fixture->store->commit(fixture->store, NULL, NULL), 0);
    snprintf(wal, sizeof(wal), "%s-wal", fixture->path);
    assert_int_equal(stat(wal, &status), 0);
    assert_in_range(status.st_size, 16 * 1024 * 1024 + 1, INT32_MAX);
    fixture->store->rest(fixture->store);
    assert_false(fixture->store->broken);
    assert_int_equal(stat(wal, &status), 0);
    assert_int_equal(status.st_size, 0);
    assert_string_equal(fixture->store->get(fixture->store, "39999"), value);
}

/* -- what lies in it ------------------------------------------------------ */

/* With secure_delete nothing of what was taken out is left, once the log is
 * gone. */
static void
what_is_taken_out_is_gone_from_the_file(void **state)
{
    struct fixture *fixture = *state;
    struct image image;

    fixture->store->put(fixture->store, "a", "needle-in-the-file");
    fixture_again(fixture);
    image = read_image(fixture->path);
    assert_non_null(memmem(image.bytes, image.size, "needle", 6));
    free(image.bytes);
    fixture->store->put(fixture->store, "a", NULL);
    fixture_again(fixture);
    image = read_image(fixture->path);
    assert_null(memmem(image.bytes, image.size, "needle", 6));
    free(image.bytes);
}

static void
a_message_takes_little_room(void **state)
{
    struct fixture *fixture = *state;
    int64_t wave = fixture_wave(fixture->store, "o1", "1d", 1);
    struct stat before, after;
    char remote[32];

    fixture_again(fixture);
    assert_int_equal(stat(fixture->path, &before), 0);
    for (int i = 1; i <= 20000; i++) {
        struct store_row row = {
            .wave = wave, .person = i, .state = DELIVERY_SENDING,
            .channel = "sms", .attempt = 1, .epoch = (uint32_t)i,
            .due = 1800000000000, .at = 1800000000000 + i,
        };

        fixture->store->row_add(fixture->store, &row);
        snprintf(remote, sizeof(remote), "%016x", i);
        fixture->store->row_result(fixture->store, wave, i, (uint32_t)i,
                                   DELIVERY_ACCEPTED, remote, "",
                                   1800000001000);
    }
    fixture_again(fixture);
    assert_int_equal(stat(fixture->path, &after), 0);
    assert_in_range((after.st_size - before.st_size) / 20000, 40, 120);
}

#define WITH_FILE(test)                                                      \
    cmocka_unit_test_setup_teardown(test, fixture_sqlite, fixture_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILE(nobody_else_reads_it),
        WITH_FILE(a_place_that_is_none_is_refused),
        WITH_FILE(a_second_one_is_kept_out),
        WITH_FILE(a_stranger_who_holds_it_is_named),
        WITH_FILE(what_is_no_store_is_left_alone),
        WITH_FILE(an_empty_file_becomes_a_store),
        WITH_FILE(an_older_store_is_brought_up),
        WITH_FILE(a_newer_store_is_refused),
        WITH_FILE(a_step_that_fails_changes_nothing),
#ifdef FAILPOINTS
        WITH_FILE(a_kill_around_a_commit_leaves_it_whole),
        WITH_FILE(a_kill_in_a_migration_leaves_the_old_one),
#endif
        WITH_FILE(a_limit_on_its_size_loses_nothing_committed),
        WITH_FILE(damage_is_found_or_does_no_harm),
        WITH_FILE(a_damaged_log_gives_an_older_commit),
        WITH_FILE(at_rest_a_long_log_is_cut),
        WITH_FILE(what_is_taken_out_is_gone_from_the_file),
        WITH_FILE(a_message_takes_little_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
