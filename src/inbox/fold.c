/* fold - see fold.h */
#include "inbox/fold.h"

#include <string.h>

#include "base/text.h"
#include "message/clean.h"

enum {
    NOTHING = 0,                /* as if it were not there */
    SEPARATOR = ' ',
    ROAD_SIGN = 0x1f6d1
};

/* U+00C0 to U+017F as capitals without accent; a space separates. */
static const char latin[] =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTS" "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTY"
    "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGG" "GGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLL"
    "LLLNNNNNNNNNOOOOOOOORRRRRRSSSSSS" "SSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

_Static_assert(sizeof(latin) == 192 + 1, "a letter for each");

/* Letters drawn as signs: from `first` on, A to Z again and again. */
static const struct {
    uint32_t first, last;
} drawn[] = {
    { 0x249c, 0x24b5 },         /* in parentheses */
    { 0x24b6, 0x24e9 },         /* circled, both cases */
    { 0xff21, 0xff3a }, { 0xff41, 0xff5a },     /* fullwidth */
    { 0x1d400, 0x1d6a3 },       /* bold, italic, script ... */
    { 0x1f110, 0x1f129 }, { 0x1f130, 0x1f149 }, /* boxes */
    { 0x1f150, 0x1f169 }, { 0x1f170, 0x1f189 },
};

static bool
between(uint32_t code, uint32_t first, uint32_t last)
{
    return code >= first && code <= last;
}

static bool
has_no_width(uint32_t code)
{
    return clean_is_invisible(code) || between(code, 0x300, 0x36f) ||
        between(code, 0xfe00, 0xfe0f) || between(code, 0x20d0, 0x20ff) ||
        code == 0x640 || between(code, 0x64b, 0x65f) || code == 0x670 ||
        between(code, 0x1f3fb, 0x1f3ff);
}

/* Scripts with letters of their own; what is left above are signs. */
static bool
is_other_letter(uint32_t code)
{
    return between(code, 0x180, 0x1fff) || between(code, 0x2c00, 0x2dff) ||
        between(code, 0x3040, 0xd7ff) || between(code, 0xf900, 0xfdcf) ||
        between(code, 0xfdf0, 0xfdff) || between(code, 0xfe70, 0xfefe) ||
        between(code, 0x10000, 0x1cfff) || between(code, 0x1e000, 0x1efff) ||
        between(code, 0x20000, 0x3ffff);
}

/* One case, and one way to write alef. */
static uint32_t
fold_other(uint32_t code)
{
    if (between(code, 0x218, 0x219))
        return 'S';             /* Romanian */
    if (between(code, 0x21a, 0x21b))
        return 'T';
    if (between(code, 0x3b1, 0x3c9) || between(code, 0x430, 0x44f))
        return code - 0x20;     /* Greek, Cyrillic */
    if (between(code, 0x450, 0x45f))
        return code - 0x50;
    if (code == 0x622 || code == 0x623 || code == 0x625)
        return 0x627;           /* Arabic alef with something on it */
    if (code == 0x60c || code == 0x61b || code == 0x61f || code == 0x66a ||
        code == 0x6d4)
        return SEPARATOR;       /* Arabic punctuation */
    return code;
}

/* What a code point is here: NOTHING, SEPARATOR or a letter or digit. */
static uint32_t
fold_code(uint32_t code)
{
    if (between(code, 'a', 'z'))
        return code - 'a' + 'A';
    if (between(code, 'A', 'Z') || between(code, '0', '9'))
        return code;
    if (code == '$')
        return 'S';
    if (has_no_width(code))
        return NOTHING;
    if (between(code, 0xc0, 0x17f))
        return (unsigned char)latin[code - 0xc0];
    for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++) {
        if (between(code, drawn[i].first, drawn[i].last))
            return 'A' + (code - drawn[i].first) % 26;
    }
    return is_other_letter(code) ? fold_other(code) : SEPARATOR;
}

/* Add a letter; false when there is no room for it. */
static bool
add(struct fold *fold, size_t *length, bool new_word, uint32_t code)
{
    char bytes[4];
    size_t size = text_put(bytes, code);

    if (*length + size > FOLD_LETTERS ||
        (new_word && fold->count == FOLD_WORDS))
        return false;
    if (new_word)
        fold->start[fold->count++] = (uint16_t)*length;
    memcpy(fold->letters + *length, bytes, size);
    *length += size;
    return true;
}

void
fold_text(const char *text, struct fold *fold)
{
    const char *at = text, *end = text + strlen(text);
    bool new_word = true;
    size_t length = 0;

    *fold = (struct fold){ .count = 0 };
    while (at < end && !fold->cut) {
        int32_t code = text_next(&at, end);
        uint32_t folded;

        if (code < 0)
            continue;
        folded = fold_code((uint32_t)code);
        fold->question |= code == '?' || code == 0xff1f || code == 0x61f;
        fold->stop_sign |= code == ROAD_SIGN;
        if (folded == SEPARATOR) {
            new_word = true;
        } else if (folded != NOTHING) {
            fold->cut = !add(fold, &length, new_word, folded);
            new_word = false;
        }
    }
    fold->start[fold->count] = (uint16_t)length;
    fold->letters[length] = '\0';
}
