/*
 * latin - see latin.h
 *
 * The two dense tables follow Unicode's compatibility decompositions with the
 * marks taken off one by one until GSM 03.38 has the letter (so a u with
 * diaeresis and macron keeps its diaeresis); letters without a decomposition
 * and signs were chosen by hand.  "" in a dense table means that GSM 03.38
 * has the character itself, or that it has no width.
 */
#include "message/latin.h"

#include <stddef.h>

/* U+00A0 to U+024F */
static const char low[432][4] = {
    " ", "", "c", "", "", "", "|", "", "\"", "(c)", "a", "\"", "-", "", "(r)",
    "-", "o", "+/-", "2", "3", "'", "u", "\302\247", ".", ",", "1", "o", "\"",
    "1/4", "1/2", "3/4", "", "A", "A", "A", "A", "", "", "", "", "E", "", "E",
    "E", "I", "I", "I", "I", "D", "", "O", "O", "O", "O", "", "x", "", "U",
    "U", "U", "", "Y", "Th", "", "", "a", "a", "a", "", "", "", "c", "", "",
    "e", "e", "", "i", "i", "i", "d", "", "", "o", "o", "o", "", "/", "", "",
    "u", "u", "", "y", "th", "y", "A", "a", "A", "a", "A", "a", "C", "c", "C",
    "c", "C", "c", "C", "c", "D", "d", "D", "d", "E", "e", "E", "e", "E", "e",
    "E", "e", "E", "e", "G", "g", "G", "g", "G", "g", "G", "g", "H", "h", "H",
    "h", "I", "i", "I", "i", "I", "i", "I", "i", "I", "i", "IJ", "ij", "J",
    "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L", "l", "L", "l", "N",
    "n", "N", "n", "N", "n", "'n", "Ng", "ng", "O", "o", "O", "o", "O", "o",
    "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
    "S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U",
    "u", "U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z",
    "z", "s", "b", "B", "B", "b", "b", "b", "O", "C", "c", "D", "D", "D", "d",
    "d", "E", "E", "E", "F", "f", "G", "G", "hv", "I", "I", "K", "k", "l", "l",
    "M", "N", "n", "O", "O", "o", "Oi", "oi", "P", "p", "R", "S", "s", "S",
    "s", "t", "T", "t", "T", "U", "u", "U", "V", "Y", "y", "Z", "z", "Z", "Z",
    "z", "z", "2", "5", "5", "ts", "w", "|", "||", "|", "!", "DZ", "Dz", "dz",
    "LJ", "Lj", "lj", "NJ", "Nj", "nj", "A", "a", "I", "i", "O", "o", "U", "u",
    "\303\234", "\303\274", "\303\234", "\303\274", "\303\234", "\303\274",
    "\303\234", "\303\274", "e", "\303\204", "\303\244", "A", "a", "\303\206",
    "\303\246", "G", "g", "G", "g", "K", "k", "O", "o", "O", "o", "Z", "z",
    "j", "DZ", "Dz", "dz", "G", "g", "Hv", "W", "N", "n", "\303\205",
    "\303\245", "\303\206", "\303\246", "\303\230", "\303\270", "A", "a", "A",
    "a", "E", "e", "E", "e", "I", "i", "I", "i", "O", "o", "O", "o", "R", "r",
    "R", "r", "U", "u", "U", "u", "S", "s", "T", "t", "Y", "y", "H", "h", "N",
    "d", "Ou", "ou", "Z", "z", "A", "a", "E", "e", "\303\226", "\303\266", "O",
    "o", "O", "o", "O", "o", "Y", "y", "l", "n", "t", "j", "db", "qp", "A",
    "C", "c", "L", "T", "s", "z", "?", "?", "B", "U", "V", "E", "e", "J", "j",
    "Q", "q", "R", "r", "Y", "y"
};

/* U+1E00 to U+1EFF */
static const char additional[256][4] = {
    "A", "a", "B", "b", "B", "b", "B", "b", "\303\207", "c", "D", "d", "D",
    "d", "D", "d", "D", "d", "D", "d", "E", "e", "E", "e", "E", "e", "E", "e",
    "E", "e", "F", "f", "G", "g", "H", "h", "H", "h", "H", "h", "H", "h", "H",
    "h", "I", "i", "I", "i", "K", "k", "K", "k", "K", "k", "L", "l", "L", "l",
    "L", "l", "L", "l", "M", "m", "M", "m", "M", "m", "N", "n", "N", "n", "N",
    "n", "N", "n", "O", "o", "O", "o", "O", "o", "O", "o", "P", "p", "P", "p",
    "R", "r", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s", "S",
    "s", "S", "s", "T", "t", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u",
    "U", "u", "U", "u", "U", "u", "V", "v", "V", "v", "W", "w", "W", "w", "W",
    "w", "W", "w", "W", "w", "X", "x", "X", "x", "Y", "y", "Z", "z", "Z", "z",
    "Z", "z", "h", "t", "w", "y", "a", "s", "s", "s", "SS", "d", "A", "a", "A",
    "a", "A", "a", "A", "a", "A", "a", "A", "a", "A", "a", "A", "a", "A", "a",
    "A", "a", "A", "a", "A", "a", "E", "e", "E", "e", "E", "e", "E", "e", "E",
    "e", "E", "e", "E", "e", "E", "e", "I", "i", "I", "i", "O", "o", "O", "o",
    "O", "o", "O", "o", "O", "o", "O", "o", "O", "o", "O", "o", "O", "o", "O",
    "o", "O", "o", "O", "o", "U", "u", "U", "u", "U", "u", "U", "u", "U", "u",
    "U", "u", "U", "u", "Y", "y", "Y", "y", "Y", "y", "Y", "y", "Ll", "ll",
    "V", "v", "Y", "y"
};

/* Signs and what has no width, in order. */
static const struct {
    uint16_t first, last;
    char nearest[6];
} signs[] = {
    { 0x02bb, 0x02bd, "'" }, { 0x02c6, 0x02c6, "^" }, { 0x02c8, 0x02c8, "'" },
    { 0x02cb, 0x02cb, "'" }, { 0x02dc, 0x02dc, "~" }, { 0x0300, 0x036f, "" },
    { 0x2000, 0x200a, " " }, { 0x200b, 0x200f, "" }, { 0x2010, 0x2015, "-" },
    { 0x2016, 0x2016, "||" }, { 0x2017, 0x2017, "_" }, { 0x2018, 0x201b, "'" },
    { 0x201c, 0x201f, "\"" }, { 0x2020, 0x2021, "+" }, { 0x2022, 0x2023, "-" },
    { 0x2024, 0x2024, "." }, { 0x2025, 0x2025, ".." },
    { 0x2026, 0x2026, "..." }, { 0x2027, 0x2027, "." },
    { 0x2028, 0x2029, "\n" }, { 0x202a, 0x202e, "" }, { 0x202f, 0x202f, " " },
    { 0x2032, 0x2032, "'" }, { 0x2033, 0x2033, "\"" }, { 0x2035, 0x2035, "'" },
    { 0x2036, 0x2036, "\"" }, { 0x2039, 0x203a, "'" },
    { 0x203c, 0x203c, "!!" }, { 0x203d, 0x203d, "?!" },
    { 0x2043, 0x2043, "-" }, { 0x2044, 0x2044, "/" }, { 0x2047, 0x2047, "??" },
    { 0x2048, 0x2048, "?!" }, { 0x2049, 0x2049, "!?" },
    { 0x204e, 0x204e, "*" }, { 0x2052, 0x2052, "%" }, { 0x2053, 0x2053, "~" },
    { 0x205f, 0x205f, " " }, { 0x2060, 0x2064, "" }, { 0x2066, 0x206f, "" },
    { 0x2070, 0x2070, "0" }, { 0x2071, 0x2071, "i" }, { 0x2074, 0x2074, "4" },
    { 0x2075, 0x2075, "5" }, { 0x2076, 0x2076, "6" }, { 0x2077, 0x2077, "7" },
    { 0x2078, 0x2078, "8" }, { 0x2079, 0x2079, "9" }, { 0x207f, 0x207f, "n" },
    { 0x20a4, 0x20a4, "\302\243" }, { 0x2103, 0x2103, "oC" },
    { 0x2109, 0x2109, "oF" }, { 0x2113, 0x2113, "l" },
    { 0x2116, 0x2116, "No" }, { 0x2117, 0x2117, "(p)" },
    { 0x2120, 0x2120, "SM" }, { 0x2122, 0x2122, "TM" },
    { 0x2126, 0x2126, "\316\251" }, { 0x212a, 0x212a, "K" },
    { 0x212b, 0x212b, "\303\205" }, { 0x2153, 0x2153, "1/3" },
    { 0x2154, 0x2154, "2/3" }, { 0x2190, 0x2190, "<-" },
    { 0x2192, 0x2192, "->" }, { 0x2194, 0x2194, "<->" },
    { 0x21d2, 0x21d2, "=>" }, { 0x2206, 0x2206, "\316\224" },
    { 0x2212, 0x2212, "-" }, { 0x2215, 0x2215, "/" }, { 0x2217, 0x2217, "*" },
    { 0x2219, 0x2219, "." }, { 0x223c, 0x223c, "~" }, { 0x2248, 0x2248, "~" },
    { 0x2260, 0x2260, "/=" }, { 0x2264, 0x2264, "<=" },
    { 0x2265, 0x2265, ">=" }, { 0x22c5, 0x22c5, "." }, { 0x2500, 0x2501, "-" },
    { 0x2502, 0x2503, "|" }, { 0x25aa, 0x25ab, "-" }, { 0x25cf, 0x25cf, "-" },
    { 0x25e6, 0x25e6, "-" }, { 0x2713, 0x2714, "v" }, { 0x2717, 0x2718, "x" },
    { 0x2794, 0x2794, "->" }, { 0x3000, 0x3000, " " },
    { 0xfb00, 0xfb00, "ff" }, { 0xfb01, 0xfb01, "fi" },
    { 0xfb02, 0xfb02, "fl" }, { 0xfb03, 0xfb03, "ffi" },
    { 0xfb04, 0xfb04, "ffl" }, { 0xfb05, 0xfb06, "st" },
    { 0xfe00, 0xfe0f, "" }, { 0xfeff, 0xfeff, "" }, { 0xfff9, 0xfffb, "" }
};

static const struct {
    char letter;
    uint16_t mark, code;
} composed[] = {
    { 'A', 0x308, 0xc4 }, { 'A', 0x30a, 0xc5 }, { 'C', 0x327, 0xc7 },
    { 'E', 0x301, 0xc9 }, { 'N', 0x303, 0xd1 }, { 'O', 0x308, 0xd6 },
    { 'U', 0x308, 0xdc }, { 'a', 0x300, 0xe0 }, { 'a', 0x308, 0xe4 },
    { 'a', 0x30a, 0xe5 }, { 'e', 0x300, 0xe8 }, { 'e', 0x301, 0xe9 },
    { 'i', 0x300, 0xec }, { 'n', 0x303, 0xf1 }, { 'o', 0x300, 0xf2 },
    { 'o', 0x308, 0xf6 }, { 'u', 0x300, 0xf9 }, { 'u', 0x308, 0xfc }
};

static const char *
sign(uint32_t code)
{
    size_t low_end = 0, high_end = sizeof(signs) / sizeof(signs[0]);

    while (low_end < high_end) {
        size_t middle = (low_end + high_end) / 2;

        if (code < signs[middle].first)
            high_end = middle;
        else if (code > signs[middle].last)
            low_end = middle + 1;
        else
            return signs[middle].nearest;
    }
    return NULL;
}

/* The full-width forms of ASCII, U+FF01 to U+FF5E. */
static const char *
full_width(uint32_t code)
{
    static const char ascii[] =
        "!\0\"\0#\0$\0%\0&\0'\0(\0)\0*\0+\0,\0-\0.\0/\0"
        "0\0" "1\0" "2\0" "3\0" "4\0" "5\0" "6\0" "7\0" "8\0" "9\0"
        ":\0;\0<\0=\0>\0?\0@\0A\0B\0C\0D\0E\0F\0G\0H\0I\0J\0K\0L\0M\0"
        "N\0O\0P\0Q\0R\0S\0T\0U\0V\0W\0X\0Y\0Z\0[\0\\\0]\0^\0_\0'\0"
        "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0q\0r\0s\0"
        "t\0u\0v\0w\0x\0y\0z\0{\0|\0}\0~\0";

    return &ascii[2 * (code - 0xff01)];
}

const char *
latin_nearest(uint32_t code)
{
    if (code < 0xa0) {
        if (code == '\t')
            return " ";
        if (code == '`')
            return "'";
        return code < ' ' || code >= 0x7f ? "" : NULL;  /* C0, DEL, C1 */
    }
    if (code < 0x250)
        return low[code - 0xa0];
    if (code >= 0x1e00 && code < 0x1f00)
        return additional[code - 0x1e00];
    if (code >= 0xff01 && code <= 0xff5e)
        return full_width(code);
    if (code >= 0xe0000 && code <= 0xe007f)
        return "";                      /* invisible tags */
    return sign(code);
}

uint32_t
latin_composed(uint32_t letter, uint32_t mark)
{
    if (mark < 0x300 || mark > 0x36f)
        return 0;
    for (size_t i = 0; i < sizeof(composed) / sizeof(composed[0]); i++) {
        if ((unsigned char)composed[i].letter == letter &&
            composed[i].mark == mark)
            return composed[i].code;
    }
    return 0;
}
