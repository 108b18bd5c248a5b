/*
 * classify - see classify.h
 *
 * The words are looked at written together, since people part them in any way
 * ("S T O P", "UN SUBSCRIBE", "stopaub", "s'il vous plait"): which lengths of
 * the text can be reached by stepping from listed word to listed word.
 */
#include "inbox/classify.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "inbox/classify_words.h"
#include "inbox/fold.h"

enum {
    WHOLE_MOST = 120,           /* letters of what can be a bare STOP */
    SPACED_MOST = 16            /* of a word that was spaced out */
};

/* reach[i]: the first i letters can be read so. */
struct reach {
    bool at[WHOLE_MOST + 1];
};

static const char *const kinds[INBOUND_KINDS] = {
    [INBOUND_STOP] = "stop",
    [INBOUND_START] = "start",
    [INBOUND_HELP] = "help",
    [INBOUND_OTHER] = "other",
    [INBOUND_MAYBE_STOP] = "maybe-stop",
};

const char *
classify_kind_name(enum inbound_kind kind)
{
    return kinds[kind];
}

static bool
starts_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

static size_t
length_of(const struct fold *fold)
{
    return fold->start[fold->count];
}

/* Go on from everything reached by any number of polite words. */
static void
step_polite(const char *letters, struct reach *reach)
{
    for (size_t i = 0; letters[i] != '\0'; i++) {
        if (!reach->at[i])
            continue;
        for (const char *const *word = classify_polite; *word != NULL; word++)
            if (starts_with(letters + i, *word))
                reach->at[i + strlen(*word)] = true;
    }
}

/* Go on from everything in `from` by one or more stop words into `to`. */
static void
step_stop(const char *letters, const struct reach *from, struct reach *to)
{
    for (size_t i = 0; letters[i] != '\0'; i++) {
        if (!from->at[i] && !to->at[i])
            continue;
        for (const struct stop_word *stop = classify_stop_words;
             stop->word != NULL; stop++)
            if (starts_with(letters + i, stop->word))
                to->at[i + strlen(stop->word)] = true;
    }
}

/* Stop words with nothing but politeness around them. */
static bool
is_plain_stop(const struct fold *fold)
{
    struct reach before = { .at = { true } }, after = { .at = { false } };

    step_polite(fold->letters, &before);
    step_stop(fold->letters, &before, &after);
    step_polite(fold->letters, &after);
    return after.at[length_of(fold)];
}

static bool
is_listed(const char *word, const char *const *list)
{
    while (*list != NULL && strcmp(*list, word) != 0)
        list++;
    return *list != NULL;
}

/* Runs of one letter as one: "STOOOPPP" is STOP. */
static void
squeeze(const char *word, char out[WHOLE_MOST + 1])
{
    size_t length = 0;

    for (; *word != '\0' && length < WHOLE_MOST; word++) {
        if (length == 0 || out[length - 1] != *word)
            out[length++] = *word;
    }
    out[length] = '\0';
}

static bool
is_stop_word(const char *word)
{
    const struct stop_word *stop = classify_stop_words;

    while (stop->word != NULL && strcmp(stop->word, word) != 0)
        stop++;
    return stop->word != NULL;
}

static bool
one_off(const char *word, const char *listed)
{
    size_t a = strlen(word), b = strlen(listed);

    return a <= b + 1 && b <= a + 1 && text_distance(word, listed, 1) <= 1;
}

/* A stop word with a slip of the finger in it. */
static bool
is_near_stop(const char *word)
{
    char squeezed[WHOLE_MOST + 1], listed[WHOLE_MOST + 1];

    if (is_listed(word, classify_not_stop) ||
        is_listed(word, classify_maybe))
        return false;
    squeeze(word, squeezed);
    for (const struct stop_word *stop = classify_stop_words;
         stop->word != NULL; stop++) {
        if (!stop->near)
            continue;
        squeeze(stop->word, listed);
        if (strcmp(squeezed, listed) == 0 || one_off(word, stop->word))
            return true;
    }
    return false;
}

/* Words `first` to `last` - 1, if they are one word: a single one, or letters
 * that were spaced out.  Empty when they are not. */
static void
one_word(const struct fold *fold, size_t first, size_t last,
         char word[WHOLE_MOST + 1])
{
    size_t from = fold->start[first], length = fold->start[last] - from;
    bool spaced = length == last - first && length <= SPACED_MOST;

    if (last - first != 1 && !spaced)
        length = 0;
    memcpy(word, fold->letters + from, length);
    word[length] = '\0';
}

/* What `fits` is one word and only politeness stands around it. */
static bool
is_polite_word(const struct fold *fold, bool (*fits)(const char *word))
{
    struct reach before = { .at = { true } };
    char word[WHOLE_MOST + 1];

    step_polite(fold->letters, &before);
    for (size_t first = 0; first < fold->count; first++) {
        if (!before.at[fold->start[first]])
            continue;
        for (size_t last = first + 1; last <= fold->count; last++) {
            struct reach after = { .at = { false } };

            one_word(fold, first, last, word);
            if (word[0] == '\0' || !fits(word))
                continue;
            after.at[fold->start[last]] = true;
            step_polite(fold->letters, &after);
            if (after.at[length_of(fold)])
                return true;
        }
    }
    return false;
}

static bool
is_start(const char *word)
{
    return is_listed(word, classify_start_words);
}

static bool
is_help(const char *word)
{
    return is_listed(word, classify_help_words);
}

/* Whether `phrase` stands at the begin of a word and ends with one. */
static bool
phrase_at(const struct fold *fold, size_t first, const char *phrase)
{
    size_t end = fold->start[first] + strlen(phrase);

    if (!starts_with(fold->letters + fold->start[first], phrase))
        return false;
    while (first < fold->count && fold->start[first] < end)
        first++;
    return fold->start[first] == end;
}

static bool
needs_a_look(const struct fold *fold, size_t first)
{
    for (const char *const *phrase = classify_maybe; *phrase != NULL;
         phrase++) {
        if (phrase_at(fold, first, *phrase))
            return true;
    }
    for (const struct stop_word *stop = classify_stop_words;
         stop->word != NULL; stop++) {
        if (stop->anywhere && phrase_at(fold, first, stop->word))
            return true;
    }
    return false;
}

/* A stop word in more than itself: as the first word any of them, with a slip
 * too; further on only those that mean nothing else. */
static bool
is_maybe_stop(const struct fold *fold)
{
    char word[WHOLE_MOST + 1];

    for (size_t i = 0; i < fold->count; i++) {
        if (needs_a_look(fold, i))
            return true;
    }
    if (fold->start[1] > WHOLE_MOST)
        return false;
    one_word(fold, 0, 1, word);
    return is_stop_word(word) || is_near_stop(word);
}

enum inbound_kind
classify_text(const char *text)
{
    struct fold fold;

    fold_text(text, &fold);
    if (fold.count == 0)
        return fold.stop_sign ? INBOUND_STOP : INBOUND_OTHER;
    if (!fold.cut && length_of(&fold) <= WHOLE_MOST) {
        if (is_plain_stop(&fold) || is_polite_word(&fold, is_near_stop))
            return INBOUND_STOP;
        /* to start is never guessed: "start?" asks when it begins */
        if (!fold.question && is_polite_word(&fold, is_start))
            return INBOUND_START;
        if (is_polite_word(&fold, is_help))
            return INBOUND_HELP;
    }
    return is_maybe_stop(&fold) ? INBOUND_MAYBE_STOP : INBOUND_OTHER;
}
