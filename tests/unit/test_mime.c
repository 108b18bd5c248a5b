/* mime: every mail is 7-bit lines that end in CRLF, whatever went in */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "smtp/mime.h"

static const struct mailbox sender = { "ALLO?!", "allo@lejo.example" };

static struct mime
plain_mail(void)
{
    struct mime mime = {
        .from = &sender, .to = "lien@politie.example", .subject = "Overleg",
        .text = "Kom je?\n", .id = "42", .domain = "lejo.example",
        .date = 1799863200
    };

    return mime;
}

static char *
build(const struct mime *mime)
{
    size_t length = 0;
    char *text = mime_build(mime, &length);

    assert_non_null(text);
    assert_int_equal(strlen(text), length);
    return text;
}

/* What the wire needs: 7-bit, CRLF only, no line over 78, one empty line
 * between header and body, no header line without a name. */
static void
check_wire(const char *text)
{
    size_t column = 0;
    bool header = true;

    for (const char *p = text; *p != '\0'; p++) {
        assert_true((unsigned char)*p < 0x80);
        if (*p == '\r') {
            assert_true(p[1] == '\n');
            p++;
            if (column == 0)
                header = false;
            column = 0;
            continue;
        }
        assert_true(*p == '\t' || (*p >= 0x20 && *p < 0x7f));
        if (header && column == 0 && *p != ' ')
            assert_true(strcspn(p, ":\r ") == strcspn(p, ":"));
        column++;
        assert_true(column <= 78 || header);
        assert_true(column <= 400);
    }
    assert_false(header);
    assert_true(column == 0);
}

static void
a_plain_mail_is_written_as_expected(void **state)
{
    struct mime mime = plain_mail();
    char *text;

    (void)state;
    mime.unsubscribe = "stop+x@lejo.example";
    text = build(&mime);
    assert_string_equal(text,
        "Date: Wed, 13 Jan 2027 18:00:00 +0000\r\n"
        "From: ALLO?!\r\n"
        " <allo@lejo.example>\r\n"
        "To: lien@politie.example\r\n"
        "Subject: Overleg\r\n"
        "Message-ID: <allo.42@lejo.example>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "List-Unsubscribe: <mailto:stop%2Bx@lejo.example?subject=STOP>\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "Kom je?\r\n");
    free(text);
}

static void
dates_are_right_over_leap_years(void **state)
{
    static const struct { int64_t seconds; const char *date; } known[] = {
        { 0, "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n" },
        { 951782400, "Date: Tue, 29 Feb 2000 00:00:00 +0000\r\n" },
        { 1709251199, "Date: Thu, 29 Feb 2024 23:59:59 +0000\r\n" },
        { 4107542400, "Date: Mon, 1 Mar 2100 00:00:00 +0000\r\n" },
        { -1, "Date: Wed, 31 Dec 1969 23:59:59 +0000\r\n" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct mime mime = plain_mail();
        char *text;

        mime.date = known[i].seconds;
        text = build(&mime);
        assert_memory_equal(text, known[i].date, strlen(known[i].date));
        free(text);
    }
}

/* Nothing that is put in may start a header field or end the header. */
static void
nothing_injects_a_field(void **state)
{
    static const char *const evil[] = {
        "x\r\nBcc: evil@x.example", "x\nBcc: evil@x.example", "x\rBcc: e@x",
        "x\r\n\r\nBcc: e@x", "=?utf-8?Q?=0D=0ABcc:_e@x?=", "\x0b\x0c" "Bcc: e",
        "x\xe2\x80\xa8" "Bcc: e@x", "x\xc2\x85" "Bcc: e@x"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
        struct mime mime = plain_mail();
        char *text;

        mime.subject = evil[i];
        mime.id = evil[i];
        text = build(&mime);
        check_wire(text);
        assert_null(strstr(text, "\nBcc"));
        assert_null(strstr(text, "Bcc:"));
        free(text);
    }
}

static void
a_body_cannot_end_itself(void **state)
{
    struct mime mime = plain_mail();
    char *text;

    (void)state;
    mime.text = "one\n.\nMAIL FROM:<a@b>\r\n.\r\nFrom here\n..\rx\n.";
    text = build(&mime);
    check_wire(text);
    assert_null(strstr(text, "\n."));
    assert_null(strstr(text, "\nFrom here"));
    assert_non_null(strstr(text, "one\r\n=2E\r\nMAIL FROM:<a@b>\r\n=2E\r\n"
                                 "=46rom here\r\n=2E.\r\nx\r\n=2E\r\n"));
    free(text);
}

static void
trailing_space_survives(void **state)
{
    struct mime mime = plain_mail();
    char *text;

    (void)state;
    mime.text = "a \nb\t\nc \x01\nd ";
    text = build(&mime);
    check_wire(text);
    assert_non_null(strstr(text, "a=20\r\nb=09\r\nc=20\r\nd=20\r\n"));
    free(text);
}

static void
a_missing_subject_comes_from_the_text(void **state)
{
    struct mime mime = plain_mail();
    char *text;

    (void)state;
    mime.subject = NULL;
    mime.text = "\n  Straatoverleg morgen om 19 u\nKom je?";
    text = build(&mime);
    assert_non_null(strstr(text, "\nSubject: Straatoverleg morgen om 19 u\r"));
    free(text);
    mime.text = "";
    text = build(&mime);
    check_wire(text);
    free(text);
}

static void
the_same_id_is_the_same_name_and_others_differ(void **state)
{
    struct mime mime = plain_mail();
    char *text, id[MIME_ID_MOST + 2];
    size_t length;

    (void)state;
    mime.id = "a=b";
    text = build(&mime);
    assert_non_null(strstr(text, "Message-ID: <allo.a=3Db@lejo.example>\r\n"));
    free(text);
    memset(id, '7', sizeof(id));
    id[MIME_ID_MOST + 1] = '\0';
    mime.id = id;
    assert_null(mime_build(&mime, &length));
    id[MIME_ID_MOST] = '\0';
    free(build(&mime));
    mime.id = "";
    assert_null(mime_build(&mime, &length));
}

/* Random bytes, well-formed and not, in every field that people fill. */
static void
whatever_goes_in_a_mail_comes_out(void **state)
{
    struct random random;

    (void)state;
    random_seed(&random, 7);
    for (int round = 0; round < 3000; round++) {
        struct mailbox from = sender;
        struct mime mime = plain_mail();
        char subject[300], body[700], *text;
        size_t size = random_below(&random, sizeof(subject));

        for (size_t i = 0; i < size; i++)
            subject[i] = (char)(1 + random_below(&random, 255));
        subject[size] = '\0';
        size = random_below(&random, sizeof(body));
        for (size_t i = 0; i < size; i++)
            body[i] = random_below(&random, 4) != 0
                ? (char)(0x20 + random_below(&random, 0x5f))
                : (char)(1 + random_below(&random, 255));
        body[size] = '\0';
        mime.subject = subject;
        mime.text = body;
        size = random_below(&random, MAILBOX_NAME_MOST);
        memcpy(from.name, body, size);
        from.name[strnlen(from.name, size)] = '\0';
        mime.from = &from;
        text = build(&mime);
        check_wire(text);
        free(text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_mail_is_written_as_expected),
        cmocka_unit_test(dates_are_right_over_leap_years),
        cmocka_unit_test(nothing_injects_a_field),
        cmocka_unit_test(a_body_cannot_end_itself),
        cmocka_unit_test(trailing_space_survives),
        cmocka_unit_test(a_missing_subject_comes_from_the_text),
        cmocka_unit_test(the_same_id_is_the_same_name_and_others_differ),
        cmocka_unit_test(whatever_goes_in_a_mail_comes_out)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
