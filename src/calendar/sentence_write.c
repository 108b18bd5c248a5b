/* sentence_write - see sentence_write.h */
#include "calendar/sentence_write.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"

enum { WORKDAYS = 0x3e };

struct language {
    const char *once[4];        /* by frequency: "daily" .. */
    const char *every[4];       /* "every %d days" .. */
    const char *weekdays[8], *months[13];
    const char *every_workday, *workdays, *workday;
    const char *on, *in, *of, *and, *each, *the, *day, *last_day, *last;
    const char *of_year, *in_week, *only_if, *only_these, *weeks_from;
    const char *missing[3];     /* by enum civil_missing */
    const char *until, *times, *at;
    void (*ordinal)(char *text, size_t size, int number);
};

static void
ordinal_en(char *text, size_t size, int number)
{
    int ten = number % 100, one = number % 10;
    const char *end = ten >= 11 && ten <= 13 ? "th"
        : one == 1 ? "st" : one == 2 ? "nd" : one == 3 ? "rd" : "th";

    snprintf(text, size, "%d%s", number, end);
}

static void
ordinal_nl(char *text, size_t size, int number)
{
    snprintf(text, size, "%d%s", number,
             number == 1 || number == 8 || number >= 20 ? "ste" : "de");
}

static const struct language english = {
    .once = { "daily", "weekly", "monthly", "yearly" },
    .every = { "every %d days", "every %d weeks", "every %d months",
               "every %d years" },
    .weekdays = { "", "monday", "tuesday", "wednesday", "thursday", "friday",
                  "saturday", "sunday" },
    .months = { "", "january", "february", "march", "april", "may", "june",
                "july", "august", "september", "october", "november",
                "december" },
    .every_workday = "every weekday", .workdays = "weekdays",
    .workday = "weekday",
    .on = " on ", .in = " in ", .of = " of ", .and = " and ",
    .each = "every ", .the = "the ", .day = "day ", .last_day = "day",
    .last = "last", .of_year = " of the year", .in_week = " in week ",
    .only_if = " (only if ",
    .only_these = " (of these only ", .weeks_from = " (weeks begin on ",
    .missing = { "", " or the last day", " or the next day" },
    .until = " until ", .times = ", %d times", .at = " at ",
    .ordinal = ordinal_en
};

static const struct language dutch = {
    .once = { "dagelijks", "wekelijks", "maandelijks", "jaarlijks" },
    .every = { "om de %d dagen", "om de %d weken", "om de %d maanden",
               "om de %d jaar" },
    .weekdays = { "", "maandag", "dinsdag", "woensdag", "donderdag",
                  "vrijdag", "zaterdag", "zondag" },
    .months = { "", "januari", "februari", "maart", "april", "mei", "juni",
                "juli", "augustus", "september", "oktober", "november",
                "december" },
    .every_workday = "elke werkdag", .workdays = "werkdagen",
    .workday = "werkdag",
    .on = " op ", .in = " in ", .of = " van ", .and = " en ",
    .each = "elke ", .the = "de ", .day = "dag ", .last_day = "dag",
    .last = "laatste", .of_year = " van het jaar", .in_week = " in week ",
    .only_if = " (alleen indien ", .only_these = " (daarvan alleen ",
    .weeks_from = " (weken beginnen op ",
    .missing = { "", " of de laatste dag", " of de volgende dag" },
    .until = " tot ", .times = ", %d keer", .at = " om ",
    .ordinal = ordinal_nl
};

/* What is being said. */
struct speech {
    struct buffer text;
    const struct language *in;
    const struct rule *rule;
    size_t parts;               /* of an enumeration */
};

static void
say(struct speech *speech, const char *text)
{
    buffer_add_text(&speech->text, text);
}

/* Before each part of an enumeration: "and" from the second on. */
static void
next_part(struct speech *speech)
{
    if (speech->parts++ > 0)
        say(speech, speech->in->and);
}

/* "monday, tuesday and friday": names by the bits. */
static void
say_names(struct speech *speech, uint32_t bits, const char *const *names)
{
    bool first = true;

    while (bits != 0) {
        int bit = rule_first_bit(bits);

        bits &= bits - 1;
        if (!first)
            say(speech, bits == 0 ? speech->in->and : ", ");
        say(speech, names[bit]);
        first = false;
    }
}

/* "2nd", "last", "2nd last" */
static void
say_ordinal(struct speech *speech, int number)
{
    char text[16];

    if (number != -1) {
        speech->in->ordinal(text, sizeof(text), number < 0 ? -number
                            : number);
        say(speech, text);
        if (number < 0)
            say(speech, " ");
    }
    if (number < 0)
        say(speech, speech->in->last);
}

/* "the 2nd wednesday" */
static void
say_nth(struct speech *speech, int ordinal, const char *what)
{
    say(speech, speech->in->the);
    say_ordinal(speech, ordinal);
    say(speech, " ");
    say(speech, what);
}

static void
say_month_days(struct speech *speech)
{
    for (int day = 1; day <= 31; day++) {
        if (speech->rule->month_days >> day & 1u) {
            next_part(speech);
            buffer_add_format(&speech->text, "%s%d", speech->in->day, day);
        }
    }
    for (int day = 31; day >= 1; day--) {
        if (speech->rule->month_days_back >> day & 1u) {
            next_part(speech);
            say_nth(speech, -day, speech->in->last_day);
        }
    }
}

static void
say_weekdays(struct speech *speech)
{
    const struct rule *rule = speech->rule;

    if (rule->weekdays != 0) {
        next_part(speech);
        if (rule->frequency >= RULE_MONTHLY && !rule_has_weeks(rule))
            say(speech, speech->in->each);
        if (rule->weekdays == WORKDAYS)
            say(speech, rule->frequency >= RULE_MONTHLY
                ? speech->in->workday : speech->in->workdays);
        else
            say_names(speech, rule->weekdays, speech->in->weekdays);
    }
    for (size_t i = 0; i < rule->nth_count; i++) {
        next_part(speech);
        say_nth(speech, rule->nth[i].ordinal,
                speech->in->weekdays[rule->nth[i].weekday]);
        if (rule->frequency == RULE_YEARLY && rule->months == 0)
            say(speech, speech->in->of_year);
    }
}

static void
say_year_days(struct speech *speech)
{
    for (size_t i = 0; i < speech->rule->year_day_count; i++) {
        next_part(speech);
        say_nth(speech, speech->rule->year_days[i], speech->in->last_day);
        say(speech, speech->in->of_year);
    }
}

/* The next kind of day: the first is what it is about, others limit it. */
static void
say_kind(struct speech *speech, bool there, bool *any,
         void (*kind)(struct speech *speech))
{
    if (!there)
        return;
    say(speech, *any ? speech->in->only_if : speech->in->on);
    speech->parts = 0;
    kind(speech);
    if (*any)
        say(speech, ")");
    *any = true;
}

static void
say_positions(struct speech *speech)
{
    const struct rule *rule = speech->rule;

    if (rule->position_count == 0)
        return;
    say(speech, speech->in->only_these);
    speech->parts = 0;
    for (size_t i = 0; i < rule->position_count; i++) {
        next_part(speech);
        say(speech, speech->in->the);
        say_ordinal(speech, rule->positions[i]);
    }
    say(speech, ")");
}

/* " in week 20 and 40" */
static void
say_weeks(struct speech *speech)
{
    const struct rule *rule = speech->rule;

    if (!rule_has_weeks(rule))
        return;
    say(speech, speech->in->in_week);
    speech->parts = 0;
    for (int week = 1; week <= 53; week++) {
        if (rule->weeks >> week & 1u) {
            next_part(speech);
            buffer_add_format(&speech->text, "%d", week);
        }
    }
    for (int week = 53; week >= 1; week--) {
        if (rule->weeks_back >> week & 1u) {
            next_part(speech);
            buffer_add_format(&speech->text, "-%d", week);
        }
    }
}

/* What every rule can be said with, if not always as one would. */
static void
say_generally(struct speech *speech)
{
    const struct rule *rule = speech->rule;
    bool any = false;

    say_kind(speech, rule->weekdays != 0 || rule->nth_count != 0, &any,
             say_weekdays);
    say_kind(speech, rule->month_days != 0 || rule->month_days_back != 0,
             &any, say_month_days);
    say_kind(speech, rule->year_day_count != 0, &any, say_year_days);
    say_weeks(speech);
    if (rule->months != 0) {
        say(speech, speech->in->in);
        say_names(speech, rule->months, speech->in->months);
    }
    say_positions(speech);
}

/* "on 21 march and 21 june", "on the 2nd sunday of may" */
static void
say_year_dates(struct speech *speech)
{
    const struct rule *rule = speech->rule;

    say(speech, speech->in->on);
    speech->parts = 0;
    for (int month = 1; month <= 12; month++) {
        const char *name = speech->in->months[month];

        if ((rule->months >> month & 1u) == 0)
            continue;
        for (int day = 1; day <= 31; day++) {
            if (rule->month_days >> day & 1u) {
                next_part(speech);
                buffer_add_format(&speech->text, "%d %s", day, name);
            }
        }
        for (int day = 31; day >= 1; day--) {
            if (rule->month_days_back >> day & 1u) {
                next_part(speech);
                say_nth(speech, -day, speech->in->last_day);
                buffer_add_format(&speech->text, "%s%s", speech->in->of,
                                  name);
            }
        }
        for (size_t i = 0; i < rule->nth_count; i++) {
            next_part(speech);
            say_nth(speech, rule->nth[i].ordinal,
                    speech->in->weekdays[rule->nth[i].weekday]);
            buffer_add_format(&speech->text, "%s%s", speech->in->of, name);
        }
    }
}

/* "on the 1st weekday and the last weekday" */
static void
say_workday_positions(struct speech *speech)
{
    const struct rule *rule = speech->rule;

    say(speech, speech->in->on);
    speech->parts = 0;
    for (size_t i = 0; i < rule->position_count; i++) {
        next_part(speech);
        say_nth(speech, rule->positions[i], speech->in->workday);
    }
    if (rule->months != 0) {
        say(speech, speech->in->in);
        say_names(speech, rule->months, speech->in->months);
    }
}

static void
say_days(struct speech *speech)
{
    const struct rule *rule = speech->rule;
    bool of_month = rule->month_days != 0 || rule->month_days_back != 0;
    bool nth = rule->nth_count != 0;

    if (rule->frequency == RULE_YEARLY && rule->months != 0 &&
        of_month != nth && rule->weekdays == 0 && rule->year_day_count == 0 &&
        rule->position_count == 0 && !rule_has_weeks(rule))
        say_year_dates(speech);
    else if (rule->frequency == RULE_MONTHLY && rule->position_count != 0 &&
             rule->weekdays == WORKDAYS && !of_month && !nth)
        say_workday_positions(speech);
    else
        say_generally(speech);
}

static void
say_how_often(struct speech *speech)
{
    const struct rule *rule = speech->rule;
    const char *every = speech->in->every[rule->frequency];
    size_t before = strcspn(every, "%");

    if (rule->interval == 1) {
        say(speech, speech->in->once[rule->frequency]);
        return;
    }
    buffer_add(&speech->text, every, before);
    buffer_add_format(&speech->text, "%d", rule->interval);
    say(speech, every + before + 2);
}

/* "at 09:00 and 14:00", where there are several. */
static void
say_times(struct speech *speech)
{
    const struct rule *rule = speech->rule;
    int left = rule_times(rule);

    if (left <= 1)
        return;
    say(speech, speech->in->at);
    for (int at = 0; at < 24 * 60; at++) {
        if ((rule->hours >> (at / 60) & 1u) == 0 ||
            (rule->minutes >> (at % 60) & 1u) == 0)
            continue;
        buffer_add_format(&speech->text, "%02d:%02d", at / 60, at % 60);
        left--;
        if (left > 0)
            say(speech, left == 1 ? speech->in->and : ", ");
    }
}

static void
say_end(struct speech *speech)
{
    const struct rule *rule = speech->rule;
    const struct civil *until = &rule->until;
    const char *times = speech->in->times;
    size_t before = strcspn(times, "%");
    char date[CIVIL_TEXT];
    bool whole_day = until->hour == 23 && until->minute == 59;

    if (rule->has_until) {
        say(speech, speech->in->until);
        say(speech, whole_day ? civil_format_date(until, date)
            : civil_format(until, date));
    }
    if (rule->count != 0) {
        buffer_add(&speech->text, times, before);
        buffer_add_format(&speech->text, "%d", rule->count);
        say(speech, times + before + 2);
    }
}

const char *
sentence_write(struct pool *pool, const struct rule *rule, const char *language)
{
    struct speech speech = { .rule = rule };
    const char *text;

    speech.in = language != NULL && strncmp(language, "nl", 2) == 0
        ? &dutch : &english;
    if (rule->frequency == RULE_WEEKLY && rule->weekdays == WORKDAYS &&
        rule->interval == 1 && rule->months == 0 &&
        rule->position_count == 0) {
        say(&speech, speech.in->every_workday);
    } else {
        say_how_often(&speech);
        say_days(&speech);
    }
    say(&speech, speech.in->missing[rule->missing]);
    if (rule->week_start != 1 &&
        (rule->frequency == RULE_WEEKLY || rule_has_weeks(rule))) {
        say(&speech, speech.in->weeks_from);
        say(&speech, speech.in->weekdays[rule->week_start]);
        say(&speech, ")");
    }
    say_times(&speech);
    say_end(&speech);
    text = pool_copy_n(pool, buffer_bytes(&speech.text),
                       buffer_length(&speech.text));
    buffer_free(&speech.text);
    return text;
}
