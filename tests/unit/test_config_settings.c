/* settings: one table reads, checks and documents */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "calendar/civil.h"
#include "calendar/window.h"
#include "config/diagnose.h"
#include "config/file.h"
#include "config/settings.h"
#include "config/tree.h"
#include "config/value.h"
#include "message/price.h"
#include "programme/sections.h"

struct all {
    const char *text, *id;
    int64_t integer;
    double number;
    bool flag;
    money amount;
    instant length;
    struct civil moment;
    struct window window;
    int choice;
    const struct node *texts, *groups, *group, *any;
};

static const char *const choices[] = { "red", "green", NULL };

#define AT(member) .offset = offsetof(struct all, member)
static const struct setting table[] = {
    { .key = "text", .type = SETTING_TEXT, AT(text), .fallback = "usual",
      .least = 1, .most = 5, .example = "\"x\"" },
    { .key = "id", .type = SETTING_ID, AT(id), .example = "\"x\"" },
    { .key = "integer", .type = SETTING_INTEGER, AT(integer),
      .fallback = "7", .least = -5, .most = 10, .example = "7" },
    { .key = "number", .type = SETTING_NUMBER, AT(number),
      .fallback = "0.5", .most = 1, .example = "0.5" },
    { .key = "flag", .type = SETTING_BOOL, AT(flag), .fallback = "true",
      .example = "true" },
    { .key = "amount", .type = SETTING_MONEY, AT(amount),
      .fallback = "0.075", .most = 100, .example = "0.075" },
    { .key = "length", .type = SETTING_DURATION, AT(length),
      .fallback = "5 minutes", .most = (double)DAY,
      .example = "\"5 minutes\"" },
    { .key = "moment", .type = SETTING_MOMENT, AT(moment),
      .example = "\"2027-01-13 19:00\"" },
    { .key = "window", .type = SETTING_WINDOW, AT(window),
      .fallback = "21:00-09:00", .example = "\"21:00-09:00\"" },
    { .key = "choice", .type = SETTING_CHOICE, AT(choice),
      .fallback = "green", .choices = choices, .example = "\"red\"" },
    { .key = "texts", .type = SETTING_TEXTS, AT(texts), .least = 1,
      .most = 3, .example = "[ \"x\" ]" },
    { .key = "groups", .type = SETTING_GROUPS, AT(groups),
      .example = "( { } )" },
    { .key = "group", .type = SETTING_GROUP, AT(group), .example = "{ }" },
    { .key = "any", .type = SETTING_ANY, AT(any), .example = "1" },
    { .key = "later", .type = SETTING_LATER },
    { .key = NULL }
};

static const struct section section = {
    .path = "things", .name = "a thing", .settings = table
};

struct reading {
    struct diagnoses diagnoses;
    struct file_text file;
    struct tree *tree;
    struct all all;
    int result;
};

static void
start(struct reading *reading, const char *text)
{
    memset(reading, 0, sizeof(*reading));
    reading->diagnoses.pool = pool_new();
    file_from_text("x.conf", text, &reading->diagnoses, &reading->file);
    reading->tree = tree_parse(&reading->file, &reading->diagnoses);
    assert_non_null(reading->tree);
    reading->result = settings_read(&section, tree_root(reading->tree),
                                    &reading->diagnoses, &reading->all);
}

static void
stop(struct reading *reading)
{
    tree_free(&reading->tree);
    file_free(&reading->file);
    free(reading->diagnoses.items);
    pool_free(&reading->diagnoses.pool);
}

static void
what_is_not_said_has_its_default(void **state)
{
    struct reading reading;

    (void)state;
    start(&reading, "");
    assert_int_equal(reading.result, 0);
    assert_string_equal(reading.all.text, "usual");
    assert_null(reading.all.id);
    assert_int_equal(reading.all.integer, 7);
    assert_true(reading.all.number == 0.5);
    assert_true(reading.all.flag);
    assert_int_equal(reading.all.amount, 75000);
    assert_int_equal(reading.all.length, 5 * MINUTE);
    assert_int_equal(reading.all.moment.year, 0);
    assert_int_equal(reading.all.window.from, 21 * 60);
    assert_int_equal(reading.all.choice, 1);
    assert_null(reading.all.texts);
    stop(&reading);
}

static void
what_is_said_is_read(void **state)
{
    struct reading reading;

    (void)state;
    start(&reading, "text = \"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\"; "
          "id = \"a-1\"; integer = -5L; number = 1; flag = FALSE;\n"
          "amount = 50; length = \"90 seconds\"; "
          "moment = \"2027-01-13 19:00\"; window = \"none\";\n"
          "choice = \"red\"; texts = \"one\"; groups = ( { }, { } ); "
          "group = { }; any = [ ];");
    assert_int_equal(reading.result, 0);
    assert_int_equal(reading.diagnoses.count, 0);
    assert_int_equal(strlen(reading.all.text), 10);
    assert_string_equal(reading.all.id, "a-1");
    assert_int_equal(reading.all.integer, -5);
    assert_true(reading.all.number == 1);
    assert_false(reading.all.flag);
    assert_int_equal(reading.all.amount, 50 * EURO);
    assert_int_equal(reading.all.length, 90 * SECOND);
    assert_int_equal(reading.all.moment.hour, 19);
    assert_int_equal(reading.all.window.from, reading.all.window.to);
    assert_int_equal(reading.all.choice, 0);
    assert_int_equal(settings_text_count(reading.all.texts), 1);
    assert_string_equal(settings_text(reading.all.texts, 0), "one");
    assert_int_equal(node_count(reading.all.groups), 2);
    stop(&reading);
}

static void
an_amount_can_be_written_as_in_dutch(void **state)
{
    struct reading reading;

    (void)state;
    start(&reading, "amount = \"0,0625\";");
    assert_int_equal(reading.result, 0);
    assert_int_equal(reading.all.amount, 62500);
    stop(&reading);
}

static void
nothing_is_a_length_where_nothing_will_do(void **state)
{
    static const char *const nothing[] = {
        "length = \"0 minutes\";", "length = \"0\";", "length = \"none\";",
        "length = \"0 seconds\";", NULL
    };
    struct reading reading;

    (void)state;
    for (int i = 0; nothing[i] != NULL; i++) {
        start(&reading, nothing[i]);
        assert_int_equal(reading.result, 0);
        assert_int_equal(reading.all.length, 0);
        stop(&reading);
    }
}

static void
what_does_not_fit_is_told(void **state)
{
    static const struct {
        const char *text, *told;
    } wrong[] = {
        { "text = 5;", "text is a number here; write it between quotes: "
          "text = \"x\"" },
        { "text = true;", "text is true or false here; write it between "
          "quotes: text = \"x\"" },
        { "text = [ \"x\" ];", "text is a list here; it takes one text: text "
          "= \"x\"" },
        { "text = \"\";", "text is empty; for example text = \"x\"" },
        { "text = \"123456\";", "text has 6 characters; there is room for "
          "5" },
        { "text = \"\\xE9\";", "text is not UTF-8; write the character "
          "itself instead of \\x" },
        { "id = \"A B\";", "id has only the small letters a to z, digits and "
          "-, 64 at most: id = \"a-b\"" },
        { "id = \"??\";", "id has only the small letters a to z, digits and "
          "-, 64 at most: id = \"x\"" },
        { "integer = 1.5;", "integer is a number here; it takes a number, "
          "without quotes: integer = 7" },
        { "integer = \"5\";", "integer is a text here; it takes a number, "
          "without quotes: integer = 7" },
        { "integer = 11;", "integer is 11; it has to be -5 to 10" },
        { "integer = -6;", "integer is -6; it has to be -5 to 10" },
        { "number = 1.25;", "number is 1.25; it has to be 0 to 1" },
        { "flag = 1;", "flag is a number here; it takes true or false, "
          "without quotes: flag = true" },
        { "amount = -1;", "amount is -1; it has to be 0 to 100" },
        { "amount = \"1 euro\";", "amount is no amount in euro; for example "
          "amount = 0.075" },
        { "length = \"2 days\";", "length has to be 0 to 1 day" },
        { "choice = \"gren\";", "choice cannot be 'gren'; did you mean "
          "\"green\"?" },
        { "choice = \"blue\";", "choice cannot be 'blue'; it is one of "
          "\"red\", \"green\"" },
        { "texts = [ ];", "texts is empty; for example texts = [ \"x\" ]" },
        { "texts = [ \"a\", \"b\", \"c\", \"d\" ];", "texts has 4 items; "
          "there is room for 3" },
        { "texts = [ 1 ];", "texts is a number here; write it between "
          "quotes: texts = [ \"x\" ]" },
        { "groups = { };", "groups takes a list, also when there is but one: "
          "groups = ( { ... } );" },
        { "groups = ( 1 );", "each of groups is written between { and }: "
          "groups = ( { } )" },
        { "group = ( );", "group is a list here; it takes a group: group = "
          "{ }" },
        { "later = 1;", "'later' is not yet supported by this version; "
          "leave it out" },
        { "txet = 1;", "a thing has no 'txet'; did you mean 'text'?" },
        { "colour = 1;", "a thing has no 'colour'; it can have text, id, "
          "integer, number, flag, amount, length, moment, window, choice, "
          "texts, groups, group, any" },
    };
    struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        start(&reading, wrong[i].text);
        assert_int_equal(reading.result, -1);
        assert_int_equal(reading.diagnoses.count, 1);
        assert_string_equal(reading.diagnoses.items[0].text, wrong[i].told);
        stop(&reading);
    }
}

static bool
is_quoted(const struct setting *setting)
{
    return setting->type != SETTING_INTEGER &&
           setting->type != SETTING_NUMBER &&
           setting->type != SETTING_MONEY && setting->type != SETTING_BOOL;
}

/* Whether the setting takes this, written as it would be in a file. */
static bool
takes(const struct setting *setting, const char *value, bool quoted)
{
    struct diagnoses diagnoses = { .pool = pool_new() };
    struct file_text file;
    struct tree *tree;
    char text[400], place[64];
    bool taken;

    snprintf(text, sizeof(text), "a = %s%s%s;", quoted ? "\"" : "", value,
             quoted ? "\"" : "");
    file_from_text("x", text, &diagnoses, &file);
    tree = tree_parse(&file, &diagnoses);
    taken = tree != NULL &&
            value_read(setting, node_member(tree_root(tree), "a"), &diagnoses,
                       place) == 0;
    tree_free(&tree);
    file_free(&file);
    free(diagnoses.items);
    pool_free(&diagnoses.pool);
    return taken;
}

/* A default that does not fit would be used by everyone who says nothing. */
static void
every_default_and_example_fits_its_own_setting(void **state)
{
    (void)state;
    for (size_t i = 0; sections_all[i] != NULL; i++) {
        for (const struct setting *setting = sections_all[i]->settings;
             setting->key != NULL; setting++) {
            assert_non_null(setting->help);
            if (setting->type == SETTING_LATER)
                continue;
            if (strstr(setting->example, "...") == NULL &&
                !takes(setting, setting->example, false))
                fail_msg("%s: the example", setting->key);
            if (setting->fallback != NULL && setting->fallback[0] != '\0' &&
                !takes(setting, setting->fallback, is_quoted(setting)))
                fail_msg("%s: the default", setting->key);
        }
    }
}

static void
a_setting_says_what_it_takes(void **state)
{
    char words[SETTING_WORDS];

    (void)state;
    assert_string_equal(settings_words(&table[0], words),
                        "text, 1 to 5 characters");
    assert_string_equal(settings_words(&table[2], words),
                        "whole number, -5 to 10");
    assert_string_equal(settings_words(&table[6], words),
                        "length of time, 0 to 1 day");
    assert_string_equal(settings_words(&table[9], words),
                        "one of \"red\", \"green\"");
    assert_string_equal(settings_words(&table[10], words),
                        "text or list of texts, 1 to 3 items");
}

/* Once there is a manual, it knows every key. */
static void
the_manual_documents_every_key(void **state)
{
    const char *source = getenv("ALLO_SRCDIR");
    char *page = NULL, path[1000], wanted[100];
    size_t size = 0;
    FILE *file;

    (void)state;
    snprintf(path, sizeof(path), "%s/man/allo.conf.5",
             source != NULL ? source : ".");
    file = fopen(path, "r");
    if (file == NULL)
        skip();
    assert_true(getdelim(&page, &size, '\0', file) > 0);
    fclose(file);
    for (size_t i = 0; sections_all[i] != NULL; i++) {
        for (const struct setting *setting = sections_all[i]->settings;
             setting->key != NULL; setting++) {
            snprintf(wanted, sizeof(wanted), ".It Ic %s", setting->key);
            if (setting->type != SETTING_LATER &&
                strstr(page, wanted) == NULL)
                fail_msg("allo.conf(5) has no \"%s\" (%s)", wanted,
                         sections_all[i]->name);
        }
    }
    free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(what_is_said_is_read),
        cmocka_unit_test(an_amount_can_be_written_as_in_dutch),
        cmocka_unit_test(nothing_is_a_length_where_nothing_will_do),
        cmocka_unit_test(what_does_not_fit_is_told),
        cmocka_unit_test(every_default_and_example_fits_its_own_setting),
        cmocka_unit_test(a_setting_says_what_it_takes),
        cmocka_unit_test(the_manual_documents_every_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
