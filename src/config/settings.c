/* settings - see settings.h */
#include "config/settings.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/diagnose.h"
#include "config/tree.h"
#include "config/value.h"

enum { KEYS_MOST = 64 };        /* of one table */

__attribute__((format(printf, 4, 0))) static void
tell(struct diagnoses *diagnoses, bool warning, const struct node *node,
     const char *format, va_list args)
{
    const char *file;
    int line;

    node_place(node, &file, &line);
    diagnose_add(diagnoses, warning, file, line, format, args);
}

void
settings_error(struct diagnoses *diagnoses, const struct node *node,
               const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tell(diagnoses, false, node, format, args);
    va_end(args);
}

void
settings_warning(struct diagnoses *diagnoses, const struct node *node,
                 const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tell(diagnoses, true, node, format, args);
    va_end(args);
}

const struct setting *
settings_find(const struct section *section, const char *key)
{
    const struct setting *setting = section->settings;

    for (; setting->key != NULL; setting++) {
        if (strcmp(setting->key, key) == 0)
            return setting;
    }
    return NULL;
}

/* What a key is called by those who write them in Dutch. */
static const struct {
    const char *dutch, *key;
} translations[] = {
    { "naam", "name" }, { "naam", "title" }, { "voornaam", "name" },
    { "titel", "title" }, { "onderwerp", "title" }, { "uur", "start" },
    { "datum", "on" }, { "dag", "on" }, { "dag", "start" },
    { "tijdstip", "start" }, { "nieuw", "start" }, { "verplaatst", "start" },
    { "locatie", "place" }, { "adres", "place" }, { "adres", "email" },
    { "location", "place" }, { "where", "place" }, { "when", "start" },
    { "date", "on" }, { "date", "start" }, { "doelgroep", "invite" },
    { "deelnemers", "invite" }, { "uitgenodigd", "invite" },
    { "wie", "invite" }, { "herhalen", "repeat" },
    { "wijzigingen", "change" }, { "end", "duration" },
    { "einde", "duration" }, { "eind", "duration" },
    { "herinneringen", "remind" }, { "herinneren", "remind" },
    { "reminder", "remind" }, { "bericht", "text" }, { "sms", "text" },
    { "opmerking", "notes" }, { "nummer", "phone" }, { "tel", "phone" },
    { "telefoonnummer", "phone" }, { "gsmnummer", "phone" },
    { "mobile", "phone" }, { "mailadres", "email" },
    { "rolnaam", "role" }, { "kanaal", "reach" }, { "kanalen", "reach" },
    { "stilte", "quiet" }, { "begin", "start" },
    { "wanneer", "start" }, { "datum", "start" }, { "plaats", "place" },
    { "waar", "place" }, { "uitnodigen", "invite" },
    { "genodigd", "invite" }, { "groepen", "invite" },
    { "groepen", "groups" }, { "groep", "invite" }, { "groep", "groups" },
    { "herhaal", "repeat" }, { "herhaling", "repeat" }, { "data", "dates" },
    { "overslaan", "skip" },
    { "wijziging", "change" }, { "duur", "duration" },
    { "tijdzone", "timezone" }, { "herinner", "remind" },
    { "herinnering", "remind" }, { "tekst", "text" }, { "nota", "notes" },
    { "telefoon", "phone" }, { "gsm", "phone" }, { "mail", "email" },
    { "taal", "language" }, { "bereik", "reach" }, { "rol", "role" },
    { "stil", "quiet" }, { "prijs", "price" }, { "land", "country" },
    { "geannuleerd", "cancelled" }, { "afgelast", "cancelled" }
};

static const char *
translate(const struct section *section, const char *key)
{
    for (size_t i = 0; i < sizeof(translations) / sizeof(translations[0]);
         i++) {
        if (strcmp(translations[i].dutch, key) == 0 &&
            settings_find(section, translations[i].key) != NULL)
            return translations[i].key;
    }
    return NULL;
}

static const char *
nearest_key(const struct section *section, const char *key)
{
    const char *names[KEYS_MOST + 1];
    size_t count = 0;

    if (translate(section, key) != NULL)
        return translate(section, key);
    for (const struct setting *setting = section->settings;
         setting->key != NULL && count < KEYS_MOST; setting++) {
        if (setting->type != SETTING_LATER)
            names[count++] = setting->key;
    }
    names[count] = NULL;
    return text_nearest(key, names);
}

static void
list_keys(const struct section *section, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (const struct setting *setting = section->settings;
         setting->key != NULL && used < size; setting++) {
        if (setting->type != SETTING_LATER)
            used += (size_t)snprintf(text + used, size - used, "%s%s",
                                     used > 0 ? ", " : "", setting->key);
    }
}

static int
unknown_key(const struct section *section, const struct node *node,
            struct diagnoses *diagnoses)
{
    const char *nearest = nearest_key(section, node_name(node));
    char keys[400];

    if (section->open) {
        if (nearest != NULL)
            settings_warning(diagnoses, node, "'%s' goes to the plugin; did "
                             "you mean '%s'?", node_name(node), nearest);
        return 0;
    }
    if (nearest != NULL) {
        settings_error(diagnoses, node, "%s has no '%s'; did you mean '%s'?",
                       section->name, node_name(node), nearest);
    } else {
        list_keys(section, keys, sizeof(keys));
        settings_error(diagnoses, node, "%s has no '%s'; it can have %s",
                       section->name, node_name(node), keys);
    }
    return -1;
}

static int
read_member(const struct section *section, const struct node *node,
            struct diagnoses *diagnoses, void *out)
{
    const struct setting *setting = settings_find(section, node_name(node));

    if (setting == NULL)
        return unknown_key(section, node, diagnoses);
    if (setting->type == SETTING_LATER) {
        if (setting->example != NULL)
            settings_error(diagnoses, node, "'%s' is not yet supported by "
                           "this version; write %s;", setting->key,
                           setting->example);
        else
            settings_error(diagnoses, node, "'%s' is not yet supported by "
                           "this version; leave it out", setting->key);
        return -1;
    }
    return value_read(setting, node, diagnoses,
                      (char *)out + setting->offset);
}

bool
settings_misnamed(const struct section *section, const struct node *group,
                  const char *key)
{
    for (size_t i = 0; i < node_count(group); i++) {
        const char *name = node_name(node_at(group, i));
        const char *nearest = settings_find(section, name) != NULL ? NULL
            : nearest_key(section, name);

        if (nearest != NULL && strcmp(nearest, key) == 0)
            return true;
    }
    return false;
}

int
settings_read(const struct section *section, const struct node *group,
              struct diagnoses *diagnoses, void *out)
{
    int result = 0;

    if (node_type(group) != NODE_GROUP) {
        settings_error(diagnoses, group, "%s is written between { and }, not "
                       "as %s", section->name, node_type_words(group));
        return -1;
    }
    for (const struct setting *setting = section->settings;
         setting->key != NULL; setting++) {
        if (setting->fallback != NULL)
            value_default(setting, (char *)out + setting->offset);
        if (!setting->required || node_member(group, setting->key) != NULL)
            continue;
        result = -1;
        if (!settings_misnamed(section, group, setting->key))
            settings_error(diagnoses, group, "%s needs '%s'; for example %s "
                           "= %s;", section->name, setting->key,
                           setting->key, setting->example);
    }
    for (size_t i = 0; i < node_count(group); i++) {
        if (read_member(section, node_at(group, i), diagnoses, out) < 0)
            result = -1;
    }
    return result;
}

size_t
settings_text_count(const struct node *texts)
{
    if (texts == NULL)
        return 0;
    return node_type(texts) == NODE_LIST ? node_count(texts) : 1;
}

const struct node *
settings_text_node(const struct node *texts, size_t index)
{
    return node_type(texts) == NODE_LIST ? node_at(texts, index) : texts;
}

const char *
settings_text(const struct node *texts, size_t index)
{
    return node_text(settings_text_node(texts, index));
}

bool
settings_is_id(const char *text)
{
    size_t length = strlen(text);

    if (length == 0 || length > 64)
        return false;
    for (; *text != '\0'; text++) {
        if (!islower((unsigned char)*text) &&
            !isdigit((unsigned char)*text) && *text != '-')
            return false;
    }
    return true;
}

static const char *const type_words[] = {
    [SETTING_TEXT] = "text", [SETTING_ID] = "id (a to z, digits and -)",
    [SETTING_INTEGER] = "whole number", [SETTING_NUMBER] = "number",
    [SETTING_BOOL] = "true or false", [SETTING_MONEY] = "amount in euro",
    [SETTING_DURATION] = "length of time", [SETTING_MOMENT] = "date and hour",
    [SETTING_WINDOW] = "hours", [SETTING_CHOICE] = "one of",
    [SETTING_TEXTS] = "text or list of texts",
    [SETTING_GROUPS] = "list of { }", [SETTING_GROUP] = "{ }",
    [SETTING_ANY] = "see the text", [SETTING_LATER] = "of a later version"
};

const char *
settings_words(const struct setting *setting, char words[SETTING_WORDS])
{
    const char *unit = setting->type == SETTING_TEXT ? " characters" :
                       setting->type == SETTING_TEXTS ? " items" : "";
    char least[OFFSET_TEXT], most[OFFSET_TEXT];
    size_t used = (size_t)snprintf(words, SETTING_WORDS, "%s",
                                   type_words[setting->type]);

    if (setting->type == SETTING_CHOICE) {
        for (size_t i = 0; setting->choices[i] != NULL; i++)
            used += (size_t)snprintf(words + used, SETTING_WORDS - used,
                                     "%s \"%s\"", i > 0 ? "," : "",
                                     setting->choices[i]);
    } else if (setting->most > 0 && setting->type == SETTING_DURATION) {
        snprintf(words + used, SETTING_WORDS - used, ", %s to %s",
                 value_length((instant)setting->least, least),
                 value_length((instant)setting->most, most));
    } else if (setting->most > 0) {
        snprintf(words + used, SETTING_WORDS - used, ", %.10g to %.10g%s",
                 setting->least, setting->most, unit);
    }
    return words;
}
