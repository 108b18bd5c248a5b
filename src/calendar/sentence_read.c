/*
 * sentence_read - see sentence_read.h
 *
 *   how often    daily | every 2 weeks | every tuesday | om de 2 weken | ...
 *   on which     on monday and thursday | on the 2nd wednesday | on day 15 |
 *                on 21 march | op de laatste vrijdag van de maand | ...
 *   then, in any order and each once:
 *                in july and august | until 2027-06-30 | 10 times |
 *                or the last day | or the next day
 */
#include "calendar/sentence_read.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "calendar/quoted.h"
#include "calendar/vocabulary.h"

#define LIKE "write it like 'weekly on tuesday', 'every 2 weeks on monday " \
    "and thursday' or 'monthly on the 2nd wednesday', with 'until " \
    "2027-06-30' or '10 times' behind it"

enum { WORKDAYS = 0x3e, WEEKEND = 0xc0 };

static bool
take_and(struct tokens *in)
{
    return tokens_take(in, "and en &");
}

/* Both languages begin days with a little word that means nothing. */
static void
take_the(struct tokens *in)
{
    tokens_take(in, "the de het");
}

static int
unexpected(const struct tokens *in, struct error *error)
{
    const char *word = tokens_peek(in, 0);
    const char *near = vocabulary_nearest(word);

    if (*word == '\0')
        return error_set(error, "this stops too early; " LIKE);
    if (strcmp(word, "at") == 0 || strcmp(word, "om") == 0)
        return error_set(error, "leave out the hour here: it is that of the "
                         "start");
    if (near != NULL && strcmp(near, word) != 0)
        return error_set(error, "'%s' is not understood; did you mean '%s'?",
                         quoted(word).text, near);
    return error_set(error, "'%s' is not understood here; " LIKE,
                     quoted(word).text);
}

static bool
take_workdays(struct tokens *in)
{
    return tokens_take(in, "weekday weekdays werkdag werkdagen weekdag "
                       "weekdagen workday workdays");
}

/* "monday, wednesday and friday", "weekdays" */
static bool
take_weekdays(struct tokens *in, uint8_t *weekdays)
{
    bool any = false;

    for (;;) {
        size_t before = in->at;
        int weekday;

        if (any)
            take_and(in);
        tokens_take(in, "on op");
        weekday = vocabulary_weekday(tokens_peek(in, 0));
        if (weekday != 0) {
            *weekdays = (uint8_t)(*weekdays | 1u << weekday);
            in->at++;
        } else if (take_workdays(in)) {
            *weekdays |= WORKDAYS;
        } else if (tokens_take(in, "weekend weekends weekeinde")) {
            *weekdays |= WEEKEND;
        } else {
            in->at = before;
            return any;
        }
        any = true;
    }
}

static int
say_which_one(const struct tokens *in, int ordinal, struct error *error)
{
    const struct quoted day = quoted(tokens_peek(in, 0));

    if (ordinal == 0)
        return error_set(error, "which %s of the month? write for example "
                         "'monthly on the 1st %s', or 'weekly on %s'",
                         day.text, day.text, day.text);
    return error_set(error, "this can mean two things; write 'monthly on the "
                     "%s %s', or 'every %d weeks on %s'",
                     quoted(in->word[in->at - 1]).text, day.text,
                     ordinal > 0 ? ordinal : 2, day.text);
}

static int
add_nth(struct rule *rule, int ordinal, int weekday, struct error *error)
{
    if (ordinal > 5 || ordinal < -5)
        return error_set(error, "no month has so many of them; the 5th is "
                         "the last, and often not there");
    for (size_t i = 0; i < rule->nth_count; i++) {
        if (rule->nth[i].ordinal == ordinal &&
            rule->nth[i].weekday == weekday)
            return 0;
    }
    if (rule->nth_count == RULE_LIST)
        return error_set(error, "these are too many days; %d at most",
                         RULE_LIST);
    rule->nth[rule->nth_count++] =
        (struct rule_weekday){ (int8_t)ordinal, (int8_t)weekday };
    return 0;
}

static int
add_month_day(struct rule *rule, int day, struct error *error)
{
    if (day == 0 || day > 31 || day < -31)
        return error_set(error, "no month has a day %d; days go from 1 to "
                         "31", day);
    if (day > 0)
        rule->month_days |= 1u << day;
    else
        rule->month_days_back |= 1u << -day;
    return 0;
}

/* "of the month", "van elke maand": said or not, it means the same. */
static void
take_of_month(struct tokens *in)
{
    static const char *const phrases[] = {
        "of the month", "of each month", "of every month", "in the month",
        "van de maand", "van elke maand", "van iedere maand", NULL
    };

    for (const char *const *p = phrases; *p != NULL; p++) {
        if (tokens_take_phrase(in, *p))
            return;
    }
}

/* "2nd", "last", "2nd last", "voorlaatste": 0 when none comes. */
static int
take_ordinal(struct tokens *in)
{
    int ordinal = vocabulary_ordinal(tokens_peek(in, 0));

    if (ordinal == 0)
        return 0;
    in->at++;
    if (ordinal > 1 && vocabulary_ordinal(tokens_peek(in, 0)) == -1) {
        in->at++;
        return -ordinal;
    }
    return ordinal;
}

/* What a list of ordinals counts: weekdays, workdays, or days of the month. */
static int
apply_ordinals(struct tokens *in, struct rule *rule, const int *ordinals,
               size_t count, struct error *error)
{
    int weekday = vocabulary_weekday(tokens_peek(in, 0));
    bool workday = weekday == 0 && take_workdays(in);

    if (weekday != 0)
        in->at++;
    else if (!workday)
        tokens_take(in, "day dag");
    for (size_t i = 0; i < count; i++) {
        if (workday) {
            if (rule->position_count == RULE_LIST)
                return error_set(error, "these are too many days");
            rule->weekdays = WORKDAYS;
            rule->positions[rule->position_count++] = (int16_t)ordinals[i];
        } else if (weekday != 0) {
            if (add_nth(rule, ordinals[i], weekday, error) < 0)
                return -1;
        } else if (add_month_day(rule, ordinals[i], error) < 0) {
            return -1;
        }
    }
    return 0;
}

/* "the 2nd wednesday", "the 1st and 3rd tuesday", "the 15th", "day 15". */
static int
take_month_item(struct tokens *in, struct rule *rule, struct error *error)
{
    int ordinals[RULE_LIST];
    size_t count = 0;
    int number;

    take_the(in);
    if (tokens_take(in, "day dag") &&
        !isdigit((unsigned char)tokens_peek(in, 0)[0]))
        return unexpected(in, error);
    number = vocabulary_number(tokens_peek(in, 0));
    if (number >= 0) {
        in->at++;
        return add_month_day(rule, number, error);
    }
    if (vocabulary_weekday(tokens_peek(in, 0)) != 0)
        return say_which_one(in, 0, error);
    while (count < RULE_LIST && (number = take_ordinal(in)) != 0) {
        size_t before = in->at;

        ordinals[count++] = number;
        if (take_and(in))
            take_the(in);
        if (vocabulary_ordinal(tokens_peek(in, 0)) == 0) {
            in->at = before;
            break;
        }
    }
    if (count == 0)
        return unexpected(in, error);
    return apply_ordinals(in, rule, ordinals, count, error);
}

static int
take_month_days(struct tokens *in, struct rule *rule, struct error *error)
{
    do {
        tokens_take(in, "on op");
        if (take_month_item(in, rule, error) < 0)
            return -1;
        take_of_month(in);
    } while (take_and(in));
    if (rule->position_count != 0 &&
        (rule->nth_count | rule->month_days | rule->month_days_back) != 0)
        return error_set(error, "working days and other days do not go "
                         "together in one rule; make two events");
    if (rule->nth_count != 0 &&
        (rule->month_days | rule->month_days_back) != 0)
        return error_set(error, "days of the week and days of the month do "
                         "not go together in one rule; make two events");
    return 0;
}

/* "21", "21st" */
static int
day_number(const char *word)
{
    int number = isdigit((unsigned char)word[0]) ? vocabulary_number(word)
        : -1;

    return number >= 0 ? number : vocabulary_ordinal(word);
}

/* "21 march", "march 21", "the 21st of march", "the 2nd sunday of may". */
static int
take_year_item(struct tokens *in, struct rule *rule, struct error *error)
{
    int month, day, weekday = 0;

    take_the(in);
    month = vocabulary_month(tokens_peek(in, 0));
    if (month != 0) {
        in->at++;
        day = day_number(tokens_peek(in, 0));
        in->at += day > 0;
    } else {
        day = day_number(tokens_peek(in, 0));
        in->at += day != 0;
        weekday = day != 0 ? vocabulary_weekday(tokens_peek(in, 0)) : 0;
        in->at += weekday != 0;
        if (weekday == 0 && day < 0)
            tokens_take(in, "day dag");
        tokens_take(in, "of in van");
        month = day != 0 ? vocabulary_month(tokens_peek(in, 0)) : 0;
        in->at += month != 0;
    }
    if (day == 0 || month == 0)
        return error_set(error, "say the day and the month, like 'yearly on "
                         "21 march' or 'yearly on the 2nd sunday of may'");
    rule->months = (uint16_t)(rule->months | 1u << month);
    return weekday != 0 ? add_nth(rule, day, weekday, error)
        : add_month_day(rule, day, error);
}

/* A rule has every one of its days in every one of its months: the dates that
 * were said have to be just those. */
static int
take_year_days(struct tokens *in, struct rule *rule, struct error *error)
{
    int said = 0, days, months;

    do {
        tokens_take(in, "on op");
        if (take_year_item(in, rule, error) < 0)
            return -1;
        said++;
    } while (take_and(in));
    days = rule_bits(rule->month_days) + rule_bits(rule->month_days_back);
    months = rule_bits(rule->months);
    if ((days != 0 && rule->nth_count != 0) ||
        said != months * (days + (int)rule->nth_count))
        return error_set(error, "these dates differ too much for one rule; "
                         "make an event for each, or list the 'dates'");
    return 0;
}

/* What comes behind how often. */
static int
take_on(struct tokens *in, struct rule *rule, struct error *error)
{
    if (!tokens_take(in, "on op"))
        return 0;
    switch (rule->frequency) {
    case RULE_DAILY:
        return error_set(error, "every day is every day; write 'weekly on "
                         "monday and tuesday' for some days");
    case RULE_WEEKLY:
        return take_weekdays(in, &rule->weekdays) ? 0
            : unexpected(in, error);
    case RULE_MONTHLY: return take_month_days(in, rule, error);
    case RULE_YEARLY: break;
    }
    return take_year_days(in, rule, error);
}

static int
set_interval(struct rule *rule, int interval, struct error *error)
{
    if (interval < 1 || interval > RULE_INTERVAL_MOST)
        return error_set(error, "'every %d' does not go; it goes from 1 to "
                         "%d", interval, RULE_INTERVAL_MOST);
    rule->interval = interval;
    return 0;
}

static bool
frequency_of(enum unit unit, enum rule_frequency *frequency)
{
    if (unit < UNIT_DAY)
        return false;
    *frequency = unit == UNIT_DAY ? RULE_DAILY
        : unit == UNIT_WEEK ? RULE_WEEKLY
        : unit == UNIT_MONTH ? RULE_MONTHLY : RULE_YEARLY;
    return true;
}

/* Behind "every 2nd": "wednesday of the month".  Without the month it could as
 * well be every second week. */
static int
take_every_nth(struct tokens *in, struct rule *rule, int ordinal,
               struct error *error)
{
    size_t at = in->at;
    bool named;

    rule->frequency = RULE_MONTHLY;
    if (apply_ordinals(in, rule, &ordinal, 1, error) < 0)
        return -1;
    named = in->at > at;
    if (tokens_take(in, "of van in")) {
        in->at--;
        take_of_month(in);
        return 0;
    }
    if (!named)
        return unexpected(in, error);
    in->at = at;
    return say_which_one(in, ordinal, error);
}

/* Behind "every": "2 weeks", "other month", "tuesday and friday", "2nd
 * wednesday of the month". */
static int
take_every(struct tokens *in, struct rule *rule, struct error *error)
{
    bool other = tokens_take(in, "other andere");
    const char *word = tokens_peek(in, 0);
    int number = other ? 2 : isdigit((unsigned char)word[0]) ||
        vocabulary_unit(tokens_peek(in, 1)) != UNIT_NONE
        ? vocabulary_number(word) : -1;
    int ordinal = number < 0 ? take_ordinal(in) : 0;
    enum unit unit;

    if (number >= 0 && !other)
        in->at++;
    unit = vocabulary_unit(tokens_peek(in, 0));
    if (frequency_of(unit, &rule->frequency)) {
        in->at++;
        if (set_interval(rule, ordinal != 0 ? ordinal
                         : number >= 0 ? number : 1, error) < 0)
            return -1;
        return take_on(in, rule, error);
    }
    if (unit != UNIT_NONE)
        return error_set(error, "an event cannot be every hour or minute; "
                         "days are the shortest");
    if (ordinal != 0)
        return take_every_nth(in, rule, ordinal, error);
    rule->frequency = RULE_WEEKLY;
    if (number >= 0 && set_interval(rule, number, error) < 0)
        return -1;
    return take_weekdays(in, &rule->weekdays) ? 0 : unexpected(in, error);
}

static int
take_how_often(struct tokens *in, struct rule *rule, struct error *error)
{
    static const struct {
        const char *words;
        enum rule_frequency frequency;
        int interval;
    } often[] = {
        { "daily dagelijks", RULE_DAILY, 1 },
        { "weekly wekelijks", RULE_WEEKLY, 1 },
        { "fortnightly tweewekelijks veertiendaags", RULE_WEEKLY, 2 },
        { "monthly maandelijks", RULE_MONTHLY, 1 },
        { "tweemaandelijks", RULE_MONTHLY, 2 },
        { "quarterly driemaandelijks", RULE_MONTHLY, 3 },
        { "yearly annually jaarlijks", RULE_YEARLY, 1 },
    };

    for (size_t i = 0; i < sizeof(often) / sizeof(*often); i++) {
        if (tokens_take(in, often[i].words)) {
            rule->frequency = often[i].frequency;
            rule->interval = often[i].interval;
            return take_on(in, rule, error);
        }
    }
    if (tokens_take(in, "every each elke elk iedere ieder") ||
        tokens_take_phrase(in, "om de"))
        return take_every(in, rule, error);
    rule->frequency = RULE_WEEKLY;
    return take_weekdays(in, &rule->weekdays) ? 0 : unexpected(in, error);
}

/* "2027-06-30", "30 june 2027": that day is still in. */
static int
take_until(struct tokens *in, struct rule *rule, struct error *error)
{
    const char *word = tokens_peek(in, 0);
    int month = vocabulary_month(tokens_peek(in, 1));
    int day = day_number(word), year = vocabulary_number(tokens_peek(in, 2));
    char text[CIVIL_TEXT];

    if (rule->has_until)
        return error_set(error, "'until' stands there twice; keep one");
    if (*word == '\0')
        return error_set(error, "until when? write for example 'until "
                         "2027-06-30'");
    if (month != 0 && day > 0 && year > 0) {
        snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
        in->at += 3;
    } else {
        snprintf(text, sizeof(text), "%.60s", word);
        in->at++;
    }
    if (civil_parse_date(text, &rule->until, error) < 0)
        return -1;
    rule->has_until = true;
    rule->until.hour = 23;
    rule->until.minute = rule->until.second = 59;
    return 0;
}

static int
take_times(struct rule *rule, int number, struct error *error)
{
    if (rule->count != 0)
        return error_set(error, "how many times stands there twice; keep "
                         "one");
    if (number < 1 || number > RULE_COUNT_MOST)
        return error_set(error, "%d times does not go; it goes from 1 to %d",
                         number, RULE_COUNT_MOST);
    rule->count = number;
    return 0;
}

static int
take_missing(struct tokens *in, struct rule *rule, struct error *error)
{
    bool last = tokens_take(in, "last laatste");

    if ((!last && !tokens_take(in, "next volgende")) ||
        !tokens_take(in, "day dag"))
        return unexpected(in, error);
    if (rule->month_days == 0)
        return error_set(error, "'or the %s day' goes behind a day of the "
                         "month, as in 'monthly on day 31 or the last day'",
                         last ? "last" : "next");
    rule->missing = last ? CIVIL_LAST : CIVIL_NEXT;
    return 0;
}

static int
take_months(struct tokens *in, struct rule *rule, struct error *error)
{
    if (rule->months != 0)
        return error_set(error, "the months stand there twice; keep one");
    do {
        int month = vocabulary_month(tokens_peek(in, 0));

        if (month == 0)
            return unexpected(in, error);
        rule->months = (uint16_t)(rule->months | 1u << month);
        in->at++;
    } while (take_and(in) ||
             vocabulary_month(tokens_peek(in, 0)) != 0);
    return 0;
}

static int
take_tail(struct tokens *in, struct rule *rule, struct error *error)
{
    while (!tokens_done(in)) {
        int number;

        if (tokens_take_phrase(in, "tot en met") ||
            tokens_take_phrase(in, "up to and including") ||
            tokens_take(in, "until till through tot t/m")) {
            if (take_until(in, rule, error) < 0)
                return -1;
            continue;
        }
        if (tokens_take_phrase(in, "or the") ||
            tokens_take_phrase(in, "of op de") ||
            tokens_take_phrase(in, "of de")) {
            if (take_missing(in, rule, error) < 0)
                return -1;
            continue;
        }
        if (tokens_take(in, "in")) {
            if (take_months(in, rule, error) < 0)
                return -1;
            continue;
        }
        tokens_take(in, "for");
        number = vocabulary_number(tokens_peek(in, 0));
        if (number < 0)
            return unexpected(in, error);
        in->at++;
        if (!tokens_take(in, "times time keer maal x"))
            return unexpected(in, error);
        if (take_times(rule, number, error) < 0)
            return -1;
    }
    if (rule->count != 0 && rule->has_until)
        return error_set(error, "'until' and a number of times do not go "
                         "together; keep one of them");
    return 0;
}

int
sentence_read(const char *text, struct rule *rule, struct error *error)
{
    struct rule read = { .interval = 1, .week_start = 1 };
    struct tokens in;

    if (tokens_split(&in, text, error) < 0)
        return -1;
    if (tokens_done(&in))
        return error_set(error, "there is nothing here; " LIKE);
    if (take_how_often(&in, &read, error) < 0 ||
        take_tail(&in, &read, error) < 0)
        return -1;
    *rule = read;
    return 0;
}
