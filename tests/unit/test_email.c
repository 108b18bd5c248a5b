/* email and push: what is an address and what only looks like one */
#include "unit.h"

#include <string.h>

#include "message/email.h"
#include "message/push.h"

static void
expect(const char *text, const char *expected)
{
    char address[EMAIL_TEXT];
    struct error error;

    if (email_normalise(text, address, &error) != 0) {
        print_error("%s\n", error.text);
        fail();
    }
    assert_string_equal(address, expected);
    assert_int_equal(email_normalise(expected, address, &error), 0);
    assert_string_equal(address, expected);
}

static void
refuse(const char *text, const char *why)
{
    char address[EMAIL_TEXT] = "untouched";
    struct error error;

    assert_int_equal(email_normalise(text, address, &error), -1);
    if (strstr(error.text, why) == NULL) {
        print_error("'%s': %s\n", text, error.text);
        fail();
    }
    assert_string_equal(address, "untouched");
    assert_null(strstr(error.text, "lien"));
}

static void
plain_addresses_are_read(void **state)
{
    (void)state;
    expect("lien@politie.example", "lien@politie.example");
    expect(" Lien.De_Smet+allo@Politie.EXAMPLE\t",
           "Lien.De_Smet+allo@politie.example");
    expect("a@b.be", "a@b.be");
    expect("o'brien@x-y.co.uk", "o'brien@x-y.co.uk");
    expect("l@xn--bcher-kva.example", "l@xn--bcher-kva.example");
    expect("!#$%&'*+-/=?^_`{|}~@x.be", "!#$%&'*+-/=?^_`{|}~@x.be");
    expect("a@1.be", "a@1.be");
}

static void
what_could_inject_is_refused(void **state)
{
    (void)state;
    refuse("lien@x.be\r\nBcc: z@x.be", "control character");
    refuse("lien@x.be\n", "control character");
    refuse("lien\r@x.be", "control character");
    refuse("lien@x.be\x7f", "control character");
    refuse("Lien <lien@x.be>", "alone");
    refuse("<lien@x.be>", "alone");
    refuse("lien@x.be,z@x.be", "alone");
    refuse("lien@x.be z@x.be", "alone");
    refuse("\"lien z\"@x.be", "alone");
    refuse("\"lien\"@x.be", "does not belong");
    refuse("lien(z)@x.be", "does not belong");
    refuse("lien\\z@x.be", "does not belong");
    refuse("lien@[127.0.0.1]", "no domain");
    refuse("lien@z@x.be", "does not belong");
    refuse("li\xc3\xabn@x.be", "no accents");
    refuse("lien@b\xc3\xbc" "cher.be", "no accents");
}

static void
what_is_no_address_is_refused(void **state)
{
    (void)state;
    refuse("", "no e-mail address");
    refuse("  ", "no e-mail address");
    refuse("lien", "no @");
    refuse("@x.be", "nothing before @");
    refuse("lien@", "no domain");
    refuse("lien@localhost", "must end in");
    refuse("lien@x.b", "must end in");
    refuse("lien@127.0.0.1", "must end in");
    refuse("lien@x..be", "no domain");
    refuse("lien@.x.be", "no domain");
    refuse("lien@x.be.", "no domain");
    refuse("lien@-x.be", "no domain");
    refuse("lien@x-.be", "no domain");
    refuse("lien@x_y.be", "no domain");
    refuse(".lien@x.be", "dot");
    refuse("lien.@x.be", "dot");
    refuse("li..en@x.be", "dot");
}

static void
lengths_have_their_bounds(void **state)
{
    char text[400] = "";
    char address[EMAIL_TEXT];

    (void)state;
    memset(text, 'a', 64);
    memcpy(text + 64, "@x.be", 6);
    expect(text, text);
    memset(text, 'a', 65);
    memcpy(text + 65, "@x.be", 6);
    refuse(text, "more than 64");
    memcpy(text, "a@", 2);
    for (size_t i = 2; i < 252; i++)
        text[i] = i % 50 == 1 ? '.' : 'b';
    memcpy(text + 251, ".be", 4);
    assert_int_equal(strlen(text), 254);
    assert_int_equal(email_normalise(text, address, NULL), 0);
    memcpy(text + 251, ".bee", 5);
    refuse(text, "more than 254");
    memset(text, 'b', 66);
    memcpy(text, "a@", 2);
    memcpy(text + 66, ".be", 4);
    refuse(text, "no domain");
}

static void
push_expect(const char *text, const char *expected)
{
    char target[PUSH_TEXT];
    struct error error;

    if (push_normalise(text, target, &error) != 0) {
        print_error("%s: %s\n", text, error.text);
        fail();
    }
    assert_string_equal(target, expected);
}

static void
push_refuse(const char *text, const char *why)
{
    char target[PUSH_TEXT];
    struct error error;

    assert_int_equal(push_normalise(text, target, &error), -1);
    if (strstr(error.text, why) == NULL) {
        print_error("'%s': %s\n", text, error.text);
        fail();
    }
}

static void
a_push_target_is_a_topic_or_an_endpoint(void **state)
{
    char text[400] = "https://push.example/";

    (void)state;
    push_expect("allo-7Gk2f9", "allo-7Gk2f9");
    push_expect(" a_b ", "a_b");
    push_expect("https://Push.Example/Abc?d=E", "https://push.example/Abc?d=E");
    push_expect("HTTPS://push.example", "https://push.example");
    push_expect("https://push.example:8443/x", "https://push.example:8443/x");
    push_refuse("", "no push topic");
    push_refuse("a b", "a push topic has");
    push_refuse("http://push.example/x", "a push topic has");
    push_refuse("a\n", "a push topic has");
    push_refuse("\xc3\xa9", "a push topic has");
    push_refuse("https://", "no host");
    push_refuse("https:///x", "no host");
    push_refuse("https://127.0.0.1/x", "no host");
    push_refuse("https://2130706433/x", "no host");
    push_refuse("https://[::1]/x", "no host");
    push_refuse("https://push..example/x", "no host");
    push_refuse("https://push.example:/x", "wrong port");
    push_refuse("https://push.example:80a/x", "wrong port");
    push_refuse("https://push.example:123456/x", "wrong port");
    push_refuse("https://me@push.example/x", "does not belong");
    push_refuse("https://push.example/x y", "does not belong");
    push_refuse("https://push.example/x\r\nHost: y", "does not belong");
    push_refuse("https://push.example/x#y", "does not belong");
    memset(text + 21, 'a', 320 - 21);
    text[320] = '\0';
    push_expect(text, text);
    memcpy(text + 320, "a", 2);
    push_refuse(text, "more than 320");
    memset(text, 'a', 65);
    text[65] = '\0';
    push_refuse(text, "a push topic has");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_addresses_are_read),
        cmocka_unit_test(what_could_inject_is_refused),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(lengths_have_their_bounds),
        cmocka_unit_test(a_push_target_is_a_topic_or_an_endpoint),
    };

    return cmocka_run_group_tests_name("email", tests, NULL, NULL);
}
