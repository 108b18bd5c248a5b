/*
 * sentence_tail - what follows the days of a sentence, in any order and each
 * once:
 *
 *   until 2027-06-30 | until end of june | 10 times | for 10 weeks |
 *   in july and august | except in july and august | in week 20 |
 *   from september through june | or the last day | or the next day |
 *   except on sunday | every 2 weeks
 */
#include <stdio.h>
#include <string.h>

#include "calendar/quoted.h"
#include "calendar/sentence_parts.h"

static const char *const month_names[] = {
    "", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december"
};

static int
bad_month(const char *span, const char *month, struct error *error)
{
    const struct quoted name = quoted(month);

    return error_set(error, "is %s itself still in? write '%s %s', or the "
                     "last date, like '%s 2027-06-30'", name.text,
                     strcmp(span, "tot") == 0 ? "tot en met" : "through",
                     name.text, span);
}

/* The year that is said, or else that which has the date first at or after
 * the start. */
static int
take_year(struct tokens *in, const struct civil *start, int month, int day)
{
    const char *word = tokens_peek(in, 0);
    int year = strlen(word) == 4 ? vocabulary_number(word) : -1;

    if (year > 0) {
        in->at++;
        return year;
    }
    return start->year + (month * 31 + day < start->month * 31 + start->day);
}

/* The last day of a month, with its year or without. */
static void
take_end_of_month(struct tokens *in, const struct civil *start, int month,
                  struct civil *until)
{
    int year = take_year(in, start, month, 31);

    *until = (struct civil){ year, month, civil_days_in_month(year, month),
                             0, 0, 0 };
}

/* Behind "the end of": "june", "june 2027", "2027", "the year". */
static int
take_end_of(struct tokens *in, const struct civil *start, struct civil *until,
            struct error *error)
{
    int month;

    tokens_take(in, "of van");
    sentence_take_the(in);
    month = vocabulary_month(tokens_peek(in, 0));
    if (month != 0) {
        in->at++;
        take_end_of_month(in, start, month, until);
        return 0;
    }
    if (tokens_take(in, "year jaar") || strlen(tokens_peek(in, 0)) == 4) {
        int year = take_year(in, start, 12, 31);

        *until = (struct civil){ year, 12, 31, 0, 0, 0 };
        return 0;
    }
    if (tokens_take(in, "schoolyear schooljaar school"))
        return error_set(error, "school years do not end on one day; write "
                         "the last date, like 'until 2027-06-30'");
    return sentence_unexpected(in, error);
}

/* "2027-06-30", and an hour behind it when there is one. */
static int
take_date(struct tokens *in, struct rule *rule, bool *has_clock,
          struct error *error)
{
    struct civil *until = &rule->until;

    if (civil_parse_date(quoted(tokens_peek(in, 0)).text, until, error) < 0)
        return -1;
    in->at++;
    *has_clock = strchr(tokens_peek(in, 0), ':') != NULL &&
        civil_parse_clock(tokens_peek(in, 0), &until->hour, &until->minute);
    in->at += *has_clock;
    return 0;
}

static int
take_until_when(struct tokens *in, enum sentence_span span,
                const struct civil *start, struct rule *rule,
                bool *has_clock, struct error *error)
{
    const char *until = in->word[in->at - 1];
    int month = vocabulary_month(tokens_peek(in, 0));
    int day = sentence_day_number(tokens_peek(in, 0));
    char text[CIVIL_TEXT];

    if (month != 0 && span != SPAN_THROUGH)
        return bad_month(until, tokens_peek(in, 0), error);
    if (month != 0) {
        in->at++;
        take_end_of_month(in, start, month, &rule->until);
        return 0;
    }
    sentence_take_the(in);
    if (tokens_take(in, "end eind einde"))
        return take_end_of(in, start, &rule->until, error);
    month = vocabulary_month(tokens_peek(in, 1));
    if (month == 0 || day <= 0)
        return take_date(in, rule, has_clock, error);
    in->at += 2;
    snprintf(text, sizeof(text), "%04d-%02d-%02d",
             take_year(in, start, month, day), month, day);
    return civil_parse_date(text, &rule->until, error);
}

/* "2027-06-30", "30 june 2027", "end of june": that day is still in. */
static int
take_until(struct tokens *in, enum sentence_span span,
           const struct civil *start, struct rule *rule, struct error *error)
{
    bool has_clock = false;

    if (rule->has_until)
        return error_set(error, "'until' stands there twice; keep one");
    if (tokens_done(in))
        return error_set(error, "until when? write for example 'until "
                         "2027-06-30'");
    if (take_until_when(in, span, start, rule, &has_clock, error) < 0)
        return -1;
    rule->has_until = true;
    if (!has_clock) {
        rule->until.hour = 23;
        rule->until.minute = rule->until.second = 59;
    }
    return 0;
}

static int
set_times(struct rule *rule, int number, struct error *error)
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

/* How many dates the rule has in each of its weeks or months. */
static int
dates_each(const struct rule *rule)
{
    int days = rule_bits(rule->month_days) + rule_bits(rule->month_days_back) +
        rule_bits(rule->weekdays) + (int)rule->nth_count;

    return rule->interval != 1 || rule->position_count != 0 ? 0
        : days == 0 ? 1 : days;
}

static int
say_times(struct error *error)
{
    return error_set(error, "say how many times, like '10 times', or the "
                     "last date, like 'until 2027-06-30'");
}

/* "10 times", "10x", "10 weeks" where that is as many times: `weeks`. */
static int
take_times(struct tokens *in, struct rule *rule, bool *weeks,
           struct error *error)
{
    const char *word = tokens_peek(in, 0);
    int number = vocabulary_number(word), times;
    enum unit unit;

    if (sscanf(word, "%4dx", &times) == 1 && word[strlen(word) - 1] == 'x') {
        in->at++;
        return set_times(rule, times, error);
    }
    if (number < 0)
        return sentence_unexpected(in, error);
    in->at++;
    if (sentence_take_times(in))
        return set_times(rule, number, error);
    unit = vocabulary_unit(tokens_peek(in, 0));
    if (unit == UNIT_NONE)
        return sentence_unexpected(in, error);
    in->at++;
    tokens_take(in, "lang long");
    if (dates_each(rule) != 1 ||
        !((rule->frequency == RULE_WEEKLY && unit == UNIT_WEEK) ||
          (rule->frequency == RULE_MONTHLY && unit == UNIT_MONTH)))
        return say_times(error);
    *weeks = true;
    return set_times(rule, number, error);
}

static int
take_missing(struct tokens *in, struct rule *rule, struct error *error)
{
    bool last = tokens_take(in, "last laatste");

    if ((!last && !tokens_take(in, "next volgende")) ||
        !tokens_take(in, "day dag"))
        return sentence_unexpected(in, error);
    if (rule->month_days == 0)
        return error_set(error, "'or the %s day' goes behind a day of the "
                         "month, as in 'monthly on day 31 or the last day'",
                         last ? "last" : "next");
    rule->missing = last ? CIVIL_LAST : CIVIL_NEXT;
    return 0;
}

static int
set_months(struct rule *rule, unsigned months, struct error *error)
{
    if (rule->months != 0)
        return error_set(error, "the months stand there twice; keep one");
    rule->months = (uint16_t)months;
    return 0;
}

/* "the month of" of "in the month of may". */
static void
take_month_word(struct tokens *in)
{
    if (!tokens_take_phrase(in, "the month of"))
        tokens_take_phrase(in, "de maand");
}

static bool
take_week_word(struct tokens *in)
{
    return tokens_take(in, "week weeks weken");
}

/* "20 and 40" of "in week 20 and 40". */
static int
take_weeks(struct tokens *in, struct rule *rule, struct error *error)
{
    if (rule->frequency != RULE_YEARLY)
        return error_set(error, "'in week 20' goes with 'yearly on monday'");
    do {
        int number = vocabulary_number(tokens_peek(in, 0));

        if (number < 1 || number > 53)
            return error_set(error, "weeks go from 1 to 53; write for example "
                             "'yearly on monday in week 20'");
        rule->weeks |= UINT64_C(1) << number;
        in->at++;
    } while (sentence_take_and(in) ||
             (vocabulary_number(tokens_peek(in, 0)) >= 0 &&
              vocabulary_number(tokens_peek(in, 1)) >= 0));
    return 0;
}

static int
take_months(struct tokens *in, bool except, struct rule *rule,
            struct error *error)
{
    unsigned months = 0;

    do {
        int month = vocabulary_month(tokens_peek(in, 0));

        if (month == 0 && except)
            return error_set(error, "only months can be left out here, like "
                             "'except in july and august'; a date that does "
                             "not go ahead is a line in 'change'");
        if (month == 0)
            return sentence_unexpected(in, error);
        months |= 1u << month;
        in->at++;
        if (sentence_take_and(in))
            tokens_take(in, "in");
        else if (vocabulary_month(tokens_peek(in, 0)) == 0)
            break;
    } while (true);
    if (except && rule->frequency == RULE_YEARLY)
        return error_set(error, "say in which months instead, as in 'yearly "
                         "on 21 march'");
    return set_months(rule, except ? ~months & 0x1ffeu : months, error);
}

/* "september through june" of "from september through june". */
static int
take_month_span(struct tokens *in, struct rule *rule, struct error *error)
{
    int first = vocabulary_month(tokens_peek(in, 0)), last;
    enum sentence_span span;
    unsigned months = 0;

    in->at++;
    span = sentence_take_span(in);
    last = vocabulary_month(tokens_peek(in, 0));
    if (span == SPAN_NONE || last == 0)
        return sentence_unexpected(in, error);
    if (span == SPAN_UNTIL)
        return error_set(error, "is %s itself still in? write 'from %s "
                         "through %s', or 'van %s tot en met %s'",
                         quoted(tokens_peek(in, 0)).text, month_names[first],
                         month_names[last], quoted(in->word[in->at - 2]).text,
                         quoted(tokens_peek(in, 0)).text);
    in->at++;
    for (int month = first; ; month = month % 12 + 1) {
        months |= 1u << month;
        if (month == last)
            break;
    }
    return set_months(rule, months, error);
}

/* "sunday" of "every day except sunday". */
static int
take_weekdays_out(struct tokens *in, struct rule *rule, struct error *error)
{
    uint8_t out = 0, all = rule->frequency == RULE_DAILY ? 0xfe
        : rule->weekdays;

    sentence_take_weekdays(in, &out);
    if (rule->frequency > RULE_WEEKLY || rule->interval != 1 ||
        (all & out) == 0 || (all & ~out) == 0)
        return error_set(error, "say which days there are instead, as in "
                         "'weekly on monday and thursday'");
    rule->frequency = RULE_WEEKLY;
    rule->weekdays = (uint8_t)(all & ~out);
    return 0;
}

/* Behind "except". */
static int
take_out(struct tokens *in, struct rule *rule, struct error *error)
{
    struct tokens rest = *in;
    uint8_t weekdays = 0;

    if (sentence_take_weekdays(&rest, &weekdays))
        return take_weekdays_out(in, rule, error);
    return take_months(in, true, rule, error);
}

/* "om de 2 weken" behind the days; false, and nothing taken, when it is
 * something else. */
static bool
take_weeks_between(struct tokens *in, struct rule *rule)
{
    struct tokens rest = *in;
    int number;

    if (!tokens_take_phrase(&rest, "om de") &&
        !tokens_take(&rest, "every elke"))
        return false;
    number = vocabulary_number(tokens_peek(&rest, 0));
    if (tokens_take(&rest, "other andere"))
        number = 2;
    else
        rest.at++;
    if (number < 1 || number > 99 || rule->frequency != RULE_WEEKLY ||
        rule->interval != 1 ||
        vocabulary_unit(tokens_peek(&rest, 0)) != UNIT_WEEK)
        return false;
    rule->interval = number;
    rest.at++;
    *in = rest;
    return true;
}

static bool
take_except(struct tokens *in)
{
    if (!tokens_take_phrase(in, "but not") &&
        !tokens_take_phrase(in, "maar niet") &&
        !tokens_take(in, "except behalve not niet zonder uitgezonderd"))
        return false;
    tokens_take(in, "in during tijdens");
    take_month_word(in);
    return true;
}

static int
take_one(struct tokens *in, const struct civil *start, struct rule *rule,
         bool *weeks, struct error *error)
{
    enum sentence_span span = sentence_take_span(in);

    if (span != SPAN_NONE)
        return take_until(in, span, start, rule, error);
    if (tokens_take_phrase(in, "or the") ||
        tokens_take_phrase(in, "of op de") ||
        tokens_take_phrase(in, "of de"))
        return take_missing(in, rule, error);
    if (take_except(in))
        return take_out(in, rule, error);
    if (take_weeks_between(in, rule))
        return 0;
    if (vocabulary_month(tokens_peek(in, 1)) != 0 &&
        tokens_take(in, "from van vanaf")) {
        struct tokens rest = *in;

        rest.at++;
        if (sentence_take_span(&rest) != SPAN_NONE)
            return take_month_span(in, rule, error);
        in->at--;
    }
    if (tokens_take(in, "in")) {
        take_month_word(in);
        return take_week_word(in) ? take_weeks(in, rule, error)
                                  : take_months(in, false, rule, error);
    }
    tokens_take(in, "for gedurende during voor");
    return take_times(in, rule, weeks, error);
}

int
sentence_tail(struct tokens *in, const struct civil *start,
              struct rule *rule, struct error *error)
{
    bool weeks = false;

    while (!tokens_done(in)) {
        if (take_one(in, start, rule, &weeks, error) < 0)
            return -1;
    }
    if (weeks && rule->months != 0)
        return say_times(error);
    if (rule->count != 0 && rule->has_until)
        return error_set(error, "'until' and a number of times do not go "
                         "together; keep one of them");
    if (rule->frequency == RULE_YEARLY && rule->weekdays != 0 &&
        !rule_has_weeks(rule))
        return error_set(error, "which one of the year? write for example "
                         "'yearly on the 2nd sunday of may', or 'yearly on "
                         "monday in week 20'");
    return 0;
}
