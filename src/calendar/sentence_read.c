/*
 * sentence_read - see sentence_read.h
 *
 *   how often    daily | every 2 weeks | every tuesday | om de 2 weken |
 *                once a month | every quarter | ...
 *   on which     on monday and thursday | on the 2nd wednesday | on day 15 |
 *                on 21 march | op de laatste vrijdag van de maand | ...
 *   then         what sentence_tail.c reads
 */
#include "calendar/sentence_read.h"

#include "calendar/sentence_parts.h"

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

/* Behind "every": "2nd wednesday of the month", "1st and 3rd tuesday".
 * Without the month "2nd" could as well be every second week; one cannot be
 * in doubt about the first, the last, or several. */
static int
take_every_nth(struct tokens *in, struct rule *rule, struct error *error)
{
    int ordinals[RULE_LIST];
    size_t count = sentence_take_ordinals(in, ordinals), at = in->at;
    bool named;

    rule->frequency = RULE_MONTHLY;
    if (sentence_apply_ordinals(in, rule, ordinals, count, error) < 0)
        return -1;
    named = in->at > at;
    if (sentence_take_of_month(in))
        return 0;
    if (!named)
        return sentence_unexpected(in, error);
    if (count > 1 || ordinals[0] == 1 || ordinals[0] < 0)
        return 0;
    in->at = at;
    if (vocabulary_weekday(tokens_peek(in, 0)) == 0)
        return sentence_unexpected(in, error);
    return sentence_which_day(in, ordinals[0], error);
}

/* "quarter", "half year": how many months; 0 when it is none. */
static int
take_span_of_months(struct tokens *in)
{
    if (tokens_take(in, "quarter quarters kwartaal kwartalen trimester"))
        return 3;
    return tokens_take(in, "halfjaar") || tokens_take_phrase(in, "half year")
        || tokens_take_phrase(in, "half jaar") ? 6 : 0;
}

/* Whether "2nd week", with the unit next, is how often, and not a day of the
 * month: "15th day of the month", "last day". */
static bool
is_interval(const struct tokens *in, int ordinal)
{
    struct tokens rest = *in;

    if (!tokens_take(&rest, "day dag"))
        return ordinal >= 0;
    return ordinal >= 0 && !sentence_take_of_month(&rest);
}

/* Behind "every": "2 weeks", "other month", "quarter". */
static int
take_every_unit(struct tokens *in, struct rule *rule, int number,
                struct error *error)
{
    enum unit unit = vocabulary_unit(tokens_peek(in, 0));
    int months = take_span_of_months(in);

    if (months != 0)
        rule->frequency = RULE_MONTHLY;
    else if (!frequency_of(unit, &rule->frequency))
        return error_set(error, "an event cannot be every hour or minute; "
                         "days are the shortest");
    else
        in->at++;
    if (set_interval(rule, months != 0 ? number * months : number,
                     error) < 0)
        return -1;
    return sentence_take_on(in, rule, error);
}

static bool
unit_comes(const struct tokens *in)
{
    struct tokens rest = *in;

    return vocabulary_unit(tokens_peek(in, 0)) != UNIT_NONE ||
           take_span_of_months(&rest) != 0;
}

/* Behind "every": "2 weeks", "other month", "tuesday and friday", "2nd
 * wednesday of the month". */
static int
take_every(struct tokens *in, struct rule *rule, struct error *error)
{
    bool other = tokens_take(in, "other andere");
    struct tokens rest = *in;
    int number = other ? 2 : vocabulary_number(tokens_peek(in, 0));
    int ordinal = number < 0 ? sentence_take_ordinal(&rest) : 0;

    if (ordinal != 0) {
        if (!unit_comes(&rest) || !is_interval(&rest, ordinal))
            return take_every_nth(in, rule, error);
        *in = rest;
        return take_every_unit(in, rule, ordinal, error);
    }
    if (number >= 0 && !other)
        in->at++;
    if (unit_comes(in))
        return take_every_unit(in, rule, number >= 0 ? number : 1, error);
    rule->frequency = RULE_WEEKLY;
    if (number >= 0 && set_interval(rule, number, error) < 0)
        return -1;
    return sentence_take_weekdays(in, &rule->weekdays) ? 0
        : sentence_unexpected(in, error);
}

/* "once a month", "1 keer per week": how often, in the word that comes
 * next. */
static bool
take_once_a(struct tokens *in)
{
    struct tokens rest = *in;

    if (!tokens_take(&rest, "once eenmaal 1x")) {
        if (!tokens_take(&rest, "1 één een one") ||
            !sentence_take_times(&rest))
            return false;
    }
    if (!tokens_take(&rest, "per a an each every in") ||
        vocabulary_unit(tokens_peek(&rest, 0)) < UNIT_DAY)
        return false;
    *in = rest;
    return true;
}

/* Without how often: "tuesday and friday", "the last friday of the month". */
static int
take_days_alone(struct tokens *in, struct rule *rule, struct error *error)
{
    struct tokens rest = *in;

    rule->frequency = RULE_WEEKLY;
    if (sentence_take_weekdays(in, &rule->weekdays))
        return 0;
    tokens_take(&rest, "on op");
    sentence_take_the(&rest);
    if (sentence_day_number(tokens_peek(&rest, 0)) > 0 &&
        vocabulary_month(tokens_peek(&rest, 1)) != 0)
        return error_set(error, "say 'yearly' when it is once a year, as in "
                         "'yearly on 21 march' or 'jaarlijks op 21 maart'");
    if (sentence_take_ordinal(&rest) == 0)
        return sentence_unexpected(in, error);
    rule->frequency = RULE_MONTHLY;
    return sentence_take_month_days(in, rule, error);
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
        { "fortnightly tweewekelijks 2-wekelijks veertiendaags",
          RULE_WEEKLY, 2 },
        { "driewekelijks 3-wekelijks", RULE_WEEKLY, 3 },
        { "vierwekelijks 4-wekelijks", RULE_WEEKLY, 4 },
        { "monthly maandelijks", RULE_MONTHLY, 1 },
        { "tweemaandelijks", RULE_MONTHLY, 2 },
        { "quarterly driemaandelijks", RULE_MONTHLY, 3 },
        { "halfjaarlijks", RULE_MONTHLY, 6 },
        { "yearly annually jaarlijks", RULE_YEARLY, 1 },
    };

    if (take_once_a(in))
        return take_every(in, rule, error);
    if (sentence_doubt(in, error) < 0)
        return -1;
    for (size_t i = 0; i < sizeof(often) / sizeof(*often); i++) {
        if (tokens_take(in, often[i].words)) {
            rule->frequency = often[i].frequency;
            rule->interval = often[i].interval;
            return sentence_take_on(in, rule, error);
        }
    }
    if (tokens_take(in, "every each all elke elk iedere ieder alle") ||
        tokens_take_phrase(in, "om de"))
        return take_every(in, rule, error);
    return take_days_alone(in, rule, error);
}

/* "10 times" before how often, "10" before "wednesdays"; 0 when it is not
 * there. */
static int
take_times_before(struct tokens *in)
{
    struct tokens rest = *in;
    int number = vocabulary_number(tokens_peek(in, 0));

    rest.at++;
    if (number > 1 && vocabulary_weekday(tokens_peek(&rest, 0)) != 0) {
        *in = rest;
        return number;
    }
    if (number < 1 || !sentence_take_times(&rest) ||
        tokens_take(&rest, "per a an in"))
        return 0;
    *in = rest;
    return number;
}

int
sentence_read(const char *text, const struct civil *start, struct rule *rule,
              struct error *error)
{
    struct rule read = RULE_EMPTY;
    struct tokens in;
    int times;

    if (tokens_split(&in, text, error) < 0)
        return -1;
    if (tokens_done(&in))
        return error_set(error, "there is nothing here; " SENTENCE_LIKE);
    times = take_times_before(&in);
    if (times > RULE_COUNT_MOST)
        return sentence_unexpected(&in, error);
    read.count = times;
    if (take_how_often(&in, &read, error) < 0 ||
        sentence_tail(&in, start, &read, error) < 0)
        return -1;
    *rule = read;
    return 0;
}
