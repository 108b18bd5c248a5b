/* language: that our table of days and months says what ICU says */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "calendar/civil.h"
#include "message/language.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_what_icu_says),
    };

    return cmocka_run_group_tests_name("language_icu", tests, NULL, NULL);
}
