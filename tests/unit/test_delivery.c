/* facts, belief, policy, clockguard: the pure rules of delivery */
#include "unit.h"

#include <string.h>

#include "belief/belief.h"
#include "delivery/clockguard.h"
#include "delivery/facts.h"
#include "delivery/loopguard.h"
#include "delivery/policy.h"

/* -- facts and belief -------------------------------------------------------------- */

static struct facts
facts(instant start, const char *place)
{
    return (struct facts){ .start = start, .place = place };
}

static unsigned
places(const char *told, const char *truth)
{
    struct facts a = facts(1, told), b = facts(1, truth);

    return facts_compare(&a, &b);
}

static void
a_place_is_the_same_whatever_its_case_and_marks(void **state)
{
    (void)state;
    assert_int_equal(places("De Kouter, Aalst", "de kouter (AALST)."),
                     FACTS_SAME);
    assert_int_equal(places("Café", "Cafe"), FACTS_PLACE);
    assert_int_equal(places("Zaal 1", "Zaal 12"), FACTS_PLACE);
    assert_int_equal(places("Zaal 12", "Zaal 1"), FACTS_PLACE);
    assert_int_equal(places("", "Zaal 1"), FACTS_PLACE);
    assert_int_equal(places("Zaal 1", ""), FACTS_SAME);
}

static void
an_end_that_is_not_said_is_no_difference(void **state)
{
    struct facts told = facts(10, "x"), truth = told;

    (void)state;
    truth.end = 20;
    assert_int_equal(facts_compare(&told, &truth), FACTS_SAME);
    assert_int_equal(facts_compare(&truth, &told), FACTS_SAME);
    told.end = 21;
    assert_int_equal(facts_compare(&told, &truth), FACTS_TIME);
}

static void
what_is_cancelled_twice_is_the_same(void **state)
{
    struct facts told = facts(10, "x"), truth = facts(11, "y");

    (void)state;
    told.cancelled = truth.cancelled = true;
    assert_int_equal(facts_compare(&told, &truth), FACTS_SAME);
    told.cancelled = false;
    assert_int_equal(facts_compare(&told, &truth), FACTS_CANCELLED);
    told.cancelled = true;
    truth.cancelled = false;
    assert_int_equal(facts_compare(&told, &truth),
                     FACTS_RESTORED | FACTS_TIME | FACTS_PLACE);
}

static void
each_difference_has_its_correction(void **state)
{
    static const struct {
        instant start;
        const char *place;
        bool was_off, is_off, differs;
        enum purpose purpose;
    } cases[] = {
        { 10, "x", false, false, false, PURPOSE_COUNT },
        { 11, "x", false, false, true, PURPOSE_MOVED },
        { 10, "y", false, false, true, PURPOSE_PLACED },
        { 11, "y", false, false, true, PURPOSE_CHANGED },
        { 11, "y", false, true, true, PURPOSE_CANCELLED },
        { 10, "x", true, false, true, PURPOSE_RESTORED },
        { 11, "y", true, false, true, PURPOSE_RESTORED },
        { 11, "y", true, true, false, PURPOSE_COUNT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct facts told = facts(10, "x");
        struct facts truth = facts(cases[i].start, cases[i].place);
        enum purpose purpose = PURPOSE_COUNT;

        told.cancelled = cases[i].was_off;
        truth.cancelled = cases[i].is_off;
        assert_int_equal(belief_correction(&told, &truth, &purpose),
                         cases[i].differs);
        assert_int_equal(purpose, cases[i].purpose);
    }
}

static void
a_correction_is_fresh_for_a_while(void **state)
{
    (void)state;
    assert_true(belief_fresh(0, HOUR - 1, false));
    assert_false(belief_fresh(0, HOUR, false));
    assert_true(belief_fresh(0, 12 * HOUR - 1, true));
    assert_false(belief_fresh(0, 12 * HOUR, true));
}

/* -- what to do with an unknown ------------------------------------------------------ */

static struct policy_unknown
question(instant to_go, bool next_channel)
{
    return (struct policy_unknown){
        .purpose = PURPOSE_REMINDER, .unknowns = 1,
        .next_channel = next_channel, .since = 1000 * HOUR,
        .now = 1000 * HOUR, .until = 1000 * HOUR + to_go,
    };
}

static void
an_unknown_with_time_waits_for_a_receipt_first(void **state)
{
    struct policy_unknown unknown = question(DAY, true);
    instant at = 0;

    (void)state;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_WAIT);
    assert_int_equal(at, unknown.since + 15 * MINUTE);
    unknown.now = at - 1;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_WAIT);
    unknown.now = at;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_NEXT_CHANNEL);
    unknown.next_channel = false;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_RESEND);
    unknown.unknowns = 2;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_GIVE_UP);
}

static void
an_unknown_without_time_goes_to_the_next_channel_or_to_a_person(void **state)
{
    struct policy_unknown unknown = question(3 * HOUR - 1, true);
    instant at = 0;

    (void)state;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_NEXT_CHANNEL);
    unknown.next_channel = false;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_GIVE_UP);
    unknown = question(3 * HOUR, false);
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_WAIT);
}

static void
an_answer_is_never_sent_again(void **state)
{
    struct policy_unknown unknown = question(DAY, true);
    instant at = 0;

    (void)state;
    unknown.purpose = PURPOSE_STOPPED;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_GIVE_UP);
    unknown.purpose = PURPOSE_CANCELLED;
    assert_int_equal(policy_unknown(&unknown, &at), POLICY_WAIT);
}

static void
the_wait_after_a_no_doubles_up_to_five_minutes(void **state)
{
    struct random random;
    instant least = 5 * SECOND;

    (void)state;
    random_seed(&random, 1);
    for (int attempt = 1; attempt < 40; attempt++) {
        instant wait = policy_backoff(attempt, 0, &random);

        assert_true(wait >= least && wait < least + least / 4);
        least = 2 * least < 5 * MINUTE ? 2 * least : 5 * MINUTE;
    }
    assert_int_equal(policy_backoff(1, HOUR, &random), HOUR);
}

/* -- the clock -------------------------------------------------------------------------- */

static struct clockguard guard;

/* The wall, and how long the machine runs. */
static bool
look(instant wall, instant monotonic)
{
    return clockguard_look(&guard, wall, monotonic, true);
}

static void
a_clock_is_trusted_when_it_is_synchronised_and_not_behind(void **state)
{
    (void)state;
    clockguard_init(&guard, 100 * DAY);
    assert_false(look(99 * DAY, 1 * HOUR));
    assert_non_null(guard.reason);
    assert_false(clockguard_look(&guard, 101 * DAY, 1 * HOUR, false));
    assert_true(look(101 * DAY, 1 * HOUR));
    assert_null(guard.reason);
}

static void
a_jump_holds_until_somebody_confirms_it(void **state)
{
    (void)state;
    clockguard_init(&guard, 0);
    assert_true(look(100 * DAY, HOUR));
    assert_true(look(100 * DAY + 9 * MINUTE, HOUR));
    assert_false(look(100 * DAY + 9 * MINUTE + 11 * MINUTE, HOUR));
    assert_false(look(100 * DAY + HOUR, 2 * HOUR - 20 * MINUTE));
    clockguard_confirm(&guard);
    assert_true(look(100 * DAY + HOUR, 2 * HOUR - 20 * MINUTE));
}

static void
a_jump_that_is_taken_back_is_forgotten(void **state)
{
    (void)state;
    clockguard_init(&guard, 0);
    assert_true(look(100 * DAY, HOUR));
    assert_false(look(130 * DAY, HOUR));
    assert_true(look(100 * DAY + MINUTE, HOUR + MINUTE));
}

static void
a_clock_that_was_set_at_the_start_has_not_jumped(void **state)
{
    (void)state;
    clockguard_init(&guard, 50 * DAY);
    assert_false(look(0, MINUTE));
    assert_true(look(100 * DAY, 2 * MINUTE));
}

static void
a_clock_that_lost_its_source_cannot_go_back(void **state)
{
    (void)state;
    clockguard_init(&guard, 0);
    assert_true(look(100 * DAY, HOUR));
    assert_false(clockguard_look(&guard, 100 * DAY, HOUR, false));
    assert_false(look(99 * DAY, HOUR));
    assert_true(look(100 * DAY - 5 * MINUTE, HOUR));
}

/* -- loops ------------------------------------------------------------------------- */

static void
the_sixth_of_a_text_in_half_an_hour_is_a_loop(void **state)
{
    struct loopguard loops = { 0 };

    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_false(loopguard_stops(&loops, 7, DAY + i * MINUTE));
        loopguard_count(&loops, 7, DAY + i * MINUTE);
    }
    assert_true(loopguard_stops(&loops, 7, DAY + 5 * MINUTE));
    assert_true(loopguard_stops(&loops, 7, DAY + 30 * MINUTE - SECOND));
    assert_false(loopguard_stops(&loops, 7, DAY + 31 * MINUTE));
    assert_false(loopguard_stops(&loops, 8, DAY + 5 * MINUTE));
    loopguard_count(&loops, 7, DAY + 31 * MINUTE);
    loopguard_count(&loops, 7, DAY + 31 * MINUTE);
    assert_true(loopguard_stops(&loops, 7, DAY + 31 * MINUTE));
    loopguard_free(&loops);
}

static void
many_texts_are_no_loop_and_are_forgotten(void **state)
{
    struct loopguard loops = { 0 };

    (void)state;
    for (uint32_t i = 0; i < 100000; i++)
        loopguard_count(&loops, i * 64, DAY + i * SECOND);
    assert_true(loops.room <= 8192);
    for (uint32_t i = 0; i < 100000; i++)
        assert_false(loopguard_stops(&loops, i * 64, DAY + 100000 * SECOND));
    for (int i = 0; i < 5; i++)
        loopguard_count(&loops, 99999 * 64, DAY + 100000 * SECOND);
    assert_true(loopguard_stops(&loops, 99999 * 64, DAY + 100001 * SECOND));
    loopguard_free(&loops);
}

static void
a_clock_that_is_put_back_stops_nothing(void **state)
{
    struct loopguard loops = { 0 };

    (void)state;
    for (int i = 0; i < 5; i++)
        loopguard_count(&loops, 7, 2 * DAY);
    assert_false(loopguard_stops(&loops, 7, DAY));
    loopguard_free(&loops);
}

static void
what_was_refused_does_not_count(void **state)
{
    struct loopguard loops = { 0 };

    (void)state;
    for (int i = 0; i < 50; i++) {
        assert_false(loopguard_stops(&loops, 7, DAY + i * MINUTE));
        loopguard_count(&loops, 7, DAY + i * MINUTE);
        loopguard_take_back(&loops, 7);
    }
    for (int i = 0; i < 5; i++)
        loopguard_count(&loops, 7, DAY + HOUR);
    assert_true(loopguard_stops(&loops, 7, DAY + HOUR));
    loopguard_take_back(&loops, 7);
    assert_false(loopguard_stops(&loops, 7, DAY + HOUR));
    loopguard_free(&loops);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_the_same_whatever_its_case_and_marks),
        cmocka_unit_test(an_end_that_is_not_said_is_no_difference),
        cmocka_unit_test(what_is_cancelled_twice_is_the_same),
        cmocka_unit_test(each_difference_has_its_correction),
        cmocka_unit_test(a_correction_is_fresh_for_a_while),
        cmocka_unit_test(an_unknown_with_time_waits_for_a_receipt_first),
        cmocka_unit_test(
            an_unknown_without_time_goes_to_the_next_channel_or_to_a_person),
        cmocka_unit_test(an_answer_is_never_sent_again),
        cmocka_unit_test(the_wait_after_a_no_doubles_up_to_five_minutes),
        cmocka_unit_test(
            a_clock_is_trusted_when_it_is_synchronised_and_not_behind),
        cmocka_unit_test(a_jump_holds_until_somebody_confirms_it),
        cmocka_unit_test(a_jump_that_is_taken_back_is_forgotten),
        cmocka_unit_test(a_clock_that_was_set_at_the_start_has_not_jumped),
        cmocka_unit_test(the_sixth_of_a_text_in_half_an_hour_is_a_loop),
        cmocka_unit_test(many_texts_are_no_loop_and_are_forgotten),
        cmocka_unit_test(what_was_refused_does_not_count),
        cmocka_unit_test(a_clock_that_is_put_back_stops_nothing),
        cmocka_unit_test(a_clock_that_lost_its_source_cannot_go_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
