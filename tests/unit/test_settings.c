/* settings: what the configuration says against what the plugin takes */
#include "unit.h"

#include <string.h>

#include "host/settings.h"

static const struct allo_setting table[] = {
    { "server", "text", NULL, "host and port" },
    { "password", "secret", "", "" },
    { "port", "number 1 65535", "2775", "" },
    { "tls", "bool", "false", "" },
    { "timeout", "seconds 1 600", "30", "" },
    { "encoding", "one of gsm7 ucs2", "gsm7", "" },
    { "note", NULL, "none", "" },
    { NULL, NULL, NULL, NULL }
};

/* Check server=x and one other setting. */
static int
check(const char *key, const char *value, struct settings *settings,
      struct error *error)
{
    settings_free(settings);
    settings_set(settings, "server", "x");
    settings_set(settings, key, value);
    return settings_check(settings, table, error);
}

static void
good_values_take_one_form(void **state)
{
    static const char *const cases[][3] = {
        { "port", "1", "1" }, { "port", "65535", "65535" },
        { "tls", "yes", "true" }, { "tls", "FALSE", "false" },
        { "tls", "1", "true" }, { "tls", "off", "false" },
        { "timeout", "90", "90" }, { "timeout", "90 s", "90" },
        { "timeout", "2 min", "120" }, { "timeout", "10min", "600" },
        { "encoding", "ucs2", "ucs2" }, { "note", "any thing", "any thing" },
        { "password", "p w", "p w" }
    };
    struct settings settings = { 0 };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(check(cases[i][0], cases[i][1], &settings, &error),
                         0);
        assert_string_equal(settings_get(&settings, table, cases[i][0]),
                            cases[i][2]);
    }
    settings_free(&settings);
}

static void
bad_values_are_told_by_name(void **state)
{
    static const char *const cases[][3] = {
        { "port", "0", "'port' must be from 1 to 65535" },
        { "port", "65536", "'port' must be from 1 to 65535" },
        { "port", "12x", "'port' must be a number" },
        { "port", "", "'port' must be a number" },
        { "tls", "maybe", "'tls' must be true or false" },
        { "timeout", "0", "'timeout' must be from 1 to 600 seconds" },
        { "timeout", "1 h", "'timeout' must be from 1 to 600 seconds" },
        { "timeout", "1 week", "'timeout' must be a number of seconds" },
        { "timeout", "9999999999999999999 h", "number of seconds" },
        { "encoding", "gsm", "'encoding' must be one of: gsm7 ucs2" },
        { "encoding", "", "'encoding' must be one of: gsm7 ucs2" },
        { "encoding", "gsm7 ucs2", "'encoding' must be one of" },
        { "prot", "1", "unknown setting 'prot': did you mean 'port'?" },
        { "completely_else", "1", "unknown setting 'completely_else'" },
        { "server", "", "'server' is missing: host and port" },
    };
    struct settings settings = { 0 };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(check(cases[i][0], cases[i][1], &settings, &error),
                         -1);
        if (strstr(error.text, cases[i][2]) == NULL)
            fail_msg("'%s' is not '%s'", error.text, cases[i][2]);
    }
    settings_free(&settings);
}

static void
what_was_not_set_has_its_fallback(void **state)
{
    struct settings settings = { 0 };
    struct error error;

    (void)state;
    assert_int_equal(settings_check(&settings, NULL, &error), 0);
    assert_int_equal(settings_check(&settings, table, &error), -1);
    settings_set(&settings, "server", "a");
    settings_set(&settings, "server", "b");
    assert_int_equal(settings_check(&settings, table, &error), 0);
    assert_string_equal(settings_get(&settings, table, "server"), "b");
    assert_string_equal(settings_get(&settings, table, "port"), "2775");
    assert_null(settings_get(&settings, table, "nothing"));
    assert_int_equal(settings_check(&settings, NULL, &error), -1);
    settings_free(&settings);
}

static void
a_plugin_with_a_strange_table_is_told(void **state)
{
    static const struct allo_setting strange[] = {
        { "a", "colour", "", "" }, { NULL, NULL, NULL, NULL }
    };
    struct settings settings = { 0 };
    struct error error;

    (void)state;
    settings_set(&settings, "a", "red");
    assert_int_equal(settings_check(&settings, strange, &error), -1);
    assert_non_null(strstr(error.text, "unknown kind"));
    settings_free(&settings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_values_take_one_form),
        cmocka_unit_test(bad_values_are_told_by_name),
        cmocka_unit_test(what_was_not_set_has_its_fallback),
        cmocka_unit_test(a_plugin_with_a_strange_table_is_told),
    };

    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
