/* programme - the files of a real programme, as they stand in etc/programmes */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "replay.h"

/* The replay files stand two folders below the sources. */
static void
find_programme(const struct replay *replay, const char *name, char path[512])
{
    const char *slash = strrchr(replay->path, '/');

    snprintf(path, 512, "%.*s../../etc/programmes/%s",
             slash != NULL ? (int)(slash + 1 - replay->path) : 0,
             replay->path, name);
}

static void
copy_file(struct replay *replay, const char *path, const char *name)
{
    struct buffer text = { 0 };
    FILE *file = fopen(path, "r");
    char part[4096];
    size_t got;

    if (file == NULL) {
        replay_complain(replay, "cannot read %s", path);
        return;
    }
    while ((got = fread(part, 1, sizeof(part), file)) > 0)
        buffer_add(&text, part, got);
    fclose(file);
    world_file(&replay->world, name, buffer_text(&text));
    buffer_free(&text);
}

void
programme_copy(struct replay *replay, char *rest)
{
    static const char *const patterns[] = {
        "/allo.conf", "/*.d/*.conf", NULL
    };
    char path[512];
    size_t length;
    glob_t found = { 0 };

    find_programme(replay, replay_word(&rest), path);
    length = strlen(path);
    for (int i = 0; patterns[i] != NULL; i++) {
        snprintf(path + length, sizeof(path) - length, "%s", patterns[i]);
        glob(path, i > 0 ? GLOB_APPEND : 0, NULL, &found);
    }
    if (found.gl_pathc == 0)
        replay_complain(replay, "there is no %s", path);
    for (size_t i = 0; i < found.gl_pathc; i++)
        copy_file(replay, found.gl_pathv[i], found.gl_pathv[i] + length + 1);
    globfree(&found);
}
