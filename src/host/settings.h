/*
 * settings - what the configuration says to a plugin, held against the table
 * of settings that the plugin brought.
 */
#ifndef HOST_SETTINGS_H
#define HOST_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "allo/channel.h"
#include "base/error.h"

/* Zero-initialised is none. */
struct settings {
    struct setting {
        char *key, *value;
        bool elsewhere;
    } *items;
    size_t count, room;
};

/* The last value of a key wins. */
void settings_set(struct settings *settings, const char *key,
                  const char *value);

/* The key has a value that is not known here: for a check, any would do. */
void settings_set_elsewhere(struct settings *settings, const char *key);

/* Hold everything against the table (NULL: no settings at all) and bring the
 * values to one form: "true" or "false" for a bool, digits for seconds ("90",
 * "90 s", "2 min", "1 h").  -1 tells the first unknown key, missing key, or
 * value out of its kind, by name and never by value. */
int settings_check(struct settings *settings, const struct allo_setting *table,
                   struct error *error);

/* What was set, else the table's fallback, else NULL. */
const char *settings_get(const struct settings *settings,
                         const struct allo_setting *table, const char *key);

/* Wipes the values: there may be secrets among them. */
void settings_free(struct settings *settings);

#endif
