/* rrule - see rrule.h */
#include "calendar/rrule.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "base/text.h"
#include "calendar/quoted.h"

static const char *const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY",
                                           "YEARLY", NULL };
enum { TIMES_MOST = 24 };       /* a day */

static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA",
                                        "SU", NULL };
static const char *const missings[] = { "OMIT", "BACKWARD", "FORWARD", NULL };

static int
index_in(const char *const *names, const char *text)
{
    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
    }
    return -1;
}

static int
read_frequency(struct rule *rule, char *value, struct error *error)
{
    int index = index_in(frequencies, value);

    if (index >= 0) {
        rule->frequency = (enum rule_frequency)index;
        return 0;
    }
    if (strcmp(value, "HOURLY") == 0 || strcmp(value, "MINUTELY") == 0 ||
        strcmp(value, "SECONDLY") == 0)
        return error_set(error, "FREQ=%s is too often for an event; use "
                         "DAILY, WEEKLY, MONTHLY or YEARLY", value);
    return error_set(error, "FREQ=%s does not exist; use DAILY, WEEKLY, "
                     "MONTHLY or YEARLY", quoted(value).text);
}

static int
read_interval(struct rule *rule, char *value, struct error *error)
{
    int64_t number;

    if (!number_parse(value, 1, RULE_INTERVAL_MOST, &number))
        return error_set(error, "INTERVAL=%s has to be from 1 to %d",
                         quoted(value).text, RULE_INTERVAL_MOST);
    rule->interval = (int)number;
    return 0;
}

static int
read_count(struct rule *rule, char *value, struct error *error)
{
    int64_t number;

    if (!number_parse(value, 1, RULE_COUNT_MOST, &number))
        return error_set(error, "COUNT=%s has to be from 1 to %d",
                         quoted(value).text, RULE_COUNT_MOST);
    rule->count = (int)number;
    return 0;
}

/* 20270630, 20270630T190000, 20270630T170000Z; or with the dashes of
 * 2027-06-30. */
static int
read_until(struct rule *rule, char *value, struct error *error)
{
    char date[24];
    size_t length = strlen(value), digits = strspn(value, "0123456789");
    bool with_hour = (length == 15 || (length == 16 && value[15] == 'Z')) &&
        value[8] == 'T' && strspn(value + 9, "0123456789") == 6;

    rule->has_until = true;
    rule->until_utc = with_hour && length == 16;
    if (with_hour)
        snprintf(date, sizeof(date), "%.4s-%.2s-%.2s %.2s:%.2s:%.2s", value,
                 value + 4, value + 6, value + 9, value + 11, value + 13);
    else if (length == 8 && digits == 8)
        snprintf(date, sizeof(date), "%.4s-%.2s-%.2s", value, value + 4,
                 value + 6);
    else
        text_copy(date, sizeof(date), value);
    if (with_hour) {
        if (civil_parse(date, &rule->until, error) < 0)
            return error_within(error, "UNTIL");
        return 0;
    }
    if (civil_parse_date(date, &rule->until, error) < 0)
        return error_within(error, "UNTIL");
    rule->until.hour = 23;
    rule->until.minute = rule->until.second = 59;
    return 0;
}

static int
read_week_start(struct rule *rule, char *value, struct error *error)
{
    int index = index_in(weekdays, value);

    if (index < 0)
        return error_set(error, "WKST=%s is no day; use MO to begin a week "
                         "on Monday", quoted(value).text);
    rule->week_start = index + 1;
    return 0;
}

/* The next of a list with commas, as a number other than 0 from -most to most;
 * positive only when `least` is 1. */
static int
next_number(char **list, const char *key, int least, int most, int *number,
            struct error *error)
{
    const char *item = strsep(list, ",");
    int64_t value;

    if (!number_parse(item[0] == '+' ? item + 1 : item, least, most,
                      &value) || value == 0)
        return error_set(error, "%s=%s: it takes numbers from 1 to %d%s",
                         key, quoted(item).text, most,
                         least < 0 ? ", or negative to count from the end"
                         : "");
    *number = (int)value;
    return 0;
}

static int
read_months(struct rule *rule, char *value, struct error *error)
{
    int number;

    while (value != NULL) {
        if (next_number(&value, "BYMONTH", 1, 12, &number, error) < 0)
            return -1;
        rule->months = (uint16_t)(rule->months | 1u << number);
    }
    return 0;
}

static int
read_month_days(struct rule *rule, char *value, struct error *error)
{
    int number;

    while (value != NULL) {
        if (next_number(&value, "BYMONTHDAY", -31, 31, &number, error) < 0)
            return -1;
        if (number > 0)
            rule->month_days |= 1u << number;
        else
            rule->month_days_back |= 1u << -number;
    }
    return 0;
}

static int
read_list(const char *key, char *value, int16_t list[RULE_LIST],
          size_t *count, struct error *error)
{
    int number;

    while (value != NULL) {
        if (*count == RULE_LIST)
            return error_set(error, "%s has more than %d numbers", key,
                             RULE_LIST);
        if (next_number(&value, key, -366, 366, &number, error) < 0)
            return -1;
        list[(*count)++] = (int16_t)number;
    }
    return 0;
}

static int
read_year_days(struct rule *rule, char *value, struct error *error)
{
    return read_list("BYYEARDAY", value, rule->year_days,
                     &rule->year_day_count, error);
}

static int
read_positions(struct rule *rule, char *value, struct error *error)
{
    return read_list("BYSETPOS", value, rule->positions,
                     &rule->position_count, error);
}

/* "WE", "2WE", "-1FR" */
static int
read_weekday(struct rule *rule, char *item, struct error *error)
{
    size_t length = strlen(item);
    int weekday = length < 2 ? -1 : index_in(weekdays, item + length - 2) + 1;
    int64_t ordinal;

    if (weekday < 1)
        return error_set(error, "BYDAY=%s is no day; use MO TU WE TH FR SA "
                         "SU, or 2WE for the second Wednesday",
                         quoted(item).text);
    if (length == 2) {
        rule->weekdays = (uint8_t)(rule->weekdays | 1u << weekday);
        return 0;
    }
    item[length - 2] = '\0';
    if (!number_parse(item[0] == '+' ? item + 1 : item, -53, 53, &ordinal) ||
        ordinal == 0)
        return error_set(error, "BYDAY: '%s' does not say which %s of the "
                         "month; 2 is the second, -1 the last",
                         quoted(item).text, weekdays[weekday - 1]);
    if (rule->nth_count == RULE_LIST)
        return error_set(error, "BYDAY has more than %d days", RULE_LIST);
    rule->nth[rule->nth_count++] =
        (struct rule_weekday){ (int8_t)ordinal, (int8_t)weekday };
    return 0;
}

static int
read_weekdays(struct rule *rule, char *value, struct error *error)
{
    while (value != NULL) {
        if (read_weekday(rule, strsep(&value, ","), error) < 0)
            return -1;
    }
    return 0;
}

static int
read_scale(struct rule *rule, char *value, struct error *error)
{
    (void)rule;
    if (strcmp(value, "GREGORIAN") == 0)
        return 0;
    return error_set(error, "RSCALE=%s is not supported; leave RSCALE out",
                     quoted(value).text);
}

static int
read_missing(struct rule *rule, char *value, struct error *error)
{
    int index = index_in(missings, value);

    if (index < 0)
        return error_set(error, "SKIP=%s does not exist; use OMIT, BACKWARD "
                         "(the last day) or FORWARD (the next day)",
                         quoted(value).text);
    rule->missing = (enum civil_missing)index;
    return 0;
}

static int
read_weeks(struct rule *rule, char *value, struct error *error)
{
    int number;

    while (value != NULL) {
        if (next_number(&value, "BYWEEKNO", -53, 53, &number, error) < 0)
            return -1;
        if (number > 0)
            rule->weeks |= UINT64_C(1) << number;
        else
            rule->weeks_back |= UINT64_C(1) << -number;
    }
    return 0;
}

/* "9,14": a bit for each. */
static int
read_clock(const char *key, char *value, int most, uint64_t *bits,
           struct error *error)
{
    char *one;

    while ((one = strsep(&value, ",")) != NULL) {
        int64_t number;

        if (!number_parse(one, 0, most, &number))
            return error_set(error, "%s=%s does not exist; it goes from 0 to "
                             "%d", key, quoted(one).text, most);
        *bits |= UINT64_C(1) << number;
    }
    return 0;
}

static int
read_hour(struct rule *rule, char *value, struct error *error)
{
    uint64_t hours = 0;
    int result = read_clock("BYHOUR", value, 23, &hours, error);

    rule->hours = (uint32_t)hours;
    return result;
}

static int
read_minute(struct rule *rule, char *value, struct error *error)
{
    return read_clock("BYMINUTE", value, 59, &rule->minutes, error);
}

/* Other programs write the second of the start once more. */
static int
read_second(struct rule *rule, char *value, struct error *error)
{
    int64_t number;

    if (!number_parse(value, 0, 59, &number))
        return error_set(error, "BYSECOND=%s: an event begins at one second "
                         "of the minute, that of its start; leave it out",
                         quoted(value).text);
    rule->second = (int)number;
    return 0;
}

static const struct part {
    const char *key;
    int (*read)(struct rule *rule, char *value, struct error *error);
} parts[] = {
    { "FREQ", read_frequency }, { "INTERVAL", read_interval },
    { "COUNT", read_count }, { "UNTIL", read_until },
    { "WKST", read_week_start }, { "BYDAY", read_weekdays },
    { "BYMONTHDAY", read_month_days }, { "BYMONTH", read_months },
    { "BYYEARDAY", read_year_days }, { "BYSETPOS", read_positions },
    { "RSCALE", read_scale }, { "SKIP", read_missing },
    { "BYWEEKNO", read_weeks }, { "BYHOUR", read_hour },
    { "BYMINUTE", read_minute }, { "BYSECOND", read_second },
};

enum { PARTS = sizeof(parts) / sizeof(*parts) };

static int
unknown_part(const char *key, struct error *error)
{
    const char *keys[PARTS + 1] = { NULL };
    const char *near;

    for (size_t i = 0; i < PARTS; i++)
        keys[i] = parts[i].key;
    near = text_nearest(key, keys);
    return near != NULL
        ? error_set(error, "'%s' is no part of a rule; did you mean '%s'?",
                    quoted(key).text, near)
        : error_set(error, "'%s' is no part of a rule; write it like "
                    "'FREQ=MONTHLY;BYDAY=2WE'", quoted(key).text);
}

static int
read_part(struct rule *rule, char *part, unsigned *seen, struct error *error)
{
    char *equals = strchr(part, '=');

    if (equals == NULL || equals[1] == '\0')
        return error_set(error, "'%s' has no value; write it like "
                         "'FREQ=MONTHLY;BYDAY=2WE'", quoted(part).text);
    *equals = '\0';
    for (size_t i = 0; i < PARTS; i++) {
        if (strcmp(parts[i].key, part) != 0)
            continue;
        if (*seen & 1u << i)
            return error_set(error, "%s stands there twice; put its values "
                             "together with commas", part);
        *seen |= 1u << i;
        return parts[i].read(rule, equals + 1, error);
    }
    return unknown_part(part, error);
}

static int
check_weekdays(const struct rule *rule, struct error *error)
{
    int most = rule->frequency == RULE_YEARLY && rule->months == 0 ? 53 : 5;

    for (size_t i = 0; i < rule->nth_count; i++) {
        int ordinal = rule->nth[i].ordinal;
        const char *day = weekdays[rule->nth[i].weekday - 1];

        if (rule->frequency < RULE_MONTHLY)
            return error_set(error, "BYDAY=%d%s: which one of the month only "
                             "goes with FREQ=MONTHLY or YEARLY; write "
                             "BYDAY=%s", ordinal, day, day);
        if (ordinal > most || ordinal < -most)
            return error_set(error, "BYDAY=%d%s: there are at most %d in a "
                             "%s", ordinal, day, most,
                             most == 5 ? "month" : "year");
    }
    return 0;
}

static int
check_missing(const struct rule *rule, struct error *error)
{
    if (rule->missing == CIVIL_SKIP)
        return 0;
    if (rule->frequency < RULE_MONTHLY || rule->weekdays != 0 ||
        rule->nth_count != 0 || rule->month_days_back != 0 ||
        rule->year_day_count != 0 || rule->position_count != 0 ||
        rule_has_weeks(rule))
        return error_set(error, "SKIP only goes with a day of the month, as "
                         "in 'FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD'");
    return 0;
}

static int
check_weeks(const struct rule *rule, struct error *error)
{
    if (!rule_has_weeks(rule))
        return 0;
    if (rule->frequency != RULE_YEARLY)
        return error_set(error, "BYWEEKNO only goes with FREQ=YEARLY");
    if (rule->nth_count != 0)
        return error_set(error, "BYWEEKNO does not go with a numbered day; "
                         "write BYDAY=%s",
                         weekdays[rule->nth[0].weekday - 1]);
    return 0;
}

static int
check(const struct rule *rule, struct error *error)
{
    bool days = rule->weekdays != 0 || rule->nth_count != 0 ||
        rule->month_days != 0 || rule->month_days_back != 0 ||
        rule->year_day_count != 0;

    if (rule->count != 0 && rule->has_until)
        return error_set(error, "COUNT and UNTIL do not go together; keep "
                         "one of them");
    if (rule->frequency == RULE_WEEKLY &&
        (rule->month_days != 0 || rule->month_days_back != 0))
        return error_set(error, "BYMONTHDAY does not go with FREQ=WEEKLY; "
                         "use FREQ=MONTHLY");
    if (rule->frequency != RULE_YEARLY && rule->year_day_count != 0)
        return error_set(error, "BYYEARDAY only goes with FREQ=YEARLY");
    if (check_weeks(rule, error) < 0)
        return -1;
    if (rule->position_count != 0 &&
        (!days || rule->frequency == RULE_DAILY))
        return error_set(error, "BYSETPOS chooses among the days of a week, "
                         "month or year; it needs FREQ=WEEKLY or longer, and "
                         "BYDAY or BYMONTHDAY");
    if (rule->position_count != 0 && rule_times(rule) > 1)
        return error_set(error, "BYSETPOS chooses among days here, and does "
                         "not go with several hours; make an event for each "
                         "hour");
    if (rule_times(rule) > TIMES_MOST)
        return error_set(error, "these are %d times a day; %d at most",
                         rule_times(rule), TIMES_MOST);
    if (check_weekdays(rule, error) < 0)
        return -1;
    return check_missing(rule, error);
}

int
rrule_parse(const char *text, struct rule *rule, struct error *error)
{
    struct rule read = RULE_EMPTY;
    char copy[512], *rest = copy, *part;
    unsigned seen = 0;

    if (strlen(text) >= sizeof(copy))
        return error_set(error, "this rule is too long; %zu characters at "
                         "most", sizeof(copy) - 1);
    text_copy(copy, sizeof(copy), text);
    for (char *p = copy; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    if (strncmp(rest, "RRULE:", 6) == 0)
        rest += 6;
    while ((part = strsep(&rest, ";")) != NULL) {
        /* Some programs end their rules with one more semicolon. */
        if (*part == '\0' && rest == NULL && seen != 0)
            break;
        if (read_part(&read, part, &seen, error) < 0)
            return -1;
    }
    if ((seen & 1u) == 0)
        return error_set(error, "the rule does not say how often; begin with "
                         "FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
    if (check(&read, error) < 0)
        return -1;
    *rule = read;
    return 0;
}

static void
say_bits(struct buffer *out, const char *key, uint64_t bits, uint64_t back)
{
    const char *before = key;

    for (int i = 1; i < 64; i++) {
        if (bits >> i & 1u) {
            buffer_add_format(out, "%s%d", before, i);
            before = ",";
        }
    }
    for (int i = 63; i > 0; i--) {
        if (back >> i & 1u) {
            buffer_add_format(out, "%s-%d", before, i);
            before = ",";
        }
    }
}

static void
say_weekdays(struct buffer *out, const struct rule *rule)
{
    const char *before = ";BYDAY=";

    for (int i = 1; i <= 7; i++) {
        if (rule->weekdays >> i & 1) {
            buffer_add_format(out, "%s%s", before, weekdays[i - 1]);
            before = ",";
        }
    }
    for (size_t i = 0; i < rule->nth_count; i++) {
        buffer_add_format(out, "%s%d%s", before, rule->nth[i].ordinal,
                          weekdays[rule->nth[i].weekday - 1]);
        before = ",";
    }
}

/* One time a day is that of the start. */
static void
say_clock(struct buffer *out, const struct rule *rule)
{
    const char *before = ";BYHOUR=";

    if (rule_times(rule) <= 1)
        return;
    for (int i = 0; i < 24; i++) {
        if (rule->hours >> i & 1u) {
            buffer_add_format(out, "%s%d", before, i);
            before = ",";
        }
    }
    before = ";BYMINUTE=";
    for (int i = 0; i < 60; i++) {
        if (rule->minutes >> i & 1u) {
            buffer_add_format(out, "%s%d", before, i);
            before = ",";
        }
    }
}

static void
say_list(struct buffer *out, const char *key, const int16_t *list,
         size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_add_format(out, "%s%d", i == 0 ? key : ",", list[i]);
}

static void
say_end(struct buffer *out, const struct rule *rule)
{
    const struct civil *until = &rule->until;

    if (rule->count != 0)
        buffer_add_format(out, ";COUNT=%d", rule->count);
    if (!rule->has_until)
        return;
    buffer_add_format(out, ";UNTIL=%04d%02d%02d", until->year, until->month,
                      until->day);
    if (until->hour != 23 || until->minute != 59 || until->second != 59)
        buffer_add_format(out, "T%02d%02d%02d", until->hour, until->minute,
                          until->second);
}

const char *
rrule_format(struct pool *pool, const struct rule *rule)
{
    struct buffer out = { 0 };
    const char *text;

    if (rule->missing != CIVIL_SKIP)
        buffer_add_text(&out, "RSCALE=GREGORIAN;");
    buffer_add_format(&out, "FREQ=%s", frequencies[rule->frequency]);
    if (rule->interval != 1)
        buffer_add_format(&out, ";INTERVAL=%d", rule->interval);
    if (rule->week_start != 1)
        buffer_add_format(&out, ";WKST=%s", weekdays[rule->week_start - 1]);
    say_bits(&out, ";BYMONTH=", rule->months, 0);
    say_bits(&out, ";BYWEEKNO=", rule->weeks, rule->weeks_back);
    say_bits(&out, ";BYMONTHDAY=", rule->month_days, rule->month_days_back);
    say_weekdays(&out, rule);
    say_list(&out, ";BYYEARDAY=", rule->year_days, rule->year_day_count);
    say_clock(&out, rule);
    say_list(&out, ";BYSETPOS=", rule->positions, rule->position_count);
    if (rule->missing != CIVIL_SKIP)
        buffer_add_format(&out, ";SKIP=%s", missings[rule->missing]);
    say_end(&out, rule);
    text = pool_copy_n(pool, buffer_bytes(&out), buffer_length(&out));
    buffer_free(&out);
    return text;
}
