/*
 * holiday - the public holidays of a country, computed for any year.
 */
#ifndef CALENDAR_HOLIDAY_H
#define CALENDAR_HOLIDAY_H

#include <stdbool.h>

#include "calendar/civil.h"

/* The countries that there are rules for: "BE", for a sentence. */
extern const char holiday_countries[];

/* Whether there are rules for the country: "BE". */
bool holiday_known(const char *country);

/* The name of the holiday on that day ("Kerstmis"); NULL when it is none.
 * The country is known. */
const char *holiday_on(const char *country, const struct civil *day);

/* Easter Sunday, by the Gregorian computus. */
void holiday_easter(int year, struct civil *easter);

#endif
