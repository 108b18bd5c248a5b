/* channel: the daemon's side with real processes, good ones and bad ones */
#include "unit.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "channel_bench.h"

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

static struct channel *
ready(struct bench *bench, const char *name)
{
    struct channel_config config = bench_config(name);
    struct channel *channel = bench_add(bench, &config);

    assert_true(bench_until_ready(bench, channel));
    return channel;
}

static enum allo_outcome
outcome_of(struct bench *bench, struct channel *channel, uint64_t person)
{
    const struct told *told = bench_result(bench, channel, person);

    assert_non_null(told);
    return told->outcome;
}

static void
every_outcome_comes_back(void **state)
{
    static const struct {
        const char *text;
        enum allo_outcome outcome;
    } cases[] = {
        { "hello", ALLO_DELIVERED }, { "accept", ALLO_ACCEPTED },
        { "retry", ALLO_RETRY }, { "reject", ALLO_REJECTED },
        { "nonsense", ALLO_UNKNOWN }, { "tab\t nl\n \xe2\x82\xac\\",
                                        ALLO_DELIVERED }, { "", 0 }
    };
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    struct channel_status status;

    assert_int_equal(channel_room(channel), 8);
    assert_int_equal(channel_traits(channel),
                     ALLO_TRAIT_PHONE | ALLO_TRAIT_INBOUND);
    for (size_t i = 0; i < 7; i++)
        bench_send(channel, i, cases[i].text);
    assert_true(bench_until_results(bench, 7));
    for (size_t i = 0; i < 7; i++) {
        const struct told *told = bench_result(bench, channel, i);

        assert_non_null(told);
        assert_int_equal(told->outcome, cases[i].outcome);
        assert_int_equal(told->epoch, 7);
        assert_int_equal(told->wave, 1);
    }
    assert_string_equal(bench_result(bench, channel, 1)->remote, "r1.1");
    /* an address that the far side repeats goes no further */
    assert_string_equal(bench_result(bench, channel, 2)->reason,
                        "no, [...], not now");
    channel_status(channel, &status);
    assert_int_equal(status.state, CHANNEL_READY);
    assert_int_equal(status.sent, 4);
    assert_int_equal(status.failed, 3);
    assert_int_equal(status.in_flight, 0);
    assert_string_equal(status.plugin, "good_echo");
    assert_true(status.pid > 0);
}

static bool
a_receipt_came(struct bench *bench)
{
    return bench->receipts > 0;
}

static bool
an_inbound_came(struct bench *bench)
{
    return bench->inbounds > 0;
}

static void
what_was_stored_is_acknowledged(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    uint64_t token;

    bench_send(channel, 1, "inbound 18446744073709551615");
    assert_true(bench_until(bench, an_inbound_came));
    assert_string_equal(bench->inbound.from, "c:+32470123456");
    assert_string_equal(bench->inbound.to, "8810");
    assert_string_equal(bench->inbound.text, "ja \xef\xbf\xbd\n");
    token = bench->inbound.token;
    channel_stored(channel, token);
    bench_run(bench, 30);
    assert_int_equal(bench->receipts, 0);       /* not before the flush */
    channel_stored(channel, token);             /* and only once */
    channel_stored(channel, token + 77);
    channel_flush(channel);
    assert_true(bench_until(bench, a_receipt_came));
    assert_string_equal(bench->receipt.remote, "stored-18446744073709551615");
    bench_run(bench, 30);
    assert_int_equal(bench->receipts, 1);
}

static bool
two_receipts_came(struct bench *bench)
{
    return bench->receipts == 2;
}

static void
a_receipt_is_acknowledged_with_the_flush(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");

    bench_send(channel, 1, "receipt");
    assert_true(bench_until(bench, a_receipt_came));
    assert_string_equal(bench->receipt.remote, "r0");
    bench_run(bench, 30);
    assert_int_equal(bench->receipts, 1);       /* not before it */
    channel_flush(channel);
    assert_true(bench_until(bench, two_receipts_came));
    assert_string_equal(bench->receipt.remote, "stored-4711");
}

static void
nothing_leaves_before_the_flush(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    struct dispatch dispatch = {
        .wave = 3, .person = 4, .attempt = 1, .to = "c:a@example.org",
        .text = "x", .until = 1799862600000, .urgent = true,
        .subject = "s", .topic = "t"
    };

    channel_send(channel, &dispatch);
    bench_run(bench, 50);
    assert_int_equal(bench->count, 0);
    assert_int_equal(channel_room(channel), 7);
    channel_flush(channel);
    assert_true(bench_until_results(bench, 1));
}

static void
a_message_that_never_left_may_be_tried_again(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    struct dispatch dispatch = {
        .wave = 3, .person = 4, .attempt = 1, .to = "c:x", .text = "x",
        .until = NEVER
    };
    struct channel_status status;

    channel_send(channel, &dispatch);
    channel_status(channel, &status);
    kill(status.pid, SIGKILL);
    assert_true(bench_until_results(bench, 1));
    assert_int_equal(bench->results[0].outcome, ALLO_RETRY);
    assert_false(bench->results[0].quarantine);
    assert_true(bench_until_ready(bench, channel));
}

/* A bad channel dies with a message, comes back, and dies with it again. */
static void
dies_twice(struct bench *bench, const char *name, const char *word)
{
    struct channel *good = ready(bench, "tests/channels/good_echo");
    struct channel *bad = ready(bench, name);
    struct channel_status status;
    const struct told *told;

    bench_send(bad, 1, "die");
    bench_send(good, 1, "hello");
    assert_true(bench_until_results(bench, 2));
    assert_int_equal(outcome_of(bench, good, 1), ALLO_DELIVERED);
    told = bench_result(bench, bad, 1);
    assert_int_equal(told->outcome, ALLO_UNKNOWN);
    assert_false(told->quarantine);
    assert_true(bench_until_ready(bench, bad));
    channel_status(bad, &status);
    assert_int_equal(status.deaths, 1);
    if (strstr(status.last_error, word) == NULL)
        fail_msg("'%s' is not about '%s'", status.last_error, word);

    bench_send(bad, 1, "die");          /* the resend that rule 4 allows */
    assert_true(bench_until_results(bench, 3));
    told = bench_result(bench, bad, 1);
    assert_int_equal(told->outcome, ALLO_UNKNOWN);
    assert_true(told->quarantine);

    /* the channel goes on, and so does the other one */
    assert_true(bench_until_ready(bench, bad));
    bench_send(bad, 2, "hello");
    bench_send(good, 2, "hello");
    assert_true(bench_until_results(bench, 5));
    assert_int_equal(outcome_of(bench, bad, 2), ALLO_DELIVERED);
    assert_int_equal(outcome_of(bench, good, 2), ALLO_DELIVERED);
    channel_status(good, &status);
    assert_int_equal(status.deaths, 0);
    bench_run(bench, 30);
    assert_int_equal(bench->count, 5);
}

static void
a_crash_is_unknown(void **state)
{
    dies_twice(*state, "tests/channels/bad_segv", "signal 11");
}

static void
an_abort_is_unknown(void **state)
{
    dies_twice(*state, "tests/channels/bad_abort", "signal 6");
}

static void
an_exit_is_unknown(void **state)
{
    dies_twice(*state, "tests/channels/bad_exit", "status 0");
}

static void
a_hang_ends_at_the_deadline(void **state)
{
    dies_twice(*state, "tests/channels/bad_hang", "answered in time");
}

static void
a_spin_ends_at_the_deadline(void **state)
{
    dies_twice(*state, "tests/channels/bad_spin", "answered in time");
}

static void
garbage_on_the_wire_ends_it(void **state)
{
    dies_twice(*state, "tests/channels/bad_garbage", "speak the wire");
}

static void
a_flood_ends_it(void **state)
{
    dies_twice(*state, "tests/channels/bad_flood", "");
}

static void
endless_lies_end_it(void **state)
{
    dies_twice(*state, "tests/channels/bad_lies", "not asked");
}

static void
a_lie_is_not_believed(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/bad_lies");
    struct channel_status status;

    bench_send(channel, 5, "hello");
    assert_true(bench_until_results(bench, 1));
    bench_run(bench, 50);
    assert_int_equal(bench->count, 1);
    assert_int_equal(outcome_of(bench, channel, 5), ALLO_DELIVERED);
    assert_int_equal(channel_window(channel), 1);       /* not 60000 */
    channel_status(channel, &status);
    assert_int_equal(status.strays, 3);
    assert_int_equal(status.deaths, 0);
}

/* What only a reload mends is not tried again and again. */
static void
fails_for_good(struct bench *bench, const struct channel_config *config,
               const char *reason)
{
    struct channel *channel = bench_add(bench, config);
    struct channel_status status;
    uint64_t pid_is_gone;

    assert_true(bench_until_state(bench, channel, CHANNEL_FAILED));
    channel_status(channel, &status);
    if (strstr(status.reason, reason) == NULL)
        fail_msg("'%s' does not say '%s'", status.reason, reason);
    assert_int_equal(channel_room(channel), 0);
    assert_true(status.next_restart == NEVER);
    bench_run(bench, 150);
    channel_status(channel, &status);
    assert_int_equal(status.state, CHANNEL_FAILED);
    pid_is_gone = (uint64_t)status.pid;
    assert_int_equal(pid_is_gone, 0);
}

static void
a_wrong_plugin_waits_for_a_reload(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_abi");

    fails_for_good(bench, &config, "another version");
    config = bench_config("tests/channels/bad_missing_symbol");
    fails_for_good(bench, &config, "nobody_has_this");
    config = bench_config("tests/channels/not_there");
    fails_for_good(bench, &config, "there is no plugin");
}

static void
a_wrong_setting_waits_for_a_reload(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_open");
    struct channel_setting settings[] = {
        { "serverr", "hunter2", true }, { "port", "0", false }
    };

    fails_for_good(bench, &config, "'server' is missing: host and port");
    config.setting_count = 1;
    config.settings = settings;
    fails_for_good(bench, &config, "did you mean 'server'?");
    settings[0].key = "server";
    config.setting_count = 2;
    fails_for_good(bench, &config, "'port' must be from 1 to 65535");
    config.setting_count = 1;
    fails_for_good(bench, &config, "the server of [...] is spelled wrong");
    assert_null(strstr(bench->log, "hunter2"));
    assert_null(strstr(bench->log, "470"));
}

static void
without_a_host_it_backs_off(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/good_echo");
    struct channel *channel;
    struct channel_status status;

    config.host = "/nonexistent/allo-host";
    config.backoff = MINUTE;
    channel = bench_add(bench, &config);
    assert_true(bench_until_state(bench, channel, CHANNEL_BACKOFF));
    bench_run(bench, 30);
    channel_status(channel, &status);
    assert_string_equal(status.reason, "allo-host cannot be executed");
    assert_true(status.next_restart > clock_now(&clock_system) + 40 * SECOND);
    assert_true(status.next_restart <= clock_now(&clock_system) + MINUTE);
    assert_int_equal(bench_children(), 0);
}

static bool
three_deaths(struct bench *bench)
{
    struct channel_status status;

    channel_status(bench->channels[0], &status);
    return status.deaths >= 3;
}

static void
a_channel_that_never_gets_ready_is_killed(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_start");
    struct channel_status status;

    config.start_timeout = 50;
    config.backoff = 5;
    bench_add(bench, &config);
    assert_true(bench_until(bench, three_deaths));
    channel_status(bench->channels[0], &status);
    assert_int_equal(status.ready, 0);
    assert_string_equal(status.last_error, "it was not ready in time");
}

static void
the_window_is_never_exceeded(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_later");
    uint64_t next = 0;

    assert_int_equal(channel_room(channel), 32);
    while (bench->count < 5000) {
        struct dispatch dispatch = { .wave = 9, .attempt = 1, .to = "c:1",
                                     .text = "x", .until = NEVER };

        while (next < 5000 && channel_room(channel) > 0) {
            dispatch.person = next++;
            channel_send(channel, &dispatch);
        }
        channel_flush(channel);
        assert_true(bench_until_results(bench, bench->count + 1));
    }
    for (size_t i = 0; i < bench->count; i++) {
        assert_int_equal(bench->results[i].outcome, ALLO_ACCEPTED);
        assert_string_equal(bench->results[i].remote, "remote");
    }
    assert_int_equal(bench->count, 5000);
    assert_int_equal(channel_room(channel), 32);
}

static void
one_too_many_is_refused(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/bad_slow");
    char *big = malloc(70000);

    for (uint64_t i = 0; i < 5; i++)
        bench_send(channel, i, "x");
    assert_int_equal(bench->count, 0);  /* never from inside a call */
    assert_true(bench_until_results(bench, 5));
    assert_int_equal(outcome_of(bench, channel, 4), ALLO_RETRY);
    for (uint64_t i = 0; i < 4; i++)
        assert_int_equal(outcome_of(bench, channel, i), ALLO_DELIVERED);
    memset(big, 'x', 69999);
    big[69999] = '\0';
    bench_send(channel, 6, big);
    assert_true(bench_until_results(bench, 6));
    assert_int_equal(outcome_of(bench, channel, 6), ALLO_REJECTED);
    big[60000] = '\0';
    bench_send(channel, 7, big);
    assert_true(bench_until_results(bench, 7));
    assert_int_equal(outcome_of(bench, channel, 7), ALLO_DELIVERED);
    free(big);
}

static void
the_other_channels_do_not_wait(void **state)
{
    struct bench *bench = *state;
    struct channel *good = ready(bench, "tests/channels/good_echo");
    struct channel_config config = bench_config("tests/channels/bad_hang");
    struct channel *hang;
    instant worst = 0;

    config.deadline = 9 * SECOND;
    hang = bench_add(bench, &config);
    assert_true(bench_until_ready(bench, hang));
    bench_send(hang, 1, "die");
    for (uint64_t i = 0; i < 50; i++) {
        instant start = clock_monotonic(&clock_system);

        bench_send(good, i, "hello");
        assert_true(bench_until_results(bench, i + 1));
        start = clock_monotonic(&clock_system) - start;
        worst = start > worst ? start : worst;
    }
    assert_true(worst < 3 * SECOND);
    assert_null(bench_result(bench, hang, 1));
}

static void
a_stop_drains(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/bad_slow");

    for (uint64_t i = 0; i < 4; i++)
        bench_send(channel, i, "x");
    channel_stop(channel);
    assert_int_equal(channel_room(channel), 0);
    assert_false(channel_idle(channel));
    assert_true(bench_until_state(bench, channel, CHANNEL_IDLE));
    assert_int_equal(bench->count, 4);
    for (uint64_t i = 0; i < 4; i++)
        assert_int_equal(outcome_of(bench, channel, i), ALLO_DELIVERED);
    assert_true(channel_idle(channel));
    assert_int_equal(bench_children(), 0);
    channel_start(channel);             /* and it can be had again */
    assert_true(bench_until_ready(bench, channel));
}

static void
a_stop_with_something_queued_waits_for_the_flush(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    struct dispatch dispatch = { .wave = 1, .person = 1, .to = "c:1",
                                 .text = "x", .until = NEVER };

    channel_send(channel, &dispatch);
    channel_stop(channel);
    bench_run(bench, 50);
    assert_int_equal(bench->count, 0);
    channel_flush(channel);
    assert_true(bench_until_state(bench, channel, CHANNEL_IDLE));
    assert_int_equal(bench->count, 1);
    assert_int_equal(bench->results[0].outcome, ALLO_DELIVERED);
}

static void
a_stop_ends_in_time(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_hang");
    struct channel *channel;

    config.deadline = 700;
    config.grace = 100;
    channel = bench_add(bench, &config);
    assert_true(bench_until_ready(bench, channel));
    bench_send(channel, 1, "die");
    channel_stop(channel);
    assert_true(bench_until_state(bench, channel, CHANNEL_IDLE));
    assert_int_equal(outcome_of(bench, channel, 1), ALLO_UNKNOWN);
    assert_int_equal(bench_children(), 0);
}

static void
a_stop_of_what_is_down_is_at_once(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_abi");
    struct channel *channel = bench_add(bench, &config);
    int changes;

    assert_true(bench_until_state(bench, channel, CHANNEL_FAILED));
    changes = bench->changes;
    channel_stop(channel);
    assert_true(channel_idle(channel));
    assert_int_equal(bench->changes, changes);
    bench_run(bench, 10);
    assert_int_equal(bench->changes, changes + 1);
}

static void
a_link_that_is_down_takes_nothing(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    struct channel_status status;

    bench_send(channel, 1, "down");
    assert_true(bench_until_state(bench, channel, CHANNEL_DOWN));
    assert_int_equal(channel_room(channel), 0);
    channel_status(channel, &status);
    assert_string_equal(status.reason, "lost [...]");
}

static bool
there_is_room(struct bench *bench)
{
    return channel_room(bench->channels[0]) > 0;
}

static void
throttling_pauses_the_channel(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    instant start = clock_monotonic(&clock_system);
    struct channel_status status;
    int changes;

    bench_send(channel, 1, "throttle");
    assert_true(bench_until_results(bench, 1));
    assert_int_equal(bench->results[0].retry_after, 1);
    assert_int_equal(channel_room(channel), 0);
    assert_true(channel_wait(channel) > 500);
    channel_status(channel, &status);
    assert_int_equal(status.state, CHANNEL_PAUSED);
    changes = bench->changes;
    assert_true(bench_until(bench, there_is_room));
    assert_true(clock_monotonic(&clock_system) - start >= 900);
    bench_run(bench, 20);
    assert_true(bench->changes > changes);
}

static void
the_rate_holds(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/good_echo");
    struct channel *channel;
    instant start;
    uint64_t next = 0;

    config.rate = 50;
    channel = bench_add(bench, &config);
    assert_true(bench_until_ready(bench, channel));
    start = clock_monotonic(&clock_system);
    while (next < 30) {
        while (channel_room(channel) > 0 && next < 30)
            bench_send(channel, next++, "x");
        bench->changes = 0;
        event_base_loop(bench->base, EVLOOP_ONCE);
    }
    assert_true(bench_until_results(bench, 30));
    /* 5 at once, then 25 at 50 a second */
    assert_true(clock_monotonic(&clock_system) - start >= 450);
}

/* How long eight messages of 30 ms take. */
static instant
eight_slow_ones(struct bench *bench, struct channel *channel)
{
    instant start = clock_monotonic(&clock_system);
    size_t before = bench->count;

    for (uint64_t i = 0; i < 8; i++)
        bench_send(channel, before + i, "x");
    assert_true(bench_until_results(bench, before + 8));
    return clock_monotonic(&clock_system) - start;
}

static void
workers_share_the_work(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_slow");
    struct channel *channel;
    struct channel_status status;
    int tries = 0;

    config.workers = 4;
    channel = bench_add(bench, &config);
    do {
        bench_run(bench, 5);
        channel_status(channel, &status);
    } while (status.ready < 4);
    assert_int_equal(channel_room(channel), 16);
    /* one worker cannot, however idle the machine is; four must manage once,
     * however busy it is */
    while (eight_slow_ones(bench, channel) >= 8 * 30)
        assert_true(++tries < 20);
}

static void
a_leaking_process_is_replaced_in_time(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/bad_leak_fd");
    struct channel *channel;
    struct channel_status status;

    config.recycle = 500;               /* it can have 1024 */
    channel = bench_add(bench, &config);
    for (uint64_t i = 0; i < 2000; i++) {
        assert_true(bench_until(bench, there_is_room));
        bench_send(channel, i, "x");
        assert_true(bench_until_results(bench, i + 1));
        assert_int_equal(outcome_of(bench, channel, i), ALLO_DELIVERED);
    }
    channel_status(channel, &status);
    assert_int_equal(status.deaths, 0);
}

static void
an_idle_process_that_stands_still_is_replaced(void **state)
{
    struct bench *bench = *state;
    struct channel_config config = bench_config("tests/channels/good_echo");
    struct channel *channel;
    struct channel_status status;
    pid_t old;

    config.ping = 50;
    channel = bench_add(bench, &config);
    assert_true(bench_until_ready(bench, channel));
    channel_status(channel, &status);
    old = status.pid;
    bench_run(bench, 300);              /* pings are answered */
    channel_status(channel, &status);
    assert_int_equal(status.pid, old);
    kill(old, SIGSTOP);
    assert_true(bench_until_state(bench, channel, CHANNEL_BACKOFF));
    assert_true(bench_until_ready(bench, channel));
    channel_status(channel, &status);
    assert_true(status.pid != old);
    assert_string_equal(status.last_error, "it answers no ping");
}

static void
nothing_is_left_behind(void **state)
{
    struct bench *bench = *state;
    int before = bench_descriptors();
    struct channel_config config = bench_config("tests/channels/bad_segv");
    struct channel *channel;

    config.backoff = 1;
    channel = bench_add(bench, &config);
    for (uint64_t i = 0; i < 6; i++) {
        assert_true(bench_until_ready(bench, channel));
        assert_int_equal(bench_children(), 1);
        bench_send(channel, i, "die");
        assert_true(bench_until_results(bench, i + 1));
    }
    channel_stop(channel);
    assert_true(bench_until_state(bench, channel, CHANNEL_IDLE));
    assert_int_equal(bench_children(), 0);
    assert_int_equal(bench_descriptors(), before);
}

static void
children_are_reaped_without_the_signal(void **state)
{
    struct bench *bench = *state;
    struct channel *channel;

    event_del(bench->children);
    channel = ready(bench, "tests/channels/bad_segv");
    bench_send(channel, 1, "die");
    assert_true(bench_until_results(bench, 1));
    assert_true(bench_until_ready(bench, channel));
    assert_int_equal(bench_children(), 1);
}

static void
a_process_has_only_what_it_needs(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    struct channel_status status;
    char path[64], text[8192] = "";
    FILE *file;

    channel_status(channel, &status);
    snprintf(path, sizeof(path), "/proc/%d/environ", (int)status.pid);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    for (size_t i = 0; i < sizeof(text) - 1; i++)
        text[i] = text[i] == '\0' ? '\n' : text[i];
    assert_non_null(strstr(text, "PATH=/usr/local/bin"));
    assert_null(strstr(text, "ALLO_"));
    assert_null(strstr(text, "HOME="));
    for (int fd = 5; fd < 64; fd++) {   /* 4 is its own event */
        snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)status.pid, fd);
        assert_int_equal(access(path, F_OK), -1);
    }
    snprintf(path, sizeof(path), "/proc/%d/status", (int)status.pid);
    file = fopen(path, "r");
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    assert_non_null(strstr(text, "NoNewPrivs:\t1"));
}

static void
a_reload_sees_what_is_the_same(void **state)
{
    struct channel_setting one[] = { { "a", "1", false }, { "b", "2", true } };
    struct channel_setting two[] = { { "b", "2", true }, { "a", "1", false } };
    struct channel_config a = { .name = "n", .plugin = "p", .settings = one,
                                .setting_count = 2 }, b = a;

    (void)state;
    b.settings = two;
    b.deadline = MINUTE;                /* the default, said */
    b.workers = 1;
    assert_true(channel_same_config(&a, &b));
    b.rate = 1;
    assert_false(channel_same_config(&a, &b));
    b.rate = 0;
    two[0].value = "3";
    assert_false(channel_same_config(&a, &b));
    two[0].value = "2";
    b.setting_count = 1;
    assert_false(channel_same_config(&a, &b));
}

static void
its_noise_is_hushed(void **state)
{
    struct bench *bench = *state;
    struct channel *channel = ready(bench, "tests/channels/good_echo");
    int lines = 0;

    for (uint64_t i = 0; i < 200; i++) {
        bench_send(channel, i, "x");
        assert_true(bench_until_results(bench, i + 1));
    }
    bench_run(bench, 30);
    for (const char *at = bench->log;
         (at = strstr(at, "a library that prints")) != NULL; at++)
        lines++;
    assert_in_range(lines, 10, 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_outcome_comes_back),
        TEST(what_was_stored_is_acknowledged),
        TEST(a_receipt_is_acknowledged_with_the_flush),
        TEST(nothing_leaves_before_the_flush),
        TEST(a_message_that_never_left_may_be_tried_again),
        TEST(a_crash_is_unknown),
        TEST(an_abort_is_unknown),
        TEST(an_exit_is_unknown),
        TEST(a_hang_ends_at_the_deadline),
        TEST(a_spin_ends_at_the_deadline),
        TEST(garbage_on_the_wire_ends_it),
        TEST(a_flood_ends_it),
        TEST(endless_lies_end_it),
        TEST(a_lie_is_not_believed),
        TEST(a_wrong_plugin_waits_for_a_reload),
        TEST(a_wrong_setting_waits_for_a_reload),
        TEST(without_a_host_it_backs_off),
        TEST(a_channel_that_never_gets_ready_is_killed),
        TEST(the_window_is_never_exceeded),
        TEST(one_too_many_is_refused),
        TEST(the_other_channels_do_not_wait),
        TEST(a_stop_drains),
        TEST(a_stop_with_something_queued_waits_for_the_flush),
        TEST(a_stop_ends_in_time),
        TEST(a_stop_of_what_is_down_is_at_once),
        TEST(a_link_that_is_down_takes_nothing),
        TEST(throttling_pauses_the_channel),
        TEST(the_rate_holds),
        TEST(workers_share_the_work),
        TEST(a_leaking_process_is_replaced_in_time),
        TEST(an_idle_process_that_stands_still_is_replaced),
        TEST(nothing_is_left_behind),
        TEST(children_are_reaped_without_the_signal),
        TEST(a_process_has_only_what_it_needs),
        TEST(a_reload_sees_what_is_the_same),
        TEST(its_noise_is_hushed),
    };

    return cmocka_run_group_tests_name("channel", tests, NULL, NULL);
}
