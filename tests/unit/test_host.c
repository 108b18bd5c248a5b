/* host: the plugin's side of the wire, with a channel made on the spot */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "host/load.h"
#include "host/serve.h"

static const struct allo_host *lent;
static enum allo_outcome answer;
static uint64_t taken[8];
static int take, settle_first;
static char seen_to[64], seen_field[64];

static int
test_open(const struct allo_host *host, void **self)
{
    *self = NULL;
    lent = host;
    return 0;
}

static enum allo_outcome
test_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    (void)self;
    snprintf(seen_to, sizeof(seen_to), "%s", lent->field(message, "to"));
    snprintf(seen_field, sizeof(seen_field), "%s",
             lent->field(message, "nothing") == NULL ? "null" : "something");
    for (int i = 0; i < take; i++)
        taken[i] = lent->ticket(message);
    if (settle_first)
        lent->settle(taken[0], ALLO_DELIVERED, "early", NULL, 0);
    memset(verdict->reason, 'r', sizeof(verdict->reason));  /* no NUL */
    return answer;
}

static void
test_close(void *self)
{
    (void)self;
}

static const struct allo_channel channel = {
    .size = sizeof(struct allo_channel), .name = "test", .window = 2,
    .open = test_open, .send = test_send, .close = test_close
};

static struct host host;
static enum serve_state at;

/* Let the host hear a line; what it wrote is returned as text. */
static const char *
hear(const char *line)
{
    struct buffer wire = { 0 };
    struct frame frame;
    const char *why;

    buffer_add_text(&wire, line);
    buffer_add_byte(&wire, '\n');
    assert_int_equal(frame_next(&wire, &frame, &why), FRAME_OK);
    buffer_clear(&host.out);
    serve_frame(&host, &at, &frame);
    buffer_free(&wire);
    return buffer_text(&host.out);
}

static int
set_up(void **state)
{
    struct error error;

    (void)state;
    memset(&host, 0, sizeof(host));
    at = SERVE_SETTING;
    take = settle_first = 0;
    answer = ALLO_ACCEPTED;
    services_of(&host);
    return load_check(&channel, &host.channel, &error);
}

static int
tear_down(void **state)
{
    (void)state;
    settings_free(&host.settings);
    tickets_free(&host.tickets);
    buffer_free(&host.out);
    buffer_free(&host.sealed);
    buffer_free(&host.mended);
    return 0;
}

static void
it_starts_and_answers(void **state)
{
    const char *said;

    (void)state;
    assert_string_equal(hear("send\tid=1.1\tto=c:x\ttext="), "");
    assert_string_equal(hear("start"), "ready\twindow=2\n");
    said = hear("send\tid=1.1\tto=c:+32470\ttext=a");
    assert_non_null(strstr(said, "result\tid=1.1\toutcome=accepted\treason="));
    assert_string_equal(seen_to, "+32470");
    assert_string_equal(seen_field, "null");
    assert_string_equal(hear("ping"), "pong\n");
    assert_string_equal(hear("dance\ta=1"), "");
    assert_string_equal(hear("start"), "");
    assert_string_equal(hear("stop"), "");
    assert_int_equal(at, SERVE_STOPPING);
}

static void
a_check_answers_and_never_opens(void **state)
{
    static const struct allo_setting table[] = {
        { .key = "host", .kind = "text" },
        { .key = "port", .kind = "number 1 65535", .fallback = "2775" },
        { .key = "password", .kind = "secret" },
        { .key = NULL }
    };

    (void)state;
    host.checks = true;
    host.channel.settings = table;
    assert_string_equal(hear("set\thost=smsc.example"), "");
    assert_string_equal(hear("elsewhere\tpassword="), "");
    assert_string_equal(hear("start"), "ready\twindow=2\n");
    assert_int_equal(at, SERVE_STOPPING);
    assert_false(host.opened);
}

static void
a_check_tells_what_is_wrong(void **state)
{
    static const struct allo_setting table[] = {
        { .key = "password", .kind = "secret" },
        { .key = "port", .kind = "number 1 65535", .fallback = "2775" },
        { .key = NULL }
    };

    (void)state;
    host.channel.settings = table;
    host.checks = true;
    hear("elsewhere\tpassword=");
    hear("set\tport=99999");
    assert_string_equal(hear("start"), "failed\treason=setting 'port' must "
                        "be from 1 to 65535\tfinal=1\n");
    assert_false(host.opened);
    at = SERVE_SETTING;
    hear("set\tport=5");
    hear("set\tpassword=");
    assert_non_null(strstr(hear("start"), "setting 'password' is missing"));
    at = SERVE_SETTING;
    host.checks = false;
    hear("elsewhere\tpassword=");
    assert_non_null(strstr(hear("start"), "setting 'password' is missing"));
}

static void
a_sealed_address_that_is_none_is_no_send(void **state)
{
    (void)state;
    hear("start");
    seen_to[0] = '\0';
    assert_non_null(strstr(hear("send\tid=1.1\tto=z:?\ttext=a"),
                           "outcome=retry"));
    assert_non_null(strstr(hear("send\tid=1.1\ttext=a"), "outcome=retry"));
    assert_string_equal(seen_to, "");
}

static void
a_later_is_settled_once(void **state)
{
    (void)state;
    hear("start");
    answer = ALLO_LATER;
    take = 2;                           /* the same ticket, asked twice */
    assert_string_equal(hear("send\tid=1.1\tto=c:1\ttext="), "");
    assert_true(taken[0] != 0 && taken[0] == taken[1]);
    lent->settle(taken[0], ALLO_ACCEPTED, "r1", NULL, 0);
    assert_string_equal(buffer_text(&host.out),
                        "result\tid=1.1\toutcome=accepted\tremote=r1\n");
    buffer_clear(&host.out);
    lent->settle(taken[0], ALLO_ACCEPTED, "r1", NULL, 0);
    assert_null(strstr(buffer_text(&host.out), "result"));
    assert_non_null(strstr(buffer_text(&host.out), "log"));
    lent->settle(0, ALLO_ACCEPTED, NULL, NULL, 0);
    lent->settle(UINT64_MAX, ALLO_ACCEPTED, NULL, NULL, 0);
    assert_null(strstr(buffer_text(&host.out), "result"));
}

static void
every_id_is_answered_exactly_once(void **state)
{
    const char *said;

    (void)state;
    hear("start");
    answer = ALLO_LATER;                /* without a ticket */
    assert_non_null(strstr(hear("send\tid=1.1\tto=c:1\ttext="),
                           "outcome=unknown"));
    take = 1;
    settle_first = 1;                   /* settled in send, then put off */
    said = hear("send\tid=1.2\tto=c:1\ttext=");
    assert_string_equal(said,
                        "result\tid=1.2\toutcome=delivered\tremote=early\n");
    answer = ALLO_REJECTED;             /* settled in send, and answered */
    said = hear("send\tid=1.3\tto=c:1\ttext=");
    assert_string_equal(said,
                        "result\tid=1.3\toutcome=delivered\tremote=early\n"
                        "log\tpriority=3\tbreach=1\ttext=the plugin settled "
                        "a message and answered it\n");
    settle_first = 0;                   /* a ticket, and answered */
    said = hear("send\tid=1.4\tto=c:1\ttext=");
    assert_non_null(strstr(said, "id=1.4\toutcome=rejected"));
    assert_int_equal(host.tickets.taken, 0);
    answer = ALLO_UNDELIVERED;          /* no outcome of a send */
    assert_non_null(strstr(hear("send\tid=1.5\tto=c:1\ttext="),
                           "outcome=unknown"));
}

static void
more_than_the_window_is_refused(void **state)
{
    (void)state;
    hear("start");
    answer = ALLO_LATER;
    take = 1;
    assert_string_equal(hear("send\tid=1.1\tto=c:1\ttext="), "");
    assert_string_equal(hear("send\tid=1.2\tto=c:1\ttext="), "");
    assert_non_null(strstr(hear("send\tid=1.3\tto=c:1\ttext="),
                           "outcome=retry"));
    assert_string_equal(tickets_settle_any(&host.tickets), "1.1");
    assert_string_equal(tickets_settle_any(&host.tickets), "1.2");
    assert_null(tickets_settle_any(&host.tickets));
}

static void
services_say_what_a_frame_can_carry(void **state)
{
    static char big[100000];
    struct frame frame;
    const char *why;

    (void)state;
    hear("start");
    memset(big, '\xff', sizeof(big) - 1);
    buffer_clear(&host.out);
    lent->inbound(UINT64_MAX, big, big, big);
    lent->receipt(UINT64_MAX, big, ALLO_DELIVERED, big);
    lent->state(0, big);
    lent->log(99, "%s", big);
    memset(big, '\\', sizeof(big) - 1);
    lent->inbound(1, big, big, big);
    lent->inbound(1, NULL, NULL, NULL);
    lent->receipt(0, "\x01", ALLO_DELIVERED, NULL);
    lent->receipt(0, "a", ALLO_RETRY, NULL);
    for (int i = 0; i < 8; i++)
        assert_int_equal(frame_next(&host.out, &frame, &why), FRAME_OK);
    assert_int_equal(frame_next(&host.out, &frame, &why), FRAME_NONE);
}

static void
a_table_is_held_against_the_contract(void **state)
{
    struct allo_channel theirs = channel, ours;
    struct error error;
    struct {
        struct allo_channel channel;
        void *newer[4];
    } newer = { channel, { NULL } };

    (void)state;
    newer.channel.size = sizeof(newer);
    assert_int_equal(load_check(&newer.channel, &ours, &error), 0);
    assert_int_equal(load_check(NULL, &ours, &error), -1);
    theirs.size -= 8;
    assert_int_equal(load_check(&theirs, &ours, &error), -1);
    theirs.size = 1 << 20;
    assert_int_equal(load_check(&theirs, &ours, &error), -1);
    theirs = channel;
    theirs.send = NULL;
    assert_int_equal(load_check(&theirs, &ours, &error), -1);
    theirs = channel;
    theirs.name = "";
    assert_int_equal(load_check(&theirs, &ours, &error), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_starts_and_answers),
        TEST(a_check_answers_and_never_opens),
        TEST(a_check_tells_what_is_wrong),
        TEST(a_sealed_address_that_is_none_is_no_send),
        TEST(a_later_is_settled_once),
        TEST(every_id_is_answered_exactly_once),
        TEST(more_than_the_window_is_refused),
        TEST(services_say_what_a_frame_can_carry),
        TEST(a_table_is_held_against_the_contract),
    };

    return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
