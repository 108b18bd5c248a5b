/*
 * value - see value.h.  A text that is refused is not repeated, for it may be
 * a number or a name; an id or a choice is, for it is neither.
 */
#include "config/value.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "calendar/offset.h"
#include "calendar/window.h"
#include "config/diagnose.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/price.h"

/* Whether the node is of a type; tells it when it is not. */
static bool
is_type(const struct setting *setting, const struct node *node,
        enum node_type type, struct diagnoses *diagnoses)
{
    if (node_type(node) == type)
        return true;
    if (type == NODE_TEXT &&
        (node_type(node) == NODE_INTEGER || node_type(node) == NODE_NUMBER ||
         node_type(node) == NODE_BOOL))
        settings_error(diagnoses, node, "%s is %s here; write it between "
                       "quotes: %s = %s", setting->key,
                       node_type_words(node), setting->key,
                       setting->example);
    else
        settings_error(diagnoses, node, "%s is %s here; it takes %s: %s = "
                       "%s", setting->key, node_type_words(node),
                       type == NODE_TEXT ? "one text" :
                       type == NODE_BOOL ? "true or false, without quotes" :
                       type == NODE_LIST ? "a list" :
                       type == NODE_GROUP ? "a group" :
                       "a number, without quotes",
                       setting->key, setting->example);
    return false;
}

static size_t
characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static int
check_text(const struct setting *setting, const struct node *node,
           struct diagnoses *diagnoses)
{
    const char *text = node_text(node);
    size_t length = characters(text);

    /* "\xE9" can put in what the file itself did not have. */
    if (!text_is_utf8(text, strlen(text), NULL)) {
        settings_error(diagnoses, node, "%s is not UTF-8; write the "
                       "character itself instead of \\x", setting->key);
        return -1;
    }
    if (setting->most <= 0)
        return 0;
    if ((double)length < setting->least) {
        settings_error(diagnoses, node, "%s is empty; for example %s = %s",
                       setting->key, setting->key, setting->example);
        return -1;
    }
    if ((double)length > setting->most) {
        settings_error(diagnoses, node, "%s has %zu characters; there is room "
                       "for %g", setting->key, length, setting->most);
        return -1;
    }
    return 0;
}

enum { ID_MOST = 64 };

/* "Straat overleg 2027" as "straat-overleg-2027"; "" when nothing of it is
 * left, or too much. */
static void
near_id(const char *text, char near[ID_MOST + 1])
{
    size_t length = 0;

    for (; *text != '\0' && length < ID_MOST; text++) {
        if (isalnum((unsigned char)*text) && (unsigned char)*text < 0x80)
            near[length++] = (char)tolower((unsigned char)*text);
        else if (length > 0 && near[length - 1] != '-')
            near[length++] = '-';
    }
    if (*text != '\0')
        length = 0;
    while (length > 0 && near[length - 1] == '-')
        length--;
    near[length] = '\0';
}

static int
check_id(const struct setting *setting, const struct node *node,
         struct diagnoses *diagnoses)
{
    char near[ID_MOST + 1];

    if (settings_is_id(node_text(node)))
        return 0;
    near_id(node_text(node), near);
    settings_error(diagnoses, node, "%s has only the small letters a to z, "
                   "digits and -, 64 at most: %s = %s%s%s", setting->key,
                   setting->key, *near != '\0' ? "\"" : "",
                   *near != '\0' ? near : setting->example,
                   *near != '\0' ? "\"" : "");
    return -1;
}

static int
check_bounds(const struct setting *setting, const struct node *node,
             double value, struct diagnoses *diagnoses)
{
    if (setting->most > 0
        ? value >= setting->least && value <= setting->most
        : isfinite(value))
        return 0;
    settings_error(diagnoses, node, "%s is %.10g; it has to be %.10g to "
                   "%.10g", setting->key, value, setting->least,
                   setting->most);
    return -1;
}

static int
read_number(const struct setting *setting, const struct node *node,
            struct diagnoses *diagnoses, double *value)
{
    if (node_type(node) != NODE_INTEGER &&
        !is_type(setting, node, NODE_NUMBER, diagnoses))
        return -1;
    *value = node_number(node);
    return check_bounds(setting, node, *value, diagnoses);
}

static int
read_integer(const struct setting *setting, const struct node *node,
             struct diagnoses *diagnoses, int64_t *place)
{
    if (!is_type(setting, node, NODE_INTEGER, diagnoses) ||
        check_bounds(setting, node, node_number(node), diagnoses) < 0)
        return -1;
    *place = node_integer(node);
    return 0;
}

/* 0.075, and "0,075" as it is written in Dutch. */
static int
read_money(const struct setting *setting, const struct node *node,
           struct diagnoses *diagnoses, money *place)
{
    double value;
    money amount;

    if (node_type(node) == NODE_TEXT) {
        if (!price_parse(node_text(node), &amount)) {
            settings_error(diagnoses, node, "%s is no amount in euro; for "
                           "example %s = %s", setting->key, setting->key,
                           setting->example);
            return -1;
        }
        if (check_bounds(setting, node, (double)amount / (double)EURO,
                         diagnoses) < 0)
            return -1;
        *place = amount;
        return 0;
    }
    if (read_number(setting, node, diagnoses, &value) < 0)
        return -1;
    if (!price_from_number(value, place)) {
        settings_error(diagnoses, node, "%s is no amount in euro",
                       setting->key);
        return -1;
    }
    return 0;
}

/* duration_parse() never gives 0, but some settings may be nothing. */
static bool
is_nothing(const char *text)
{
    char *end;

    if (strcmp(text, "none") == 0)
        return true;
    return text[0] == '0' && strtod(text, &end) == 0 && end != text &&
           (*end == '\0' || *end == ' ') && strpbrk(end, "0123456789") == NULL;
}

const char *
value_length(instant length, char text[OFFSET_TEXT])
{
    if (length == 0)
        text_copy(text, OFFSET_TEXT, "0");
    else if (length >= MINUTE)
        duration_format(length, text);
    else
        snprintf(text, OFFSET_TEXT, "%d second%s", (int)(length / SECOND),
                 length == SECOND ? "" : "s");
    return text;
}

/* "60 seconds": what duration_parse() leaves to us, for no event lasts
 * seconds. */
static bool
parse_seconds(const char *text, instant *length)
{
    static const char *const units[] = {
        "second", "seconds", "seconde", "seconden", NULL
    };
    char *end;
    long value = strtol(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || *end != ' ' || value < 1 ||
        value > 86400)
        return false;
    for (int i = 0; units[i] != NULL; i++) {
        if (strcmp(end + 1, units[i]) == 0) {
            *length = value * SECOND;
            return true;
        }
    }
    return false;
}

static int
parse_length(const struct setting *setting, const char *text,
             instant *length, struct error *error)
{
    if (setting->least <= 0 && is_nothing(text)) {
        *length = 0;
        return 0;
    }
    if (setting->least < (double)MINUTE && parse_seconds(text, length))
        return 0;
    return duration_parse(text, length, error);
}

static int
read_duration(const struct setting *setting, const struct node *node,
              struct diagnoses *diagnoses, instant *place)
{
    char least[OFFSET_TEXT], most[OFFSET_TEXT];
    struct error error;
    instant length = 0;

    if (!is_type(setting, node, NODE_TEXT, diagnoses))
        return -1;
    if (parse_length(setting, node_text(node), &length, &error) < 0) {
        settings_error(diagnoses, node, "%s: %s", setting->key, error.text);
        return -1;
    }
    if (setting->most > 0 && ((double)length < setting->least ||
                              (double)length > setting->most)) {
        settings_error(diagnoses, node, "%s has to be %s to %s",
                       setting->key,
                       value_length((instant)setting->least, least),
                       value_length((instant)setting->most, most));
        return -1;
    }
    *place = length;
    return 0;
}

static int
read_choice(const struct setting *setting, const char *text)
{
    for (int i = 0; setting->choices[i] != NULL; i++) {
        if (strcmp(setting->choices[i], text) == 0)
            return i;
    }
    return -1;
}

static void
refuse_choice(const struct setting *setting, const struct node *node,
              struct diagnoses *diagnoses)
{
    const char *nearest = text_nearest(node_text(node), setting->choices);
    char words[SETTING_WORDS];

    if (nearest != NULL)
        settings_error(diagnoses, node, "%s cannot be '%s'; did you mean "
                       "\"%s\"?", setting->key, node_text(node), nearest);
    else
        settings_error(diagnoses, node, "%s cannot be '%s'; it is %s",
                       setting->key, node_text(node),
                       settings_words(setting, words));
}

/* What is read from one text: true when it fits, else with a sentence. */
static int
parse_text(const struct setting *setting, const char *text, void *place,
           struct error *error)
{
    switch (setting->type) {
    case SETTING_MOMENT:
        return civil_parse_moment(text, place, error);
    case SETTING_WINDOW:
        return window_parse(text, place, error);
    default:
        *(const char **)place = text;
        return 0;
    }
}

static int
read_text(const struct setting *setting, const struct node *node,
          struct diagnoses *diagnoses, void *place)
{
    struct error error;

    if (!is_type(setting, node, NODE_TEXT, diagnoses) ||
        (setting->type == SETTING_ID
         ? check_id(setting, node, diagnoses)
         : check_text(setting, node, diagnoses)) < 0)
        return -1;
    if (setting->type == SETTING_CHOICE) {
        int choice = read_choice(setting, node_text(node));

        if (choice < 0) {
            refuse_choice(setting, node, diagnoses);
            return -1;
        }
        *(int *)place = choice;
        return 0;
    }
    if (parse_text(setting, node_text(node), place, &error) < 0) {
        settings_error(diagnoses, node, "%s: %s", setting->key, error.text);
        return -1;
    }
    return 0;
}

static int
check_count(const struct setting *setting, const struct node *node,
            struct diagnoses *diagnoses)
{
    size_t count = node_count(node);

    if (setting->most <= 0 || node_type(node) != NODE_LIST)
        return 0;
    if ((double)count < setting->least) {
        settings_error(diagnoses, node, "%s is empty; for example %s = %s",
                       setting->key, setting->key, setting->example);
        return -1;
    }
    if ((double)count > setting->most) {
        settings_error(diagnoses, node, "%s has %zu items; there is room for "
                       "%g", setting->key, count, setting->most);
        return -1;
    }
    return 0;
}

static int
read_texts(const struct setting *setting, const struct node *node,
           struct diagnoses *diagnoses, const struct node **place)
{
    struct setting item = *setting;
    int result = check_count(setting, node, diagnoses);

    item.least = 1;
    item.most = 1000;
    if (node_type(node) != NODE_LIST && node_type(node) != NODE_TEXT) {
        is_type(setting, node, NODE_LIST, diagnoses);
        return -1;
    }
    for (size_t i = 0; i < settings_text_count(node); i++) {
        const struct node *text = settings_text_node(node, i);

        if (!is_type(&item, text, NODE_TEXT, diagnoses) ||
            check_text(&item, text, diagnoses) < 0)
            result = -1;
    }
    *place = result == 0 ? node : NULL;
    return result;
}

static int
read_groups(const struct setting *setting, const struct node *node,
            struct diagnoses *diagnoses, const struct node **place)
{
    int result = 0;

    if (node_type(node) == NODE_GROUP) {
        settings_error(diagnoses, node, "%s takes a list, also when there is "
                       "but one: %s = ( { ... } );", setting->key,
                       setting->key);
        return -1;
    }
    if (!is_type(setting, node, NODE_LIST, diagnoses) ||
        check_count(setting, node, diagnoses) < 0)
        return -1;
    for (size_t i = 0; i < node_count(node); i++) {
        if (node_type(node_at(node, i)) != NODE_GROUP) {
            settings_error(diagnoses, node_at(node, i), "each of %s is "
                           "written between { and }: %s = %s", setting->key,
                           setting->key, setting->example);
            result = -1;
        }
    }
    *place = result == 0 ? node : NULL;
    return result;
}

int
value_read(const struct setting *setting, const struct node *node,
           struct diagnoses *diagnoses, void *place)
{
    switch (setting->type) {
    case SETTING_INTEGER:
        return read_integer(setting, node, diagnoses, place);
    case SETTING_NUMBER:
        return read_number(setting, node, diagnoses, place);
    case SETTING_BOOL:
        if (!is_type(setting, node, NODE_BOOL, diagnoses))
            return -1;
        *(bool *)place = node_bool(node);
        return 0;
    case SETTING_MONEY:
        return read_money(setting, node, diagnoses, place);
    case SETTING_DURATION:
        return read_duration(setting, node, diagnoses, place);
    case SETTING_TEXTS:
        return read_texts(setting, node, diagnoses, place);
    case SETTING_GROUPS:
        return read_groups(setting, node, diagnoses, place);
    case SETTING_GROUP:
        if (!is_type(setting, node, NODE_GROUP, diagnoses))
            return -1;
        *(const struct node **)place = node;
        return 0;
    case SETTING_ANY:
        *(const struct node **)place = node;
        return 0;
    case SETTING_LATER:
        return 0;
    default:
        return read_text(setting, node, diagnoses, place);
    }
}

void
value_default(const struct setting *setting, void *place)
{
    const char *text = setting->fallback;
    int64_t whole = 0;

    switch (setting->type) {
    case SETTING_INTEGER:
        number_parse(text, INT64_MIN, INT64_MAX, &whole);
        *(int64_t *)place = whole;
        break;
    case SETTING_NUMBER:
        *(double *)place = strtod(text, NULL);
        break;
    case SETTING_BOOL:
        *(bool *)place = strcmp(text, "true") == 0;
        break;
    case SETTING_MONEY:
        price_parse(text, place);
        break;
    case SETTING_DURATION:
        if (parse_length(setting, text, place, NULL) < 0)
            *(instant *)place = 0;
        break;
    case SETTING_CHOICE:
        *(int *)place = read_choice(setting, text);
        break;
    case SETTING_TEXTS:
    case SETTING_GROUPS:
    case SETTING_GROUP:
    case SETTING_ANY:
    case SETTING_LATER:
        break;          /* whoever reads them knows what nothing means */
    default:
        parse_text(setting, text, place, NULL);
    }
}
