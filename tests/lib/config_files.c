/* config_files - see config_files.h */
#include "config_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
fail(const char *what)
{
    perror(what);
    abort();
}

static char *
path_of(const struct config_files *files, const char *name)
{
    char *path;

    if (asprintf(&path, "%s/%s", files->directory, name) < 0)
        fail("asprintf");
    return path;
}

static void
make_directory(const struct config_files *files, const char *name)
{
    char *path = path_of(files, name);

    if (mkdir(path, 0700) < 0)
        fail(path);
    free(path);
}

void
config_files_make(struct config_files *files)
{
    const char *base = getenv("TMPDIR");

    snprintf(files->directory, sizeof(files->directory),
             "%.40s/allo-test-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(files->directory) == NULL)
        fail(files->directory);
    make_directory(files, "texts.d");
    make_directory(files, "events.d");
    make_directory(files, "people.d");
    make_directory(files, "calendars.d");
}

void
config_files_put(const struct config_files *files, const char *name,
                 const char *text)
{
    char *path = path_of(files, name);
    FILE *file = fopen(path, "w");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 ||
        chmod(path, 0600) < 0)
        fail(path);
    free(path);
}

void
config_files_mode(const struct config_files *files, const char *name,
                  mode_t mode)
{
    char *path = path_of(files, name);

    if (chmod(path, mode) < 0)
        fail(path);
    free(path);
}

void
config_files_drop(const struct config_files *files, const char *name)
{
    char *path = path_of(files, name);

    if (remove(path) < 0)
        fail(path);
    free(path);
}

static void
empty(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    char *below;

    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0)
            continue;
        if (asprintf(&below, "%s/%s", path, entry->d_name) < 0)
            fail("asprintf");
        if (unlink(below) < 0) {
            empty(below);
            rmdir(below);
        }
        free(below);
    }
    if (directory != NULL)
        closedir(directory);
}

void
config_files_remove(const struct config_files *files)
{
    empty(files->directory);
    if (rmdir(files->directory) < 0)
        fail(files->directory);
}

char *
config_files_source(const char *name)
{
    const char *base = getenv("ALLO_SRCDIR");
    char *path;

    if (asprintf(&path, "%s/tests/config/%s", base != NULL ? base : ".",
                 name) < 0)
        fail("asprintf");
    return path;
}

char *
config_files_slurp(const char *name)
{
    char *path = config_files_source(name), *text = NULL;
    FILE *file = fopen(path, "r");
    size_t size = 0;

    if (file == NULL)
        fail(path);
    if (getdelim(&text, &size, '\0', file) < 0) {
        free(text);
        text = strdup("");
        if (text == NULL)
            fail("strdup");
    }
    fclose(file);
    free(path);
    return text;
}
