/*
 * language - see language.h
 *
 * A language is a row of data.  Its patterns are made of signs: E the day of
 * the week, d the day, M the month, y the year; H the hour, HH with two
 * digits, mm the minutes; what stands between quotes is taken as it is.
 */
#include "message/language.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "calendar/civil.h"

struct language {
    const char *tag;
    bool from_right;            /* it is written from right to left */
    const char *date, *date_year;       /* patterns */
    const char *hour, *minute;          /* a whole hour; any other */
    const char *days[7];                /* Monday first */
    const char *months[12];
};

static const struct language languages[] = {
    {
        .tag = "nl",
        .date = "E d M", .date_year = "E d M y",
        .hour = "H'u'", .minute = "H'u'mm",
        .days = { "ma", "di", "wo", "do", "vr", "za", "zo" },
        .months = { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug",
                    "sep", "okt", "nov", "dec" },
    },
    {
        /* "aout" as the spelling of 1990 allows: a circumflex would turn the
         * whole SMS into UCS-2 */
        .tag = "fr",
        .date = "E d M", .date_year = "E d M y",
        .hour = "H'h'", .minute = "H'h'mm",
        .days = { "lun", "mar", "mer", "jeu", "ven", "sam", "dim" },
        .months = { "janv", "févr", "mars", "avr", "mai", "juin", "juil",
                    "aout", "sept", "oct", "nov", "déc" },
    },
    {
        .tag = "en",
        .date = "E d M", .date_year = "E d M y",
        .hour = "HH':'mm", .minute = "HH':'mm",
        .days = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
        .months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
                    "Sept", "Oct", "Nov", "Dec" },
    },
    {
        /* the dots of the shortened names are left out, as in an SMS */
        .tag = "de",
        .date = "E d'.' M", .date_year = "E d'.' M y",
        .hour = "H' Uhr'", .minute = "H':'mm' Uhr'",
        .days = { "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
        .months = { "Jan", "Feb", "März", "Apr", "Mai", "Juni", "Juli",
                    "Aug", "Sept", "Okt", "Nov", "Dez" },
    },
    {
        /* in mail with its own letters; in an SMS "Sub" and "Agu", which is
         * how people type them */
        .tag = "tr",
        .date = "d M E", .date_year = "d M y E",
        .hour = "HH':'mm", .minute = "HH':'mm",
        .days = { "Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz" },
        .months = { "Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu",
                    "Eyl", "Eki", "Kas", "Ara" },
    },
    {
        /* The names of the standard language, which schools and the news use
         * everywhere: a Moroccan "ghusht" or a Syrian "ab" is strange to the
         * other.  Digits as on a Belgian clock.  Arabic has no short names. */
        .tag = "ar", .from_right = true,
        .date = "E d M", .date_year = "E d M y",
        .hour = "HH':'mm", .minute = "HH':'mm",
        .days = { "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة",
                  "السبت", "الأحد" },
        .months = { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
                    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
                    "ديسمبر" },
    },
};

enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

const char *const language_tags[] = {
    "nl", "fr", "en", "de", "tr", "ar", NULL
};

_Static_assert(sizeof(language_tags) / sizeof(language_tags[0]) ==
               LANGUAGES + 1, "a tag for each language");

const struct language *
language_find(const char *tag)
{
    size_t length = strcspn(tag, "-_");

    for (size_t i = 0; i < LANGUAGES; i++) {
        if (strlen(languages[i].tag) == length &&
            strncasecmp(languages[i].tag, tag, length) == 0)
            return &languages[i];
    }
    return NULL;
}

const struct language *
language_at(size_t index)
{
    return index < LANGUAGES ? &languages[index] : NULL;
}

const char *
language_tag(const struct language *language)
{
    return language->tag;
}

bool
language_from_right(const struct language *language)
{
    return language->from_right;
}

/* Add what one sign of a pattern stands for. */
static void
add_sign(const struct language *language, char sign, size_t length,
         const struct civil *civil, struct buffer *out)
{
    const int width = (int)length;

    switch (sign) {
    case 'E':
        buffer_add_text(out, language->days[civil_weekday(civil) - 1]);
        break;
    case 'd':
        buffer_add_format(out, "%0*d", width, civil->day);
        break;
    case 'M':
        buffer_add_text(out, language->months[civil->month - 1]);
        break;
    case 'y':
        buffer_add_format(out, "%d", civil->year);
        break;
    case 'H':
        buffer_add_format(out, "%0*d", width, civil->hour);
        break;
    case 'm':
        buffer_add_format(out, "%0*d", width, civil->minute);
        break;
    default:
        buffer_add_byte(out, sign);
    }
}

static void
add_pattern(const struct language *language, const char *pattern,
            const struct civil *civil, struct buffer *out)
{
    bool quoted = false;

    while (*pattern != '\0') {
        size_t length = strspn(pattern, (char[]){ *pattern, '\0' });

        if (*pattern == '\'') {
            quoted = !quoted;
            length = 1;
        } else if (quoted) {
            buffer_add(out, pattern, length);
        } else {
            add_sign(language, *pattern, length, civil, out);
        }
        pattern += length;
    }
}

/* Whether the date without its year could be taken for another year's. */
static bool
needs_year(const struct civil *start, const struct civil *now)
{
    int months;

    if (now == NULL)
        return false;
    months = (start->year - now->year) * 12 + start->month - now->month;
    return months > 10 || months < -2;
}

void
language_date(const struct language *language, const struct civil *start,
              const struct civil *now, struct buffer *out)
{
    add_pattern(language, needs_year(start, now) ? language->date_year :
                language->date, start, out);
}

void
language_time(const struct language *language, const struct civil *start,
              struct buffer *out)
{
    add_pattern(language, start->minute == 0 ? language->hour :
                language->minute, start, out);
}

void
language_when(const struct language *language, const struct civil *start,
              const struct civil *now, struct buffer *out)
{
    language_date(language, start, now, out);
    buffer_add_byte(out, ' ');
    language_time(language, start, out);
}

void
language_end(const struct language *language, const struct civil *start,
             const struct civil *end, struct buffer *out)
{
    if (civil_compare_dates(start, end) == 0)
        language_time(language, end, out);
    else
        language_when(language, end, start, out);
}
