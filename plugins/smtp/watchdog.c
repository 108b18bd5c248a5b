/* watchdog - see watchdog.h */
#include "watchdog.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/* Once up, it goes on: a signal just before connect(2) would be lost. */
#define AGAIN_NANOSECONDS 100000000L

static void
on_timer(int number, siginfo_t *info, void *context)
{
    struct watchdog *watchdog = info->si_value.sival_ptr;
    int saved = errno;

    (void)number;
    (void)context;
    if (info->si_code != SI_TIMER || watchdog == NULL)
        return;
    watchdog->barked = 1;
    if (watchdog->socket >= 0)
        shutdown(watchdog->socket, SHUT_RDWR);
    errno = saved;
}

static bool
is_connected(int fd)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof(peer);
    int type = 0;
    socklen_t type_size = sizeof(type);

    return getpeername(fd, (struct sockaddr *)&peer, &size) == 0 &&
           (peer.ss_family == AF_INET || peer.ss_family == AF_INET6) &&
           getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size) == 0 &&
           type == SOCK_STREAM;
}

int
watchdog_start(struct watchdog *watchdog, long milliseconds)
{
    struct sigaction action = { .sa_sigaction = on_timer,
                                .sa_flags = SA_SIGINFO };
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
                              .sigev_signo = SIGRTMIN,
                              .sigev_value.sival_ptr = watchdog };
    sigset_t mine;

    memset(watchdog, 0, sizeof(*watchdog));
    watchdog->socket = -1;
    for (int fd = 0; fd < WATCHDOG_FDS; fd++)
        watchdog->connected_before[fd] = is_connected(fd);
    sigemptyset(&action.sa_mask);
    if (timer_create(CLOCK_MONOTONIC, &event, &watchdog->timer) < 0)
        return -1;
    sigaction(SIGRTMIN, &action, &watchdog->old_action);
    sigemptyset(&mine);
    sigaddset(&mine, SIGRTMIN);
    sigprocmask(SIG_UNBLOCK, &mine, &watchdog->old_mask);
    watchdog_feed(watchdog, milliseconds);
    return 0;
}

void
watchdog_feed(struct watchdog *watchdog, long milliseconds)
{
    struct itimerspec when = {
        .it_value.tv_sec = milliseconds / 1000,
        .it_value.tv_nsec = milliseconds % 1000 * 1000000L,
        .it_interval.tv_nsec = AGAIN_NANOSECONDS
    };

    timer_settime(watchdog->timer, 0, &when, NULL);
}

void
watchdog_connected(struct watchdog *watchdog)
{
    int one = 1;

    for (int fd = 0; fd < WATCHDOG_FDS; fd++)
        if (!watchdog->connected_before[fd] && is_connected(fd)) {
            watchdog->socket = fd;
            watchdog->barked = 0;
            /* A mail's last lines must not wait for an acknowledgement. */
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
            return;
        }
}

void
watchdog_disconnected(struct watchdog *watchdog)
{
    watchdog->socket = -1;
}

void
watchdog_cut(struct watchdog *watchdog)
{
    if (watchdog->socket >= 0)
        shutdown(watchdog->socket, SHUT_RDWR);
}

void
watchdog_stop(struct watchdog *watchdog)
{
    timer_delete(watchdog->timer);
    sigaction(SIGRTMIN, &watchdog->old_action, NULL);
    sigprocmask(SIG_SETMASK, &watchdog->old_mask, NULL);
}
