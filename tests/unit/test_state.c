/* state: every state and event against a table of its own, and what must
 * hold for any series of events */
#include "unit.h"

#include <string.h>

#include "base/random.h"
#include "delivery/state.h"

/* One line for each state, one letter for each event in the order of the
 * enum: due claim accepted delivered undelivered rejected retry lost give-up
 * silence expire cancel hold.  A letter is the state after, '.' nothing. */

enum { P, D, S, A, V, U, R, K, F, N, E, C, H };
static const char name_of[] = "PDSAVURKFNECH";

static const char *const expected[DELIVERY_STATES] = {
    [P] = "D.........ECH",
    [D] = ".SAV......ECH",
    [S] = "..AVURDK.....",
    [A] = "...VU....N...",
    [V] = ".............",
    [U] = ".............",
    [R] = ".............",
    [K] = "D.AVURD.F.FF.",
    [F] = "...VU........",
    [N] = "...VU........",
    [E] = ".............",
    [C] = ".............",
    [H] = "D.AV......EC.",
};

static void
every_state_and_event_is_as_written(void **state)
{
    (void)state;
    for (int s = 0; s < DELIVERY_STATES; s++) {
        assert_int_equal(strlen(expected[s]), DELIVERY_EVENTS);
        for (int e = 0; e < DELIVERY_EVENTS; e++) {
            enum delivery_state next = DELIVERY_STATES;
            bool moves = delivery_next((enum delivery_state)s,
                                       (enum delivery_event)e, &next);

            if (expected[s][e] == '.') {
                assert_false(moves);
                assert_int_equal(next, DELIVERY_STATES);
            } else {
                assert_true(moves);
                assert_int_equal(name_of[next], expected[s][e]);
            }
        }
    }
}

static void
what_is_no_state_goes_nowhere(void **state)
{
    enum delivery_state next = DELIVERY_DUE;

    (void)state;
    assert_false(delivery_next(DELIVERY_STATES, DELIVERY_ON_DUE, &next));
    assert_false(delivery_next((enum delivery_state)-1, DELIVERY_ON_DUE,
                               &next));
    assert_false(delivery_next(DELIVERY_DUE, DELIVERY_EVENTS, &next));
    assert_int_equal(next, DELIVERY_DUE);
    assert_string_equal(delivery_name(DELIVERY_STATES), "?");
}

/* Which states can be reached from one, by any events. */
static unsigned
reach(enum delivery_state from)
{
    unsigned reached = 0, before;

    for (int e = 0; e < DELIVERY_EVENTS; e++) {
        enum delivery_state next;

        if (delivery_next(from, (enum delivery_event)e, &next))
            reached |= 1u << next;
    }
    do {
        before = reached;
        for (int s = 0; s < DELIVERY_STATES; s++) {
            for (int e = 0; e < DELIVERY_EVENTS; e++) {
                enum delivery_state next;

                if ((reached & 1u << s) != 0
                    && delivery_next((enum delivery_state)s,
                                     (enum delivery_event)e, &next))
                    reached |= 1u << next;
            }
        }
    } while (reached != before);
    return reached;
}

static void
nothing_leads_back(void **state)
{
    const unsigned before_wire = 1u << P | 1u << D | 1u << S | 1u << H;

    (void)state;
    for (int s = 0; s < DELIVERY_STATES; s++) {
        unsigned reached = reach((enum delivery_state)s);

        assert_int_equal(reached & 1u << P, 0);
        /* with an answer there is no other try */
        if (s != P && s != D && s != S && s != H && s != K)
            assert_int_equal(reached & before_wire, 0);
        /* what left it, or a final state, is never entered twice */
        if (s != D && s != S && s != H && s != K)
            assert_int_equal(reached & 1u << s, 0);
    }
}

static void
a_final_state_moves_by_a_receipt_only(void **state)
{
    (void)state;
    for (int s = 0; s < DELIVERY_STATES; s++) {
        if (!delivery_is_final((enum delivery_state)s))
            continue;
        for (int e = 0; e < DELIVERY_EVENTS; e++) {
            enum delivery_state next;

            if (!delivery_next((enum delivery_state)s,
                               (enum delivery_event)e, &next))
                continue;
            assert_true(e == DELIVERY_ON_DELIVERED
                        || e == DELIVERY_ON_UNDELIVERED);
            assert_true(next == DELIVERY_DELIVERED
                        || next == DELIVERY_UNDELIVERED);
            assert_true(delivery_is_final(next));
        }
    }
}

/* What may have been read never becomes EXPIRED or CANCELLED, which would
 * say that it was not: but for an unknown that is put back to be sent once
 * more, which takes a decision (DUE, RETRY). */
static void
what_may_have_been_read_is_not_denied(void **state)
{
    (void)state;
    for (int s = 0; s < DELIVERY_STATES; s++) {
        for (int e = 0; e < DELIVERY_EVENTS; e++) {
            enum delivery_state next;

            if (!delivery_was_told((enum delivery_state)s)
                || !delivery_next((enum delivery_state)s,
                                  (enum delivery_event)e, &next))
                continue;
            assert_int_not_equal(next, DELIVERY_EXPIRED);
            assert_int_not_equal(next, DELIVERY_CANCELLED);
            assert_int_not_equal(next, DELIVERY_HELD);
        }
    }
}

/* An event that is applied twice is as good as once. */
static void
an_event_counts_once(void **state)
{
    (void)state;
    for (int s = 0; s < DELIVERY_STATES; s++) {
        for (int e = 0; e < DELIVERY_EVENTS; e++) {
            enum delivery_state once, twice;

            if (!delivery_next((enum delivery_state)s,
                               (enum delivery_event)e, &once))
                continue;
            twice = once;
            delivery_next(once, (enum delivery_event)e, &twice);
            assert_int_equal(once, twice);
        }
    }
}

static void
any_series_of_events_sends_only_after_a_no_or_a_decision(void **state)
{
    struct random random;

    (void)state;
    random_seed(&random, 1);
    for (int run = 0; run < 2000; run++) {
        enum delivery_state now = DELIVERY_PLANNED;
        bool settled = false;

        for (int step = 0; step < 100; step++) {
            enum delivery_event event = (enum delivery_event)random_below(
                &random, DELIVERY_EVENTS);

            if (!delivery_next(now, event, &now))
                continue;
            assert_false(settled && now == DELIVERY_SENDING);
            settled = settled || now == DELIVERY_ACCEPTED
                || delivery_is_final(now);
        }
    }
}

static void
a_name_finds_its_state(void **state)
{
    enum delivery_state found;

    (void)state;
    for (int s = 0; s < DELIVERY_STATES; s++) {
        assert_true(delivery_find(delivery_name((enum delivery_state)s),
                                  &found));
        assert_int_equal(found, s);
    }
    assert_string_equal(delivery_name(DELIVERY_NO_RECEIPT), "no-receipt");
    assert_false(delivery_find("Sending", &found));
    assert_false(delivery_find("", &found));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_and_event_is_as_written),
        cmocka_unit_test(what_is_no_state_goes_nowhere),
        cmocka_unit_test(nothing_leads_back),
        cmocka_unit_test(a_final_state_moves_by_a_receipt_only),
        cmocka_unit_test(what_may_have_been_read_is_not_denied),
        cmocka_unit_test(an_event_counts_once),
        cmocka_unit_test(
            any_series_of_events_sends_only_after_a_no_or_a_decision),
        cmocka_unit_test(a_name_finds_its_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
