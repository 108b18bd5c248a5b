/* offset - see offset.h */
#include "calendar/offset.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "calendar/quoted.h"
#include "calendar/vocabulary.h"

#define LIKE "write it like '1 day before at 18:00' or '2 hours before'"

static const char *const starts[] = {
    "at the start", "at start", "at the beginning", "bij de start",
    "bij het begin", "bij aanvang", "op het moment zelf", NULL
};

static const char *const same_days[] = {
    "on the day itself", "on the day", "the same day", "on the same day",
    "op de dag zelf", "de dag zelf", "dezelfde dag", NULL
};

static const char *const before[] = {
    "before", "earlier", "beforehand", "in advance", "ervoor", "voor",
    "vooraf", "eerder", "op voorhand", "van tevoren", "tevoren", NULL
};

static const char *const after[] = {
    "after", "afterwards", "later", "erna", "na", "nadien", "achteraf", NULL
};

static const char *const of_start[] = {
    "the start", "start", "de start", "het begin", NULL
};

static bool
take_one(struct tokens *tokens, const char *const *phrases)
{
    for (; *phrases != NULL; phrases++) {
        if (tokens_take_phrase(tokens, *phrases))
            return true;
    }
    return false;
}

static int
explain_unit(const char *number, const char *word, struct error *error)
{
    const char *near = vocabulary_nearest(word);

    if (*word == '\0')
        return error_set(error, "'%s' of what? write for example '%s hours' "
                         "or '%s days'", quoted(number).text,
                         quoted(number).text, quoted(number).text);
    if (near != NULL && vocabulary_unit(near) != UNIT_NONE)
        return error_set(error, "'%s' is no length of time; did you mean "
                         "'%s'?", quoted(word).text, near);
    return error_set(error, "'%s' is no length of time; write minutes, "
                     "hours, days, weeks or months", quoted(word).text);
}

static void
add_amount(struct offset *offset, int number, enum unit unit)
{
    switch (unit) {
    case UNIT_MINUTE: offset->elapsed += number * MINUTE; break;
    case UNIT_HOUR: offset->elapsed += number * HOUR; break;
    case UNIT_DAY: offset->days += number; break;
    case UNIT_WEEK: offset->days += number * 7; break;
    case UNIT_MONTH: offset->months += number; break;
    case UNIT_YEAR: offset->months += number * 12; break;
    case UNIT_NONE: break;
    }
}

/* "half an hour", "anderhalf uur": how people say it. */
static bool
take_half(struct tokens *tokens, struct offset *offset)
{
    if (tokens_take_phrase(tokens, "half an hour") ||
        tokens_take_phrase(tokens, "een half uur") ||
        tokens_take_phrase(tokens, "half uur"))
        offset->elapsed += 30 * MINUTE;
    else if (tokens_take_phrase(tokens, "anderhalf uur"))
        offset->elapsed += 90 * MINUTE;
    else
        return false;
    return true;
}

/* "day before", "de week ervoor": one of them. */
static bool
take_single(struct tokens *tokens, struct offset *offset)
{
    struct tokens rest = *tokens;
    enum unit unit;

    tokens_take(&rest, "the de het");
    unit = vocabulary_unit(tokens_peek(&rest, 0));
    rest.at++;
    if (unit < UNIT_HOUR ||
        !tokens_take(&rest, "before ervoor vooraf earlier"))
        return false;
    add_amount(offset, 1, unit);
    rest.at--;
    *tokens = rest;
    return true;
}

/* "2u", "90min": number and unit without a space between them. */
static bool
take_glued(struct tokens *tokens, struct offset *offset)
{
    const char *word = tokens_peek(tokens, 0);
    size_t digits = strspn(word, "0123456789");
    char number[5];
    enum unit unit;

    if (digits == 0 || digits >= sizeof(number) || word[digits] == '\0')
        return false;
    memcpy(number, word, digits);
    number[digits] = '\0';
    unit = vocabulary_unit(word + digits);
    if (unit == UNIT_NONE)
        return false;
    add_amount(offset, vocabulary_number(number), unit);
    tokens->at++;
    return true;
}

/* What is written where a length of time should be. */
static int
explain_word(const struct tokens *tokens, struct error *error)
{
    struct tokens rest = *tokens;
    struct civil date;

    if (tokens_take(&rest, "no none never geen nooit niet"))
        return error_set(error, "write [ ] for never, as in remind = [ ];");
    if (civil_parse_date(tokens_peek(tokens, 0), &date, NULL) == 0)
        return error_set(error, "'%s' is a date; write how long before the "
                         "start, like '1 day before at 18:00'",
                         quoted(tokens_peek(tokens, 0)).text);
    tokens_take(&rest, "the de");
    if (tokens_take(&rest, "evening avond morning ochtend afternoon namiddag"
                    " night"))
        return error_set(error, "'%s' has no hour; write it like '1 day "
                         "before at 18:00'",
                         quoted(rest.word[rest.at - 1]).text);
    return 0;
}

/* "1 hour", "1 hour and 30 minutes": one or more.  `like` ends the sentence
 * when there is not even one. */
static int
take_amounts(struct tokens *tokens, struct offset *offset, const char *like,
             struct error *error)
{
    bool any = false, before_start = strstr(like, "before") != NULL;

    for (;;) {
        const char *word;
        int number, hour, minute;

        if (any)
            tokens_take(tokens, "and en");
        if (take_half(tokens, offset) || take_glued(tokens, offset) ||
            (!any && take_single(tokens, offset))) {
            any = true;
            continue;
        }
        word = tokens_peek(tokens, 0);
        number = vocabulary_number(word);
        if (number < 0 && any)
            return 0;
        if (number < 0 && before_start && explain_word(tokens, error) < 0)
            return -1;
        if (number < 0 && civil_parse_clock(word, &hour, &minute))
            return error_set(error, "'%s' is an hour of the day and does "
                             "not say how long; %s", quoted(word).text, like);
        if (number < 0 && isdigit((unsigned char)word[0]))
            return error_set(error, "'%s' is not a whole number (9999 at "
                             "most); %s", quoted(word).text, like);
        if (number < 0)
            return error_set(error, "'%s' does not say how long; %s",
                             quoted(word).text, like);
        if (vocabulary_unit(tokens_peek(tokens, 1)) == UNIT_NONE)
            return explain_unit(word, tokens_peek(tokens, 1), error);
        add_amount(offset, number, vocabulary_unit(tokens_peek(tokens, 1)));
        tokens->at += 2;
        any = true;
    }
}

/* "at 18:00", "om 18 uur". */
static int
take_clock(struct tokens *tokens, struct offset *offset, struct error *error)
{
    const char *word;
    bool hours;

    if (!tokens_take(tokens, "at om @"))
        return 0;
    word = tokens_peek(tokens, 0);
    tokens->at++;
    hours = tokens_take(tokens, "uur u h");
    offset->has_clock = true;
    if (civil_parse_clock(word, &offset->hour, &offset->minute))
        return 0;
    offset->hour = vocabulary_number(word);
    if (hours && offset->hour >= 0 && offset->hour <= 23)
        return 0;
    return error_set(error, "'%s' is not an hour of the day; write it as "
                     "18:00", quoted(word).text);
}

static int
check(const char *text, const struct tokens *tokens, struct offset *offset,
      bool same_day, struct error *error)
{
    bool calendar = offset->months != 0 || offset->days != 0;
    int hour, minute;

    if (!tokens_done(tokens) &&
        civil_parse_clock(tokens_peek(tokens, 0), &hour, &minute))
        return error_set(error, "'%s': put 'at' before the hour: 'at "
                         "%02d:%02d'", quoted(text).text, hour, minute);
    if (!tokens_done(tokens))
        return error_set(error, "'%s' does not fit in '%s'; " LIKE,
                         quoted(tokens_peek(tokens, 0)).text,
                         quoted(text).text);
    if (same_day && !offset->has_clock)
        return error_set(error, "'%s' needs an hour; write for example 'on "
                         "the day at 09:00'", quoted(text).text);
    if (offset->has_clock && offset->elapsed != 0)
        return error_set(error, "'%s': hours and minutes are counted from "
                         "the start and cannot have an hour of the day too; "
                         LIKE, quoted(text).text);
    if (offset->has_clock && !calendar && !same_day && offset->sign == 0)
        return error_set(error, "'%s': say which day; write for example 'on "
                         "the day at 09:00'", quoted(text).text);
    if (!calendar && offset->elapsed == 0)
        offset->sign = 0;
    return 0;
}

int
offset_parse(const char *text, struct offset *offset, struct error *error)
{
    struct tokens tokens;
    struct offset read = { 0 };
    bool same_day = false;

    if (tokens_split(&tokens, text, error) < 0)
        return -1;
    if (tokens_done(&tokens))
        return error_set(error, "there is nothing here; " LIKE);
    if (take_one(&tokens, same_days)) {
        same_day = true;
    } else if (take_one(&tokens, starts)) {
        if (tokens_done(&tokens)) {
            *offset = read;
            return 0;
        }
    } else {
        if (tokens_take_phrase(&tokens, "the day") ||
            tokens_take_phrase(&tokens, "de dag"))
            read.days = 1;
        else if (take_amounts(&tokens, &read, LIKE, error) < 0)
            return -1;
        if (take_one(&tokens, before))
            read.sign = -1;
        else if (take_one(&tokens, after))
            read.sign = 1;
        if (read.sign != 0)
            take_one(&tokens, of_start);
    }
    if (take_clock(&tokens, &read, error) < 0 ||
        check(text, &tokens, &read, same_day, error) < 0)
        return -1;
    *offset = read;
    return 0;
}

instant
offset_apply(const struct offset *offset, const struct zone *zone,
             instant start)
{
    int sign = offset->sign < 0 ? -1 : 1;
    struct civil civil;

    /* What is only elapsed must not pass through the wall's clock: an hour
     * that occurs twice would come back as the first. */
    if (offset->months != 0 || offset->days != 0 || offset->has_clock) {
        zone_civil(zone, start, &civil);
        civil_add_months(&civil, sign * offset->months, CIVIL_LAST);
        civil_add_days(&civil, sign * offset->days);
        if (offset->has_clock) {
            civil.hour = offset->hour;
            civil.minute = offset->minute;
            civil.second = 0;
        }
        start = zone_instant(zone, &civil);
    }
    return start + sign * offset->elapsed;
}

/* "2 hours" behind what is there; nothing for none. */
static size_t
say_amount(char *text, size_t used, int64_t number, const char *unit)
{
    int more;

    if (number == 0 || used >= OFFSET_TEXT)
        return used;
    more = snprintf(text + used, OFFSET_TEXT - used, "%s%lld %s%s",
                    used > 0 ? " " : "", (long long)number, unit,
                    number == 1 ? "" : "s");
    return used + (size_t)more;
}

static size_t
say_days(char *text, size_t used, int days)
{
    return days % 7 == 0 ? say_amount(text, used, days / 7, "week")
        : say_amount(text, used, days, "day");
}

static size_t
say_elapsed(char *text, size_t used, instant elapsed)
{
    used = say_amount(text, used, elapsed / HOUR, "hour");
    return say_amount(text, used, elapsed % HOUR / MINUTE, "minute");
}

const char *
offset_format(const struct offset *offset, char text[OFFSET_TEXT])
{
    static const char *const directions[] = { " before", "", " after" };
    size_t used = say_amount(text, 0, offset->months, "month");

    used = say_days(text, used, offset->days);
    used = say_elapsed(text, used, offset->elapsed);
    if (used == 0)
        used = (size_t)snprintf(text, OFFSET_TEXT, "%s", offset->has_clock
                                ? "on the day" : "at the start");
    else if (used < OFFSET_TEXT)
        used += (size_t)snprintf(text + used, OFFSET_TEXT - used, "%s",
                                 directions[offset->sign + 1]);
    if (offset->has_clock && used < OFFSET_TEXT)
        snprintf(text + used, OFFSET_TEXT - used, " at %02d:%02d",
                 offset->hour, offset->minute);
    return text;
}

/* "1:30", "2u30", "2h30": not "19.00", which is an hour. */
static bool
is_hours_and_minutes(const char *text)
{
    size_t hours = strspn(text, "0123456789");

    return hours > 0 && text[hours] != '\0' &&
           strchr(":uhUH", text[hours]) != NULL &&
           isdigit((unsigned char)text[hours + 1]);
}

int
duration_parse(const char *text, instant *duration, struct error *error)
{
    static const char like[] = "write it like '2 hours' or '90 minutes'";
    struct tokens tokens;
    struct offset read = { 0 };
    struct civil clock;

    if (tokens_split(&tokens, text, error) < 0)
        return -1;
    if (tokens.count == 1 && is_hours_and_minutes(text) &&
        civil_parse_clock(tokens_peek(&tokens, 0), &clock.hour,
                          &clock.minute)) {
        read.elapsed = clock.hour * HOUR + clock.minute * MINUTE;
    } else {
        if (tokens_done(&tokens))
            return error_set(error, "there is nothing here; %s", like);
        if (take_amounts(&tokens, &read, like, error) < 0)
            return -1;
        if (!tokens_done(&tokens))
            return error_set(error, "'%s' does not fit in '%s'; %s",
                             quoted(tokens_peek(&tokens, 0)).text,
                             quoted(text).text, like);
    }
    if (read.months != 0)
        return error_set(error, "'%s': months and years differ in length; "
                         "write days or weeks", quoted(text).text);
    read.elapsed += read.days * DAY;
    if (read.elapsed == 0)
        return error_set(error, "'%s' lasts no time at all; %s",
                         quoted(text).text, like);
    *duration = read.elapsed;
    return 0;
}

const char *
duration_format(instant duration, char text[OFFSET_TEXT])
{
    size_t used = say_days(text, 0, (int)(duration / DAY));

    used = say_elapsed(text, used, duration % DAY);
    if (used == 0)
        snprintf(text, OFFSET_TEXT, "0 minutes");
    return text;
}
