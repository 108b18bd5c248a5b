/* settings - see settings.h */
#include "host/settings.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

static void
wipe(char **value)
{
    if (*value != NULL)
        explicit_bzero(*value, strlen(*value));
    free(*value);
    *value = NULL;
}

static struct setting *
find(const struct settings *settings, const char *key)
{
    for (size_t i = 0; i < settings->count; i++) {
        if (strcmp(settings->items[i].key, key) == 0)
            return &settings->items[i];
    }
    return NULL;
}

static const struct allo_setting *
find_in_table(const struct allo_setting *table, const char *key)
{
    for (; table != NULL && table->key != NULL; table++) {
        if (strcmp(table->key, key) == 0)
            return table;
    }
    return NULL;
}

void
settings_set(struct settings *settings, const char *key, const char *value)
{
    struct setting *setting = find(settings, key);

    if (setting == NULL) {
        setting = GROW(settings, items, count, room);
        setting->key = memory_copy(key);
    }
    wipe(&setting->value);
    setting->value = memory_copy(value);
    setting->elsewhere = false;
}

void
settings_set_elsewhere(struct settings *settings, const char *key)
{
    settings_set(settings, key, "");
    find(settings, key)->elsewhere = true;
}

static void
replace(struct setting *setting, const char *value)
{
    char *copy = memory_copy(value);

    wipe(&setting->value);
    setting->value = copy;
}

static int
check_bool(struct setting *setting, struct error *error)
{
    static const char *const yes[] = { "true", "yes", "on", "1" };
    static const char *const no[] = { "false", "no", "off", "0" };

    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (text_same(setting->value, yes[i])) {
            replace(setting, "true");
            return 0;
        }
        if (text_same(setting->value, no[i])) {
            replace(setting, "false");
            return 0;
        }
    }
    return error_set(error, "setting '%s' must be true or false",
                     setting->key);
}

/* "90", "90 s", "2 min", "1 h" in seconds; false when it is none of these. */
static bool
parse_seconds(const char *text, int64_t *seconds)
{
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = { { "", 1 }, { "s", 1 }, { "min", 60 }, { "h", 3600 } };
    size_t digits = strspn(text, "0123456789");
    char number[20];

    if (digits == 0 || digits >= sizeof(number))
        return false;
    memcpy(number, text, digits);
    number[digits] = '\0';
    text += digits;
    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(text, units[i].unit) == 0)
            return number_parse(number, 0, INT64_MAX, seconds) &&
                   !__builtin_mul_overflow(*seconds, units[i].seconds,
                                           seconds);
    }
    return false;
}

static int
check_number(struct setting *setting, const char *bounds, bool seconds,
             struct error *error)
{
    long long least = 0, most = INT64_MAX;
    int64_t number;
    char digits[24];

    if (*bounds != '\0' && sscanf(bounds, "%lld %lld", &least, &most) != 2)
        return error_set(error, "the plugin gives no bounds for '%s'",
                         setting->key);
    if (seconds ? !parse_seconds(setting->value, &number)
                : !number_parse(setting->value, INT64_MIN, INT64_MAX,
                                &number))
        return error_set(error, "setting '%s' must be a number%s",
                         setting->key, seconds ? " of seconds" : "");
    if (number < least || number > most)
        return error_set(error, "setting '%s' must be from %lld to %lld%s",
                         setting->key, least, most,
                         seconds ? " seconds" : "");
    snprintf(digits, sizeof(digits), "%lld", (long long)number);
    replace(setting, digits);
    return 0;
}

static int
check_choice(const struct setting *setting, const char *choices,
             struct error *error)
{
    size_t length = strlen(setting->value);

    for (const char *at = choices; *at != '\0';) {
        size_t word = strcspn(at, " ");

        if (word == length && length != 0 &&
            memcmp(at, setting->value, length) == 0)
            return 0;
        at += word;
        at += strspn(at, " ");
    }
    return error_set(error, "setting '%s' must be one of: %s", setting->key,
                     choices);
}

/* Where what follows the word starts, or NULL when `kind` is another word. */
static const char *
after_word(const char *kind, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(kind, word, length) != 0)
        return NULL;
    if (kind[length] == '\0')
        return kind + length;
    return kind[length] == ' ' ? kind + length + 1 : NULL;
}

static int
check_value(struct setting *setting, const char *kind, struct error *error)
{
    const char *rest;

    if (kind == NULL || strcmp(kind, "text") == 0 ||
        strcmp(kind, "secret") == 0)
        return 0;
    if (strcmp(kind, "bool") == 0)
        return check_bool(setting, error);
    if ((rest = after_word(kind, "number")) != NULL)
        return check_number(setting, rest, false, error);
    if ((rest = after_word(kind, "seconds")) != NULL)
        return check_number(setting, rest, true, error);
    if ((rest = after_word(kind, "one of")) != NULL)
        return check_choice(setting, rest, error);
    return error_set(error, "the plugin gives setting '%s' an unknown kind",
                     setting->key);
}

static int
unknown(const char *key, const struct allo_setting *table,
        struct error *error)
{
    const char **names, *nearest;
    size_t count = 0;

    while (table != NULL && table[count].key != NULL)
        count++;
    names = memory_new(count + 1, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = table[i].key;
    nearest = text_nearest(key, names);
    free(names);
    if (nearest != NULL)
        return error_set(error, "unknown setting '%s': did you mean '%s'?",
                         key, nearest);
    return error_set(error, "unknown setting '%s'", key);
}

int
settings_check(struct settings *settings, const struct allo_setting *table,
               struct error *error)
{
    for (size_t i = 0; i < settings->count; i++) {
        struct setting *setting = &settings->items[i];
        const struct allo_setting *row = find_in_table(table, setting->key);

        if (row == NULL)
            return unknown(setting->key, table, error);
        if (!setting->elsewhere &&
            check_value(setting, row->kind, error) < 0)
            return -1;
    }
    for (; table != NULL && table->key != NULL; table++) {
        const struct setting *setting = find(settings, table->key);

        if (table->fallback == NULL &&
            (setting == NULL ||
             (*setting->value == '\0' && !setting->elsewhere)))
            return error_set(error, "setting '%s' is missing%s%.200s",
                             table->key, table->help != NULL ? ": " : "",
                             table->help != NULL ? table->help : "");
    }
    return 0;
}

const char *
settings_get(const struct settings *settings,
             const struct allo_setting *table, const char *key)
{
    const struct setting *setting = find(settings, key);
    const struct allo_setting *row;

    if (setting != NULL)
        return setting->value;
    row = find_in_table(table, key);
    return row != NULL ? row->fallback : NULL;
}

void
settings_free(struct settings *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        free(settings->items[i].key);
        wipe(&settings->items[i].value);
    }
    free(settings->items);
    *settings = (struct settings){ 0 };
}
