/* texts: every default text is a template, short, and tells what its purpose
 * is about */
#include "unit.h"

#include <string.h>

#include "calendar/civil.h"
#include "message/gsm7.h"
#include "message/language.h"
#include "message/template.h"
#include "message/texts.h"

/* The longest that the texts promise room for. */
#define TITLE_25 "Mediakamp voor beginners!"
#define PLACE_30 "Jeugdhuis De Kouter, 9300 Aals"

static void
each_text(void (*check)(enum purpose purpose, const struct language *language,
                        const char *text))
{
    const struct language *language;

    for (size_t i = 0; (language = language_at(i)) != NULL; i++) {
        for (int p = 0; p < PURPOSE_COUNT; p++) {
            check((enum purpose)p, language,
                  texts_body((enum purpose)p, language));
            check((enum purpose)p, language,
                  texts_subject((enum purpose)p, language));
        }
    }
}

static const struct template *
parse(struct pool *pool, const char *text)
{
    const struct template *template;
    struct error error;

    if (template_parse(pool, text, &template, &error) != 0) {
        print_error("%s: %s\n", text, error.text);
        fail();
    }
    return template;
}

static void
render(const char *text, const struct template_values *values,
       struct buffer *out)
{
    struct pool *pool = pool_new();

    template_render(parse(pool, text), values, out);
    pool_free(&pool);
}

/* As it goes out; Turkish loses its own letters, and all others are GSM as
 * they stand.  Arabic cannot be, and is as short as it can be. */
static void
check_size(const struct language *language, struct buffer *text)
{
    bool arabic = language == language_find("ar");
    struct buffer plain = { 0 };
    struct sms_size size;

    gsm7_transliterate(&plain, buffer_text(text));
    if (language != language_find("tr"))
        assert_string_equal(buffer_text(&plain), buffer_text(text));
    gsm7_measure(buffer_text(&plain), &size);
    assert_int_equal(size.alphabet, arabic ? SMS_UCS2 : SMS_GSM7);
    assert_true(size.parts <= (arabic ? 3 : 1));
    buffer_free(&plain);
}

static void
check_one_part(enum purpose purpose, const struct language *language,
               const char *text)
{
    /* a long day and month in each language, far enough for a year */
    const struct civil start = { 2027, 9, 22, 19, 30, 0 };
    const struct civil now = { 2026, 9, 22, 19, 30, 0 };
    struct buffer new_when = { 0 }, old_when = { 0 }, out = { 0 };
    struct template_values values = { 0 };

    assert_int_equal(strlen(TITLE_25), 25);
    assert_int_equal(strlen(PLACE_30), 30);
    language_when(language, &start, NULL, &old_when);
    language_when(language, &start, &now, &new_when);
    values.text[TEMPLATE_EVENT_TITLE] = TITLE_25;
    values.text[TEMPLATE_EVENT_WHEN] = buffer_text(&old_when);
    values.text[TEMPLATE_EVENT_PLACE] = PLACE_30;
    values.text[TEMPLATE_CHANGE_OLD_WHEN] = buffer_text(&old_when);
    values.text[TEMPLATE_CHANGE_OLD_PLACE] = PLACE_30;
    values.text[TEMPLATE_CHANGE_REASON] = PLACE_30;
    values.text[TEMPLATE_ORGANISATION_NAME] = TITLE_25;
    values.text[TEMPLATE_REPLY] = texts_reply(language);
    render(text, &values, &out);
    check_size(language, &out);
    /* with a year too, where only one date is told */
    if (purpose != PURPOSE_CHANGED) {
        buffer_clear(&out);
        values.text[TEMPLATE_EVENT_WHEN] = buffer_text(&new_when);
        render(text, &values, &out);
        check_size(language, &out);
    }
    buffer_free(&new_when);
    buffer_free(&old_when);
    buffer_free(&out);
}

static void
every_text_is_one_sms_where_gsm_allows(void **state)
{
    (void)state;
    each_text(check_one_part);
}

static void
check_bare(enum purpose purpose, const struct language *language,
           const char *text)
{
    static const char *const stray[] = { " .", ",.", ", .", "  ", "()", "( ",
                                         ",,", "(,", ", )", " ،", "،.",
                                         "، ." };
    struct template_values values = { .text = {
        [TEMPLATE_EVENT_TITLE] = "T", [TEMPLATE_EVENT_WHEN] = "W",
        [TEMPLATE_CHANGE_OLD_WHEN] = "O", [TEMPLATE_ORGANISATION_NAME] = "N"
    } };
    struct buffer out = { 0 };

    (void)purpose;
    (void)language;
    render(text, &values, &out);
    for (size_t i = 0; i < sizeof(stray) / sizeof(stray[0]); i++)
        assert_null(strstr(buffer_text(&out), stray[i]));
    buffer_free(&out);
}

static void
nothing_stray_stays_without_place_and_reason(void **state)
{
    (void)state;
    each_text(check_bare);
}

static void
check_words(enum purpose purpose, const struct language *language,
            const char *text)
{
    static const char *const banned[] = {
        "politi", "police", "polici", "agent", "officer", "verdacht",
        "suspect", "gevangen", "http", "{person.name}", "polis", "polizei",
        "polizist", "verhaftet", "شرطة"
    };

    (void)purpose;
    (void)language;
    for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++)
        assert_null(strcasestr(text, banned[i]));
}

static void
a_lock_screen_may_show_every_text(void **state)
{
    (void)state;
    each_text(check_words);
}

static void
a_text_tells_what_changed(void **state)
{
    const struct language *language;
    struct pool *pool = pool_new();

    (void)state;
    for (size_t i = 0; (language = language_at(i)) != NULL; i++) {
        const struct template *text[PURPOSE_COUNT];

        for (int p = 0; p < PURPOSE_COUNT; p++)
            text[p] = parse(pool, texts_body((enum purpose)p, language));
        for (int p = 0; p <= PURPOSE_RESTORED; p++) {
            assert_true(template_uses(text[p], TEMPLATE_EVENT_TITLE));
            assert_true(template_uses(text[p], TEMPLATE_EVENT_WHEN));
            assert_int_equal(
                template_uses(text[p], TEMPLATE_CHANGE_OLD_WHEN),
                p == PURPOSE_MOVED || p == PURPOSE_CHANGED);
            assert_int_equal(
                template_uses(text[p], TEMPLATE_CHANGE_OLD_PLACE),
                p == PURPOSE_PLACED || p == PURPOSE_CHANGED);
            assert_int_equal(template_uses(text[p], TEMPLATE_CHANGE_REASON),
                             p == PURPOSE_CANCELLED);
        }
        assert_non_null(strstr(texts_body(PURPOSE_STOPPED, language),
                               "START"));
        assert_non_null(strstr(texts_body(PURPOSE_STARTED, language),
                               "STOP"));
    }
    pool_free(&pool);
}

static void
a_whole_reminder_reads_well(void **state)
{
    struct template_values values = { .text = {
        [TEMPLATE_EVENT_TITLE] = "Straatoverleg",
        [TEMPLATE_EVENT_WHEN] = "wo 13 jan 19u",
        [TEMPLATE_EVENT_PLACE] = "De Kouter",
        [TEMPLATE_CHANGE_OLD_WHEN] = "di 12 jan 19u",
        [TEMPLATE_CHANGE_OLD_PLACE] = "Stationsplein",
        [TEMPLATE_CHANGE_REASON] = "zaal bezet",
        [TEMPLATE_NOTE] = "Kom in burger.",
        [TEMPLATE_REPLY] = texts_reply(language_find("nl")) } };
    static const char *const expected[] = {
        [PURPOSE_REMINDER] = "Straatoverleg wo 13 jan 19u, De Kouter. "
            "Kom in burger. Kom je? JA of NEE.",
        [PURPOSE_MOVED] = "Verplaatst: Straatoverleg van di 12 jan 19u naar "
            "wo 13 jan 19u, De Kouter.",
        [PURPOSE_PLACED] = "Andere plaats: Straatoverleg wo 13 jan 19u, "
            "De Kouter (niet Stationsplein).",
        [PURPOSE_CHANGED] = "Gewijzigd: Straatoverleg is nu wo 13 jan 19u, "
            "De Kouter (was di 12 jan 19u, Stationsplein).",
        [PURPOSE_CANCELLED] = "Gaat niet door: Straatoverleg wo 13 jan 19u "
            "(zaal bezet).",
        [PURPOSE_RESTORED] = "Gaat toch door: Straatoverleg wo 13 jan 19u, "
            "De Kouter. Kom in burger. Kom je? JA of NEE.",
    };

    (void)state;
    for (int p = 0; p <= PURPOSE_RESTORED; p++) {
        struct buffer out = { 0 };

        render(texts_body((enum purpose)p, language_find("nl")), &values,
               &out);
        assert_string_equal(buffer_text(&out), expected[p]);
        buffer_free(&out);
    }
}

static void
no_question_is_asked_where_no_reply_is_needed(void **state)
{
    struct template_values values = { .text = {
        [TEMPLATE_EVENT_TITLE] = "Politiecafe",
        [TEMPLATE_EVENT_WHEN] = "wo 13 jan 19u",
        [TEMPLATE_EVENT_PLACE] = "De Kouter" } };
    struct buffer out = { 0 };

    (void)state;
    render(texts_body(PURPOSE_REMINDER, language_find("nl")), &values, &out);
    assert_string_equal(buffer_text(&out),
                        "Politiecafe wo 13 jan 19u, De Kouter.");
    buffer_free(&out);
}

static void
each_language_asks_for_an_answer_that_is_listed(void **state)
{
    const struct language *language;

    (void)state;
    for (size_t i = 0; (language = language_at(i)) != NULL; i++) {
        const char *reply = texts_reply(language);
        bool listed = false;

        for (int j = 0; texts_answers[j] != NULL; j++)
            listed |= strstr(reply, texts_answers[j]) != NULL;
        assert_true(listed);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(reply, texts_reply(language_at(j)));
            for (int p = 0; p < PURPOSE_COUNT; p++)
                assert_true(texts_answer((enum purpose)p) ||
                            p == PURPOSE_REMINDER ||
                            strcmp(texts_body((enum purpose)p, language),
                                   texts_body((enum purpose)p,
                                              language_at(j))) != 0);
        }
    }
}

static void
check_fields(enum purpose purpose, const struct language *language,
             const char *text)
{
    struct pool *pool = pool_new();
    const struct template *template = parse(pool, text);

    (void)language;
    for (int field = 0; field < TEMPLATE_FIELDS; field++)
        assert_true(!template_uses(template, (enum template_field)field) ||
                    texts_allow(purpose, (enum template_field)field));
    pool_free(&pool);
}

static void
a_text_has_only_fields_that_can_be_filled(void **state)
{
    (void)state;
    each_text(check_fields);
    assert_false(texts_allow(PURPOSE_REMINDER, TEMPLATE_CHANGE_OLD_WHEN));
    assert_false(texts_allow(PURPOSE_MOVED, TEMPLATE_CHANGE_REASON));
    assert_false(texts_allow(PURPOSE_STOPPED, TEMPLATE_EVENT_WHEN));
    assert_false(texts_allow(PURPOSE_CANCELLED, TEMPLATE_REPLY));
    assert_true(texts_allow(PURPOSE_STARTED, TEMPLATE_ORGANISATION_CONTACT));
    assert_true(texts_allow(PURPOSE_MOVED, TEMPLATE_CHANGE_OLD_PLACE));
}

static void
a_purpose_has_a_name_for_ever(void **state)
{
    static const char *const names[] = {
        "reminder", "moved", "placed", "changed", "cancelled", "restored",
        "stopped", "started", NULL
    };
    enum purpose purpose;

    (void)state;
    for (int i = 0; i < PURPOSE_COUNT; i++) {
        assert_string_equal(purpose_name((enum purpose)i), names[i]);
        assert_true(purpose_find(names[i], &purpose));
        assert_int_equal(purpose, i);
    }
    assert_null(purpose_names[PURPOSE_COUNT]);
    assert_false(purpose_find("Reminder", &purpose));
    assert_false(purpose_find("", &purpose));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_one_sms_where_gsm_allows),
        cmocka_unit_test(nothing_stray_stays_without_place_and_reason),
        cmocka_unit_test(a_lock_screen_may_show_every_text),
        cmocka_unit_test(a_text_tells_what_changed),
        cmocka_unit_test(a_whole_reminder_reads_well),
        cmocka_unit_test(no_question_is_asked_where_no_reply_is_needed),
        cmocka_unit_test(each_language_asks_for_an_answer_that_is_listed),
        cmocka_unit_test(a_text_has_only_fields_that_can_be_filled),
        cmocka_unit_test(a_purpose_has_a_name_for_ever),
    };

    return cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}
