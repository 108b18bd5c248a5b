/* watch - notice files that change, and reload when they have been quiet for
 * a moment (an editor writes more than once); see daemon.h */
#include "daemon/daemon.h"

#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/memory.h"

static const struct timeval quiet = { 2, 0 };

struct watch {
    struct daemon *daemon;
    int fd;
    struct event *readable, *settled;
};

static void
on_settled(evutil_socket_t fd, short what, void *self)
{
    struct watch *watch = self;

    (void)fd;
    (void)what;
    watch->daemon->reload = true;
    daemon_poke(watch->daemon);
}

static void
on_readable(evutil_socket_t fd, short what, void *self)
{
    struct watch *watch = self;
    char events[4096];

    (void)what;
    while (read(fd, events, sizeof(events)) > 0)
        ;
    event_add(watch->settled, &quiet);
}

static void
add(struct watch *watch, const char *directory, const char *below)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s%s", directory, below);
    /* a directory that is not there has nothing to watch */
    (void)inotify_add_watch(watch->fd, path,
                            IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM |
                            IN_DELETE | IN_ONLYDIR);
}

/* Again too: a folder may have been made since, and twice is once. */
static void
add_all(struct watch *watch)
{
    add(watch, watch->daemon->directory, "");
    add(watch, watch->daemon->directory, "/texts.d");
    add(watch, watch->daemon->directory, "/events.d");
    add(watch, watch->daemon->directory, "/people.d");
    add(watch, watch->daemon->directory, "/calendars.d");
}

static int
watch_open(struct daemon *daemon, struct error *error)
{
    struct watch *watch;

    watch = NEW(struct watch);
    watch->daemon = daemon;
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->fd < 0) {
        free(watch);
        return error_set(error, "inotify: %s", strerror(errno));
    }
    add_all(watch);
    watch->settled = evtimer_new(daemon->base, on_settled, watch);
    watch->readable = event_new(daemon->base, watch->fd,
                                EV_READ | EV_PERSIST, on_readable, watch);
    event_add(watch->readable, NULL);
    daemon->watch = watch;
    return 0;
}

int
watch_match(struct daemon *daemon, struct error *error)
{
    bool wanted = daemon->programme->settings.watch;

    if (!wanted)
        watch_close(daemon);
    else if (daemon->watch != NULL)
        add_all(daemon->watch);
    else
        return watch_open(daemon, error);
    return 0;
}

void
watch_close(struct daemon *daemon)
{
    struct watch *watch = daemon->watch;

    if (watch == NULL)
        return;
    event_free(watch->readable);
    event_free(watch->settled);
    close(watch->fd);
    free(watch);
    daemon->watch = NULL;
}
