/* signals - SIGTERM stops, a second one at once; SIGHUP reloads; SIGCHLD is a
 * channel's process that ended; see daemon.h */
#include "daemon/daemon.h"

#include <event2/event.h>
#include <signal.h>

#include "base/log.h"

#define STOP_PATIENCE (20 * SECOND)

static void
on_stop(evutil_socket_t number, short what, void *self)
{
    struct daemon *daemon = self;

    (void)what;
    log_event(LOG_NOTICE, "daemon.stopping", LOG_N("signal", number));
    if (daemon->stopping)
        daemon->done = true;
    daemon->stopping = true;
    daemon->stop_deadline = clock_monotonic(&clock_system) + STOP_PATIENCE;
    readiness_tell("STOPPING=1");
    channels_stop(daemon);
    daemon_poke(daemon);
}

static void
on_reload(evutil_socket_t number, short what, void *self)
{
    struct daemon *daemon = self;

    (void)number;
    (void)what;
    daemon->reload = true;
    daemon_poke(daemon);
}

static void
on_child(evutil_socket_t number, short what, void *self)
{
    struct daemon *daemon = self;

    (void)number;
    (void)what;
    channels_reap(daemon);
    daemon_poke(daemon);
}

int
signals_open(struct daemon *daemon, struct error *error)
{
    static const struct {
        int number;
        void (*handle)(evutil_socket_t, short, void *);
    } handled[] = {
        { SIGTERM, on_stop }, { SIGINT, on_stop }, { SIGHUP, on_reload },
        { SIGCHLD, on_child },
    };

    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof(handled) / sizeof(handled[0]); i++) {
        struct event *event = evsignal_new(daemon->base, handled[i].number,
                                           handled[i].handle, daemon);

        if (event == NULL || event_add(event, NULL) < 0)
            return error_set(error, "cannot handle signal %d",
                             handled[i].number);
        daemon->signals[daemon->signal_count++] = event;
    }
    return 0;
}

void
signals_close(struct daemon *daemon)
{
    while (daemon->signal_count > 0)
        event_free(daemon->signals[--daemon->signal_count]);
}
