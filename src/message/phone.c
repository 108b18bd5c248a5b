/*
 * phone - see phone.h
 *
 * In two steps: what was written becomes digits after a country code (or the
 * number as it is dialled at home is put behind its own), then the country's
 * ranges say what kind of number that is.
 */
#include "message/phone.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "message/clean.h"
#include "message/phone_country.h"

enum {
    WRITTEN_MOST = 32,          /* digits before anything is known of them */
    E164_LEAST = 8, E164_MOST = 15      /* with the country code */
};

/* The digits of what was written, and whether + or 00 came first. */
struct written {
    char digits[WRITTEN_MOST + 1];
    size_t count;
    bool international;
};

static bool
is_separator(uint32_t code)
{
    return clean_is_space(code) || clean_is_invisible(code) ||
        (code < 0x80 && strchr("./-()", (int)code) != NULL) ||
        (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}

/* "(0)" behind a country code: dialled at home only. */
static bool
skip_home_zero(const struct written *written, const char **at)
{
    if (!written->international || written->count == 0 ||
        written->count > 3 || strncmp(*at, "(0)", 3) != 0)
        return false;
    *at += 3;
    return true;
}

static int
read_written(const char *text, struct written *written, struct error *error)
{
    const char *at = text, *end = text + strlen(text);

    while (at < end) {
        int32_t code;

        if (skip_home_zero(written, &at))
            continue;
        code = text_next(&at, end);
        if (code == '+' && written->count == 0 && !written->international) {
            written->international = true;
        } else if (code >= '0' && code <= '9') {
            if (written->count == WRITTEN_MOST)
                return error_set(error, "the phone number is too long");
            written->digits[written->count++] = (char)code;
        } else if (code == 'O' || code == 'o') {
            return error_set(error, "there is a letter O in this phone "
                             "number; write a 0 (zero)");
        } else if (code < 0 || !is_separator((uint32_t)code)) {
            return error_set(error, "a phone number has only digits, spaces "
                             "and . / - ( ), and + at its begin");
        }
        if (!written->international && written->count == 2 &&
            strncmp(written->digits, "00", 2) == 0) {
            written->international = true;
            written->count = 0;
        }
    }
    written->digits[written->count] = '\0';
    return written->count > 0 ? 0 : error_set(error, "there is no phone "
                                              "number");
}

/* The range that the number after the country code lies in, or NULL. */
static const struct phone_range *
find_range(const struct phone_country *country, const char *national)
{
    const struct phone_range *range = country->ranges;
    size_t length = strlen(national);

    while (range->prefix != NULL &&
           (length < range->least || length > range->most ||
            strncmp(national, range->prefix, strlen(range->prefix)) != 0))
        range++;
    return range->prefix != NULL ? range : NULL;
}

static bool
is_mobile(const struct phone_country *country, const char *national)
{
    const struct phone_range *range = find_range(country, national);

    return range != NULL && range->kind == PHONE_MOBILE;
}

/* What is behind the country code of a number that was written without + or
 * 00; NULL when it cannot be told.  Beside "0470..." we read "32470...", as
 * carriers write it, and "470...", what a spreadsheet leaves of it. */
static const char *
national_part(const struct phone_country *country, const char *digits)
{
    size_t trunk = strlen(country->trunk), code = strlen(country->code);

    if (trunk == 0)
        return digits;
    if (strncmp(digits, country->trunk, trunk) == 0)
        return digits + trunk;
    if (strncmp(digits, country->code, code) == 0 &&
        is_mobile(country, digits + code))
        return digits + code;
    return is_mobile(country, digits) ? digits : NULL;
}

/* Write "+", code and the rest; -1 when it is longer than a number can be. */
static int
join(char number[PHONE_TEXT], const char *code, const char *rest,
     struct error *error)
{
    size_t first = strlen(code), second = strlen(rest);

    if (first + second > E164_MOST)
        return error_set(error, "the phone number is too long");
    if (first + second < E164_LEAST)
        return error_set(error, "the phone number is too short");
    number[0] = '+';
    memcpy(number + 1, code, first);
    memcpy(number + 1 + first, rest, second + 1);
    return 0;
}

static int
check_range(const struct phone_country *country, const char *national,
            struct error *error)
{
    const struct phone_range *range = find_range(country, national);

    if (range == NULL)
        return error_set(error, "no phone number of %s is so long or so "
                         "short, or begins so; is a digit missing?",
                         country->iso);
    if (range->kind == PHONE_COSTS_EXTRA)
        return error_set(error, "this phone number costs extra; give a "
                         "mobile number");
    if (range->kind == PHONE_NO_SMS)
        return error_set(error, "this phone number cannot take an SMS (a "
                         "landline, or is a digit missing?); give a mobile "
                         "number");
    return 0;
}

static int
check_elsewhere(const char *digits, struct error *error)
{
    if (digits[0] == '0')
        return error_set(error, "no country code begins with 0");
    for (const char *const *code = phone_country_refused; *code != NULL;
         code++) {
        if (strncmp(digits, *code, strlen(*code)) == 0)
            return error_set(error, "this phone number costs extra; give a "
                             "mobile number");
    }
    return 0;
}

static int
read_international(const char *digits, char number[PHONE_TEXT],
                   struct error *error)
{
    const struct phone_country *country = phone_country_of(digits);
    const char *national;
    size_t trunk;

    if (country == NULL)
        return check_elsewhere(digits, error) != 0 ? -1 :
            join(number, "", digits, error);
    national = digits + strlen(country->code);
    trunk = strlen(country->trunk);
    if (trunk > 0 && strncmp(national, country->trunk, trunk) == 0)
        national += trunk;
    if (check_range(country, national, error) != 0)
        return -1;
    return join(number, country->code, national, error);
}

static int
read_national(const char *iso, const char *digits, char number[PHONE_TEXT],
              struct error *error)
{
    const struct phone_country *country =
        iso != NULL ? phone_country_find(iso) : NULL;
    const char *national;

    if (country == NULL)
        return error_set(error, "a phone number must begin with + and its "
                         "country's code");
    national = national_part(country, digits);
    if (national == NULL)
        return error_set(error, "a phone number must begin with %s, or with "
                         "+ and its country's code", country->trunk);
    if (check_range(country, national, error) != 0)
        return -1;
    return join(number, country->code, national, error);
}

static bool
begins_with_any(const char *number, const char *const *prefixes)
{
    for (; *prefixes != NULL; prefixes++) {
        if (strncmp(number, *prefixes, strlen(*prefixes)) == 0)
            return true;
    }
    return false;
}

static int
check_allowed(const char *number, const struct phone_rules *rules,
              struct error *error)
{
    const struct phone_country *country =
        rules->country != NULL ? phone_country_find(rules->country) : NULL;
    const char *home[2] = { country != NULL ? country->allowed : "+", NULL };
    const char *const *allowed =
        rules->allowed != NULL ? rules->allowed : home;
    char list[200] = "";
    size_t used = 0;

    if (begins_with_any(number, allowed))
        return 0;
    for (size_t i = 0; allowed[i] != NULL && used < sizeof(list); i++)
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
                                 i > 0 ? ", " : "", allowed[i]);
    if (allowed[0] == NULL)
        return error_set(error, "no phone numbers are allowed here");
    return error_set(error, "phone numbers that begin so are not allowed "
                     "here: only those of %s%s", list,
                     rules->allowed != NULL ? "" : ", as the country of the "
                     "organisation says; numbers of other countries are for "
                     "a later version");
}

int
phone_normalise(const char *text, const struct phone_rules *rules,
                char number[PHONE_TEXT], struct error *error)
{
    struct written written = { 0 };
    char found[PHONE_TEXT];
    int result;

    if (read_written(text, &written, error) != 0)
        return -1;
    result = written.international ?
        read_international(written.digits, found, error) :
        read_national(rules->country, written.digits, found, error);
    if (result != 0 || check_allowed(found, rules, error) != 0)
        return -1;
    memcpy(number, found, strlen(found) + 1);
    return 0;
}

bool
phone_knows_country(const char *country)
{
    return phone_country_find(country) != NULL;
}
