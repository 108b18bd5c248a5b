/* exec and console: the plugins that speak to a script and to a person */
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel_bench.h"

static char folder[] = "/tmp/allo-test-exec-XXXXXX";

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int
set_up(void **state)
{
    *state = bench_new();
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *bench = *state;

    bench_free(&bench);
    return 0;
}

static const char *
in_folder(const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static void
write_script(const char *name, const char *text)
{
    int fd = open(in_folder(name), O_WRONLY | O_CREAT | O_TRUNC, 0700);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

/* The exec channel with a command in our folder; NULL: as it is. */
static struct channel *
add_exec(struct bench *bench, const char *command)
{
    struct channel_config config = bench_config("plugins/exec/exec");
    struct channel_setting settings[] = { { "command", command, false } };

    config.deadline = 5 * SECOND;
    config.settings = settings;
    config.setting_count = 1;
    return bench_add(bench, &config);
}

static const char shell_script[] =
    "#!/bin/sh\n"
    "tab=$(printf '\\t')\n"
    "while IFS= read -r line; do\n"
    "  case $line in\n"
    "  stop*) exit 0;;\n"
    "  stored*) printf 'receipt\\tremote=%s\\toutcome=delivered\\n' "
    "\"${line#*=}\"; continue;;\n"
    "  esac\n"
    "  id=${line#*id=}; id=${id%%$tab*}\n"
    "  case $line in\n"
    "  *text=die*) exit 3;;\n"
    "  *text=write*) printf 'inbound\\ttoken=77\\tfrom=+32470123456"
    "\\tto=8810\\ttext=JA\\n';;\n"
    "  esac\n"
    "  printf 'result\\tid=%s\\toutcome=accepted\\tremote=sh-%s\\n' "
    "\"$id\" \"$id\"\n"
    "done\n";

static void
a_shell_script_is_a_channel(void **state)
{
    struct bench *bench = *state;
    struct channel *channel;

    write_script("channel.sh", shell_script);
    channel = add_exec(bench, in_folder("channel.sh"));
    assert_true(bench_until_ready(bench, channel));
    assert_int_equal(channel_room(channel), 16);
    for (uint64_t i = 0; i < 10; i++)
        bench_send(channel, i, "hallo\tdaar\n");
    assert_true(bench_until_results(bench, 10));
    for (uint64_t i = 0; i < 10; i++) {
        char remote[16];

        snprintf(remote, sizeof(remote), "sh-1.%d", (int)i);
        assert_int_equal(bench_result(bench, channel, i)->outcome,
                         ALLO_ACCEPTED);
        assert_string_equal(bench_result(bench, channel, i)->remote, remote);
    }
    channel_stop(channel);
    assert_true(bench_until_state(bench, channel, CHANNEL_IDLE));
    assert_int_equal(bench_children(), 0);
    unlink(in_folder("channel.sh"));
}

static bool
an_inbound_came(struct bench *bench)
{
    return bench->inbounds > 0;
}

static bool
a_receipt_came(struct bench *bench)
{
    return bench->receipts > 0;
}

static void
people_can_write_back_through_a_script(void **state)
{
    struct bench *bench = *state;
    struct channel *channel;

    write_script("channel.sh", shell_script);
    channel = add_exec(bench, in_folder("channel.sh"));
    assert_true(bench_until_ready(bench, channel));
    bench_send(channel, 1, "write");
    assert_true(bench_until(bench, an_inbound_came));
    assert_string_equal(bench->inbound.from, "c:+32470123456");
    assert_string_equal(bench->inbound.text, "JA");
    channel_stored(channel, bench->inbound.token);
    channel_flush(channel);
    assert_true(bench_until(bench, a_receipt_came));
    assert_string_equal(bench->receipt.remote, "77");
    unlink(in_folder("channel.sh"));
}

static void
a_script_that_dies_is_started_again(void **state)
{
    struct bench *bench = *state;
    struct channel *channel;
    struct channel_status status;

    write_script("channel.sh", shell_script);
    channel = add_exec(bench, in_folder("channel.sh"));
    assert_true(bench_until_ready(bench, channel));
    bench_send(channel, 1, "die");
    assert_true(bench_until_results(bench, 1));
    assert_int_equal(bench->results[0].outcome, ALLO_UNKNOWN);
    assert_string_equal(bench->results[0].reason,
                        "the script ended with status 3");
    assert_true(bench_until_state(bench, channel, CHANNEL_DOWN));
    assert_int_equal(channel_room(channel), 0);
    assert_true(bench_until_ready(bench, channel));
    bench_send(channel, 2, "hello");
    assert_true(bench_until_results(bench, 2));
    assert_int_equal(bench->results[1].outcome, ALLO_ACCEPTED);
    channel_status(channel, &status);
    assert_int_equal(status.deaths, 0);         /* the host lived on */
    unlink(in_folder("channel.sh"));
}

static void
a_python_script_is_a_channel(void **state)
{
    static const char script[] =
        "#!/usr/bin/python3\n"
        "import sys\n"
        "assert sys.argv[1:] == ['--mode', 'test']\n"
        "for line in sys.stdin:\n"
        "    verb, *fields = line.rstrip('\\n').split('\\t')\n"
        "    if verb != 'send':\n"
        "        continue\n"
        "    f = dict(x.split('=', 1) for x in fields)\n"
        "    ok = f['to'] == '+32470123456' and f['text'] == 'a\\\\tb'\n"
        "    print('result', 'id=' + f['id'], 'outcome=' + "
        "('delivered' if ok else 'rejected'), sep='\\t', flush=True)\n";
    struct bench *bench = *state;
    struct channel *channel;
    char command[160];

    if (access("/usr/bin/python3", X_OK) < 0)
        skip();
    write_script("channel.py", script);
    snprintf(command, sizeof(command), "%s  --mode test",
             in_folder("channel.py"));
    channel = add_exec(bench, command);
    assert_true(bench_until_ready(bench, channel));
    bench_send(channel, 1, "a\tb");
    assert_true(bench_until_results(bench, 1));
    assert_int_equal(bench->results[0].outcome, ALLO_DELIVERED);
    unlink(in_folder("channel.py"));
}

static void
a_command_that_cannot_be_is_told(void **state)
{
    static const char *const cases[][2] = {
        { "relative/path", "must start with '/'" },
        { "/nonexistent/script", "No such file" },
        { "/bin/true 1 2 3 4 5 6 7 8 9", "more than 8 arguments" },
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < 3; i++) {
        struct channel *channel = add_exec(bench, cases[i][0]);
        struct channel_status status;

        assert_true(bench_until_state(bench, channel, CHANNEL_FAILED));
        channel_status(channel, &status);
        if (strstr(status.reason, cases[i][1]) == NULL)
            fail_msg("'%s' is not '%s'", status.reason, cases[i][1]);
    }
}

static void
the_console_shows_it_nicely(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("plugins/console/console");
    struct channel_setting settings[] = { { "path", NULL, false } };
    struct dispatch dispatch = {
        .wave = 1, .person = 2, .attempt = 2, .to = "c:+32470123456",
        .text = "Kom je?\nJA of NEE\x1b[2J\xc2\x9b", .subject = "Overleg",
        .until = 1799861400000, .urgent = true
    };
    struct channel *channel;
    char text[512] = "";
    FILE *file;
    struct stat status;

    settings[0].value = in_folder("shown");
    config.settings = settings;
    config.setting_count = 1;
    channel = bench_add(bench, &config);
    assert_true(bench_until_ready(bench, channel));
    channel_send(channel, &dispatch);
    channel_flush(channel);
    assert_true(bench_until_results(bench, 1));
    assert_int_equal(bench->results[0].outcome, ALLO_DELIVERED);
    file = fopen(in_folder("shown"), "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    assert_string_equal(text,
                        "to +32470123456  attempt 2  urgent  "
                        "until 2027-01-13T17:30:00Z\n"
                        "  * Overleg\n"
                        "    Kom je?\n"
                        "    JA of NEE[2J \n");
    assert_int_equal(stat(in_folder("shown"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    unlink(in_folder("shown"));
}

/* The bench's stdout is made a file, as a service's is a journal. */
static void
the_console_never_writes_to_the_log(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("plugins/console/console");
    int out = dup(STDOUT_FILENO);
    int file = open("/dev/null", O_WRONLY);
    struct channel *channel;
    struct channel_status status;
    bool failed;

    fflush(stdout);
    assert_true(dup2(file, STDOUT_FILENO) >= 0);
    channel = bench_add(bench, &config);
    failed = bench_until_state(bench, channel, CHANNEL_FAILED);
    assert_true(dup2(out, STDOUT_FILENO) >= 0);
    close(out);
    close(file);
    assert_true(failed);
    channel_status(channel, &status);
    assert_non_null(strstr(status.reason, "'path' is needed"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_shell_script_is_a_channel),
        TEST(people_can_write_back_through_a_script),
        TEST(a_script_that_dies_is_started_again),
        TEST(a_python_script_is_a_channel),
        TEST(a_command_that_cannot_be_is_told),
        TEST(the_console_shows_it_nicely),
        TEST(the_console_never_writes_to_the_log),
    };

    return cmocka_run_group_tests_name("exec", tests, make_folder,
                                       remove_folder);
}
