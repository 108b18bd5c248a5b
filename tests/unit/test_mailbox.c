/* mailbox: what is an address, and what must never reach the wire */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "smtp/mailbox.h"

static bool
is_fine(const char *address)
{
    return mailbox_wrong(address, strlen(address)) == NULL;
}

static void
an_ordinary_address_is_taken(void **state)
{
    static const char *const good[] = {
        "lien@politie.example", "a@b", "lien.x+allo@sub-domain.politie.be",
        "o'brien@x.example", "!#$%&'*+-/=?^_`{|}~@x.example", "1@2.example"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(is_fine(good[i]));
}

static void
what_could_leave_its_line_is_refused(void **state)
{
    static const char *const bad[] = {
        "a@b>\r\nRCPT TO:<evil@x.example", "a@b\r\nDATA", "a\r@b.example",
        "a\n@b.example", "a@b.example\n", "a@b.example\r", " a@b.example",
        "a@b.example ", "a b@c.example", "<a@b.example>", "a@b>c",
        "a@b.example\t", "\x01@b.example", "a@b\x7f.example",
        "a@b SIZE=1", "a@b> NOTIFY=NEVER", "\"a b\"@c.example",
        "@x.example:a@b.example", "a@b.example,c@d.example", "a\\@b.example"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(is_fine(bad[i]));
    assert_non_null(mailbox_wrong("a@b\0c", 5));
    assert_non_null(mailbox_wrong("a\0@bc", 5));
}

static void
what_is_no_address_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "@", "a@", "@b", "plain", "a@@b", "a@b@c", ".a@b", "a.@b",
        "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-", "a@b_c.example",
        "a@[127.0.0.1]", "li\xc3\xabn@x.example", "a@b\xc3\xab.example"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(is_fine(bad[i]));
}

static void
lengths_end_where_the_standard_says(void **state)
{
    char local[80], label[80], address[400];

    (void)state;
    memset(local, 'a', sizeof(local));
    memset(label, 'b', sizeof(label));
    snprintf(address, sizeof(address), "%.64s@x.example", local);
    assert_true(is_fine(address));
    snprintf(address, sizeof(address), "%.65s@x.example", local);
    assert_false(is_fine(address));
    snprintf(address, sizeof(address), "a@%.63s.example", label);
    assert_true(is_fine(address));
    snprintf(address, sizeof(address), "a@%.64s.example", label);
    assert_false(is_fine(address));
    snprintf(address, sizeof(address), "%.62s@%.63s.%.63s.%.63s", local,
             label, label, label);
    assert_int_equal(strlen(address), 254);
    assert_true(is_fine(address));
    snprintf(address, sizeof(address), "%.63s@%.63s.%.63s.%.63s", local,
             label, label, label);
    assert_false(is_fine(address));
}

static void
a_sender_is_taken_apart(void **state)
{
    struct mailbox box;

    (void)state;
    assert_null(mailbox_parse("ALLO?! <allo@lejo.example>", &box));
    assert_string_equal(box.name, "ALLO?!");
    assert_string_equal(box.address, "allo@lejo.example");
    assert_string_equal(mailbox_domain(box.address), "lejo.example");
    assert_null(mailbox_parse("allo@lejo.example", &box));
    assert_string_equal(box.name, "");
    assert_string_equal(box.address, "allo@lejo.example");
    assert_null(mailbox_parse("  \"Jo, \\\"x\\\" \" <a@b>", &box));
    assert_string_equal(box.name, "Jo, \"x\" ");
    assert_null(mailbox_parse("<a@b>", &box));
    assert_string_equal(box.name, "");
}

static void
a_broken_sender_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "ALLO", "ALLO <>", "ALLO <a@b", "ALLO <a@b> x", "x\r\nBcc: <a@b>",
        "x\n<a@b>", "ALLO <a@b\r\n>", "<a@b>>", "<"
    };
    struct mailbox box;
    char long_name[300];

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_non_null(mailbox_parse(bad[i], &box));
    memset(long_name, 'n', sizeof(long_name));
    memcpy(long_name + MAILBOX_NAME_MOST, " <a@b>", 7);
    assert_null(mailbox_parse(long_name, &box));
    assert_int_equal(strlen(box.name), MAILBOX_NAME_MOST);
    memset(long_name, 'n', sizeof(long_name));
    memcpy(long_name + MAILBOX_NAME_MOST + 1, " <a@b>", 7);
    assert_non_null(mailbox_parse(long_name, &box));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ordinary_address_is_taken),
        cmocka_unit_test(what_could_leave_its_line_is_refused),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(lengths_end_where_the_standard_says),
        cmocka_unit_test(a_sender_is_taken_apart),
        cmocka_unit_test(a_broken_sender_is_refused)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
