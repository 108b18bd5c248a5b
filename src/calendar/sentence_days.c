/* sentence_days - on which days: "on monday and thursday", "on the 2nd
 * wednesday", "on day 15", "on 21 march" */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "calendar/quoted.h"
#include "calendar/sentence_parts.h"

enum { WORKDAYS = 0x3e, WEEKEND = 0xc0 };

bool
sentence_take_times(struct tokens *in)
{
    return tokens_take(in, "times time keer maal x");
}

enum sentence_span
sentence_take_span(struct tokens *in)
{
    if (tokens_take_phrase(in, "tot en met") ||
        tokens_take_phrase(in, "up to and including") ||
        tokens_take(in, "through thru t/m tem t.e.m t.e.m."))
        return SPAN_THROUGH;
    return tokens_take_phrase(in, "up to") ||
        tokens_take(in, "until till to tot") ? SPAN_UNTIL : SPAN_NONE;
}

bool
sentence_take_and(struct tokens *in)
{
    return tokens_take(in, "and en &");
}

/* Both languages begin days with a little word that means nothing. */
void
sentence_take_the(struct tokens *in)
{
    tokens_take(in, "the de het");
}

static bool
take_workdays(struct tokens *in)
{
    return tokens_take(in, "weekday weekdays werkdag werkdagen weekdag "
                       "weekdagen workday workdays");
}

/* "evening" of "wednesday evening": the hour is that of the start. */
static void
take_part_of_day(struct tokens *in)
{
    tokens_take(in, "morning mornings afternoon afternoons evening evenings "
                "night nights ochtend voormiddag namiddag avond");
}

/* "monday", "monday to friday", "monday-friday": -1 when there is none. */
static int
take_weekday_span(struct tokens *in)
{
    const char *word = tokens_peek(in, 0), *dash = strchr(word, '-');
    int first = vocabulary_weekday(word), last = first, days = 0;
    struct tokens rest;

    if (first == 0 && dash != NULL && dash - word < 12) {
        char begin[12];

        snprintf(begin, sizeof(begin), "%.*s", (int)(dash - word), word);
        first = vocabulary_weekday(begin);
        last = vocabulary_weekday(dash + 1);
    }
    if (first == 0 || last == 0)
        return -1;
    in->at++;
    take_part_of_day(in);
    rest = *in;
    if ((sentence_take_span(&rest) != SPAN_NONE || tokens_take(&rest, "-")) &&
        vocabulary_weekday(tokens_peek(&rest, 0)) != 0) {
        last = vocabulary_weekday(tokens_peek(&rest, 0));
        *in = rest;
        in->at++;
    }
    for (int day = first; ; day = day % 7 + 1) {
        days |= 1 << day;
        if (day == last)
            return days;
    }
}

/* "monday, wednesday and friday", "monday to friday", "weekdays" */
bool
sentence_take_weekdays(struct tokens *in, uint8_t *weekdays)
{
    bool any = false;

    for (;;) {
        size_t before = in->at;
        int days;

        if (any)
            sentence_take_and(in);
        tokens_take(in, "on op");
        tokens_take(in, "'s");
        days = take_weekday_span(in);
        if (days > 0) {
            *weekdays = (uint8_t)(*weekdays | days);
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
bool
sentence_take_of_month(struct tokens *in)
{
    static const char *const phrases[] = {
        "of the month", "of each month", "of every month", "in the month",
        "of a month", "each month", "every month", "a month", "per month",
        "van de maand", "van elke maand", "van iedere maand", "v/d maand",
        "v.d. maand", "vd maand", "van een maand", "per maand", "elke maand",
        "iedere maand", "in de maand", NULL
    };

    for (const char *const *p = phrases; *p != NULL; p++) {
        if (tokens_take_phrase(in, *p))
            return true;
    }
    return false;
}

/* "2nd", "last", "2nd last", "voorlaatste": 0 when none comes. */
int
sentence_take_ordinal(struct tokens *in)
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

/* "1st and 3rd": how many there are. */
size_t
sentence_take_ordinals(struct tokens *in, int ordinals[RULE_LIST])
{
    size_t count = 0;
    int number;

    while (count < RULE_LIST && (number = sentence_take_ordinal(in)) != 0) {
        size_t before = in->at;

        ordinals[count++] = number;
        if (sentence_take_and(in))
            sentence_take_the(in);
        if (vocabulary_ordinal(tokens_peek(in, 0)) == 0) {
            in->at = before;
            break;
        }
    }
    return count;
}

/* What a list of ordinals counts: weekdays, workdays, or days of the month. */
int
sentence_apply_ordinals(struct tokens *in, struct rule *rule,
                        const int *ordinals, size_t count,
                        struct error *error)
{
    int weekday = vocabulary_weekday(tokens_peek(in, 0));
    bool workday = weekday == 0 && take_workdays(in);

    if (weekday != 0) {
        in->at++;
        take_part_of_day(in);
    } else if (!workday) {
        tokens_take(in, "day dag");
    }
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
    size_t count;
    int number;

    sentence_take_the(in);
    if (tokens_take(in, "day dag") &&
        !isdigit((unsigned char)tokens_peek(in, 0)[0]))
        return sentence_unexpected(in, error);
    number = vocabulary_number(tokens_peek(in, 0));
    if (number >= 0) {
        in->at++;
        return add_month_day(rule, number, error);
    }
    if (vocabulary_weekday(tokens_peek(in, 0)) != 0)
        return sentence_which_day(in, 0, error);
    count = sentence_take_ordinals(in, ordinals);
    if (count == 0)
        return sentence_unexpected(in, error);
    return sentence_apply_ordinals(in, rule, ordinals, count, error);
}

int
sentence_take_month_days(struct tokens *in, struct rule *rule,
                         struct error *error)
{
    do {
        tokens_take(in, "on op");
        if (take_month_item(in, rule, error) < 0)
            return -1;
        sentence_take_of_month(in);
    } while (sentence_take_and(in));
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
int
sentence_day_number(const char *word)
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

    sentence_take_the(in);
    month = vocabulary_month(tokens_peek(in, 0));
    if (month != 0) {
        in->at++;
        day = sentence_day_number(tokens_peek(in, 0));
        in->at += day > 0;
    } else {
        day = sentence_day_number(tokens_peek(in, 0));
        in->at += day != 0;
        if (day > 1 && vocabulary_ordinal(tokens_peek(in, 0)) == -1) {
            in->at++;
            day = -day;
        }
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
    } while (sentence_take_and(in));
    days = rule_bits(rule->month_days) + rule_bits(rule->month_days_back);
    months = rule_bits(rule->months);
    if ((days != 0 && rule->nth_count != 0) ||
        said != months * (days + (int)rule->nth_count))
        return error_set(error, "these dates differ too much for one rule; "
                         "make an event for each, or list the 'dates'");
    return 0;
}

/* Whether days begin here though "on" was left out: "maandelijks de 2de
 * woensdag", "tweewekelijks dinsdag". */
static bool
days_come(const struct tokens *in)
{
    struct tokens rest = *in;
    uint8_t weekdays = 0;

    return tokens_take(&rest, "the de day dag") ||
        vocabulary_ordinal(tokens_peek(in, 0)) != 0 ||
        sentence_take_weekdays(&rest, &weekdays);
}

/* What comes behind how often. */
int
sentence_take_on(struct tokens *in, struct rule *rule, struct error *error)
{
    if (!days_come(in) && !tokens_take(in, "on op"))
        return 0;
    switch (rule->frequency) {
    case RULE_DAILY:
        return error_set(error, "every day is every day; write 'weekly on "
                         "monday and tuesday' for some days");
    case RULE_WEEKLY:
        return sentence_take_weekdays(in, &rule->weekdays) ? 0
            : sentence_unexpected(in, error);
    case RULE_MONTHLY: return sentence_take_month_days(in, rule, error);
    case RULE_YEARLY: break;
    }
    return sentence_take_weekdays(in, &rule->weekdays) ? 0
        : take_year_days(in, rule, error);
}
