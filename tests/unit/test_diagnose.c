/* diagnose: in order, once, and never without end */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/diagnose.h"

static void
they_stand_in_the_order_of_file_and_line(void **state)
{
    struct diagnoses all = { .pool = pool_new() };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    diagnose_error(&all, "people.d/a.conf", 3, "c");
    diagnose_warning(&all, "events.d/a.conf", 9, "second");
    diagnose_error(&all, "events.d/a.conf", 2, "b");
    diagnose_error(&all, "allo.conf", 0, "a");
    diagnose_error(&all, "events.d/a.conf", 9, "first %d", 1);
    diagnose_error(&all, "events.d/a.conf", 2, "b");
    assert_int_equal(all.error_count, 5);
    diagnose_sort(&all);
    assert_int_equal(all.error_count, 4);
    assert_int_equal(diagnose_print(all.items, all.count, true, out), 4);
    fclose(out);
    assert_string_equal(text,
                        "allo.conf: error: a\n"
                        "events.d/a.conf:2: error: b\n"
                        "events.d/a.conf:9: warning: second\n"
                        "events.d/a.conf:9: error: first 1\n"
                        "people.d/a.conf:3: error: c\n");
    free(text);
    free(all.items);
    pool_free(&all.pool);
}

static void
warnings_can_be_left_out(void **state)
{
    const struct diagnosis items[] = {
        { .warning = true, .file = "a", .line = 1, .text = "w" },
        { .warning = false, .file = "a", .line = 2, .text = "e" },
    };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_int_equal(diagnose_print(items, 2, false, out), 1);
    fclose(out);
    assert_string_equal(text, "a:2: error: e\n");
    free(text);
}

static void
a_mistake_on_every_line_does_not_fill_the_memory(void **state)
{
    struct diagnoses all = { .pool = pool_new() };

    (void)state;
    for (int i = 1; i <= 100000; i++)
        diagnose_error(&all, "a", i, "wrong");
    assert_int_equal(all.error_count, 100000);
    assert_int_equal(all.count, 1000);
    free(all.items);
    pool_free(&all.pool);
}

static void
a_long_text_is_cut_between_characters(void **state)
{
    struct diagnoses all = { .pool = pool_new() };
    char text[3001];

    (void)state;
    for (int i = 0; i < 3000; i += 2)
        memcpy(text + i, "\xc3\xa9", 2);
    text[3000] = '\0';
    diagnose_error(&all, "a", 1, "x%s", text);
    assert_true(strlen(all.items[0].text) < 1024);
    assert_int_equal(strlen(all.items[0].text) % 2, 1);
    free(all.items);
    pool_free(&all.pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_stand_in_the_order_of_file_and_line),
        cmocka_unit_test(warnings_can_be_left_out),
        cmocka_unit_test(a_mistake_on_every_line_does_not_fill_the_memory),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
