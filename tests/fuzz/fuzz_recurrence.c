/* fuzz_recurrence: a rule that is taken ends, and says what it is */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/recurrence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Dates rise, fit, and are not endless. */
struct walk {
    const struct recurrence *recurrence;
    struct civil last;
    int left;
};

static bool
check(void *self, const struct civil *date)
{
    struct walk *walk = self;

    if (!civil_valid(date) || (walk->last.year != 0 &&
                               civil_compare(date, &walk->last) <= 0) ||
        !recurrence_has(walk->recurrence, date))
        abort();
    walk->last = *date;
    return --walk->left > 0;
}

/* What is said back of a sentence is read as the same rule. */
static void
check_words(struct pool *pool, const struct recurrence *recurrence,
            const struct civil *start, const char *rule)
{
    static const char *const languages[] = { "en", "nl" };
    struct recurrence *again;

    for (int i = 0; i < 2; i++) {
        const char *words = recurrence_words(pool, recurrence, languages[i]);

        if (recurrence_parse(pool, words, start, NULL, &again, NULL) < 0 ||
            strcmp(rule, recurrence_rrule(pool, again)) != 0)
            abort();
    }
}

static void
check_rule(struct pool *pool, const char *text, const struct civil *start)
{
    struct civil to = { start->year + 20, 1, 1, 0, 0, 0 }, last;
    struct walk walk = { .left = 20 };
    struct recurrence *recurrence, *again;
    const char *rule;

    if (recurrence_parse(pool, text, start, NULL, &recurrence, NULL) < 0)
        return;
    walk.recurrence = recurrence;
    recurrence_between(recurrence, start, &to, check, &walk);
    if (walk.last.year == 0 || !recurrence_has(recurrence, start))
        abort();
    if (recurrence_last(recurrence, &last) &&
        !recurrence_has(recurrence, &last))
        abort();
    rule = recurrence_rrule(pool, recurrence);
    if (recurrence_parse(pool, rule, start, NULL, &again, NULL) < 0 ||
        strcmp(rule, recurrence_rrule(pool, again)) != 0 ||
        *recurrence_words(pool, recurrence, "en") == '\0' ||
        *recurrence_words(pool, recurrence, "nl") == '\0')
        abort();
    if (strchr(text, '=') == NULL)
        check_words(pool, recurrence, start, rule);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct civil starts[] = {
        { 2027, 1, 13, 19, 0, 0 }, { 2027, 1, 31, 0, 0, 0 },
        { 2028, 2, 29, 23, 59, 59 }, { 2027, 3, 21, 10, 0, 0 },
        { 2027, 1, 11, 10, 0, 0 }
    };
    struct pool *pool = pool_new();
    char *text = pool_copy_n(pool, (const char *)data, size);

    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        check_rule(pool, text, &starts[i]);
    pool_free(&pool);
    return 0;
}
