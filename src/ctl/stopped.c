/* stopped - see stopped.h */
#include "ctl/stopped.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ctl/ask.h"

struct stopped {
    char **handles;
    size_t count, room;
    char *directory;            /* of this call's configuration */
    bool same;                  /* it is the daemon's too */
};

static void
on_row(void *self, const struct frame *row)
{
    struct stopped *stopped = self;
    const char *directory = frame_get(row, "directory");
    const char *person = frame_get(row, "person");

    if (directory != NULL)
        stopped->same = stopped->directory != NULL &&
                        strcmp(directory, stopped->directory) == 0;
    else if (person != NULL)
        *GROW(stopped, handles, count, room) = memory_copy(person);
}

static int
compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct stopped *
stopped_ask(const struct call *call)
{
    struct control_client *client = ask_quietly(call, "stopped");
    struct stopped *stopped;

    if (client == NULL)
        return NULL;
    stopped = NEW(struct stopped);
    stopped->directory = realpath(call->directory, NULL);
    if (ask_end_quietly(&client, on_row, stopped) != 0 || !stopped->same) {
        stopped_free(&stopped);
        return NULL;
    }
    if (stopped->count > 1)
        qsort(stopped->handles, stopped->count, sizeof(*stopped->handles),
              compare);
    return stopped;
}

void
stopped_free(struct stopped **stopped)
{
    if (*stopped == NULL)
        return;
    for (size_t i = 0; i < (*stopped)->count; i++)
        free((*stopped)->handles[i]);
    free((*stopped)->handles);
    free((*stopped)->directory);
    free(*stopped);
    *stopped = NULL;
}

bool
stopped_has(const struct stopped *stopped, const char *handle)
{
    return stopped != NULL && stopped->count != 0 &&
           bsearch(&handle, stopped->handles, stopped->count,
                   sizeof(*stopped->handles), compare) != NULL;
}

size_t
stopped_count(const struct stopped *stopped)
{
    return stopped != NULL ? stopped->count : 0;
}
