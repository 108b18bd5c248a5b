/* language, texts: that our table of days and months says what ICU says, and
 * that ICU lays an Arabic text out in the order in which it is read */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include <unicode/ubidi.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "calendar/civil.h"
#include "message/language.h"
#include "message/template.h"
#include "message/texts.h"

static const struct civil wednesday = { 2027, 1, 13, 19, 0, 0 };

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

/* What stands behind the day; or the day of the week comes last. */
static const char day_last[] = "last";

static void
compare_with_icu(const char *tag, const char *locale, const char *shape)
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
        if (shape == day_last)
            snprintf(expected, sizeof(expected), "%d %s %s", day.day, month,
                     weekday);
        else
            snprintf(expected, sizeof(expected), "%s %d%s %s", weekday,
                     day.day, shape, month);
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
    compare_with_icu("nl", "nl_BE", "");
    compare_with_icu("fr", "fr_BE", "");
    compare_with_icu("en", "en_GB", "");
    compare_with_icu("de", "de_BE", ".");
    compare_with_icu("tr", "tr_TR", day_last);
    compare_with_icu("ar", "ar", "");
}

/* Where a word is drawn, from the left. */
static int32_t
drawn_at(UBiDi *bidi, const UChar *text, const char *word)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[64];
    const UChar *found;
    int32_t at;

    u_strFromUTF8(wide, 64, NULL, word, -1, &status);
    found = u_strstr(text, wide);
    assert_non_null(found);
    at = ubidi_getVisualIndex(bidi, (int32_t)(found - text), &status);
    assert_true(U_SUCCESS(status));
    return at;
}

/* A phone that takes the direction from the first letter shows it from right
 * to left, and these words in this order. */
static void
reads_in_order(const char *text, const char *const *words)
{
    UErrorCode status = U_ZERO_ERROR;
    UBiDi *bidi = ubidi_open();
    UChar wide[500];
    int32_t length, last = 500;

    u_strFromUTF8(wide, 500, &length, text, -1, &status);
    ubidi_setPara(bidi, wide, length, UBIDI_DEFAULT_LTR, NULL, &status);
    assert_true(U_SUCCESS(status));
    assert_int_equal(ubidi_getParaLevel(bidi), 1);
    for (; *words != NULL; words++) {
        int32_t at = drawn_at(bidi, wide, *words);

        assert_true(at < last);
        last = at;
    }
    ubidi_close(bidi);
}

static void
render(enum purpose purpose, bool subject, struct buffer *out)
{
    const struct language *arabic = language_find("ar");
    const struct template_values values = { .text = {
        [TEMPLATE_EVENT_TITLE] = "Mediakamp 2",
        [TEMPLATE_EVENT_WHEN] = "الأربعاء 13 يناير 19:30",
        [TEMPLATE_EVENT_PLACE] = "De Kouter, 9300 Aalst",
        [TEMPLATE_CHANGE_OLD_WHEN] = "الثلاثاء 12 يناير 18:00",
        [TEMPLATE_CHANGE_OLD_PLACE] = "Stationsplein 1",
        [TEMPLATE_CHANGE_REASON] = "zaal bezet",
        [TEMPLATE_ORGANISATION_NAME] = "ALLO?!",
        [TEMPLATE_REPLY] = texts_reply(arabic) } };
    struct pool *pool = pool_new();
    const struct template *template;

    assert_int_equal(template_parse(pool, subject
                                    ? texts_subject(purpose, arabic)
                                    : texts_body(purpose, arabic),
                                    &template, NULL), 0);
    template_render(template, &values, out);
    pool_free(&pool);
}

static void
an_arabic_text_is_laid_out_as_it_is_read(void **state)
{
    static const char *const about[] = {
        "Mediakamp", "الأربعاء", "13", "يناير", "19:30", NULL
    };
    static const char *const place[] = { "19:30", "De Kouter", NULL };
    static const char *const changed[] = {
        "Mediakamp", "De Kouter", "الثلاثاء", "12", "18:00", "Stationsplein",
        NULL
    };
    static const char *const answer[] = { "ALLO", "ST", NULL };

    (void)state;
    for (int i = 0; i < 2 * PURPOSE_COUNT; i++) {
        enum purpose purpose = (enum purpose)(i / 2);
        struct buffer out = { 0 };

        render(purpose, i % 2 != 0, &out);
        if (!texts_answer(purpose))
            reads_in_order(buffer_text(&out), about);
        else if (i % 2 == 0)
            reads_in_order(buffer_text(&out), answer);
        if (i % 2 == 0 && !texts_answer(purpose) &&
            purpose != PURPOSE_CANCELLED && purpose != PURPOSE_MOVED)
            reads_in_order(buffer_text(&out), place);
        if (i == 2 * PURPOSE_CHANGED)
            reads_in_order(buffer_text(&out), changed);
        buffer_free(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_what_icu_says),
        cmocka_unit_test(an_arabic_text_is_laid_out_as_it_is_read),
    };

    return cmocka_run_group_tests_name("language_icu", tests, NULL, NULL);
}
