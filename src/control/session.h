/*
 * session - one connected client of the control server: reads its requests,
 * writes its answers, keeps it to its deadlines.  Only for src/control.
 */
#ifndef CONTROL_SESSION_H
#define CONTROL_SESSION_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "control/server.h"

struct event;

/* What the handler writes and what leaves are kept apart: `frames` goes into
 * the session's `out` at a flush. */
struct control_answer {
    struct session *session;    /* NULL: the client went away */
    struct buffer frames;
    size_t row;                 /* where the row that is open begins */
    size_t most;                /* bytes that may be queued */
    uid_t uid;
    bool ended;
    bool cut;                   /* rows were left out */
};

struct session {
    struct session *next, **link;       /* in the list of its owner */
    int fd;
    uid_t uid;
    struct buffer in, out;
    struct control_answer *answer;      /* of the request at hand, or NULL */
    struct event *readable, *writable, *deadline;
    const struct control_limits *limits;
    const struct control_verb *verbs;
    void *self;                 /* of the verbs */
    void (*gone)(void *owner);  /* called when the session frees itself */
    void *owner;
};

/* Serve a connected, non-blocking socket; the session closes it.  The caller
 * fills what is not of the connection itself: see server.c. */
void session_start(struct session *session, struct event_base *base);

/* Take it from its list, close it, free it.  An answer that is not finished
 * lives on without it. */
void session_close(struct session *session);

/* Let what its answer has so far go.  May close the session. */
void session_flush(struct session *session);

#endif
