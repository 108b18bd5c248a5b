/* wire: the words of the contract */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "channel/channel.h"
#include "channel/wire.h"

/* Hear one line; the frame's texts last until the next call. */
static int
hear(const char *line, struct heard *heard, const char **why)
{
    static struct buffer wire;
    static struct frame frame;

    buffer_free(&wire);
    buffer_add_text(&wire, line);
    buffer_add_byte(&wire, '\n');
    *why = "";
    if (frame_next(&wire, &frame, why) != FRAME_OK)
        return -1;
    return wire_hear(&frame, heard, why);
}

static void
all_words_are_heard(void **state)
{
    struct heard heard;
    const char *why;

    (void)state;
    assert_int_equal(hear("hello\tabi=1\tname=smpp\tversion=2\ttraits=25",
                          &heard, &why), 0);
    assert_int_equal(heard.kind, HEARD_HELLO);
    assert_int_equal(heard.abi, 1);
    assert_string_equal(heard.name, "smpp");
    assert_int_equal(heard.traits, 25);
    assert_int_equal(hear("ready\twindow=100", &heard, &why), 0);
    assert_int_equal(heard.window, 100);
    assert_int_equal(hear("ready\twindow=-4", &heard, &why), 0);
    assert_int_equal(heard.window, 1);
    assert_int_equal(hear("ready\twindow=999999999", &heard, &why), 0);
    assert_int_equal(heard.window, 65536);
    assert_int_equal(hear("failed\treason=no\tfinal=1", &heard, &why), 0);
    assert_true(heard.final);
    assert_int_equal(hear("failed", &heard, &why), 0);
    assert_false(heard.final);
    assert_non_null(heard.reason);
    assert_int_equal(hear("result\tid=12.18446744073709551615\t"
                          "outcome=retry\tretry_after=9\treason=full",
                          &heard, &why), 0);
    assert_true(heard.named);
    assert_true(heard.wave == 12 && heard.person == UINT64_MAX);
    assert_int_equal(heard.outcome, ALLO_RETRY);
    assert_int_equal(heard.retry_after, 9);
    assert_string_equal(heard.reason, "full");
    assert_null(heard.remote);
    assert_int_equal(hear("receipt\tremote=a\toutcome=undelivered", &heard,
                          &why), 0);
    assert_int_equal(heard.outcome, ALLO_UNDELIVERED);
    assert_int_equal(hear("inbound\ttoken=5\tfrom=c:1\tto=2\ttext=ja", &heard,
                          &why), 0);
    assert_true(heard.token == 5);
    assert_int_equal(hear("state\tup=1", &heard, &why), 0);
    assert_true(heard.up);
    assert_int_equal(hear("log\tpriority=99", &heard, &why), 0);
    assert_int_equal(heard.priority, 7);
    assert_string_equal(heard.text, "");
    assert_int_equal(hear("pong", &heard, &why), 0);
    assert_int_equal(heard.kind, HEARD_PONG);
    assert_int_equal(hear("dance\tx=1", &heard, &why), 0);
    assert_int_equal(heard.kind, HEARD_NOTHING);
}

static void
what_is_no_way_to_speak_is_refused(void **state)
{
    static const char *const bad[] = {
        "result", "result\tid=1.1", "result\tid=1.1\toutcome=later",
        "result\tid=1.1\toutcome=undelivered", "result\toutcome=retry",
        "receipt\toutcome=delivered", "receipt\tremote=\toutcome=delivered",
        "receipt\tremote=a\toutcome=retry", "receipt\tremote=a",
        "inbound\ttoken=1", "inbound\ttoken=-1\tfrom=a\tto=b\ttext=c",
        "state", "state\tup=2", "hello\tabi=1",
        "result\tid=1.1\toutcome=retry\treason=\xff"
    };
    struct heard heard;
    const char *why;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(hear(bad[i], &heard, &why), -1);
        assert_true(*why != '\0');
    }
}

static void
only_our_own_ids_are_ids(void **state)
{
    static const char *const bad[] = {
        "", ".", "1", "1.", ".1", "1.1.1", "01.1", "1.01", "-1.1", "1.-1",
        " 1.1", "1.1 ", "1,1", "18446744073709551616.1", "0x1.1", "+1.1"
    };
    uint64_t wave, person;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(wire_id_parse(bad[i], &wave, &person));
    assert_true(wire_id_parse("0.0", &wave, &person));
    assert_true(wire_id_parse("7.1000000", &wave, &person));
    assert_true(wave == 7 && person == 1000000);
}

static void
a_send_says_it_all(void **state)
{
    struct dispatch dispatch = {
        .wave = UINT64_MAX, .person = 0, .attempt = 2, .to = "c:+32",
        .text = "a\tb\n", .subject = "s", .topic = "t", .replaces = "r1",
        .urgent = true,
        .until = 1799861400000
    };
    struct buffer wire = { 0 };
    struct wire_until until = { 0 };
    struct frame frame;
    const char *why;

    (void)state;
    wire_send(&wire, &dispatch, &until);
    dispatch.until += SECOND;
    wire_send(&wire, &dispatch, &until);
    dispatch = (struct dispatch){ .to = "c:", .text = "", .until = NEVER };
    wire_send(&wire, &dispatch, &until);
    assert_int_equal(frame_next(&wire, &frame, &why), FRAME_OK);
    assert_string_equal(frame.verb, "send");
    assert_string_equal(frame_get(&frame, "id"), "18446744073709551615.0");
    assert_string_equal(frame_get(&frame, "attempt"), "2");
    assert_string_equal(frame_get(&frame, "text"), "a\tb\n");
    assert_string_equal(frame_get(&frame, "urgency"), "high");
    assert_string_equal(frame_get(&frame, "replaces"), "r1");
    assert_string_equal(frame_get(&frame, "until"), "2027-01-13T17:30:00Z");
    assert_int_equal(frame_next(&wire, &frame, &why), FRAME_OK);
    assert_string_equal(frame_get(&frame, "until"), "2027-01-13T17:30:01Z");
    assert_int_equal(frame_next(&wire, &frame, &why), FRAME_OK);
    assert_null(frame_get(&frame, "until"));
    assert_null(frame_get(&frame, "subject"));
    assert_null(frame_get(&frame, "urgency"));
    assert_null(frame_get(&frame, "replaces"));
    buffer_free(&wire);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_words_are_heard),
        cmocka_unit_test(what_is_no_way_to_speak_is_refused),
        cmocka_unit_test(only_our_own_ids_are_ids),
        cmocka_unit_test(a_send_says_it_all),
    };

    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
