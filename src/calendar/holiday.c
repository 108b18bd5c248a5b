/* holiday - see holiday.h */
#include "calendar/holiday.h"

#include <stddef.h>
#include <string.h>

/* On a day of the year, or so many days after Easter. */
struct holiday {
    int month, day, after_easter;
    const char *name;
};

struct country {
    const char *code;
    const struct holiday *holidays;
};

/* The ten of the law of 4 January 1974; Easter and Whit Sunday are Sundays
 * anyway. */
static const struct holiday belgian[] = {
    { 1, 1, 0, "Nieuwjaar" },
    { 0, 0, 1, "Paasmaandag" },
    { 5, 1, 0, "Dag van de Arbeid" },
    { 0, 0, 39, "O.L.H. Hemelvaart" },
    { 0, 0, 50, "Pinkstermaandag" },
    { 7, 21, 0, "nationale feestdag" },
    { 8, 15, 0, "O.L.V. Hemelvaart" },
    { 11, 1, 0, "Allerheiligen" },
    { 11, 11, 0, "Wapenstilstand" },
    { 12, 25, 0, "Kerstmis" },
    { .name = NULL }
};

static const struct country countries[] = {
    { "BE", belgian }
};

const char holiday_countries[] = "BE";

static const struct country *
find(const char *code)
{
    for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++) {
        if (strcmp(countries[i].code, code) == 0)
            return &countries[i];
    }
    return NULL;
}

bool
holiday_known(const char *country)
{
    return find(country) != NULL;
}

/* The Meeus/Jones/Butcher form: all in whole numbers. */
void
holiday_easter(int year, struct civil *easter)
{
    int golden = year % 19, century = year / 100, rest = year % 100;
    int moon = century - (century + 8) / 25 + 1;
    int epact = (19 * golden + century - century / 4 - moon / 3 + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact -
                   rest % 4) % 7;
    int late = (golden + 11 * epact + 22 * weekday) / 451;
    int days = epact + weekday - 7 * late + 114;

    *easter = (struct civil){ .year = year, .month = days / 31,
                              .day = days % 31 + 1 };
}

const char *
holiday_on(const char *country, const struct civil *day)
{
    const struct holiday *holiday = find(country)->holidays;
    int64_t after = 0;

    /* from 22 March to 14 June there can be some that follow Easter */
    if (day->month >= 3 && day->month <= 6) {
        struct civil easter;

        holiday_easter(day->year, &easter);
        after = civil_day_number(day) - civil_day_number(&easter);
    }
    for (; holiday->name != NULL; holiday++) {
        if (holiday->month != 0
                ? holiday->month == day->month && holiday->day == day->day
                : after != 0 && holiday->after_easter == after)
            return holiday->name;
    }
    return NULL;
}
