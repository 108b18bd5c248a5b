/* language: days and hours in words */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "calendar/civil.h"
#include "message/gsm7.h"
#include "message/language.h"

static const struct civil wednesday = { 2027, 1, 13, 19, 0, 0 };
static const struct civil half_past = { 2027, 1, 13, 19, 30, 0 };
static const struct civil morning = { 2027, 8, 1, 9, 5, 0 };

static void
expect_when(const char *tag, const struct civil *start,
            const struct civil *now, const char *expected)
{
    struct buffer out = { 0 };

    language_when(language_find(tag), start, now, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_free(&out);
}

static void
a_start_reads_as_people_write_it(void **state)
{
    (void)state;
    expect_when("nl", &wednesday, NULL, "wo 13 jan 19u");
    expect_when("nl", &half_past, NULL, "wo 13 jan 19u30");
    expect_when("nl", &morning, NULL, "zo 1 aug 9u05");
    expect_when("fr", &wednesday, NULL, "mer 13 janv 19h");
    expect_when("fr", &half_past, NULL, "mer 13 janv 19h30");
    expect_when("fr", &morning, NULL, "dim 1 aout 9h05");
    expect_when("en", &wednesday, NULL, "Wed 13 Jan 19:00");
    expect_when("en", &half_past, NULL, "Wed 13 Jan 19:30");
    expect_when("en", &morning, NULL, "Sun 1 Aug 09:05");
    expect_when("de", &wednesday, NULL, "Mi 13. Jan 19 Uhr");
    expect_when("de", &half_past, NULL, "Mi 13. Jan 19:30 Uhr");
    expect_when("de", &morning, NULL, "So 1. Aug 9:05 Uhr");
    expect_when("tr", &wednesday, NULL, "13 Oca Çar 19:00");
    expect_when("tr", &morning, NULL, "1 Ağu Paz 09:05");
    expect_when("ar", &wednesday, NULL, "الأربعاء 13 يناير 19:00");
    expect_when("ar", &morning, NULL, "الأحد 1 أغسطس 09:05");
}

static void
the_year_is_said_when_it_could_be_another(void **state)
{
    struct civil now = { 2026, 3, 31, 12, 0, 0 };

    (void)state;
    expect_when("nl", &wednesday, &now, "wo 13 jan 19u");
    now = (struct civil){ 2026, 2, 28, 12, 0, 0 };
    expect_when("nl", &wednesday, &now, "wo 13 jan 2027 19u");
    now = (struct civil){ 2027, 3, 31, 12, 0, 0 };
    expect_when("en", &wednesday, &now, "Wed 13 Jan 19:00");
    now = (struct civil){ 2027, 4, 1, 12, 0, 0 };
    expect_when("fr", &wednesday, &now, "mer 13 janv 2027 19h");
    expect_when("de", &wednesday, &now, "Mi 13. Jan 2027 19 Uhr");
    expect_when("tr", &wednesday, &now, "13 Oca 2027 Çar 19:00");
    expect_when("ar", &wednesday, &now, "الأربعاء 13 يناير 2027 19:00");
}

static void
an_end_is_an_hour_or_a_day(void **state)
{
    const struct civil late = { 2027, 1, 13, 21, 0, 0 };
    const struct civil night = { 2027, 1, 14, 0, 30, 0 };
    struct buffer out = { 0 };

    (void)state;
    language_end(language_find("nl"), &wednesday, &late, &out);
    assert_string_equal(buffer_text(&out), "21u");
    buffer_clear(&out);
    language_end(language_find("nl"), &wednesday, &night, &out);
    assert_string_equal(buffer_text(&out), "do 14 jan 0u30");
    buffer_free(&out);
}

static void
a_tag_finds_its_language(void **state)
{
    (void)state;
    assert_ptr_equal(language_find("nl"), language_find("NL-be"));
    assert_ptr_equal(language_find("fr_BE"), language_find("fr"));
    assert_null(language_find("nld"));
    assert_null(language_find("n"));
    assert_null(language_find(""));
    assert_null(language_find("es"));
    assert_ptr_equal(language_find("ar-MA"), language_find("ar"));
    for (size_t i = 0; language_tags[i] != NULL; i++) {
        assert_ptr_equal(language_at(i), language_find(language_tags[i]));
        assert_string_equal(language_tag(language_at(i)), language_tags[i]);
    }
    assert_null(language_at(6));
}

static void
every_date_is_short_and_gsm_where_it_can_be(void **state)
{
    const struct language *language;

    (void)state;
    for (size_t i = 0; (language = language_at(i)) != NULL; i++) {
        for (int day = 0; day < 365; day++) {
            struct civil start = half_past;
            struct buffer out = { 0 }, plain = { 0 };
            struct sms_size size;

            civil_add_days(&start, day);
            language_when(language, &start, NULL, &out);
            gsm7_transliterate(&plain, buffer_text(&out));
            if (language != language_find("tr"))
                assert_string_equal(buffer_text(&plain), buffer_text(&out));
            gsm7_measure(buffer_text(&plain), &size);
            assert_int_equal(size.alphabet, language != language_find("ar")
                             ? SMS_GSM7 : SMS_UCS2);
            assert_true(size.units <= 24);
            buffer_free(&plain);
            buffer_free(&out);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_start_reads_as_people_write_it),
        cmocka_unit_test(the_year_is_said_when_it_could_be_another),
        cmocka_unit_test(an_end_is_an_hour_or_a_day),
        cmocka_unit_test(a_tag_finds_its_language),
        cmocka_unit_test(every_date_is_short_and_gsm_where_it_can_be),
    };

    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
