/* frame: the line protocol, its escapes and what it refuses */
#include "unit.h"

#include <string.h>

#include "base/frame.h"
#include "base/random.h"

static void
a_frame_survives_the_wire(void **state)
{
    static const char hard[] = "tab\there\nnext\\line\rend \xe2\x82\xac=x";
    struct buffer wire = { 0 };
    struct frame frame;
    const char *why = NULL;

    (void)state;
    frame_begin(&wire, "send");
    frame_add(&wire, "text", hard);
    frame_add_number(&wire, "id", INT64_MIN);
    frame_add(&wire, "empty", "");
    frame_end(&wire);
    assert_int_equal(frame_next(&wire, &frame, &why), FRAME_OK);
    assert_string_equal(frame.verb, "send");
    assert_string_equal(frame_get(&frame, "text"), hard);
    assert_true(frame_number(&frame, "id", 0) == INT64_MIN);
    assert_string_equal(frame_get(&frame, "empty"), "");
    assert_null(frame_get(&frame, "nothing"));
    assert_int_equal(frame_next(&wire, &frame, &why), FRAME_NONE);
    buffer_free(&wire);
}

static enum frame_got
read_one(const void *bytes, size_t size, const char **why)
{
    struct buffer wire = { 0 };
    struct frame frame;
    enum frame_got got;

    buffer_add(&wire, bytes, size);
    got = frame_next(&wire, &frame, why);
    buffer_free(&wire);
    return got;
}

static void
what_may_not_be_is_refused(void **state)
{
    static const char *const bad[] = {
        "send\tfield\n", "send\ta=\x01\n", "send\ta=\\x\n", "send\ta=b\\\n",
        "send\ta=\x7f\n"
    };
    const char *why = NULL;
    char *big;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(read_one(bad[i], strlen(bad[i]), &why), FRAME_BAD);
    assert_int_equal(read_one("a\0b\n", 4, &why), FRAME_BAD);
    big = test_malloc(FRAME_MOST + 10);
    memset(big, 'a', FRAME_MOST + 10);
    assert_int_equal(read_one(big, FRAME_MOST - 1, &why), FRAME_NONE);
    assert_int_equal(read_one(big, FRAME_MOST, &why), FRAME_BAD);
    big[FRAME_MOST + 9] = '\n';
    assert_int_equal(read_one(big, FRAME_MOST + 10, &why), FRAME_BAD);
    test_free(big);
}

static void
any_text_comes_back_as_it_was(void **state)
{
    struct random random;

    (void)state;
    random_seed(&random, 1);
    for (int round = 0; round < 20000; round++) {
        struct buffer wire = { 0 };
        struct frame frame;
        char text[40];
        const char *why;
        size_t length = random_below(&random, sizeof(text) - 1);

        for (size_t i = 0; i < length; i++) {
            static const char some[] = "ab\\\t\n\r=\xc3\xa9 ";

            text[i] = some[random_below(&random, sizeof(some) - 1)];
        }
        text[length] = '\0';
        frame_begin(&wire, "x");
        frame_add(&wire, "t", text);
        frame_end(&wire);
        assert_int_equal(frame_next(&wire, &frame, &why), FRAME_OK);
        assert_string_equal(frame_get(&frame, "t"), text);
        buffer_free(&wire);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_survives_the_wire),
        cmocka_unit_test(what_may_not_be_is_refused),
        cmocka_unit_test(any_text_comes_back_as_it_was),
    };

    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
