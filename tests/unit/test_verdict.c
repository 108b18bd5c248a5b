/* verdict: what became of a mail, from what the server said */
#include "unit.h"

#include <string.h>

#include "smtp/verdict.h"

static struct verdict_facts
accepted_mail(void)
{
    struct verdict_facts facts = {
        .sender = { .code = 250, .text = "Ok\n" },
        .recipient = { .code = 250, .text = "Ok\n" },
        .content = { .code = 250, .text = "2.0.0 Ok: queued as 4F3A9C\n" },
        .handed_over = true, .finished = true
    };

    return facts;
}

static struct verdict
reach(const struct verdict_facts *facts)
{
    struct verdict verdict;

    verdict_reach(&verdict, facts);
    return verdict;
}

static void
an_accepted_mail_has_its_queue_id(void **state)
{
    static const struct { const char *text, *id; } known[] = {
        { "2.0.0 Ok: queued as 4F3A9C\n", "4F3A9C" },
        { "OK id=1rABcd-0004Ef-Gh\n", "1rABcd-0004Ef-Gh" },
        { "2.0.0 0ADHJq01 Message accepted for delivery\n", "0ADHJq01" },
        { "OK\n", "" }, { "", "" }, { "queued as \n", "" },
        { "queued as <a@b.example>\n", "" }, { "id=lien@b.example\n", "" },
        { "queued as AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
          "AAAAAAAAAAAAAAAA\n", "" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct verdict_facts facts = accepted_mail();
        struct verdict verdict;

        facts.content.text = known[i].text;
        verdict = reach(&facts);
        assert_int_equal(verdict.outcome, ALLO_ACCEPTED);
        assert_string_equal(verdict.remote_id, known[i].id);
    }
}

static void
a_clear_no_is_one_at_each_step(void **state)
{
    struct verdict_facts facts = { 0 };
    struct verdict verdict;

    (void)state;
    facts.sender.code = 451, facts.sender.text = "4.7.1 later\n";
    verdict = reach(&facts);
    assert_int_equal(verdict.outcome, ALLO_RETRY);
    assert_string_equal(verdict.reason,
                        "the server refused the sender (451 4.7.1)");
    facts = accepted_mail();
    facts.handed_over = facts.finished = false;
    facts.recipient.code = 550;
    facts.recipient.text = "5.1.1 <lien@b.example>: unknown\n";
    facts.content.code = 0, facts.content.text = NULL;
    verdict = reach(&facts);
    assert_int_equal(verdict.outcome, ALLO_REJECTED);
    assert_string_equal(verdict.reason,
                        "the server refused the recipient (550 5.1.1)");
    facts = accepted_mail();
    facts.content.code = 554, facts.content.text = "spam\n";
    verdict = reach(&facts);
    assert_int_equal(verdict.outcome, ALLO_REJECTED);
    facts.content.code = 452;
    assert_int_equal(reach(&facts).outcome, ALLO_RETRY);
    facts.content.code = 421;
    assert_int_equal(reach(&facts).outcome, ALLO_RETRY);
}

static void
a_lost_answer_is_unknown(void **state)
{
    static const struct {
        int code;
        const char *text;
        bool finished;
    } lost[] = {
        { 354, "go on\n", false },  /* timed out behind the dot */
        { 0, NULL, false },         /* closed behind the dot */
        { 250, NULL, true },        /* "250-" and then something else */
        { 250, "half\n", false }, { 354, "go on\n", true },
        { 550, NULL, true }, { 199, "x\n", true }, { 0, NULL, true }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++) {
        struct verdict_facts facts = accepted_mail();

        facts.content.code = lost[i].code;
        facts.content.text = lost[i].text;
        facts.finished = lost[i].finished;
        assert_int_equal(reach(&facts).outcome, ALLO_UNKNOWN);
    }
}

static void
what_was_not_handed_over_may_be_tried_again(void **state)
{
    struct verdict_facts facts = { 0 };
    struct verdict verdict;

    (void)state;
    verdict = reach(&facts);
    assert_int_equal(verdict.outcome, ALLO_RETRY);
    assert_false(verdict.tried);
    assert_string_equal(verdict.reason, "");
    facts = accepted_mail();
    facts.handed_over = facts.finished = false;
    facts.content.code = 354;
    verdict = reach(&facts);
    assert_int_equal(verdict.outcome, ALLO_RETRY);
    assert_true(verdict.tried);
    /* A 2xx answer to DATA is no acceptance: nothing was sent. */
    facts.content.code = 250, facts.finished = true;
    assert_int_equal(reach(&facts).outcome, ALLO_RETRY);
}

static void
a_missing_login_is_not_the_mails_fault(void **state)
{
    static const int codes[] = { 530, 534, 535, 538 };

    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        struct verdict_facts facts = { 0 };
        struct verdict verdict;

        facts.sender.code = codes[i];
        facts.sender.text = "5.7.0 log in\n";
        verdict = reach(&facts);
        assert_int_equal(verdict.outcome, ALLO_RETRY);
        assert_true(verdict.login_needed);
    }
}

static void
an_echo_of_an_earlier_no_is_never_final(void **state)
{
    struct verdict_facts facts = accepted_mail();

    (void)state;
    facts.content.code = 503, facts.content.text = "5.5.1 bad sequence\n";
    assert_int_equal(reach(&facts).outcome, ALLO_RETRY);
    facts.content.code = 551, facts.content.text = "5.0.0 Discarded 9 bytes\n";
    assert_int_equal(reach(&facts).outcome, ALLO_RETRY);
    /* At RCPT it is what RFC 5321 says: somebody else's user. */
    facts.recipient.code = 551, facts.recipient.text = "5.1.6 not local\n";
    assert_int_equal(reach(&facts).outcome, ALLO_REJECTED);
}

static void
no_word_of_the_server_is_told(void **state)
{
    struct verdict_facts facts = { 0 };
    struct verdict verdict;

    (void)state;
    facts.recipient.code = 550;
    facts.recipient.text = "lien@politie.example does not live here\n";
    facts.sender.code = 250, facts.sender.text = "ok\n";
    verdict = reach(&facts);
    assert_null(strstr(verdict.reason, "lien"));
    assert_null(strchr(verdict.reason, '@'));
    facts.recipient.text = "5.999999.1 lien\n";
    verdict = reach(&facts);
    assert_null(strstr(verdict.reason, "lien"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_accepted_mail_has_its_queue_id),
        cmocka_unit_test(a_clear_no_is_one_at_each_step),
        cmocka_unit_test(a_lost_answer_is_unknown),
        cmocka_unit_test(what_was_not_handed_over_may_be_tried_again),
        cmocka_unit_test(a_missing_login_is_not_the_mails_fault),
        cmocka_unit_test(an_echo_of_an_earlier_no_is_never_final),
        cmocka_unit_test(no_word_of_the_server_is_told)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
