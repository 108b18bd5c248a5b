/* backoff: restart delays */
#include "unit.h"

#include "channel/backoff.h"

static void
delays_double_up_to_five_minutes(void **state)
{
    struct backoff backoff = { 0 };
    struct random random;
    instant expected = SECOND;

    (void)state;
    random_seed(&random, 1);
    for (int i = 0; i < 30; i++) {
        instant delay = backoff_next(&backoff, 0, &random);

        assert_in_range(delay, expected * 4 / 5, expected);
        expected = expected * 2 > BACKOFF_MOST ? BACKOFF_MOST : expected * 2;
    }
    assert_int_equal(backoff.delay, BACKOFF_MOST);
}

static void
a_minute_of_health_forgets_all(void **state)
{
    struct backoff backoff = { 0 };
    struct random random;

    (void)state;
    random_seed(&random, 1);
    for (int i = 0; i < 5; i++)
        backoff_next(&backoff, MINUTE - 1, &random);
    assert_int_equal(backoff.delay, 16 * SECOND);
    backoff_next(&backoff, MINUTE, &random);
    assert_int_equal(backoff.delay, SECOND);
}

static void
channels_do_not_come_back_together(void **state)
{
    struct random random;
    instant first = 0;
    int different = 0;

    (void)state;
    random_seed(&random, 1);
    for (int i = 0; i < 100; i++) {
        struct backoff backoff = { .delay = 2 * MINUTE };
        instant delay = backoff_next(&backoff, 0, &random);

        different += i > 0 && delay != first;
        first = delay;
    }
    assert_true(different > 90);
}

static void
the_first_delay_can_be_chosen(void **state)
{
    struct backoff backoff = { .first = 1 };
    struct random random;

    (void)state;
    random_seed(&random, 1);
    assert_int_equal(backoff_next(&backoff, 0, &random), 1);
    backoff = (struct backoff){ .first = HOUR };
    assert_in_range(backoff_next(&backoff, 0, &random), 4 * MINUTE,
                    BACKOFF_MOST);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delays_double_up_to_five_minutes),
        cmocka_unit_test(a_minute_of_health_forgets_all),
        cmocka_unit_test(channels_do_not_come_back_together),
        cmocka_unit_test(the_first_delay_can_be_chosen),
    };

    return cmocka_run_group_tests_name("backoff", tests, NULL, NULL);
}
