/* vocabulary - see vocabulary.h */
#include "calendar/vocabulary.h"

#include <ctype.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

struct word {
    const char *text;
    int value;
};

static const struct word weekdays[] = {
    { "monday", 1 }, { "tuesday", 2 }, { "wednesday", 3 }, { "thursday", 4 },
    { "friday", 5 }, { "saturday", 6 }, { "sunday", 7 },
    { "mondays", 1 }, { "tuesdays", 2 }, { "wednesdays", 3 },
    { "thursdays", 4 }, { "fridays", 5 }, { "saturdays", 6 },
    { "sundays", 7 },
    { "mon", 1 }, { "tue", 2 }, { "tues", 2 }, { "wed", 3 }, { "thu", 4 },
    { "thur", 4 }, { "thurs", 4 }, { "fri", 5 }, { "sat", 6 }, { "sun", 7 },
    { "maandag", 1 }, { "dinsdag", 2 }, { "woensdag", 3 },
    { "donderdag", 4 }, { "vrijdag", 5 }, { "zaterdag", 6 }, { "zondag", 7 },
    { "maandagen", 1 }, { "dinsdagen", 2 }, { "woensdagen", 3 },
    { "donderdagen", 4 }, { "vrijdagen", 5 }, { "zaterdagen", 6 },
    { "zondagen", 7 },
    { "maandags", 1 }, { "dinsdags", 2 }, { "woensdags", 3 },
    { "donderdags", 4 }, { "vrijdags", 5 }, { "zaterdags", 6 },
    { "zondags", 7 },
    { "ma", 1 }, { "di", 2 }, { "wo", 3 }, { "do", 4 }, { "vr", 5 },
    { "za", 6 }, { "zo", 7 },
    { NULL, 0 }
};

static const struct word months[] = {
    { "january", 1 }, { "february", 2 }, { "march", 3 }, { "april", 4 },
    { "may", 5 }, { "june", 6 }, { "july", 7 }, { "august", 8 },
    { "september", 9 }, { "october", 10 }, { "november", 11 },
    { "december", 12 },
    { "jan", 1 }, { "feb", 2 }, { "mar", 3 }, { "apr", 4 }, { "jun", 6 },
    { "jul", 7 }, { "aug", 8 }, { "sep", 9 }, { "sept", 9 }, { "oct", 10 },
    { "nov", 11 }, { "dec", 12 },
    { "januari", 1 }, { "februari", 2 }, { "maart", 3 }, { "mrt", 3 },
    { "mei", 5 }, { "juni", 6 }, { "juli", 7 }, { "augustus", 8 },
    { "oktober", 10 }, { "okt", 10 },
    { NULL, 0 }
};

static const struct word units[] = {
    { "minute", UNIT_MINUTE }, { "minutes", UNIT_MINUTE },
    { "min", UNIT_MINUTE }, { "minuut", UNIT_MINUTE },
    { "minuten", UNIT_MINUTE }, { "hour", UNIT_HOUR }, { "hours", UNIT_HOUR },
    { "h", UNIT_HOUR }, { "uur", UNIT_HOUR }, { "uren", UNIT_HOUR },
    { "u", UNIT_HOUR }, { "day", UNIT_DAY }, { "days", UNIT_DAY },
    { "dag", UNIT_DAY }, { "dagen", UNIT_DAY }, { "week", UNIT_WEEK },
    { "weeks", UNIT_WEEK }, { "weken", UNIT_WEEK }, { "month", UNIT_MONTH },
    { "months", UNIT_MONTH }, { "maand", UNIT_MONTH },
    { "maanden", UNIT_MONTH }, { "year", UNIT_YEAR }, { "years", UNIT_YEAR },
    { "jaar", UNIT_YEAR }, { "jaren", UNIT_YEAR },
    { NULL, 0 }
};

static const struct word numbers[] = {
    { "a", 1 }, { "an", 1 }, { "one", 1 }, { "two", 2 }, { "three", 3 },
    { "four", 4 }, { "five", 5 }, { "six", 6 }, { "seven", 7 },
    { "eight", 8 }, { "nine", 9 }, { "ten", 10 }, { "eleven", 11 },
    { "twelve", 12 }, { "thirteen", 13 }, { "fourteen", 14 },
    { "fifteen", 15 }, { "sixteen", 16 }, { "twenty", 20 },
    { "een", 1 }, { "één", 1 }, { "twee", 2 }, { "drie", 3 }, { "vier", 4 },
    { "vijf", 5 }, { "zes", 6 }, { "zeven", 7 }, { "acht", 8 },
    { "negen", 9 }, { "tien", 10 }, { "elf", 11 }, { "twaalf", 12 },
    { "dertien", 13 }, { "veertien", 14 }, { "vijftien", 15 },
    { "zestien", 16 }, { "twintig", 20 },
    { NULL, 0 }
};

static const struct word ordinals[] = {
    { "first", 1 }, { "second", 2 }, { "third", 3 }, { "fourth", 4 },
    { "fifth", 5 }, { "tenth", 10 }, { "fifteenth", 15 }, { "last", -1 },
    { "eerste", 1 }, { "tweede", 2 }, { "derde", 3 }, { "vierde", 4 },
    { "vijfde", 5 }, { "tiende", 10 }, { "vijftiende", 15 },
    { "laatste", -1 }, { "voorlaatste", -2 },
    { NULL, 0 }
};

/* Only for "did you mean". */
static const struct word others[] = {
    { "daily", 0 }, { "weekly", 0 }, { "monthly", 0 }, { "yearly", 0 },
    { "every", 0 }, { "until", 0 }, { "times", 0 }, { "weekday", 0 },
    { "before", 0 }, { "after", 0 }, { "dagelijks", 0 },
    { "wekelijks", 0 }, { "maandelijks", 0 }, { "jaarlijks", 0 },
    { "elke", 0 }, { "keer", 0 }, { "werkdag", 0 }, { "ervoor", 0 },
    { "erna", 0 },
    { NULL, 0 }
};

static int
look_up(const struct word *words, const char *text, int otherwise)
{
    for (; words->text != NULL; words++) {
        if (strcmp(words->text, text) == 0)
            return words->value;
    }
    return otherwise;
}

/* "woensdagavond" as "woensdag": the hour stands elsewhere. */
int
vocabulary_weekday(const char *word)
{
    static const char *const parts[] = { "avond", "avonden", "namiddag",
                                         "voormiddag", "ochtend", "middag" };
    const char *end = strstr(word, "dag");
    char day[16];

    if (end == NULL || strlen(word) >= 24 || (size_t)(end - word) > 8)
        return look_up(weekdays, word, 0);
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        if (strcmp(end + 3, parts[i]) == 0) {
            text_copy(day, (size_t)(end - word) + 4, word);
            return look_up(weekdays, day, 0);
        }
    }
    return look_up(weekdays, word, 0);
}

int
vocabulary_month(const char *word)
{
    return look_up(months, word, 0);
}

enum unit
vocabulary_unit(const char *word)
{
    return (enum unit)look_up(units, word, UNIT_NONE);
}

int
vocabulary_number(const char *word)
{
    int64_t number;

    if (isdigit((unsigned char)word[0]))
        return number_parse(word, 0, 9999, &number) ? (int)number : -1;
    return look_up(numbers, word, -1);
}

int
vocabulary_ordinal(const char *word)
{
    int number = 0;
    size_t used = 0;

    while (used < 3 && isdigit((unsigned char)word[used]))
        number = number * 10 + (word[used++] - '0');
    if (used == 0)
        return look_up(ordinals, word, 0);
    if (number > 99 ||
        !tokens_take(&(struct tokens){ .word = { word + used }, .count = 1 },
                     "st nd rd th ste de e"))
        return 0;
    return number;
}

const char *
vocabulary_nearest(const char *word)
{
    static const struct word *const all[] = { weekdays, months, units,
                                              numbers, ordinals, others };
    const char *names[256];
    size_t count = 0;

    /* Nearly every short word is near to another. */
    if (strlen(word) < 3 || strcmp(word, "the") == 0 ||
        strcmp(word, "van") == 0 || strcmp(word, "now") == 0)
        return NULL;
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        for (const struct word *w = all[i]; w->text != NULL; w++) {
            if (strlen(w->text) >= 3 && count < 255)
                names[count++] = w->text;
        }
    }
    names[count] = NULL;
    return text_nearest(word, names);
}

int
tokens_split(struct tokens *tokens, const char *text, struct error *error)
{
    char *at;

    *tokens = (struct tokens){ 0 };
    if (strlen(text) >= sizeof(tokens->text))
        return error_set(error, "this is too long; %zu characters at most",
                         sizeof(tokens->text) - 1);
    text_copy(tokens->text, sizeof(tokens->text), text);
    for (at = tokens->text; *at != '\0'; at++)
        *at = *at == ',' || isspace((unsigned char)*at)
            ? ' ' : (char)tolower((unsigned char)*at);
    while (at > tokens->text && (at[-1] == ' ' || at[-1] == '.'))
        *--at = '\0';
    at = tokens->text;
    for (const char *word; (word = strsep(&at, " ")) != NULL; ) {
        if (*word == '\0')
            continue;
        if (tokens->count == TOKENS_MOST)
            return error_set(error, "this is too long; %d words at most",
                             TOKENS_MOST);
        tokens->word[tokens->count++] = word;
    }
    return 0;
}

const char *
tokens_peek(const struct tokens *tokens, size_t behind)
{
    size_t at = tokens->at + behind;

    return at < tokens->count ? tokens->word[at] : "";
}

bool
tokens_done(const struct tokens *tokens)
{
    return tokens->at >= tokens->count;
}

bool
tokens_take(struct tokens *tokens, const char *words)
{
    const char *word = tokens_peek(tokens, 0);
    size_t length = strlen(word);

    while (length > 0 && *words != '\0') {
        size_t size = strcspn(words, " ");

        if (size == length && memcmp(words, word, size) == 0) {
            tokens->at++;
            return true;
        }
        words += size + (words[size] == ' ');
    }
    return false;
}

bool
tokens_take_phrase(struct tokens *tokens, const char *phrase)
{
    size_t count = 0;

    while (*phrase != '\0') {
        const char *word = tokens_peek(tokens, count++);
        size_t size = strcspn(phrase, " ");

        if (strlen(word) != size || memcmp(word, phrase, size) != 0)
            return false;
        phrase += size + (phrase[size] == ' ');
    }
    tokens->at += count;
    return true;
}
