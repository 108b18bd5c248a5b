/* language: days and hours in words, and that our table says what ICU says */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

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
    assert_null(language_find("de"));
    for (size_t i = 0; language_tags[i] != NULL; i++) {
        assert_ptr_equal(language_at(i), language_find(language_tags[i]));
        assert_string_equal(language_tag(language_at(i)), language_tags[i]);
    }
    assert_null(language_at(3));
}

/* ICU's short name in a country's writing, less its dot. */
static void
icu_name(UDateFormat *format, UDateFormatSymbolType type, int32_t index,
         char name[64])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[32];
    int32_t length;

    udat_getSymbols(format, type, index, wide, 32, &status);
    u_strToUTF8(name, 64, &length, wide, -1, &status);
    assert_true(U_SUCCESS(status));
    if (length > 0 && name[length - 1] == '.')
        name[length - 1] = '\0';
}

static void
compare_with_icu(const char *tag, const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT, locale, NULL, 0,
                                    NULL, 0, &status);

    assert_true(U_SUCCESS(status));
    for (int i = 0; i < 365; i++) {
        struct civil day = wednesday;
        struct buffer out = { 0 };
        char weekday[64], month[64], expected[160];

        civil_add_days(&day, i);
        icu_name(format, UDAT_SHORT_WEEKDAYS, civil_weekday(&day) % 7 + 1,
                 weekday);
        icu_name(format, UDAT_SHORT_MONTHS, day.month - 1, month);
        if (strcmp(month, "ao\xc3\xbbt") == 0)
            memcpy(month, "aout", 5);
        snprintf(expected, sizeof(expected), "%s %d %s", weekday, day.day,
                 month);
        language_date(language_find(tag), &day, NULL, &out);
        assert_string_equal(buffer_text(&out), expected);
        buffer_free(&out);
    }
    udat_close(format);
}

static void
the_table_says_what_icu_says(void **state)
{
    (void)state;
    compare_with_icu("nl", "nl_BE");
    compare_with_icu("fr", "fr_BE");
    compare_with_icu("en", "en_GB");
}

static void
every_date_is_gsm(void **state)
{
    const struct language *language;

    (void)state;
    for (size_t i = 0; (language = language_at(i)) != NULL; i++) {
        for (int day = 0; day < 365; day++) {
            struct civil start = half_past;
            struct buffer out = { 0 };
            struct sms_size size;

            civil_add_days(&start, day);
            language_when(language, &start, NULL, &out);
            gsm7_measure(buffer_text(&out), &size);
            assert_int_equal(size.alphabet, SMS_GSM7);
            assert_true(size.units <= 18);
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
        cmocka_unit_test(the_table_says_what_icu_says),
        cmocka_unit_test(every_date_is_gsm),
    };

    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
