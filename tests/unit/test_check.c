/*
 * check: what a coordinator reads when a file is wrong.  Every file of
 * tests/config is put in the place of allo.conf, of a file of texts.d,
 * events.d, people.d or calendars.d in a good configuration; NAME.txt is what
 * has to be told.
 */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "calendar/civil.h"
#include "config_files.h"
#include "programme/load.h"

/* 2026-11-22T04:00:00Z */
static const instant now = INT64_C(1795320000) * SECOND;

/* The part before the - says what the file is. */
static void
put_case(const struct config_files *files, const char *name, char *text)
{
    char *event = config_files_slurp("good/event.conf");
    char *allo = config_files_slurp("good/allo.conf");
    char *texts = config_files_slurp("good/texts.conf");

    config_files_put(files, "allo.conf", allo);
    config_files_put(files, "events.d/a.conf", event);
    config_files_put(files, "broken.inc", "a = 1;\nb = ;\n");
    config_files_put(files, "secret", "hush\n");
    config_files_mode(files, "secret", 0644);
    if (strncmp(name, "allo-", 5) == 0)
        config_files_put(files, "allo.conf", text);
    else if (strncmp(name, "people-", 7) == 0)
        config_files_put(files, "people.d/b.conf", text);
    else if (strncmp(name, "texts-", 6) == 0)
        config_files_put(files, "texts.d/b.conf", text);
    else if (strncmp(name, "calendar-", 9) == 0)
        config_files_put(files, "calendars.d/b.conf", text);
    else
        config_files_put(files, "events.d/b.conf", text);
    config_files_put(files, "texts.d/a.conf", texts);
    free(texts);
    free(event);
    free(allo);
}

static char *
told(const struct load *load)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    diagnose_print(load->diagnoses, load->diagnosis_count, true, out);
    fclose(out);
    return text;
}

/* What is told of the case, and whether it is as it should be. */
static bool
run_case(const char *name)
{
    struct config_files files;
    struct load_options options = { .people = true, .now = now };
    struct load load;
    char path[300], *text, *is, *should;
    bool same;

    config_files_make(&files);
    snprintf(path, sizeof(path), "%s.conf", name);
    text = config_files_slurp(path);
    put_case(&files, name, text);
    options.directory = files.directory;
    programme_load(&options, &load);
    is = told(&load);
    snprintf(path, sizeof(path), "%s.txt", name);
    should = config_files_slurp(path);
    same = strcmp(is, should) == 0 && is[0] != '\0';
    if (!same)
        print_error("%s: told\n%sinstead of\n%s", name, is, should);
    if (strncmp(name, "allo-", 5) == 0 && load.error_count > 0)
        assert_null(load.programme);
    else
        assert_non_null(load.programme);
    load_free(&load);
    free(is);
    free(should);
    free(text);
    config_files_remove(&files);
    return same;
}

static void
every_mistake_is_told_with_its_place_and_its_cure(void **state)
{
    char *path = config_files_source("");
    DIR *directory = opendir(path);
    const struct dirent *entry;
    size_t cases = 0, wrong = 0;
    char name[256];

    (void)state;
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        const char *end = strstr(entry->d_name, ".conf");

        if (end == NULL || end[5] != '\0')
            continue;
        snprintf(name, sizeof(name), "%.*s", (int)(end - entry->d_name),
                 entry->d_name);
        cases++;
        wrong += !run_case(name);
    }
    closedir(directory);
    free(path);
    assert_true(cases >= 100);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_told_with_its_place_and_its_cure),
    };

    setenv("SMSC_PASSWORD", "hush", 1);
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
