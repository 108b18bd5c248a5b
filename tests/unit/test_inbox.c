/* inbox: kept first, STOP at once, one answer, no loops; on both stores */
#include "unit.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "inbox/inbox.h"
#include "store_fixture.h"

static struct address_key key;

static struct inbox_verdict
receive(void **state, const char *from, const char *text, const char *name,
        instant at)
{
    const struct phone_rules rules = { .country = "BE" };
    struct fixture *fixture = *state;
    struct inbox_message message = { .channel = "sms", .text = text,
                                     .key = name, .at = at };
    struct inbox_verdict verdict;
    struct address address;

    assert_int_equal(address_phone(&address, from, &rules, NULL), 0);
    message.from = &address;
    inbox_receive(fixture->store, &key, &message, &verdict);
    return verdict;
}

static instant
stopped_at(void **state, const char *from)
{
    const struct phone_rules rules = { .country = "BE" };
    struct store *store = fixture_again(*state);
    unsigned char index[STORE_INDEX];
    struct address address;

    assert_int_equal(address_phone(&address, from, &rules, NULL), 0);
    address_index(&key, &address, index);
    return store->stop_get(store, index);
}

struct noticed {
    int count;
    char text[300];
};

static bool
on_notice(void *self, instant at, const char *text)
{
    struct noticed *noticed = self;

    (void)at;
    noticed->count++;
    snprintf(noticed->text, sizeof(noticed->text), "%s", text);
    return true;
}

static struct noticed
notices(void **state)
{
    struct fixture *fixture = *state;
    struct noticed noticed = { .count = 0 };

    fixture->store->notices(fixture->store, 100, on_notice, &noticed);
    return noticed;
}

static void
a_stop_counts_at_once_in_any_writing_of_the_number(void **state)
{
    struct inbox_verdict verdict = receive(state, "0470 00 00 01", "sToP",
                                           "", 1000);

    assert_true(verdict.changed && verdict.answer);
    assert_int_equal(verdict.kind, INBOUND_STOP);
    assert_int_equal(verdict.purpose, PURPOSE_STOPPED);
    assert_int_equal(stopped_at(state, "+32470000001"), 1000);
    assert_int_equal(stopped_at(state, "+32470000002"), 0);
}

static void
a_second_stop_is_kept_and_not_answered(void **state)
{
    struct inbox_verdict first = receive(state, "0470000001", "STOP", "", 10);
    struct inbox_verdict second = receive(state, "0470000001", "STOP", "",
                                          20);

    assert_true(first.answer);
    assert_false(second.answer || second.changed || second.duplicate);
    assert_true(second.id > first.id);
    assert_int_equal(stopped_at(state, "0470000001"), 10);
}

static void
a_start_brings_back_and_only_that(void **state)
{
    struct inbox_verdict verdict;

    receive(state, "0470000001", "STOP", "", 10);
    verdict = receive(state, "0470000001", "ja", "", 20);
    assert_false(verdict.answer || verdict.changed);
    assert_int_equal(stopped_at(state, "0470000001"), 10);
    verdict = receive(state, "0470000001", "Start", "", 30);
    assert_true(verdict.answer);
    assert_int_equal(verdict.purpose, PURPOSE_STARTED);
    assert_int_equal(stopped_at(state, "0470000001"), 0);
    verdict = receive(state, "0470000001", "Start", "", 40);
    assert_false(verdict.answer);
}

static void
a_message_that_the_carrier_repeats_does_nothing(void **state)
{
    struct inbox_verdict verdict;

    receive(state, "0470000001", "STOP", "k1", 10);
    receive(state, "0470000001", "START", "k2", 20);
    verdict = receive(state, "0470000001", "STOP", "k1", 30);
    assert_true(verdict.duplicate);
    assert_false(verdict.answer || verdict.changed);
    assert_int_equal(stopped_at(state, "0470000001"), 0);
}

static void
what_may_mean_stop_is_put_to_the_coordinator(void **state)
{
    struct inbox_verdict verdict = receive(state, "0470000001",
                                           "Stop aan de bushalte?", "", 10);
    struct noticed noticed = notices(state);

    assert_int_equal(verdict.kind, INBOUND_MAYBE_STOP);
    assert_false(verdict.answer);
    assert_int_equal(noticed.count, 1);
    assert_non_null(strstr(noticed.text, "it may mean STOP"));
    assert_null(strstr(noticed.text, "0470"));
    assert_null(strstr(noticed.text, "bushalte"));
    assert_int_equal(stopped_at(state, "0470000001"), 0);
}

/* A person with this number. */
static void
know(void **state, const char *handle, const char *number)
{
    const struct phone_rules rules = { .country = "BE" };
    struct fixture *fixture = *state;
    struct address address;
    struct store_address stored = { .kind = ADDRESS_PHONE };
    struct store_person person = {
        .handle = handle, .name = "", .language = "nl", .source = "x",
        .reach = "", .address_count = 1, .addresses = &stored,
    };

    assert_int_equal(address_phone(&address, number, &rules, NULL), 0);
    stored.sealed = address.sealed;
    address_index(&key, &address,
                  (unsigned char *)(uintptr_t)stored.index);
    fixture->store->person_put(fixture->store, &person);
}

static void
the_coordinator_is_told_who_wrote_and_once_a_day(void **state)
{
    struct noticed noticed;

    know(state, "aya", "0470 12 34 56");
    know(state, "lien", "0470 12 34 56");
    receive(state, "0470 12 34 56", "Stop met bellen aub", "1", 3 * DAY);
    receive(state, "0470 12 34 56", "Stop met bellen aub", "2",
            3 * DAY + HOUR);
    noticed = notices(state);
    assert_int_equal(noticed.count, 1);
    assert_string_equal(noticed.text, "'aya' or 'lien' wrote over 'sms': it "
                        "may mean STOP, but also something else; ask");
    receive(state, "0470 12 34 56", "Stop met bellen aub", "3", 4 * DAY);
    assert_int_equal(notices(state).count, 2);
    receive(state, "0470 65 43 21", "Stop met bellen aub", "4", 4 * DAY);
    noticed = notices(state);
    assert_int_equal(noticed.count, 3);
}

static void
a_loop_ends_and_is_told_once_but_each_stop_counts(void **state)
{
    struct inbox_verdict verdict;
    int answers = 0;

    for (int i = 0; i < 20; i++) {
        verdict = receive(state, "0470000001", i % 2 == 0 ? "STOP" : "START",
                          "", HOUR + i * SECOND);
        assert_true(verdict.changed);
        assert_int_equal(verdict.looping, i >= 5);
        answers += verdict.answer;
    }
    assert_int_equal(answers, 5);
    assert_int_equal(notices(state).count, 1);
    verdict = receive(state, "0470000001", "STOP", "", 2 * HOUR);
    assert_true(verdict.answer);
    assert_int_equal(stopped_at(state, "0470000001"), 2 * HOUR);
}

#define ON_BOTH(test)                                                        \
    cmocka_unit_test_setup_teardown(test, fixture_memory, fixture_end),      \
    cmocka_unit_test_setup_teardown(test, fixture_sqlite, fixture_end)

int
main(void)
{
    static const unsigned char bytes[ADDRESS_KEY] = { 7 };
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_stop_counts_at_once_in_any_writing_of_the_number),
        ON_BOTH(a_second_stop_is_kept_and_not_answered),
        ON_BOTH(a_start_brings_back_and_only_that),
        ON_BOTH(a_message_that_the_carrier_repeats_does_nothing),
        ON_BOTH(what_may_mean_stop_is_put_to_the_coordinator),
        ON_BOTH(the_coordinator_is_told_who_wrote_and_once_a_day),
        ON_BOTH(a_loop_ends_and_is_told_once_but_each_stop_counts),
    };

    if (sodium_init() < 0)
        return 2;
    address_key_set(&key, bytes);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
