/* publish: what is said to ntfy, and what its answers mean */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "ntfy/publish.h"

static struct publish_answer
judge(long status, const char *body)
{
    struct publish_answer answer;

    publish_judge(&answer, status, body, strlen(body));
    return answer;
}

static void
a_topic_is_letters_digits_and_two_signs(void **state)
{
    static const char *const bad[] = { "", "a/b", "a b", "a?b", "\xc3\xab",
                                       "a\n", "..", "a.b", "a%2f" };
    char text[66];

    (void)state;
    assert_true(publish_topic_fine("Lien_8fK-2"));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(publish_topic_fine(bad[i]));
    memset(text, 'x', sizeof(text));
    text[65] = '\0';
    assert_false(publish_topic_fine(text));
    text[64] = '\0';
    assert_true(publish_topic_fine(text));
}

static void
a_body_is_json_whatever_the_text(void **state)
{
    char *body = publish_body("t", "a\"b", "x\\\n\t\x01 \xe2\x82\xac", true);

    (void)state;
    assert_string_equal(body,
        "{\"topic\":\"t\",\"message\":\"x\\\\\\n\\t\\u0001 \xe2\x82\xac\","
        "\"title\":\"a\\\"b\",\"priority\":4}");
    free(body);
    body = publish_body("t", NULL, "x", false);
    assert_string_equal(body, "{\"topic\":\"t\",\"message\":\"x\"}");
    free(body);
    assert_null(publish_body("t", NULL, "\xff", false));
    assert_null(publish_body("t", "\xff", "x", false));
}

static void
only_an_answer_of_ntfy_is_an_acceptance(void **state)
{
    static const char *const strange[] = {
        "", "<html>welcome</html>", "{}", "[]", "{\"id\":5}", "{\"id\":\"\"}",
        "{\"id\":\"a b\"}", "{\"id\":\"a\",\"id\":\"b\"}", "{\"id\":\"x\"} y"
    };
    struct publish_answer answer = judge(200, "{\"id\":\"xE73Iyuabi\","
                                              "\"event\":\"message\"}");

    (void)state;
    assert_int_equal(answer.outcome, ALLO_ACCEPTED);
    assert_string_equal(answer.remote_id, "xE73Iyuabi");
    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
        assert_int_equal(judge(200, strange[i]).outcome, ALLO_UNKNOWN);
}

static void
each_status_has_its_outcome(void **state)
{
    static const struct {
        long status;
        enum allo_outcome outcome;
        bool down;
    } known[] = {
        { 301, ALLO_RETRY, true }, { 307, ALLO_RETRY, true },
        { 400, ALLO_REJECTED, false }, { 401, ALLO_RETRY, true },
        { 403, ALLO_REJECTED, false }, { 404, ALLO_REJECTED, false },
        { 408, ALLO_RETRY, false }, { 413, ALLO_REJECTED, false },
        { 429, ALLO_RETRY, false }, { 500, ALLO_UNKNOWN, false },
        { 502, ALLO_UNKNOWN, false }, { 507, ALLO_UNKNOWN, false },
        { 0, ALLO_UNKNOWN, false }, { 999, ALLO_UNKNOWN, false }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct publish_answer answer = judge(known[i].status, "secret-topic");

        assert_int_equal(answer.outcome, known[i].outcome);
        assert_int_equal(answer.down, known[i].down);
        assert_true(answer.reason[0] != '\0');
        assert_null(strstr(answer.reason, "secret"));
    }
    assert_string_equal(judge(400, "{\"code\":40009,\"error\":\"x\"}").reason,
        "the server refused the message (400, ntfy error 40009)");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_topic_is_letters_digits_and_two_signs),
        cmocka_unit_test(a_body_is_json_whatever_the_text),
        cmocka_unit_test(only_an_answer_of_ntfy_is_an_acceptance),
        cmocka_unit_test(each_status_has_its_outcome)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
