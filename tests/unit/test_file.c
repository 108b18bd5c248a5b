/* file: read safely, with what it includes in its place */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/file.h"
#include "config_files.h"

struct fixture {
    struct config_files files;
    struct diagnoses diagnoses;
    struct file_text file;
};

static int
set_up(void **state)
{
    struct fixture *fixture = NEW(struct fixture);

    config_files_make(&fixture->files);
    fixture->diagnoses.pool = pool_new();
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    file_free(&fixture->file);
    free(fixture->diagnoses.items);
    pool_free(&fixture->diagnoses.pool);
    config_files_remove(&fixture->files);
    free(fixture);
    return 0;
}

static int
read_it(struct fixture *fixture, const char *name)
{
    return file_read(fixture->files.directory, name, &fixture->diagnoses,
                     &fixture->file);
}

static void
tells(struct fixture *fixture, const char *name, int line, const char *text)
{
    const struct diagnosis *told = fixture->diagnoses.items;

    assert_int_equal(fixture->diagnoses.count, 1);
    assert_string_equal(told->file, name);
    assert_int_equal(told->line, line);
    assert_string_equal(told->text, text);
}

static void
stands_at(struct fixture *fixture, const char *word, const char *name,
          int line)
{
    const char *at = strstr(fixture->file.text, word), *is;
    int whole = 1, here;

    assert_non_null(at);
    for (const char *p = fixture->file.text; p < at; p++)
        whole += *p == '\n';
    file_place(&fixture->file, whole, &is, &here);
    assert_string_equal(is, name);
    assert_int_equal(here, line);
}

static void
every_line_knows_its_file(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "a.conf", "one\n@include \"b.inc\"\n"
                     "three\n  @include \"events.d/c.inc\" # c\nfive\n");
    config_files_put(&fixture->files, "b.inc", "b-one\nb-two\n"
                     "@include \"events.d/c.inc\"\nb-four");
    config_files_put(&fixture->files, "events.d/c.inc", "c-one\n");
    assert_int_equal(read_it(fixture, "a.conf"), 0);
    stands_at(fixture, "one", "a.conf", 1);
    stands_at(fixture, "b-two", "b.inc", 2);
    stands_at(fixture, "c-one", "events.d/c.inc", 1);
    stands_at(fixture, "b-four", "b.inc", 4);
    stands_at(fixture, "three", "a.conf", 3);
    stands_at(fixture, "five", "a.conf", 5);
    assert_false(fixture->file.open_to_others);
}

static void
an_include_in_a_text_or_a_comment_is_none(void **state)
{
    static const char text[] = "a = \"\n@include \\\"x\\\"\n\";\n"
                               "/*\n@include \"x\"\n*/\n# @include \"x\"\n";
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "a.conf", text);
    assert_int_equal(read_it(fixture, "a.conf"), 0);
    assert_string_equal(fixture->file.text, text);
}

static void
a_mark_of_byte_order_is_left_out(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "a.conf", "\xef\xbb\xbf" "a = 1;");
    assert_int_equal(read_it(fixture, "a.conf"), 0);
    assert_string_equal(fixture->file.text, "a = 1;\n");
}

static void
a_file_that_is_not_there_is_told(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(read_it(fixture, "a.conf"), -1);
    tells(fixture, "a.conf", 0, "there is no such file");
}

static void
a_fifo_does_not_make_it_wait(void **state)
{
    struct fixture *fixture = *state;
    char path[100];

    snprintf(path, sizeof(path), "%s/a.conf", fixture->files.directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(read_it(fixture, "a.conf"), -1);
    tells(fixture, "a.conf", 0, "it is no regular file");
}

static void
a_device_is_not_read(void **state)
{
    struct fixture *fixture = *state;
    char path[100];

    snprintf(path, sizeof(path), "%s/a.conf", fixture->files.directory);
    assert_int_equal(symlink("/dev/zero", path), 0);
    assert_int_equal(read_it(fixture, "a.conf"), -1);
    tells(fixture, "a.conf", 0, "it is no regular file");
}

static void
a_link_does_not_lead_an_include_outside(void **state)
{
    struct fixture *fixture = *state;
    char path[100];

    snprintf(path, sizeof(path), "%s/b.inc", fixture->files.directory);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    config_files_put(&fixture->files, "a.conf", "\n@include \"b.inc\"\n");
    assert_int_equal(read_it(fixture, "a.conf"), -1);
    tells(fixture, "a.conf", 2, "cannot include \"b.inc\": it lies outside "
          "of the configuration directory");
}

static void
includes_end_somewhere(void **state)
{
    struct fixture *fixture = *state;
    char name[20], text[40];

    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof(name), "%d.inc", i);
        snprintf(text, sizeof(text), "\n@include \"%d.inc\"\n", i + 1);
        config_files_put(&fixture->files, name, text);
    }
    assert_int_equal(read_it(fixture, "0.inc"), -1);
    tells(fixture, "10.inc", 2, "cannot include \"11.inc\": it is more than "
          "10 files deep");
}

/* Each includes the next twice: a thousand empty files, not 2^10. */
static void
includes_do_not_multiply_without_end(void **state)
{
    struct fixture *fixture = *state;
    char name[20], text[400];

    for (int i = 0; i < 10; i++) {
        snprintf(name, sizeof(name), "%d.inc", i);
        text[0] = '\0';
        for (int j = 0; j < 9; j++)
            snprintf(text + strlen(text), sizeof(text) - strlen(text),
                     "@include \"%d.inc\"\n", i + 1);
        config_files_put(&fixture->files, name, text);
    }
    config_files_put(&fixture->files, "10.inc", "");
    assert_int_equal(read_it(fixture, "0.inc"), -1);
    assert_int_equal(fixture->diagnoses.count, 1);
    assert_non_null(strstr(fixture->diagnoses.items[0].text,
                           "more than 1000 files in all"));
}

static void
a_part_that_others_can_read_is_seen(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "a.conf", "@include \"b.inc\"\n");
    config_files_put(&fixture->files, "b.inc", "b");
    config_files_mode(&fixture->files, "b.inc", 0640);
    assert_int_equal(read_it(fixture, "a.conf"), 0);
    assert_true(fixture->file.open_to_others);
}

static void
a_huge_file_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char path[100];

    snprintf(path, sizeof(path), "%s/a.conf", fixture->files.directory);
    config_files_put(&fixture->files, "a.conf", "");
    assert_int_equal(truncate(path, FILE_SIZE_MOST + 1), 0);
    assert_int_equal(read_it(fixture, "a.conf"), -1);
    tells(fixture, "a.conf", 0, "it is larger than 64 MB; spread it over "
          "more files");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_line_knows_its_file),
        TEST(an_include_in_a_text_or_a_comment_is_none),
        TEST(a_mark_of_byte_order_is_left_out),
        TEST(a_file_that_is_not_there_is_told),
        TEST(a_fifo_does_not_make_it_wait),
        TEST(a_device_is_not_read),
        TEST(a_link_does_not_lead_an_include_outside),
        TEST(includes_end_somewhere),
        TEST(includes_do_not_multiply_without_end),
        TEST(a_part_that_others_can_read_is_seen),
        TEST(a_huge_file_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
