/*
 * session - see session.h.
 *
 * A session is always in one of three places: it reads a request (readable
 * and deadline are set), its handler is at work (nothing is set: what it
 * sends waits in the kernel), or its answer is leaving (writable and deadline
 * are set when the client is slow).  Reading begins again when the answer has
 * left, so a client that does not read cannot make us hold more than one.
 */
#include "control/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "base/memory.h"

enum { READ_MOST = 16 * 1024 };

static void
set_deadline(struct session *session, instant length)
{
    struct timeval wait = { .tv_sec = length / SECOND,
                            .tv_usec = length % SECOND * 1000 };

    evtimer_add(session->deadline, &wait);
}

void
session_close(struct session *session)
{
    struct control_answer *answer = session->answer;

    if (session->next != NULL)
        session->next->link = session->link;
    *session->link = session->next;
    if (answer != NULL && answer->ended) {
        buffer_free(&answer->frames);
        free(answer);
    } else if (answer != NULL) {
        buffer_free(&answer->frames);
        answer->session = NULL;
    }
    event_free(session->readable);
    event_free(session->writable);
    event_free(session->deadline);
    close(session->fd);
    buffer_free(&session->in);
    buffer_free(&session->out);
    session->gone(session->owner);
    free(session);
}

static void
await_request(struct session *session)
{
    set_deadline(session, session->limits->request);
    event_add(session->readable, NULL);
    /* the next request may have come with the last */
    if (buffer_length(&session->in) != 0)
        event_active(session->readable, EV_READ, 0);
}

static void
write_out(struct session *session)
{
    while (buffer_length(&session->out) != 0) {
        ssize_t put = send(session->fd, buffer_bytes(&session->out),
                           buffer_length(&session->out), MSG_NOSIGNAL);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0 && errno != EAGAIN) {
            session_close(session);
            return;
        }
        if (put < 0) {
            if (!evtimer_pending(session->deadline, NULL))
                set_deadline(session, session->limits->unread);
            event_add(session->writable, NULL);
            return;
        }
        event_del(session->deadline);
        buffer_eat(&session->out, (size_t)put);
    }
    buffer_free(&session->out);
    if (session->answer == NULL)
        await_request(session);
}

void
session_flush(struct session *session)
{
    struct control_answer *answer = session->answer;

    if (answer == NULL || buffer_length(&answer->frames) == 0)
        return;
    buffer_add(&session->out, buffer_bytes(&answer->frames),
               buffer_length(&answer->frames));
    buffer_clear(&answer->frames);
    if (answer->ended) {
        buffer_free(&answer->frames);
        free(answer);
        session->answer = NULL;
    }
    write_out(session);
}

/* Tell a client that broke the rules why, if it still listens. */
static void
drop(struct session *session, const char *why)
{
    struct buffer last = { 0 };

    log_event(LOG_NOTICE, "control.dropped", LOG_T("reason", why),
              LOG_N("uid", session->uid));
    frame_begin(&last, "error");
    frame_add(&last, "text", why);
    frame_end(&last);
    (void)!send(session->fd, buffer_bytes(&last), buffer_length(&last),
                MSG_NOSIGNAL | MSG_DONTWAIT);
    buffer_free(&last);
    session_close(session);
}

static void
handle(struct session *session, const struct frame *request)
{
    const struct control_verb *verb = session->verbs;
    struct control_answer *answer = NEW(struct control_answer);

    event_del(session->readable);
    event_del(session->deadline);
    answer->session = session;
    answer->uid = session->uid;
    answer->most = session->limits->queued;
    session->answer = answer;
    while (verb->name != NULL && strcmp(verb->name, request->verb) != 0)
        verb++;
    if (verb->name == NULL)
        control_answer_error(answer, "the daemon knows no request '%.64s'",
                             request->verb);
    else
        verb->handle(session->self, request, answer);
}

/* True when there was a whole line, and so perhaps no session any more. */
static bool
take_request(struct session *session)
{
    struct frame request;
    const char *why = "";

    switch (frame_next(&session->in, &request, &why)) {
    case FRAME_NONE:
        return false;
    case FRAME_BAD:
        drop(session, why);
        return true;
    case FRAME_OK:
        handle(session, &request);
        return true;
    }
    return false;
}

static void
on_readable(evutil_socket_t fd, short what, void *argument)
{
    struct session *session = argument;
    ssize_t got;

    (void)what;
    if (take_request(session))
        return;
    got = buffer_read(&session->in, fd, READ_MOST);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        session_close(session);
    else
        take_request(session);
}

static void
on_writable(evutil_socket_t fd, short what, void *argument)
{
    (void)fd;
    (void)what;
    write_out(argument);
}

static void
on_deadline(evutil_socket_t fd, short what, void *argument)
{
    struct session *session = argument;

    (void)fd;
    (void)what;
    if (buffer_length(&session->out) != 0)
        drop(session, "the answer was not read in time");
    else if (buffer_length(&session->in) != 0)
        drop(session, "the request was not finished in time");
    else
        session_close(session);
}

void
session_start(struct session *session, struct event_base *base)
{
    session->readable = event_new(base, session->fd, EV_READ | EV_PERSIST,
                                  on_readable, session);
    session->writable = event_new(base, session->fd, EV_WRITE, on_writable,
                                  session);
    session->deadline = evtimer_new(base, on_deadline, session);
    await_request(session);
}
