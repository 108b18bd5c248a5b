/* smpp plugin: against a real SMSC process, what the daemon is told */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "smpp_rig.h"

#define PHONE "+32470000001"
#define NONE ((const char *const[]){ NULL })
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

static char long_text[401];

static void
start(const char *const *smsc_options, const char *const *settings)
{
    rig_smsc_start(smsc_options);
    assert_int_equal(rig_open(settings), 0);
    assert_true(rig_bound());
}

static int
stop(void **state)
{
    (void)state;
    rig_close();
    rig_smsc_stop();
    return 0;
}

static void
send_later(const char *id, const char *text)
{
    assert_int_equal(rig_send(id, PHONE, text, NULL, NULL), ALLO_LATER);
}

/* The outcome of a message, which must come in time. */
static struct rig_event *
expect(const char *id, enum allo_outcome outcome)
{
    struct rig_event *event = rig_settled(id, 5000);

    assert_non_null(event);
    assert_int_equal(event->outcome, outcome);
    return event;
}

static void
expect_receipt(const char *remote, enum allo_outcome outcome)
{
    struct rig_event *event = rig_next(RIG_RECEIPT, 5000);

    assert_non_null(event);
    assert_string_equal(event->remote, remote);
    assert_int_equal(event->outcome, outcome);
}

static void
a_message_is_accepted_and_its_receipt_follows(void **state)
{
    struct rig_event *event;

    (void)state;
    start(NONE, NONE);
    assert_int_equal(rig_send("m1", PHONE, "Straks om 19u, tot dan! \u20ac",
                              "2027-01-13T17:30:00Z", NULL), ALLO_LATER);
    event = expect("m1", ALLO_ACCEPTED);
    assert_true(event->remote[0] != '\0');
    assert_true(rig_smsc_wait("\"submit\"", "Straks om 19u, tot dan! \u20ac",
                              1, 2000));
    assert_int_equal(rig_smsc_count("\"validity\":\"270113173000000+\"",
                                    "\"alphabet\":\"GSM-7\""), 1);
    assert_int_equal(rig_smsc_count("\"to\":\"+32470000001\"",
                                    "\"from\":\"+32470999999\""), 1);
    expect_receipt(event->remote, ALLO_DELIVERED);
}

static void
a_long_text_is_one_message_with_one_receipt(void **state)
{
    struct rig_event *event;

    (void)state;
    start(NONE, NONE);
    send_later("m1", long_text);
    event = expect("m1", ALLO_ACCEPTED);
    assert_true(rig_smsc_wait("\"submit\"", "\"parts\":3", 1, 2000));
    assert_int_equal(rig_smsc_count("\"submit\"", long_text), 1);
    expect_receipt(event->remote, ALLO_DELIVERED);
    assert_null(rig_next(RIG_RECEIPT, 300));
    /* 69 UTF-16 units and an emoji that must not be cut */
    send_later("m2", "\u0414\u0430 123456789 123456789 123456789 123456789 "
               "123456789 1234567890123 \U0001f44d \u0434\u0430");
    expect("m2", ALLO_ACCEPTED);
    assert_true(rig_smsc_wait("\"alphabet\":\"UCS-2\"", "\U0001f44d", 1,
                              2000));
}

static void
what_a_correction_replaces_is_taken_back(void **state)
{
    char first[64];

    (void)state;
    start(LIST("--receipt-delay", "1500"), LIST("replace=cancel"));
    send_later("m1", "Straks om 19u");
    text_copy(first, sizeof(first), expect("m1", ALLO_ACCEPTED)->remote);
    rig_replaces(first);
    send_later("m2", "Verplaatst naar 20u");
    rig_replaces(NULL);
    expect("m2", ALLO_ACCEPTED);
    assert_true(rig_smsc_wait("\"cancelled\"", first, 1, 2000));
    expect_receipt(first, ALLO_UNDELIVERED);
    /* and when it is too late, the correction goes out all the same */
    rig_replaces(first);
    send_later("m3", "Verplaatst naar 21u");
    rig_replaces(NULL);
    expect("m3", ALLO_ACCEPTED);
    assert_true(rig_smsc_wait("\"not-cancelled\"", first, 1, 2000));
    assert_true(rig_smsc_wait("\"submit\"", "Verplaatst", 2, 2000));
}

static void
a_text_of_several_parts_is_not_half_taken_back(void **state)
{
    char first[64];

    (void)state;
    start(LIST("--receipt-delay", "60000"), LIST("replace=cancel"));
    send_later("m1", long_text);
    text_copy(first, sizeof(first), expect("m1", ALLO_ACCEPTED)->remote);
    rig_replaces(first);
    send_later("m2", "Verplaatst naar 20u");
    expect("m2", ALLO_ACCEPTED);
    /* nor what an earlier process may have sent in parts */
    rig_replaces("4711");
    send_later("m3", "Verplaatst naar 21u");
    rig_replaces(NULL);
    expect("m3", ALLO_ACCEPTED);
    assert_int_equal(rig_smsc_count("cancelled", NULL), 0);
}

static void
nothing_is_taken_back_unless_it_is_asked(void **state)
{
    char first[64];

    (void)state;
    start(LIST("--receipt-delay", "60000"), NONE);
    send_later("m1", "Straks om 19u");
    text_copy(first, sizeof(first), expect("m1", ALLO_ACCEPTED)->remote);
    rig_replaces(first);
    send_later("m2", "Verplaatst naar 20u");
    rig_replaces(NULL);
    expect("m2", ALLO_ACCEPTED);
    assert_int_equal(rig_smsc_count("cancelled", NULL), 0);
}

static void
many_messages_share_a_small_window(void **state)
{
    char id[16];

    (void)state;
    start(LIST("--latency", "5"), LIST("window=7"));
    for (int sent = 0, settled = 0; settled < 210; settled++) {
        for (; sent < 210 && sent < settled + 7; sent++) {
            snprintf(id, sizeof(id), "m%d", sent);
            send_later(id, sent % 3 == 0 ? long_text : "kort");
        }
        snprintf(id, sizeof(id), "m%d", settled);
        expect(id, ALLO_ACCEPTED);
    }
    assert_true(rig_smsc_wait("\"submit\"", "kort", 140, 2000));
    assert_true(rig_smsc_wait("\"submit\"", "\"parts\":3", 70, 2000));
    assert_int_equal(rig_smsc_count("\"submit\"", NULL), 210);
}

static void
too_many_a_second_is_a_clear_no_with_a_pause(void **state)
{
    struct rig_event *event;

    (void)state;
    start(LIST("--throttle", "2"), NONE);
    for (int i = 0; i < 5; i++)
        send_later((const char *[]){ "a", "b", "c", "d", "e" }[i], "tekst");
    expect("a", ALLO_ACCEPTED);
    expect("b", ALLO_ACCEPTED);
    event = expect("c", ALLO_RETRY);
    assert_true(event->retry_after > 0);
    expect("e", ALLO_RETRY);
    assert_int_equal(rig_smsc_count("\"submit\"", NULL), 2);
}

static void
a_long_text_gets_through_a_throttle_whole(void **state)
{
    (void)state;
    start(LIST("--throttle", "2"), NONE);
    send_later("m1", long_text);
    expect("m1", ALLO_ACCEPTED);
    assert_true(rig_smsc_wait("\"submit\"", long_text, 1, 2000));
    assert_int_equal(rig_smsc_count("\"incomplete\"", NULL), 0);
}

static void
refusals_are_for_now_or_for_ever(void **state)
{
    struct rig_event *event;

    (void)state;
    start(LIST("--refuse", "0x14"), NONE);
    send_later("m1", "tekst");
    event = expect("m1", ALLO_RETRY);
    assert_true(event->retry_after > 0);
    stop(state);
    start(LIST("--refuse", "0x08"), NONE);
    send_later("m2", "tekst");
    expect("m2", ALLO_RETRY);
    stop(state);
    start(LIST("--refuse", "0x0b"), NONE);
    send_later("m3", "tekst");
    event = expect("m3", ALLO_REJECTED);
    assert_non_null(strstr(event->reason, "0x0000000b"));
    assert_null(strstr(event->reason, "3247"));
    assert_int_equal(rig_send("m4", "vader@example.org", "tekst", NULL, NULL),
                     ALLO_REJECTED);
    assert_int_equal(rig_smsc_count("\"refused\"", NULL), 1);
}

static void
a_lost_answer_is_unknown_until_the_receipt_tells(void **state)
{
    struct rig_event *event;

    (void)state;
    start(LIST("--lose-resp", "1", "--receipt-delay", "2500"),
          LIST("timeout=1"));
    send_later("m1", "tekst");
    send_later("m2", "nog een");
    expect("m2", ALLO_ACCEPTED);
    event = expect("m1", ALLO_UNKNOWN);
    assert_string_equal(event->remote, "unanswered:m1");
    /* the SMSC names the message by an id that we never saw, and by the
     * reference that we gave it */
    expect_receipt("unanswered:m1", ALLO_DELIVERED);
    assert_int_equal(rig_smsc_count("\"submit\"", NULL), 2);
}

static void
a_late_answer_is_told_as_such(void **state)
{
    (void)state;
    start(LIST("--latency", "1500", "--no-receipts"), LIST("timeout=1"));
    send_later("m1", "tekst");
    expect("m1", ALLO_UNKNOWN);
    expect_receipt("unanswered:m1", ALLO_ACCEPTED);
}

static void
a_break_makes_written_messages_unknown(void **state)
{
    struct allo_verdict verdict;
    struct rig_event *down;

    (void)state;
    start(LIST("--drop-after", "2", "--latency", "300"), NONE);
    send_later("m1", "een");
    send_later("m2", "twee");
    expect("m1", ALLO_UNKNOWN);
    expect("m2", ALLO_UNKNOWN);
    down = rig_next(RIG_STATE, 2000);
    assert_non_null(down);
    assert_int_equal(down->number, 0);
    /* nothing is handed over while there is no link */
    assert_int_equal(rig_send("m3", PHONE, "drie", NULL, &verdict),
                     ALLO_RETRY);
    assert_true(verdict.retry_after > 0);
    assert_true(rig_bound());
    send_later("m4", "vier");
    expect("m4", ALLO_ACCEPTED);
    assert_int_equal(rig_smsc_count("\"submit\"", "drie"), 0);
}

static void
nobody_there_is_a_clear_no(void **state)
{
    struct allo_verdict verdict;
    struct rig_event *event;

    (void)state;
    rig_smsc_start(NONE);
    rig_smsc_stop();                    /* its port is free again */
    assert_int_equal(rig_open(NONE), 0);
    send_later("m1", "tekst");          /* while the first try is under way */
    expect("m1", ALLO_RETRY);
    event = rig_next(RIG_STATE, 1000);
    assert_non_null(event);
    assert_int_equal(event->number, 0);
    assert_non_null(strstr(event->reason, "cannot connect"));
    assert_int_equal(rig_send("m2", PHONE, "tekst", NULL, &verdict),
                     ALLO_RETRY);
    assert_true(verdict.retry_after > 0);
}

static void
a_wrong_password_is_said_and_not_hammered(void **state)
{
    struct rig_event *event;
    struct allo_verdict verdict;

    (void)state;
    rig_smsc_start(LIST("--password", "geheim"));
    assert_int_equal(rig_open(LIST("password=fout")), 0);
    event = rig_next(RIG_STATE, 2000);
    assert_non_null(event);
    assert_int_equal(event->number, 0);
    assert_non_null(strstr(event->reason, "password"));
    assert_null(strstr(event->reason, "fout"));
    assert_int_equal(rig_send("m1", PHONE, "x", NULL, &verdict), ALLO_RETRY);
    assert_true(verdict.retry_after >= 15);
}

static void
what_is_useless_by_now_is_not_sent(void **state)
{
    (void)state;
    start(NONE, NONE);
    assert_int_equal(rig_send("m1", PHONE, "te laat", "2020-01-01T00:00:00Z",
                              NULL), ALLO_LATER);
    expect("m1", ALLO_RETRY);
    rig_run(100);
    assert_int_equal(rig_smsc_count("\"submit\"", NULL), 0);
}

static void
a_reply_is_acknowledged_only_when_it_is_stored(void **state)
{
    struct rig_event *event;

    (void)state;
    start(NONE, NONE);
    send_later("m1", "Kom je?");
    expect("m1", ALLO_ACCEPTED);
    rig_smsc_type("JA \u20ac \u00eb");
    event = rig_next(RIG_INBOUND, 2000);
    assert_non_null(event);
    assert_string_equal(event->remote, PHONE);
    assert_string_equal(event->reason, "+32470999999");
    assert_string_equal(event->text, "JA \u20ac \u00eb");
    rig_run(300);
    assert_int_equal(rig_smsc_count("\"acknowledged\"", NULL), 0);
    rig_stored(event->number);
    rig_stored(event->number);          /* twice does no harm */
    assert_true(rig_smsc_wait("\"acknowledged\"", "0x00", 1, 2000));
    rig_run(100);
    assert_int_equal(rig_smsc_count("\"acknowledged\"", NULL), 1);
}

static void
a_long_reply_comes_as_one(void **state)
{
    struct rig_event *event;
    char line[500];

    (void)state;
    start(NONE, NONE);
    snprintf(line, sizeof(line), "+32470000002 %s", long_text);
    rig_smsc_type(line);
    event = rig_next(RIG_INBOUND, 2000);
    assert_non_null(event);
    assert_string_equal(event->remote, "+32470000002");
    assert_string_equal(event->text, long_text);
    rig_stored(event->number);
    assert_true(rig_smsc_wait("\"acknowledged\"", NULL, 3, 2000));
}

static void
a_reply_that_was_not_stored_comes_again(void **state)
{
    struct rig_event *event;

    (void)state;
    start(LIST("--drop-after", "1"), NONE);
    rig_smsc_type(PHONE " STOP");
    assert_non_null(rig_next(RIG_INBOUND, 2000));
    send_later("m1", "breekt de verbinding");
    expect("m1", ALLO_UNKNOWN);
    event = rig_next(RIG_INBOUND, 5000);
    assert_non_null(event);
    assert_string_equal(event->text, "STOP");
    rig_stored(event->number);
    assert_true(rig_smsc_wait("\"acknowledged\"", "0x00", 1, 2000));
}

static void
receipts_are_matched_in_any_form(void **state)
{
    static const char *const forms[][3] = {
        { "--receipt-hex", NULL }, { "--receipt-early", NULL },
        { "--receipt-early", "--receipt-hex", NULL },
        { "--double-receipts", NULL }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        char remote[80];

        rig_smsc_start(forms[i]);
        assert_int_equal(rig_open(NONE), 0);
        assert_true(rig_bound());
        send_later("m1", "tekst");
        memcpy(remote, expect("m1", ALLO_ACCEPTED)->remote, sizeof(remote));
        expect_receipt(remote, ALLO_DELIVERED);
        if (i == 3)
            expect_receipt(remote, ALLO_DELIVERED);
        send_later("m2", long_text);
        memcpy(remote, expect("m2", ALLO_ACCEPTED)->remote, sizeof(remote));
        expect_receipt(remote, ALLO_DELIVERED);
        stop(state);
    }
}

static void
one_lost_part_is_a_lost_message(void **state)
{
    char remote[80];

    (void)state;
    start(LIST("--undelivered", "100"), NONE);
    send_later("m1", long_text);
    memcpy(remote, expect("m1", ALLO_ACCEPTED)->remote, sizeof(remote));
    expect_receipt(remote, ALLO_UNDELIVERED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, stop)
    const struct CMUnitTest tests[] = {
        TEST(a_message_is_accepted_and_its_receipt_follows),
        TEST(a_long_text_is_one_message_with_one_receipt),
        TEST(what_a_correction_replaces_is_taken_back),
        TEST(a_text_of_several_parts_is_not_half_taken_back),
        TEST(nothing_is_taken_back_unless_it_is_asked),
        TEST(many_messages_share_a_small_window),
        TEST(too_many_a_second_is_a_clear_no_with_a_pause),
        TEST(a_long_text_gets_through_a_throttle_whole),
        TEST(refusals_are_for_now_or_for_ever),
        TEST(a_lost_answer_is_unknown_until_the_receipt_tells),
        TEST(a_late_answer_is_told_as_such),
        TEST(a_break_makes_written_messages_unknown),
        TEST(nobody_there_is_a_clear_no),
        TEST(a_wrong_password_is_said_and_not_hammered),
        TEST(what_is_useless_by_now_is_not_sent),
        TEST(a_reply_is_acknowledged_only_when_it_is_stored),
        TEST(a_long_reply_comes_as_one),
        TEST(a_reply_that_was_not_stored_comes_again),
        TEST(receipts_are_matched_in_any_form),
        TEST(one_lost_part_is_a_lost_message),
    };

    for (int i = 0; i < 400; i++)
        long_text[i] = (char)(i % 7 == 6 ? ' ' : 'a' + i % 26);
    long_text[399] = '.';
    return cmocka_run_group_tests(tests, NULL, NULL);
}
