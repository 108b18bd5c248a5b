/* zonename - see zonename.h */
#include "calendar/zonename.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "calendar/quoted.h"

#define ZONEINFO "/usr/share/zoneinfo"

enum { MOST_EDITS = 2, DEEPEST = 3 };

/* The nearest name so far. */
struct nearest {
    const char *written;        /* in small letters, '_' for a space */
    char name[ZONENAME_MOST];
    int edits;
};

bool
zonename_path(const char *directory, const char *name,
              char path[ZONENAME_PATH])
{
    const char *part = name;

    if (strlen(name) >= ZONENAME_MOST)
        return false;
    /* Every part between slashes begins with a letter: no "..", no "/". */
    for (const char *p = name; ; p++) {
        if (*p == '/' || *p == '\0') {
            if (!isalpha((unsigned char)*part))
                return false;
            part = p + 1;
            if (*p == '\0')
                break;
        } else if (!isalnum((unsigned char)*p) && strchr("_+-", *p) == NULL) {
            return false;
        }
    }
    return snprintf(path, ZONENAME_PATH, "%s/%s",
                    directory != NULL ? directory : ZONEINFO, name) <
           ZONENAME_PATH;
}

static void
simplify(char *to, size_t size, const char *from)
{
    text_copy(to, size, from);
    for (; *to != '\0'; to++)
        *to = *to == ' ' ? '_' : (char)tolower((unsigned char)*to);
}

/* Whole names first; a city alone will do. */
static void
consider(struct nearest *nearest, const char *name)
{
    char simple[ZONENAME_MOST];
    const char *city;
    int edits, of_city;

    simplify(simple, sizeof(simple), name);
    city = strrchr(simple, '/');
    edits = text_distance(nearest->written, simple, MOST_EDITS);
    of_city = city == NULL ? MOST_EDITS + 1
        : text_distance(nearest->written, city + 1, MOST_EDITS);
    if (of_city < edits)
        edits = of_city;
    if (edits < nearest->edits ||
        (edits == nearest->edits && edits <= MOST_EDITS &&
         strcmp(name, nearest->name) < 0)) {
        nearest->edits = edits;
        text_copy(nearest->name, sizeof(nearest->name), name);
    }
}

/* Not in these: other versions of the same zones. */
static bool
is_zone_part(const char *name)
{
    return isupper((unsigned char)name[0]) &&
        strcmp(name, "SystemV") != 0 && strchr(name, '.') == NULL;
}

static void
look_through(struct nearest *nearest, const char *directory, int depth)
{
    char path[ZONENAME_PATH] = ZONEINFO;
    struct dirent *entry;
    DIR *listing;

    if (*directory != '\0' && !zonename_path(NULL, directory, path))
        return;
    listing = opendir(path);
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        char name[ZONENAME_MOST];

        if (!is_zone_part(entry->d_name) ||
            (size_t)snprintf(name, sizeof(name), "%s%s%s", directory,
                             *directory != '\0' ? "/" : "",
                             entry->d_name) >= sizeof(name))
            continue;
        if (entry->d_type != DT_DIR)
            consider(nearest, name);
        else if (depth < DEEPEST)
            look_through(nearest, name, depth + 1);
    }
    if (listing != NULL)
        closedir(listing);
}

int
zonename_explain(const char *name, struct error *error)
{
    char written[ZONENAME_MOST];
    struct nearest nearest = { .written = written, .edits = MOST_EDITS + 1 };

    simplify(written, sizeof(written), name);
    look_through(&nearest, "", 1);
    if (nearest.edits <= MOST_EDITS)
        return error_set(error, "there is no timezone '%s'; did you mean "
                         "'%s'?", quoted(name).text, nearest.name);
    return error_set(error, "there is no timezone '%s'; write it as a "
                     "continent and a city, like 'Europe/Brussels'",
                     quoted(name).text);
}
