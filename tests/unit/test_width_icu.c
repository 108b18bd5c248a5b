/* width: that our tables say what ICU says, of each character that was there
 * when they were made */
#include "unit.h"

#include <unicode/uchar.h>

#include "ctl/width.h"

enum { OURS = 14 };             /* the version of Unicode in width.c */

static size_t
icu_width(int32_t code)
{
    switch (u_charType(code)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return 0;
    default:
        break;
    }
    switch (u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_FULLWIDTH:
    case U_EA_WIDE:
        return 2;
    default:
        return 1;
    }
}

static void
each_character_is_as_wide_as_icu_says(void **state)
{
    size_t compared = 0;

    (void)state;
    for (int32_t code = 0; code <= 0x10ffff; code++) {
        UVersionInfo age;

        u_charAge(code, age);
        if (age[0] == 0 || age[0] > OURS)
            continue;
        compared++;
        if (width_of(code) != icu_width(code))
            fail_msg("U+%04X: %zu, and ICU says %zu", (unsigned)code,
                     width_of(code), icu_width(code));
        if (width_is_format(code) != (u_charType(code) == U_FORMAT_CHAR))
            fail_msg("U+%04X: format %d", (unsigned)code,
                     width_is_format(code));
    }
    assert_true(compared > 100000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_is_as_wide_as_icu_says),
    };

    return cmocka_run_group_tests_name("width_icu", tests, NULL, NULL);
}
