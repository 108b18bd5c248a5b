/* phone_country - see phone_country.h */
#include "message/phone_country.h"

#include <string.h>

#include "base/text.h"

/* In Belgium 04 is Liege too: eight digits are a landline, nine a mobile. */
static const struct phone_range belgium[] = {
    { "90", 8, 8, PHONE_COSTS_EXTRA },
    { "70", 8, 8, PHONE_COSTS_EXTRA },
    { "78", 8, 8, PHONE_COSTS_EXTRA },
    { "45", 9, 9, PHONE_MOBILE },
    { "46", 9, 9, PHONE_MOBILE },
    { "47", 9, 9, PHONE_MOBILE },
    { "48", 9, 9, PHONE_MOBILE },
    { "49", 9, 9, PHONE_MOBILE },
    { "77", 12, 12, PHONE_NO_SMS },
    { "", 8, 8, PHONE_NO_SMS },
    { NULL, 0, 0, 0 }
};

static const struct phone_range netherlands[] = {
    { "90", 7, 10, PHONE_COSTS_EXTRA },
    { "84", 9, 9, PHONE_COSTS_EXTRA },
    { "87", 9, 9, PHONE_COSTS_EXTRA },
    { "66", 9, 9, PHONE_NO_SMS },
    { "67", 9, 9, PHONE_NO_SMS },
    { "6", 9, 9, PHONE_MOBILE },
    { "80", 7, 10, PHONE_NO_SMS },
    { "97", 11, 11, PHONE_NO_SMS },
    { "", 9, 9, PHONE_NO_SMS },
    { NULL, 0, 0, 0 }
};

static const struct phone_range france[] = {
    { "80", 9, 9, PHONE_NO_SMS },
    { "8", 9, 9, PHONE_COSTS_EXTRA },
    { "6", 9, 9, PHONE_MOBILE },
    { "700", 13, 13, PHONE_NO_SMS },
    { "70", 9, 9, PHONE_NO_SMS },
    { "7", 9, 9, PHONE_MOBILE },
    { "", 9, 9, PHONE_NO_SMS },
    { NULL, 0, 0, 0 }
};

static const struct phone_range luxembourg[] = {
    { "90", 8, 8, PHONE_COSTS_EXTRA },
    { "621", 9, 9, PHONE_MOBILE },
    { "628", 9, 9, PHONE_MOBILE },
    { "651", 9, 9, PHONE_MOBILE },
    { "658", 9, 9, PHONE_MOBILE },
    { "661", 9, 9, PHONE_MOBILE },
    { "668", 9, 9, PHONE_MOBILE },
    { "671", 9, 9, PHONE_MOBILE },
    { "678", 9, 9, PHONE_MOBILE },
    { "681", 9, 9, PHONE_MOBILE },
    { "688", 9, 9, PHONE_MOBILE },
    { "691", 9, 9, PHONE_MOBILE },
    { "698", 9, 9, PHONE_MOBILE },
    { "", 4, 11, PHONE_NO_SMS },
    { NULL, 0, 0, 0 }
};

static const struct phone_range germany[] = {
    { "900", 9, 10, PHONE_COSTS_EXTRA },
    { "180", 9, 11, PHONE_COSTS_EXTRA },
    { "137", 8, 11, PHONE_COSTS_EXTRA },
    { "138", 8, 11, PHONE_COSTS_EXTRA },
    { "118", 5, 6, PHONE_COSTS_EXTRA },
    { "700", 9, 11, PHONE_COSTS_EXTRA },
    { "15", 11, 11, PHONE_MOBILE },
    { "16", 10, 11, PHONE_MOBILE },
    { "17", 10, 11, PHONE_MOBILE },
    { "", 5, 11, PHONE_NO_SMS },
    { NULL, 0, 0, 0 }
};

static const struct phone_range united_kingdom[] = {
    { "70", 10, 10, PHONE_COSTS_EXTRA },
    { "84", 7, 10, PHONE_COSTS_EXTRA },
    { "87", 10, 10, PHONE_COSTS_EXTRA },
    { "9", 10, 10, PHONE_COSTS_EXTRA },
    { "7624", 10, 10, PHONE_MOBILE },
    { "76", 10, 10, PHONE_NO_SMS },
    { "7", 10, 10, PHONE_MOBILE },
    { "", 9, 10, PHONE_NO_SMS },
    { NULL, 0, 0, 0 }
};

static const struct phone_country countries[] = {
    { "BE", "32", "0", "+324", belgium },
    { "NL", "31", "0", "+316", netherlands },
    { "FR", "33", "0", "+33", france },
    { "LU", "352", "", "+3526", luxembourg },
    { "DE", "49", "0", "+491", germany },
    { "GB", "44", "0", "+447", united_kingdom },
};

enum { COUNTRIES = sizeof(countries) / sizeof(countries[0]) };

const char *const phone_country_refused[] = {
    "800", "808", "870", "878", "881", "882", "883", "888", "979", NULL
};

const struct phone_country *
phone_country_find(const char *iso)
{
    for (size_t i = 0; i < COUNTRIES; i++) {
        if (text_same(countries[i].iso, iso))
            return &countries[i];
    }
    return NULL;
}

const struct phone_country *
phone_country_of(const char *digits)
{
    for (size_t i = 0; i < COUNTRIES; i++) {
        if (strncmp(digits, countries[i].code,
                    strlen(countries[i].code)) == 0)
            return &countries[i];
    }
    return NULL;
}
