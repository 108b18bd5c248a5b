/* civil - see civil.h */
#include "calendar/civil.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "calendar/quoted.h"
#include "calendar/vocabulary.h"

enum { SECONDS_A_DAY = 86400 };

static const char *const month_names[] = {
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December"
};

bool
civil_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
civil_days_in_month(int year, int month)
{
    static const signed char days[] = { 31, 28, 31, 30, 31, 30,
                                        31, 31, 30, 31, 30, 31 };

    return month == 2 && civil_leap(year) ? 29 : days[month - 1];
}

/* A year is counted from 1 March, so that the leap day is its last; 400 years
 * repeat exactly. */
int64_t
civil_day_number(const struct civil *civil)
{
    int64_t year = civil->year - (civil->month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (civil->month + (civil->month > 2 ? -3 : 9)) +
                       2) / 5 + civil->day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
        of_year - 719468;
}

void
civil_from_day_number(int64_t number, struct civil *civil)
{
    int64_t since = number + 719468;
    int64_t era = (since >= 0 ? since : since - 146096) / 146097;
    int64_t day = since - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;

    civil->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    civil->month = (int)(month < 10 ? month + 3 : month - 9);
    civil->year = (int)(year + era * 400 + (civil->month <= 2));
    civil->hour = civil->minute = civil->second = 0;
}

int64_t
civil_seconds(const struct civil *civil)
{
    return civil_day_number(civil) * SECONDS_A_DAY + civil->hour * 3600 +
        civil->minute * 60 + civil->second;
}

void
civil_from_seconds(int64_t seconds, struct civil *civil)
{
    int64_t days = seconds / SECONDS_A_DAY;
    int rest = (int)(seconds % SECONDS_A_DAY);

    if (rest < 0) {
        rest += SECONDS_A_DAY;
        days--;
    }
    civil_from_day_number(days, civil);
    civil->hour = rest / 3600;
    civil->minute = rest / 60 % 60;
    civil->second = rest % 60;
}

void
civil_add_days(struct civil *civil, int64_t days)
{
    struct civil moved;

    civil_from_day_number(civil_day_number(civil) + days, &moved);
    civil->year = moved.year;
    civil->month = moved.month;
    civil->day = moved.day;
}

bool
civil_add_months(struct civil *civil, int64_t months,
                 enum civil_missing missing)
{
    int64_t count = (int64_t)civil->year * 12 + civil->month - 1 + months;
    int64_t years = (count >= 0 ? count : count - 11) / 12;
    int year = (int)years, month = (int)(count - years * 12) + 1;
    int most = civil_days_in_month(year, month);

    if (civil->day > most) {
        if (missing == CIVIL_SKIP)
            return false;
        civil->day = most;
        if (missing == CIVIL_NEXT) {
            /* Only a month of less than 31 days: never December. */
            civil->day = 1;
            month++;
        }
    }
    civil->year = year;
    civil->month = month;
    return true;
}

int
civil_weekday(const struct civil *civil)
{
    /* 1970-01-01 was a Thursday. */
    int64_t day = (civil_day_number(civil) + 3) % 7;

    return (int)(day < 0 ? day + 8 : day + 1);
}

int
civil_day_of_year(const struct civil *civil)
{
    struct civil first = { civil->year, 1, 1, 0, 0, 0 };

    return (int)(civil_day_number(civil) - civil_day_number(&first)) + 1;
}

int
civil_compare_dates(const struct civil *a, const struct civil *b)
{
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    if (a->month != b->month)
        return a->month < b->month ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

int
civil_compare(const struct civil *a, const struct civil *b)
{
    int dates = civil_compare_dates(a, b);
    int left = a->hour * 3600 + a->minute * 60 + a->second;
    int right = b->hour * 3600 + b->minute * 60 + b->second;

    return dates != 0 ? dates : (left > right) - (left < right);
}

bool
civil_valid(const struct civil *civil)
{
    return civil->year >= CIVIL_YEAR_LEAST &&
        civil->year <= CIVIL_YEAR_MOST && civil->month >= 1 &&
        civil->month <= 12 && civil->day >= 1 &&
        civil->day <= civil_days_in_month(civil->year, civil->month) &&
        civil->hour >= 0 && civil->hour <= 23 && civil->minute >= 0 &&
        civil->minute <= 59 && civil->second >= 0 && civil->second <= 59;
}

const char *
civil_format_date(const struct civil *civil, char text[CIVIL_TEXT])
{
    snprintf(text, CIVIL_TEXT, "%04d-%02d-%02d", civil->year, civil->month,
             civil->day);
    return text;
}

const char *
civil_format(const struct civil *civil, char text[CIVIL_TEXT])
{
    int used = snprintf(text, CIVIL_TEXT, "%04d-%02d-%02d %02d:%02d",
                        civil->year, civil->month, civil->day, civil->hour,
                        civil->minute);

    if (civil->second != 0)
        snprintf(text + used, CIVIL_TEXT - (size_t)used, ":%02d",
                 civil->second);
    return text;
}

/* A number of `least` to `most` digits; *text moves behind it. */
static bool
digits(const char **text, int least, int most, int *number)
{
    int count = 0;

    *number = 0;
    while (count < most && isdigit((unsigned char)(*text)[count]))
        *number = *number * 10 + ((*text)[count++] - '0');
    *text += count;
    return count >= least;
}

static bool
is_one_of(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* The shape of a clock time, whatever its numbers; *text moves behind it. */
static bool
clock_shape(const char **text, struct civil *civil)
{
    const char *at = *text;
    bool letter;

    civil->minute = civil->second = 0;
    if (!digits(&at, 1, 2, &civil->hour) || !is_one_of(*at, ":.hu"))
        return false;
    letter = is_one_of(*at++, "hu");
    if (isdigit((unsigned char)*at) || !letter) {
        if (!digits(&at, 2, 2, &civil->minute))
            return false;
        if (at[0] == ':' && isdigit((unsigned char)at[1])) {
            at++;
            if (!digits(&at, 2, 2, &civil->second))
                return false;
        }
    }
    *text = at;
    return true;
}

bool
civil_parse_clock(const char *text, int *hour, int *minute)
{
    struct civil civil;

    if (!clock_shape(&text, &civil) || *text != '\0' || civil.hour > 23 ||
        civil.minute > 59 || civil.second != 0)
        return false;
    *hour = civil.hour;
    *minute = civil.minute;
    return true;
}

static bool
date_shape(const char **text, struct civil *civil)
{
    const char *at = *text;

    if (!digits(&at, 4, 4, &civil->year) || *at++ != '-' ||
        !digits(&at, 2, 2, &civil->month) || *at++ != '-' ||
        !digits(&at, 2, 2, &civil->day) || isdigit((unsigned char)*at))
        return false;
    *text = at;
    return true;
}

/* "13/01/2027" and its like: what most people here write first. */
static bool
day_first_shape(const char **text, struct civil *civil)
{
    const char *at = *text;

    if (!digits(&at, 1, 2, &civil->day) || !is_one_of(*at++, "-/.") ||
        !digits(&at, 1, 2, &civil->month) || !is_one_of(*at++, "-/.") ||
        !digits(&at, 4, 4, &civil->year) || !civil_valid(civil))
        return false;
    *text = at;
    return true;
}

/* "vrijdag 25 juni 2027 om 20u", "25 june 2027". */
static bool
spoken(const char *text, struct civil *civil, bool *has_clock)
{
    struct tokens in;

    if (tokens_split(&in, text, NULL) < 0)
        return false;
    in.at += vocabulary_weekday(tokens_peek(&in, 0)) != 0;
    civil->day = vocabulary_number(tokens_peek(&in, 0));
    civil->month = vocabulary_month(tokens_peek(&in, 1));
    civil->year = vocabulary_number(tokens_peek(&in, 2));
    if (civil->day < 1 || civil->month == 0 ||
        civil->year < CIVIL_YEAR_LEAST || !civil_valid(civil))
        return false;
    in.at += 3;
    tokens_take(&in, "om at a");
    *has_clock = civil_parse_clock(tokens_peek(&in, 0), &civil->hour,
                                   &civil->minute);
    in.at += *has_clock;
    tokens_take(&in, "uur");
    return tokens_done(&in);
}

static int
explain_shape(const char *text, struct error *error)
{
    struct civil civil = { 0 };
    const char *at = text;
    char date[CIVIL_TEXT];
    bool has_clock;

    if (day_first_shape(&at, &civil)) {
        at += strspn(at, " ,");
        has_clock = civil_parse_clock(at, &civil.hour, &civil.minute);
        return error_set(error, "'%s': write the year first: %s",
                         quoted(text).text, has_clock
                         ? civil_format(&civil, date)
                         : civil_format_date(&civil, date));
    }
    if (date_shape(&text, &civil) && is_one_of(*text, " T"))
        return error_set(error, "'%s' is not an hour; write it as 19:00",
                         quoted(text + 1).text);
    civil = (struct civil){ 0 };
    if (spoken(text, &civil, &has_clock))
        return error_set(error, "'%s': write it in figures: %s",
                         quoted(text).text, has_clock
                         ? civil_format(&civil, date)
                         : civil_format_date(&civil, date));
    return error_set(error, "'%s' is not a date; write it as 2027-01-13, or "
                     "with its hour as 2027-01-13 19:00", quoted(text).text);
}

/* Why a date or hour of the right shape does not exist. */
static int
explain_numbers(const struct civil *civil, struct error *error)
{
    char date[CIVIL_TEXT];

    civil_format_date(civil, date);
    if (civil->year < CIVIL_YEAR_LEAST)
        return error_set(error, "%s is too long ago; years go from %d to %d",
                         date, CIVIL_YEAR_LEAST, CIVIL_YEAR_MOST);
    if (civil->month < 1 || civil->month > 12)
        return error_set(error, "%s does not exist; months go from 01 to 12 "
                         "(year-month-day)", date);
    if (civil->day < 1 ||
        civil->day > civil_days_in_month(civil->year, civil->month))
        return error_set(error, "%s does not exist; %s %d has %d days", date,
                         month_names[civil->month - 1], civil->year,
                         civil_days_in_month(civil->year, civil->month));
    if (civil->hour == 24 && civil->minute == 0)
        return error_set(error, "24:00 does not exist; write 00:00 of the "
                         "next day");
    return error_set(error, "%02d:%02d does not exist; hours go from 00:00 "
                     "to 23:59", civil->hour, civil->minute);
}

static int
parse(const char *text, struct civil *civil, bool *with_hour,
      struct error *error)
{
    struct civil read = { 0 };
    const char *at = text;

    *with_hour = false;
    if (!date_shape(&at, &read))
        return explain_shape(text, error);
    if (*at != '\0') {
        if (!is_one_of(*at++, " T") || !clock_shape(&at, &read) ||
            *at != '\0')
            return explain_shape(text, error);
        *with_hour = true;
    }
    if (!civil_valid(&read))
        return explain_numbers(&read, error);
    *civil = read;
    return 0;
}

int
civil_parse(const char *text, struct civil *civil, struct error *error)
{
    bool with_hour;

    return parse(text, civil, &with_hour, error);
}

int
civil_parse_moment(const char *text, struct civil *civil,
                   struct error *error)
{
    struct civil read;
    bool with_hour;

    if (parse(text, &read, &with_hour, error) < 0)
        return -1;
    if (!with_hour)
        return error_set(error, "'%s' has no hour; write for example "
                         "'%s 19:00'", quoted(text).text, quoted(text).text);
    *civil = read;
    return 0;
}

int
civil_parse_date(const char *text, struct civil *civil, struct error *error)
{
    struct civil read;
    bool with_hour;
    char date[CIVIL_TEXT];

    if (parse(text, &read, &with_hour, error) < 0)
        return -1;
    if (with_hour)
        return error_set(error, "'%s' has an hour; only a date is needed "
                         "here: '%s'", quoted(text).text,
                         civil_format_date(&read, date));
    *civil = read;
    return 0;
}
