/* agenda: a heap gives everything back, first things first */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "outbox/private.h"

static struct entry
entry(instant when, uint32_t event, const char *key, uint32_t reminder)
{
    struct entry entry = { .due = when, .when = when, .event = event,
                           .reminder = reminder };

    snprintf(entry.key, sizeof(entry.key), "%s", key);
    return entry;
}

static void
equal_instants_come_in_the_order_of_the_programme(void **state)
{
    const struct entry entries[] = {
        entry(5, 1, "b", 0), entry(5, 1, "a", 1), entry(5, 0, "z", 0),
        entry(4, 9, "z", 9), entry(5, 1, "a", 0),
    };
    static const uint32_t wanted[][2] = { { 9, 9 }, { 0, 0 }, { 1, 0 },
                                          { 1, 1 }, { 1, 0 } };
    struct agenda agenda = { 0 };

    (void)state;
    for (size_t i = 0; i < 5; i++)
        agenda_add(&agenda, &entries[i]);
    for (size_t i = 0; i < 5; i++) {
        const struct entry *top = agenda_top(&agenda);

        assert_int_equal(top->event, wanted[i][0]);
        assert_int_equal(top->reminder, wanted[i][1]);
        agenda_pop(&agenda);
    }
    assert_null(agenda_top(&agenda));
    agenda_free(&agenda);
}

static void
nothing_is_lost_and_the_first_is_always_on_top(void **state)
{
    struct agenda agenda = { 0 };
    struct random random;
    size_t added = 0, taken = 0;
    instant last = 0;

    (void)state;
    random_seed(&random, 3);
    while (taken < 20000) {
        if (added < 20000 && random_below(&random, 5) < 3) {
            /* nothing is added that was due before what was taken */
            struct entry one = entry(
                last + (instant)random_below(&random, 1000),
                (uint32_t)random_below(&random, 5), "k", 0);

            agenda_add(&agenda, &one);
            added++;
        } else if (agenda_top(&agenda) != NULL) {
            assert_true(agenda_top(&agenda)->when >= last);
            last = agenda_top(&agenda)->when;
            agenda_pop(&agenda);
            taken++;
        }
    }
    assert_null(agenda_top(&agenda));
    agenda_free(&agenda);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_instants_come_in_the_order_of_the_programme),
        cmocka_unit_test(nothing_is_lost_and_the_first_is_always_on_top),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
