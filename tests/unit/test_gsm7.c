/* gsm7: the alphabet, sizes, cuts, bytes and nearest writing */
#include "unit.h"

#include <stdbool.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "message/gsm7.h"
#include "message/latin.h"

/* 3GPP TS 23.038 section 6.2.1, written down independently of the code; the
 * escape itself is a space here. */
static const char alphabet[] =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà";
static const struct {
    uint32_t code;
    uint8_t septet;
} extension[] = {
    { '^', 0x14 }, { '{', 0x28 }, { '}', 0x29 }, { '\\', 0x2f },
    { '[', 0x3c }, { '~', 0x3d }, { ']', 0x3e }, { '|', 0x40 },
    { 0x20ac, 0x65 }
};

/* The septets of a code point by those tables; how many. */
static size_t
expected(uint32_t code, uint8_t out[2])
{
    const char *at = alphabet, *end = alphabet + sizeof(alphabet) - 1;

    for (uint8_t i = 0; at < end; i++) {
        if ((uint32_t)text_next(&at, end) == code && i != 0x1b) {
            out[0] = i;
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof(extension) / sizeof(extension[0]); i++) {
        if (extension[i].code == code) {
            out[0] = 0x1b;
            out[1] = extension[i].septet;
            return 2;
        }
    }
    return 0;
}

static bool
is_scalar(uint32_t code)
{
    return code < 0xd800 || code > 0xdfff;
}

static void
every_code_point_is_written_as_the_standard_says(void **state)
{
    struct buffer back = { 0 };

    (void)state;
    for (uint32_t code = 1; code <= 0x10ffff; code++) {
        uint8_t want[2], got[4];
        char text[5] = { 0 };
        size_t length, count;

        if (!is_scalar(code))
            continue;
        length = text_put(text, code);
        count = code < 0x3000 ? expected(code, want) : 0;
        assert_int_equal(gsm7_units(SMS_GSM7, code), count);
        if (count == 0) {
            assert_int_equal(gsm7_encode(SMS_GSM7, text, length, got, 4), 1);
            assert_int_equal(got[0], '?');
            continue;
        }
        assert_int_equal(gsm7_encode(SMS_GSM7, text, length, got, 4), count);
        assert_memory_equal(got, want, count);
        buffer_clear(&back);
        gsm7_decode(&back, SMS_GSM7, got, count);
        assert_string_equal(buffer_text(&back), text);
    }
    buffer_free(&back);
}

static void
every_nearest_writing_is_in_the_alphabet(void **state)
{
    size_t found = 0;

    (void)state;
    for (uint32_t code = 1; code <= 0x10ffff; code++) {
        const char *nearest;
        struct sms_size size;

        if (gsm7_units(SMS_GSM7, code) != 0)
            continue;
        nearest = latin_nearest(code);
        if (nearest == NULL)
            continue;
        gsm7_measure(nearest, &size);
        assert_int_equal(size.alphabet, SMS_GSM7);
        found++;
    }
    assert_true(found > 900);
    /* Latin-1 and the Latin blocks leave no letter out */
    for (uint32_t code = 0xc0; code < 0x250; code++) {
        if (gsm7_units(SMS_GSM7, code) == 0)
            assert_true(latin_nearest(code)[0] != '\0');
    }
    for (uint32_t code = 0x1e00; code < 0x1f00; code++)
        assert_true(latin_nearest(code)[0] != '\0');
}

static void
assert_transliterated(const char *text, const char *want)
{
    struct buffer out = { 0 }, again = { 0 };

    gsm7_transliterate(&out, text);
    assert_string_equal(buffer_text(&out), want);
    gsm7_transliterate(&again, buffer_text(&out));
    assert_string_equal(buffer_text(&again), want);
    buffer_free(&out);
    buffer_free(&again);
}

static void
only_what_is_missing_is_replaced(void **state)
{
    (void)state;
    assert_transliterated("", "");
    assert_transliterated("Zoë eet maïs", "Zoe eet mais");
    assert_transliterated("à ä é è ì ò ö ù ü ñ Ä É Ö Ü Ç",
                          "à ä é è ì ò ö ù ü ñ Ä É Ö Ü Ç");
    assert_transliterated("ê â î ô û ç á í ó ú œ Œ", "e a i o u c a i o u oe OE");
    assert_transliterated("’s avonds “om” ‘t half–acht…",
                          "'s avonds \"om\" 't half-acht...");
    assert_transliterated("a\u00a0b\u200bc\ufeffd\u202fe", "a bcd e");
    assert_transliterated("«n°5» ½ × 2 → 1", "\"no5\" 1/2 x 2 -> 1");
    assert_transliterated("€ ^{}[]~\\|", "€ ^{}[]~\\|");
    assert_transliterated("Łódź, Győr, Şişli, Nguyễn",
                          "Lodz, Gyor, Sisli, Nguyen");
    assert_transliterated("tab\there\x01\x7f`", "tab here'");
    assert_transliterated("Ｓｔｒａａｔ ﬁets", "Straat fiets");
}

static void
accents_that_stand_apart_are_put_together(void **state)
{
    (void)state;
    assert_transliterated("cafe\u0301 a\u0300 u\u0308", "café à ü");
    assert_transliterated("Zoe\u0308", "Zoe");
}

static void
another_script_is_kept_whole(void **state)
{
    (void)state;
    assert_transliterated("Привет", "Привет");
    assert_transliterated("и\u0306", "и\u0306");
    assert_transliterated("سلام\u200cها", "سلام\u200cها");
    assert_transliterated("Zoë 👩\u200d🚒", "Zoe 👩\u200d🚒");
}

static void
assert_size(const char *text, enum sms_alphabet which, int units, int parts,
            uint32_t culprit)
{
    struct sms_size size;

    gsm7_measure(text, &size);
    assert_int_equal(size.alphabet, which);
    assert_int_equal(size.units, units);
    assert_int_equal(size.parts, parts);
    assert_int_equal(size.culprit, culprit);
}

/* `before` x, then `tail`, then `after` x. */
static const char *
around(int before, const char *tail, int after)
{
    static char text[2000];
    size_t length = strlen(tail);

    memset(text, 'x', (size_t)before);
    memcpy(text + before, tail, length);
    memset(text + before + length, 'x', (size_t)after);
    text[(size_t)before + length + (size_t)after] = '\0';
    return text;
}

static void
sizes_at_the_borders_are_exact(void **state)
{
    (void)state;
    assert_size("", SMS_GSM7, 0, 1, 0);
    assert_size(around(160, "", 0), SMS_GSM7, 160, 1, 0);
    assert_size(around(161, "", 0), SMS_GSM7, 161, 2, 0);
    assert_size(around(306, "", 0), SMS_GSM7, 306, 2, 0);
    assert_size(around(307, "", 0), SMS_GSM7, 307, 3, 0);
    assert_size(around(69, "ë", 0), SMS_UCS2, 70, 1, 0xeb);
    assert_size(around(110, "ï", 0), SMS_UCS2, 111, 2, 0xef);
    assert_size(around(133, "ï", 0), SMS_UCS2, 134, 2, 0xef);
    assert_size(around(134, "ï", 0), SMS_UCS2, 135, 3, 0xef);
    assert_size(around(3, "ê then ë", 0), SMS_UCS2, 11, 1, 0xea);
    assert_size("\xff", SMS_UCS2, 1, 1, 0xfffd);
}

static void
a_pair_is_never_cut(void **state)
{
    (void)state;
    assert_size(around(158, "€", 0), SMS_GSM7, 160, 1, 0);
    assert_size(around(159, "€", 0), SMS_GSM7, 161, 2, 0);
    /* the euro would straddle 153: one septet is left empty */
    assert_size(around(152, "€", 152), SMS_GSM7, 306, 3, 0);
    assert_size(around(151, "€", 153), SMS_GSM7, 306, 2, 0);
    assert_int_equal(gsm7_cut(SMS_GSM7, around(152, "€", 9), 164, 153), 152);
    assert_int_equal(gsm7_cut(SMS_GSM7, around(151, "€", 9), 163, 153), 154);
    assert_size(around(68, "👍", 0), SMS_UCS2, 70, 1, 0x1f44d);
    assert_size(around(66, "👍", 66), SMS_UCS2, 134, 3, 0x1f44d);
    assert_size(around(65, "👍", 67), SMS_UCS2, 134, 2, 0x1f44d);
    assert_int_equal(gsm7_cut(SMS_UCS2, around(66, "👍", 9), 79, 67), 66);
    assert_int_equal(gsm7_cut(SMS_UCS2, around(65, "👍", 9), 78, 67), 69);
}

static void
utf16_is_big_endian_with_surrogates(void **state)
{
    static const uint8_t want[] = { 0x00, 'a', 0x20, 0xac, 0xd8, 0x3d, 0xdc,
                                    0x4d };
    static const uint8_t lone[] = { 0xd8, 0x3d, 0x00, 'a', 0xdc, 0x4d, 0x00 };
    struct buffer back = { 0 };
    uint8_t out[16];

    (void)state;
    assert_int_equal(gsm7_encode(SMS_UCS2, "a€👍", 8, out, sizeof(out)), 8);
    assert_memory_equal(out, want, 8);
    assert_int_equal(gsm7_encode(SMS_UCS2, "a€👍", 8, out, 7), 4);
    gsm7_decode(&back, SMS_UCS2, lone, sizeof(lone));
    assert_string_equal(buffer_text(&back), "\ufffda\ufffd\ufffd");
    buffer_free(&back);
}

static void
foreign_septets_are_read_as_the_standard_says(void **state)
{
    static const uint8_t bytes[] = { 0x1b, 'a', 0x1b, 0x0a, 0x1b, 0x1b, 0x80,
                                     0x1b };
    struct buffer back = { 0 };

    (void)state;
    gsm7_decode(&back, SMS_GSM7, bytes, sizeof(bytes));
    assert_string_equal(buffer_text(&back), "a\n @");
    buffer_free(&back);
}

/* A random text: of the alphabet, or with anything in it. */
static void
random_text(struct random *random, struct buffer *text)
{
    uint64_t length = random_below(random, 500);
    bool wide = random_below(random, 2) != 0;
    char bytes[4];

    buffer_clear(text);
    while (length-- > 0) {
        uint32_t code;

        do {
            code = (uint32_t)random_below(random, !wide ? 0x3b0 :
                                          random_below(random, 4) == 0 ?
                                          0x110000 : 0x2200) + 1;
        } while (!is_scalar(code) || code > 0x10ffff ||
                 (!wide && gsm7_units(SMS_GSM7, code) == 0));
        buffer_add(text, bytes, text_put(bytes, code));
    }
}

static void
any_text_survives_cutting_writing_and_reading(void **state)
{
    struct buffer text = { 0 }, back = { 0 };
    struct random random;

    (void)state;
    random_seed(&random, 20261122);
    for (int round = 0; round < 3000; round++) {
        struct sms_size size;
        const char *at;
        int most, parts = 0, units = 0;

        random_text(&random, &text);
        at = buffer_text(&text);
        gsm7_measure(at, &size);
        most = size.alphabet == SMS_GSM7 ? SMS_GSM7_PART : SMS_UCS2_PART;
        if (size.parts == 1)
            most = size.alphabet == SMS_GSM7 ? SMS_GSM7_WHOLE
                                             : SMS_UCS2_WHOLE;
        buffer_clear(&back);
        while (*at != '\0') {
            uint8_t bytes[SMS_GSM7_WHOLE];
            size_t cut = gsm7_cut(size.alphabet, at, strlen(at), most);
            size_t used = gsm7_encode(size.alphabet, at, cut, bytes,
                                      sizeof(bytes));

            assert_true(cut > 0 && used <= 140 + 20);
            gsm7_decode(&back, size.alphabet, bytes, used);
            units += (int)used / (size.alphabet == SMS_GSM7 ? 1 : 2);
            at += cut;
            parts++;
        }
        assert_int_equal(size.units, units);
        assert_int_equal(size.parts, parts != 0 ? parts : 1);
        assert_string_equal(buffer_text(&back), buffer_text(&text));
    }
    buffer_free(&text);
    buffer_free(&back);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_written_as_the_standard_says),
        cmocka_unit_test(every_nearest_writing_is_in_the_alphabet),
        cmocka_unit_test(only_what_is_missing_is_replaced),
        cmocka_unit_test(accents_that_stand_apart_are_put_together),
        cmocka_unit_test(another_script_is_kept_whole),
        cmocka_unit_test(sizes_at_the_borders_are_exact),
        cmocka_unit_test(a_pair_is_never_cut),
        cmocka_unit_test(utf16_is_big_endian_with_surrogates),
        cmocka_unit_test(foreign_septets_are_read_as_the_standard_says),
        cmocka_unit_test(any_text_survives_cutting_writing_and_reading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
