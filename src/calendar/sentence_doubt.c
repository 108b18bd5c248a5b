/* sentence_doubt - what is not understood, or in two ways: the readings are
 * offered, for a guess would send people on the wrong day */
#include <string.h>

#include "calendar/quoted.h"
#include "calendar/sentence_parts.h"

int
sentence_unexpected(const struct tokens *in, struct error *error)
{
    const char *word = tokens_peek(in, 0);
    const char *near = vocabulary_nearest(word);
    struct tokens rest = *in;

    if (*word == '\0')
        return error_set(error, "this stops too early; " SENTENCE_LIKE);
    if (tokens_take(&rest, "at om") ||
        civil_parse_clock(word, &(int){ 0 }, &(int){ 0 }))
        return error_set(error, "leave out the hour here: it is that of the "
                         "start");
    if (tokens_take(&rest, "from since starting vanaf sinds"))
        return error_set(error, "leave out '%s' here: the first date is the "
                         "start", word);
    if (tokens_take(&rest, "of van") &&
        vocabulary_month(tokens_peek(&rest, 0)) != 0)
        return error_set(error, "say 'yearly' when it is once a year, as in "
                         "'yearly on the 2nd sunday of may' or 'jaarlijks op "
                         "de 2de zondag van mei'");
    if (near != NULL && strcmp(near, word) != 0)
        return error_set(error, "'%s' is not understood; did you mean '%s'?",
                         quoted(word).text, near);
    return error_set(error, "'%s' is not understood here; " SENTENCE_LIKE,
                     quoted(word).text);
}

/* Whether a weekday is written in Dutch. */
static bool
is_dutch(const char *weekday)
{
    return strstr(weekday, "dag") != NULL || strlen(weekday) == 2;
}

int
sentence_which_day(const struct tokens *in, int ordinal, struct error *error)
{
    const char *word = tokens_peek(in, 0);
    const struct quoted day = quoted(word);

    if (ordinal == 0)
        return error_set(error, is_dutch(word)
                         ? "which %s of the month? write for example "
                         "'maandelijks op de 1ste %s', or 'wekelijks op %s'"
                         : "which %s of the month? write for example "
                         "'monthly on the 1st %s', or 'weekly on %s'",
                         day.text, day.text, day.text);
    return error_set(error, is_dutch(word)
                     ? "this can mean two things; write 'maandelijks op de "
                     "%s %s', or 'om de %d weken op %s'"
                     : "this can mean two things; write 'monthly on the %s "
                     "%s', or 'every %d weeks on %s'",
                     quoted(in->word[in->at - 1]).text, day.text, ordinal,
                     day.text);
}

/* "2x", "2 keer", "tweemaal", "twice", and then "per maand", "a month". */
static bool
is_so_often(const struct tokens *in)
{
    struct tokens rest = *in;
    const char *word = tokens_peek(in, 0);
    size_t digits = strspn(word, "0123456789");

    if (digits > 0 && strcmp(word + digits, "x") == 0)
        rest.at++;
    else if (!tokens_take(&rest, "twice tweemaal driemaal")) {
        if (vocabulary_number(word) < 0)
            return false;
        rest.at++;
        if (!sentence_take_times(&rest))
            return false;
    }
    return tokens_take(&rest, "per a an each every in") &&
           vocabulary_unit(tokens_peek(&rest, 0)) != UNIT_NONE;
}

static int
say_two(const char *said, const char *one, const char *other,
        struct error *error)
{
    return error_set(error, "'%s' can mean two things; write '%s', or '%s'",
                     said, one, other);
}

int
sentence_doubt(const struct tokens *in, struct error *error)
{
    static const struct {
        const char *said, *one, *other;
    } doubts[] = {
        { "biweekly", "every 2 weeks on monday",
          "weekly on monday and thursday" },
        { "bimonthly", "every 2 months on day 1",
          "monthly on day 1 and day 15" },
        { "om de dag", "om de 2 dagen", "elke dag" },
        { "om de week", "om de 2 weken", "elke week" },
        { "om de maand", "om de 2 maanden", "elke maand" },
        { "om het jaar", "om de 2 jaar", "elk jaar" },
    };
    struct tokens rest = *in;

    for (size_t i = in->at; i < in->count; i++) {
        if (strcmp(in->word[i], "even") == 0 ||
            strcmp(in->word[i], "oneven") == 0 ||
            strcmp(in->word[i], "odd") == 0)
            return error_set(error, "the numbers of weeks jump at new year, "
                             "so '%s' weeks do not stay every second week; "
                             "write 'every 2 weeks on friday', or 'om de 2 "
                             "weken op vrijdag'", in->word[i]);
    }
    for (size_t i = 0; i < sizeof(doubts) / sizeof(*doubts); i++) {
        if (tokens_take_phrase(&rest, doubts[i].said))
            return say_two(doubts[i].said, doubts[i].one, doubts[i].other,
                           error);
    }
    if (is_so_often(in))
        return error_set(error, "this does not say on which days; write them, "
                         "like 'weekly on monday and thursday' or 'monthly on "
                         "the 1st and 3rd tuesday'");
    if (!tokens_take_phrase(&rest, "om de") ||
        vocabulary_weekday(tokens_peek(&rest, 0)) == 0)
        return 0;
    return error_set(error, "'om de %s' can mean two things; write 'om de 2 "
                     "weken op %s', or 'elke %s'",
                     quoted(tokens_peek(&rest, 0)).text,
                     quoted(tokens_peek(&rest, 0)).text,
                     quoted(tokens_peek(&rest, 0)).text);
}
