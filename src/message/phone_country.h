/*
 * phone_country - how the numbers of the countries that we know are built:
 * data, from their national numbering plans.
 */
#ifndef MESSAGE_PHONE_COUNTRY_H
#define MESSAGE_PHONE_COUNTRY_H

#include <stddef.h>

/* What numbers that begin alike are. */
enum phone_range_kind {
    PHONE_MOBILE,
    PHONE_COSTS_EXTRA,          /* premium, shared cost, personal */
    PHONE_NO_SMS                /* landline, pager, machine, free number */
};

/* A number belongs to the first range of its country that fits: `prefix` of
 * the number after the country code, and its length. */
struct phone_range {
    const char *prefix;         /* NULL: end of the list */
    size_t least, most;         /* digits, the prefix among them */
    enum phone_range_kind kind;
};

struct phone_country {
    const char *iso;            /* "BE" */
    const char *code;           /* "32" */
    const char *trunk;          /* digit before a number at home: "0"; "" */
    const char *allowed;        /* prefix of its mobile numbers: "+324" */
    const struct phone_range *ranges;
};

/* By "BE" in any case, or by the digits of a number after +; NULL when there
 * is none. */
const struct phone_country *phone_country_find(const char *iso);
const struct phone_country *phone_country_of(const char *digits);

/* Country codes of no country where a text costs extra (satellite, premium,
 * international networks), NULL at the end. */
extern const char *const phone_country_refused[];

#endif
