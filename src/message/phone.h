/*
 * phone - the one writing of a number that can take an SMS: E.164,
 * "+32470123456".
 *
 * Read are the writings that people use: "0470 12 34 56", "0032/470.12.34.56",
 * "+32 (0)470-12-34-56", also with the invisible marks that a phone's own
 * copying adds.  Belgium, the Netherlands, France, Luxembourg, Germany and the
 * United Kingdom are known by their rules; a number of elsewhere must begin
 * with + or 00.
 *
 * No error sentence holds the number or a part of it.
 */
#ifndef MESSAGE_PHONE_H
#define MESSAGE_PHONE_H

#include <stdbool.h>

#include "base/error.h"

enum { PHONE_TEXT = 17 };       /* "+", 15 digits, NUL */

/* What a number is read with. */
struct phone_rules {
    const char *country;        /* ISO 3166, "BE": where "0470" is; NULL or
                                 * one we do not know: only +... is read */
    const char *const *allowed; /* prefixes such as "+324" and NULL; NULL: the
                                 * mobile numbers of `country` ("+324"), and
                                 * of everywhere if there is no country */
};

/* Write the number to `number`; -1 with a reason when it is none, is a
 * landline (no SMS there), costs extra, or lies outside `allowed`.  Reading
 * the result again gives the same. */
int phone_normalise(const char *text, const struct phone_rules *rules,
                    char number[PHONE_TEXT], struct error *error);

/* Whether the numbers of this country can be read without +. */
bool phone_knows_country(const char *country);

#endif
