/*
 * civil - date and hour as a person writes them, without a zone.
 *
 * The calendar is the Gregorian one, also before 1582.  What hour that is for
 * the rest of the world is for zone.h.
 */
#ifndef CALENDAR_CIVIL_H
#define CALENDAR_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct civil {
    int year, month, day;           /* 2027, 1 .. 12, 1 .. 31 */
    int hour, minute, second;       /* 0 .. 23, 0 .. 59, 0 .. 59 */
};

enum { CIVIL_YEAR_LEAST = 1000, CIVIL_YEAR_MOST = 9999, CIVIL_TEXT = 72 };

/* What becomes of a day of the month that does not exist. */
enum civil_missing {
    CIVIL_SKIP,                 /* there is none that month (RFC 5545) */
    CIVIL_LAST,                 /* the last day of the month */
    CIVIL_NEXT                  /* the first day of the month after */
};

/* "2027-01-13 19:00", "2027-01-13T19:00", "2027-01-13 19:00:30" or
 * "2027-01-13" (midnight): the whole text or nothing.  -1 with a sentence that
 * says what would be right. */
int civil_parse(const char *text, struct civil *civil, struct error *error);

/* The same, but only with an hour; and only without. */
int civil_parse_moment(const char *text, struct civil *civil,
                       struct error *error);
int civil_parse_date(const char *text, struct civil *civil,
                     struct error *error);

/* "18:00", "9:30", "18h", "18u30": hour and minute; false when it is none. */
bool civil_parse_clock(const char *text, int *hour, int *minute);

/* "2027-01-13 19:00", with ":30" when there are seconds; "2027-01-13"; each
 * is what civil_parse() reads.  Returns `text`. */
const char *civil_format(const struct civil *civil, char text[CIVIL_TEXT]);
const char *civil_format_date(const struct civil *civil,
                              char text[CIVIL_TEXT]);

/* Whether this date and hour exist. */
bool civil_valid(const struct civil *civil);

/* Less than, equal to or greater than 0, as a is before, at or after b. */
int civil_compare(const struct civil *a, const struct civil *b);
int civil_compare_dates(const struct civil *a, const struct civil *b);

/* Days since 1970-01-01, and back: the hour is left out, and set to 0. */
int64_t civil_day_number(const struct civil *civil);
void civil_from_day_number(int64_t number, struct civil *civil);

/* Seconds since 1970-01-01 00:00 as if the zone were UTC, and back. */
int64_t civil_seconds(const struct civil *civil);
void civil_from_seconds(int64_t seconds, struct civil *civil);

/* Move by days or months (may be negative); the hour stays.  With months:
 * false, and nothing moved, when the day does not exist and `missing` is
 * CIVIL_SKIP. */
void civil_add_days(struct civil *civil, int64_t days);
bool civil_add_months(struct civil *civil, int64_t months,
                      enum civil_missing missing);

/* ISO 8601: 1 is Monday, 7 is Sunday. */
int civil_weekday(const struct civil *civil);

/* Of the Gregorian calendar; month is 1 .. 12. */
bool civil_leap(int year);
int civil_days_in_month(int year, int month);

/* 1 .. 366. */
int civil_day_of_year(const struct civil *civil);

#endif
