/* dialogue: what the bytes on the wire give away */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "smtp/dialogue.h"

static void
hear(struct dialogue *dialogue, const char *text)
{
    dialogue_hears(dialogue, text, strlen(text));
}

static bool
say(struct dialogue *dialogue, const char *text)
{
    return dialogue_says(dialogue, text, strlen(text));
}

static void
an_honest_starttls_is_no_injection(void **state)
{
    static const char *const answers[][3] = {
        { "220 go\r\n", NULL }, { "220 ", "go\r\n", NULL },
        { "220-one\r\n220 two\r\n", NULL }, { "220-one\r\n", "220 two\r\n" },
        { "220\r\n", NULL }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct dialogue dialogue;

        dialogue_start(&dialogue, false);
        hear(&dialogue, "220 mx ESMTP\r\n");
        assert_true(say(&dialogue, "EHLO x\r\n"));
        hear(&dialogue, "250-mx\r\n250 STARTTLS\r\n");
        assert_true(say(&dialogue, "STARTTLS\r\n"));
        for (size_t k = 0; k < 3 && answers[i][k] != NULL; k++)
            hear(&dialogue, answers[i][k]);
        assert_true(dialogue.starttls_accepted);
        assert_false(dialogue.injected);
    }
}

static void
anything_behind_the_answer_to_starttls_is_told(void **state)
{
    static const char *const answers[] = {
        "220 go\r\n250 AUTH PLAIN\r\n", "220 go\n2", "220 go\r\n\r\n",
        "220-a\r\n220 b\r\nx"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct dialogue dialogue;

        dialogue_start(&dialogue, false);
        say(&dialogue, "starttls\r\n");
        hear(&dialogue, answers[i]);
        assert_true(dialogue.injected);
    }
}

static void
several_answers_at_once_are_fine_elsewhere(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue_start(&dialogue, false);
    assert_true(say(&dialogue, "RSET\r\nMAIL FROM:<a@b>\r\n"));
    hear(&dialogue, "250 ok\r\n451 later\r\n");
    assert_false(dialogue.injected);
    assert_int_equal(dialogue.last_code, 451);
}

static void
a_login_is_followed_to_its_end(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue_start(&dialogue, true);
    assert_true(say(&dialogue, "AUTH LOGIN\r\n"));
    hear(&dialogue, "334 VXNlcm5hbWU6\r\n");
    assert_true(say(&dialogue, "YWxsbw==\r\n"));
    hear(&dialogue, "334 UGFzc3dvcmQ6\r\n");
    assert_true(say(&dialogue, "c2VjcmV0\r\n"));
    assert_false(dialogue.logged_in);
    hear(&dialogue, "235 2.7.0 fine\r\n");
    assert_true(dialogue.logged_in);
    assert_true(say(&dialogue, "MAIL FROM:<a@b>\r\n"));
}

static void
no_mail_leaves_without_the_login_that_we_want(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue_start(&dialogue, true);
    assert_false(say(&dialogue, "MAIL FROM:<a@b>\r\n"));
    dialogue_start(&dialogue, true);
    assert_true(say(&dialogue, "AUTH PLAIN AGEAYg==\r\n"));
    hear(&dialogue, "535 5.7.8 no\r\n");
    assert_int_equal(dialogue.login_code, 535);
    assert_false(say(&dialogue, "MAIL FROM:<a@b>\r\n"));
    assert_false(say(&dialogue, "RSET\r\nMAIL FROM:<a@b>\r\n"));
    dialogue_start(&dialogue, false);
    assert_true(say(&dialogue, "MAIL FROM:<a@b>\r\n"));
}

static void
a_second_way_to_log_in_may_do(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue_start(&dialogue, true);
    say(&dialogue, "AUTH PLAIN AGEAYg==\r\n");
    hear(&dialogue, "504 5.5.4 not that one\r\n");
    say(&dialogue, "AUTH LOGIN\r\n");
    hear(&dialogue, "235 fine\r\n");
    assert_true(dialogue.logged_in);
}

static void
garbage_does_no_harm(void **state)
{
    struct dialogue dialogue;

    (void)state;
    dialogue_start(&dialogue, true);
    say(&dialogue, "AUTH PLAIN x\r\n");
    hear(&dialogue, "\n\n\r\nhello\r\n99999999999999999999 x\r\n");
    assert_false(dialogue.logged_in);
    assert_true(dialogue.last_code <= 999);
}

static void
chunking_is_hidden_where_it_is_offered(void **state)
{
    static const char *const known[][2] = {
        { "250-mx\r\n250-CHUNKING\r\n250 DSN\r\n",
          "250-mx\r\n250-XHUNKING\r\n250 DSN\r\n" },
        { "250 chunking\r\n", "250 Xhunking\r\n" },
        { "250-AUTH CHUNKING\r\n", "250-AUTH CHUNKING\r\n" },
        { "550-CHUNKING\r\n", "550-CHUNKING\r\n" },
        { "250-CHUNKING", "250-CHUNKING" }, { "CHUNKING\r\n", "CHUNKING\r\n" },
        { "", "" }, { "250-", "250-" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char text[64];

        snprintf(text, sizeof(text), "%s", known[i][0]);
        dialogue_hide_chunking(text, strlen(text));
        assert_string_equal(text, known[i][1]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_honest_starttls_is_no_injection),
        cmocka_unit_test(anything_behind_the_answer_to_starttls_is_told),
        cmocka_unit_test(several_answers_at_once_are_fine_elsewhere),
        cmocka_unit_test(a_login_is_followed_to_its_end),
        cmocka_unit_test(no_mail_leaves_without_the_login_that_we_want),
        cmocka_unit_test(a_second_way_to_log_in_may_do),
        cmocka_unit_test(garbage_does_no_harm),
        cmocka_unit_test(chunking_is_hidden_where_it_is_offered)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
