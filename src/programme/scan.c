/* scan - see scan.h */
#include "programme/scan.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/diagnose.h"

struct names {
    const char **items;
    size_t count, room;
};

static bool
ends(const char *name, const char *ending)
{
    size_t length = strlen(name), most = strlen(ending);

    return length > most && strcmp(name + length - most, ending) == 0;
}

/* Not strcoll(3): the order is the same wherever it is read. */
static int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Hidden files are an editor's own ("..#x.conf"), and so is what ends in
 * something else ("x.conf~"); a ".txt" is most often a slip. */
static void
look_at(const char *below, const char *name, struct diagnoses *diagnoses,
        struct names *names)
{
    char *path;

    if (name[0] == '.' || name[0] == '#')
        return;
    path = pool_format(diagnoses->pool, "%s/%s", below, name);
    if (ends(name, ".conf"))
        *GROW(names, items, count, room) = path;
    else if (ends(name, ".txt"))
        diagnose_warning(diagnoses, path, 0, "this file is not read, for its "
                         "name does not end in .conf");
}

const char **
scan_files(const char *directory, const char *below,
           struct diagnoses *diagnoses)
{
    struct names names = { .items = NULL };
    char *path = pool_format(diagnoses->pool, "%s/%s", directory, below);
    DIR *handle = opendir(path);
    const struct dirent *entry;
    const char **files;

    if (handle == NULL && errno != ENOENT) {
        diagnose_error(diagnoses, below, 0, "cannot be read: %s",
                       strerror(errno));
        return NULL;
    }
    while (handle != NULL && (entry = readdir(handle)) != NULL)
        look_at(below, entry->d_name, diagnoses, &names);
    if (handle != NULL)
        closedir(handle);
    if (names.count > 1)
        qsort(names.items, names.count, sizeof(*names.items), by_name);
    files = pool_take(diagnoses->pool, (names.count + 1) * sizeof(*files));
    if (names.count > 0)
        memcpy(files, names.items, names.count * sizeof(*files));
    free(names.items);
    return files;
}
