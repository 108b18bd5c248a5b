/* flight and ack: what is in flight, against a plain model of it */
#include "unit.h"

#include <stdbool.h>
#include <string.h>

#include "base/random.h"
#include "channel/flight.h"
#include "channel/ack.h"

static void
it_behaves_like_a_list(void **state)
{
    enum { ROOM = 37 };
    uint64_t model[ROOM];
    size_t count = 0;
    struct flights flights = { 0 };
    struct random random;

    (void)state;
    random_seed(&random, 5);
    assert_null(flights_oldest(&flights));
    assert_null(flights_find(&flights, 1, 1));
    flights_init(&flights, ROOM);
    for (int i = 0; i < 200000; i++) {
        uint64_t person = random_below(&random, 60);
        struct flight *flight = flights_find(&flights, 1, person);
        size_t at = 0;

        while (at < count && model[at] != person)
            at++;
        assert_true((flight != NULL) == (at < count));
        if (random_below(&random, 2) == 0) {
            flight = flights_add(&flights, 1, person);
            assert_true((flight != NULL) == (at == count && count < ROOM));
            if (flight != NULL)
                model[count++] = person;
        } else if (flight != NULL) {
            flights_remove(&flights, flight);
            memmove(&model[at], &model[at + 1],
                    (--count - at) * sizeof(model[0]));
        }
        assert_int_equal(flights.count, count);
        if (count > 0)
            assert_true(flights_oldest(&flights)->person == model[0]);
    }
    flights_free(&flights);
}

static void
both_numbers_are_the_name(void **state)
{
    struct flights flights = { 0 };

    (void)state;
    flights_init(&flights, 4);
    assert_non_null(flights_add(&flights, 1, 2));
    assert_non_null(flights_add(&flights, 2, 1));
    assert_null(flights_add(&flights, 1, 2));
    assert_null(flights_find(&flights, 1, 1));
    assert_non_null(flights_add(&flights, UINT64_MAX, UINT64_MAX));
    flights_free(&flights);
}

static void
a_token_is_good_once(void **state)
{
    struct acks acks = { 0 };
    struct ack one;
    uint64_t a = acks_take(&acks, 1, 2, UINT64_MAX), b;

    (void)state;
    b = acks_take(&acks, 3, 4, 0);
    assert_true(a != 0 && b != 0 && a != b);
    assert_true(acks_redeem(&acks, a, &one));
    assert_int_equal(one.worker, 1);
    assert_int_equal(one.life, 2);
    assert_true(one.theirs == UINT64_MAX);
    assert_false(acks_redeem(&acks, a, &one));
    assert_false(acks_redeem(&acks, 0, &one));
    assert_false(acks_redeem(&acks, 12345, &one));
    assert_true(acks_take(&acks, 5, 6, 7) != a);    /* the same place */
    assert_false(acks_redeem(&acks, a, &one));
    assert_true(acks_redeem(&acks, b, &one));
    for (int i = 0; acks.out < ACKS_MOST; i++)
        assert_true(acks_take(&acks, 0, 0, (uint64_t)i) != 0);
    assert_true(acks_take(&acks, 0, 0, 1) == 0);
    acks_free(&acks);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_behaves_like_a_list),
        cmocka_unit_test(both_numbers_are_the_name),
        cmocka_unit_test(a_token_is_good_once),
    };

    return cmocka_run_group_tests_name("flight", tests, NULL, NULL);
}
