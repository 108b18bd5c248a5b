/* secret: from where it stands, and never in a sentence */
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "config/secret.h"
#include "config_files.h"

struct fixture {
    struct config_files files;
    struct pool *pool;
    struct error error;
    const char *secret;
};

static int
set_up(void **state)
{
    struct fixture *fixture = NEW(struct fixture);

    config_files_make(&fixture->files);
    fixture->pool = pool_new();
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    pool_free(&fixture->pool);
    config_files_remove(&fixture->files);
    free(fixture);
    return 0;
}

static int
find(struct fixture *fixture, const char *value)
{
    fixture->secret = NULL;
    return secret_read(fixture->pool, fixture->files.directory, value,
                       &fixture->secret, &fixture->error);
}

static void
refuses(struct fixture *fixture, const char *value, const char *sentence)
{
    assert_int_equal(find(fixture, value), -1);
    assert_string_equal(fixture->error.text, sentence);
    assert_null(strstr(fixture->error.text, "hush"));
}

static void
a_file_gives_its_line(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "secret", "hush hush\r\n");
    assert_int_equal(find(fixture, "@file:secret"), 0);
    assert_string_equal(fixture->secret, "hush hush");
}

static void
a_file_that_others_can_read_is_refused(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "secret", "hush");
    config_files_mode(&fixture->files, "secret", 0640);
    refuses(fixture, "@file:secret", "others can read the secret in secret; "
            "type: chmod 600 secret");
}

static void
a_file_without_a_secret_is_refused(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "secret", "\n\n");
    refuses(fixture, "@file:secret", "the secret 'secret' is empty");
    refuses(fixture, "@file:none", "the secret in none cannot be read: No "
            "such file or directory");
    refuses(fixture, "@file:events.d", "events.d is no regular file");
    refuses(fixture, "@file:", "after @file: comes the path of a file");
}

static void
systemd_lends_credentials(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "smsc", "hush\n");
    setenv("CREDENTIALS_DIRECTORY", fixture->files.directory, 1);
    assert_int_equal(find(fixture, "@credential:smsc"), 0);
    assert_string_equal(fixture->secret, "hush");
    refuses(fixture, "@credential:../smsc", "after @credential: comes the "
            "name of a credential, without /");
    unsetenv("CREDENTIALS_DIRECTORY");
    refuses(fixture, "@credential:smsc", "there are no credentials here; add "
            "LoadCredential=smsc:/path/of/the/file to the unit of systemd, "
            "or write \"@file:PATH\"");
}

static void
the_environment_can_hold_one(void **state)
{
    struct fixture *fixture = *state;

    setenv("ALLO_TEST_SECRET", "hush", 1);
    assert_int_equal(find(fixture, "@env:ALLO_TEST_SECRET"), 0);
    assert_string_equal(fixture->secret, "hush");
    unsetenv("ALLO_TEST_SECRET");
    refuses(fixture, "@env:ALLO_TEST_SECRET", "the environment has no "
            "ALLO_TEST_SECRET");
}

static void
a_slip_is_no_password(void **state)
{
    struct fixture *fixture = *state;

    assert_true(secret_is_elsewhere("@credentials:smsc"));
    refuses(fixture, "@credentials:smsc", "a secret is \"@credential:NAME\", "
            "\"@file:PATH\" or \"@env:NAME\"");
    assert_false(secret_is_elsewhere("@hush"));
    assert_false(secret_is_elsewhere("hush:hush"));
    assert_false(secret_is_elsewhere("@:"));
    assert_false(secret_is_elsewhere(""));
}

static void
a_secret_is_known_by_its_key(void **state)
{
    (void)state;
    assert_true(secret_is_key("password"));
    assert_true(secret_is_key("api_key"));
    assert_true(secret_is_key("bearer_token"));
    assert_true(secret_is_key("clientSecret"));
    assert_false(secret_is_key("system_id"));
    assert_false(secret_is_key("host"));
    assert_false(secret_is_key("keyword"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_gives_its_line),
        TEST(a_file_that_others_can_read_is_refused),
        TEST(a_file_without_a_secret_is_refused),
        TEST(systemd_lends_credentials),
        TEST(the_environment_can_hold_one),
        TEST(a_slip_is_no_password),
        TEST(a_secret_is_known_by_its_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
