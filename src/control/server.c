/*
 * server - see server.h.  Here: the listening socket and the list of
 * sessions; what happens on one connection is session.c, what a handler says
 * is answer.c.
 */
#include "control/server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/util.h>

#include "base/log.h"
#include "base/memory.h"
#include "control/listen.h"
#include "control/peer.h"
#include "control/session.h"

struct control_server {
    struct event_base *base;
    struct control_socket socket;
    struct event *listening;    /* NULL: no socket of its own */
    struct event *rest;         /* after a failed accept(2) */
    gid_t group;                /* (gid_t)-1: none */
    struct control_limits limits;
    const struct control_verb *verbs;
    void *self;
    struct session *sessions;
    int clients;
};

/* One place is free again: those who wait may come in. */
static void
on_session_gone(void *owner)
{
    struct control_server *server = owner;

    server->clients--;
    if (server->listening != NULL && !evtimer_pending(server->rest, NULL))
        event_add(server->listening, NULL);
}

static void
refuse(int fd, uid_t uid)
{
    static const char text[] =
        "error\ttext=not for you: root and the daemon's own user may ask\n";

    log_event(LOG_WARNING, "control.refused", LOG_N("uid", uid));
    (void)!send(fd, text, sizeof(text) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    close(fd);
}

void
control_server_adopt(struct control_server *server, int fd)
{
    struct session *session;
    uid_t uid;

    if (!control_peer_allowed(fd, server->group, &uid)) {
        refuse(fd, uid);
        return;
    }
    evutil_make_socket_nonblocking(fd);
    session = NEW(struct session);
    session->fd = fd;
    session->uid = uid;
    session->limits = &server->limits;
    session->verbs = server->verbs;
    session->self = server->self;
    session->gone = on_session_gone;
    session->owner = server;
    session->link = &server->sessions;
    session->next = server->sessions;
    if (session->next != NULL)
        session->next->link = &session->next;
    server->sessions = session;
    server->clients++;
    session_start(session, server->base);
}

/* No descriptor, no memory: try again in a second, and do not spin. */
static void
rest(struct control_server *server, int problem)
{
    struct timeval second = { .tv_sec = 1 };

    log_event(LOG_WARNING, "control.accept",
              LOG_T("error", strerror(problem)));
    event_del(server->listening);
    evtimer_add(server->rest, &second);
}

static void
on_connection(evutil_socket_t listening, short what, void *argument)
{
    struct control_server *server = argument;

    (void)what;
    while (server->clients < server->limits.clients) {
        int fd = accept4(listening, NULL, NULL,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0)
            control_server_adopt(server, fd);
        else if (errno == EAGAIN)
            return;
        else if (errno != EINTR && errno != ECONNABORTED) {
            rest(server, errno);
            return;
        }
    }
    event_del(server->listening);
}

static void
on_rested(evutil_socket_t fd, short what, void *argument)
{
    struct control_server *server = argument;

    (void)fd;
    (void)what;
    if (server->clients < server->limits.clients)
        event_add(server->listening, NULL);
}

struct control_server *
control_server_new(struct event_base *base, const char *path,
                   const struct control_verb *verbs, void *self,
                   struct error *error)
{
    struct control_server *server = NEW(struct control_server);

    server->base = base;
    server->verbs = verbs;
    server->self = self;
    server->group = (gid_t)-1;
    server->socket.fd = -1;
    server->limits = (struct control_limits){
        .clients = 8, .queued = 8 * 1024 * 1024,
        .request = 5 * SECOND, .unread = 30 * SECOND
    };
    if (path == NULL)
        return server;
    if (control_socket_open(&server->socket, path, error) != 0) {
        free(server);
        return NULL;
    }
    server->listening = event_new(base, server->socket.fd,
                                  EV_READ | EV_PERSIST, on_connection,
                                  server);
    server->rest = evtimer_new(base, on_rested, server);
    event_add(server->listening, NULL);
    return server;
}

void
control_server_free(struct control_server **server)
{
    struct control_server *old = *server;

    if (old == NULL)
        return;
    *server = NULL;
    while (old->sessions != NULL)
        session_close(old->sessions);
    if (old->listening != NULL) {
        event_free(old->listening);
        event_free(old->rest);
    }
    control_socket_close(&old->socket);
    free(old);
}

int
control_server_share(struct control_server *server, gid_t group,
                     struct error *error)
{
    if (server->listening != NULL &&
        control_socket_share(&server->socket, group, error) != 0)
        return -1;
    server->group = group;
    return 0;
}

void
control_server_limit(struct control_server *server,
                     const struct control_limits *limits)
{
    if (limits->clients != 0)
        server->limits.clients = limits->clients;
    if (limits->queued != 0)
        server->limits.queued = limits->queued;
    if (limits->request != 0)
        server->limits.request = limits->request;
    if (limits->unread != 0)
        server->limits.unread = limits->unread;
}

void
control_server_flush(struct control_server *server)
{
    struct session *session = server->sessions, *next;

    for (; session != NULL; session = next) {
        next = session->next;
        session_flush(session);
    }
}

int
control_server_clients(const struct control_server *server)
{
    return server->clients;
}
