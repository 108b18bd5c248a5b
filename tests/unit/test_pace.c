/* pace: the rate in parts a second, and what the far side does to it */
#include "unit.h"

#include <limits.h>

#include "base/random.h"
#include "channel/pace.h"

/* Send whatever may go for so long; how many parts went. */
static int
send_for(struct pace *pace, instant *now, instant length, int parts)
{
    int sent = 0;

    for (instant end = *now + length; *now < end; (*now)++) {
        while (pace_room(pace, *now) > 0) {
            pace_take(pace, parts, *now);
            sent += parts;
            if (pace->rate <= 0)
                break;
        }
    }
    return sent;
}

static void
the_rate_is_kept(void **state)
{
    static const double rates[] = { 0.5, 1, 7, 20, 333, 1000 };

    (void)state;
    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        struct pace pace;
        instant now = DAY;
        int sent;

        pace_init(&pace, rates[i], now);
        sent = send_for(&pace, &now, 60 * SECOND, 1);
        assert_in_range(sent, (int)(rates[i] * 59.5),
                        (int)(rates[i] * 60.2) + 1);
    }
}

static void
parts_count_and_not_messages(void **state)
{
    struct pace pace;
    instant now = DAY;

    (void)state;
    pace_init(&pace, 30, now);
    assert_in_range(send_for(&pace, &now, 60 * SECOND, 3), 1780, 1810);
}

static void
an_idle_hour_saves_nothing_up(void **state)
{
    struct pace pace;

    (void)state;
    pace_init(&pace, 100, 0);
    assert_int_equal(pace_room(&pace, HOUR), 10);
    pace_take(&pace, 10, HOUR);
    assert_int_equal(pace_room(&pace, HOUR), 0);
    assert_in_range(pace_wait(&pace, HOUR), 10, 11);
    assert_int_equal(pace_room(&pace, HOUR + 11), 1);
}

static void
after_the_wait_there_is_room(void **state)
{
    struct random random;
    struct pace pace;
    instant now = 0;

    (void)state;
    random_seed(&random, 3);
    pace_init(&pace, 3.7, now);
    for (int i = 0; i < 10000; i++) {
        instant wait = pace_wait(&pace, now);

        assert_true((wait == 0) == (pace_room(&pace, now) > 0));
        now += wait;
        assert_true(pace_room(&pace, now) > 0);
        pace_take(&pace, 1 + (int)random_below(&random, 5), now);
        if (random_below(&random, 500) == 0)
            pace_throttle(&pace, (instant)random_below(&random, 9000), now);
    }
}

static void
without_a_rate_there_is_no_limit(void **state)
{
    struct pace pace;

    (void)state;
    pace_init(&pace, 0, 5);
    pace_take(&pace, 1000000, 5);
    assert_int_equal(pace_room(&pace, 5), INT_MAX);
    assert_int_equal(pace_wait(&pace, 5), 0);
}

static void
throttling_pauses_halves_and_recovers(void **state)
{
    struct pace pace;
    instant now = DAY;

    (void)state;
    pace_init(&pace, 100, now);
    for (int i = 0; i < 50; i++)        /* a window full of refusals */
        pace_throttle(&pace, 4 * SECOND, now);
    assert_true(pace_paused(&pace, now));
    assert_int_equal(pace_room(&pace, now + 3999), 0);
    assert_int_equal(pace_wait(&pace, now), 4 * SECOND);
    now += 4 * SECOND;
    assert_false(pace_paused(&pace, now));
    assert_in_range(send_for(&pace, &now, 9 * SECOND, 1), 440, 460);
    pace_throttle(&pace, 0, now);       /* again: a quarter */
    assert_in_range((int)pace.rate, 24, 26);
    send_for(&pace, &now, 5 * MINUTE, 1);
    assert_in_range((int)pace.rate, 100, 100);
}

static void
throttling_without_a_rate_finds_one(void **state)
{
    struct pace pace;
    instant now = DAY;

    (void)state;
    pace_init(&pace, 0, now);
    send_for(&pace, &now, 3 * SECOND, 1);       /* one each millisecond */
    pace_throttle(&pace, SECOND, now);
    assert_in_range((int)pace.rate, 400, 600);
    now += SECOND;
    send_for(&pace, &now, 3 * MINUTE, 1);
    assert_true(pace.rate <= 0);                /* free again */
}

static void
no_far_side_stops_us_for_ever(void **state)
{
    struct pace pace;

    (void)state;
    pace_init(&pace, 1, 0);
    for (int i = 0; i < 1000; i++)
        pace_throttle(&pace, 100 * DAY, i * MINUTE);
    assert_true(pace_wait(&pace, 1000 * MINUTE) <= HOUR);
    assert_true(pace.rate > 0.01);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_is_kept),
        cmocka_unit_test(parts_count_and_not_messages),
        cmocka_unit_test(an_idle_hour_saves_nothing_up),
        cmocka_unit_test(after_the_wait_there_is_room),
        cmocka_unit_test(without_a_rate_there_is_no_limit),
        cmocka_unit_test(throttling_pauses_halves_and_recovers),
        cmocka_unit_test(throttling_without_a_rate_finds_one),
        cmocka_unit_test(no_far_side_stops_us_for_ever),
    };

    return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
