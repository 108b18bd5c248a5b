/*
 * server - the daemon's end of the control socket.
 *
 * A client sends one frame, "VERB key=value...", and gets any number of
 * "row key=value..." frames and then one of
 *
 *   end    code=0|1    done; 1: the answer is no
 *   error  text=...    it could not be done
 *
 * and may ask again; requests of one client are answered one at a time, in
 * their order.  An answer is only queued until control_server_flush(), which
 * the daemon calls when what it says has been committed.
 *
 * Nobody gets in but root, the daemon's own user and a group that was let in;
 * a client that sends what is no frame, that does not finish its request in
 * time or that does not read loses its own connection and nothing else.
 */
#ifndef CONTROL_SERVER_H
#define CONTROL_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/frame.h"

struct control_answer;
struct control_server;
struct event_base;

/* A request that is understood.  `request` lasts until the handler returns;
 * `answer` until the handler, then or later, has called control_answer_end()
 * or control_answer_error() on it: exactly once, also when the client or the
 * server is gone by then. */
struct control_verb {
    const char *name;
    void (*handle)(void *self, const struct frame *request,
                   struct control_answer *answer);
};

struct control_limits {
    int clients;                /* at a time; others wait to be accepted; 8 */
    size_t queued;              /* bytes of an answer in memory; 8 MiB */
    instant request;            /* to finish a request, from connecting or
                                 * from the answer before it; 5 s */
    instant unread;             /* without a byte of the answer read; 30 s */
};

/* Listen on `path` (NULL: only what control_server_adopt() brings).  `verbs`
 * ends with a NULL name and, like `self`, outlives the server.  NULL with a
 * sentence when the socket cannot be had. */
struct control_server *control_server_new(struct event_base *base,
                                          const char *path,
                                          const struct control_verb *verbs,
                                          void *self, struct error *error);

/* Close every connection and remove the socket. */
void control_server_free(struct control_server **server);

/* Let the members of a group in too; -1 with a sentence. */
int control_server_share(struct control_server *server, gid_t group,
                         struct error *error);

/* Other limits than the defaults; a member that is 0 stays as it is. */
void control_server_limit(struct control_server *server,
                          const struct control_limits *limits);

/* Serve a socket that is connected already, as if it had been accepted. */
void control_server_adopt(struct control_server *server, int fd);

/* Let the answers that are queued go. */
void control_server_flush(struct control_server *server);

/* How many clients are connected. */
int control_server_clients(const struct control_server *server);

/* A row: begin, fields, end. */
void control_answer_row_begin(struct control_answer *answer);
void control_answer_add(struct control_answer *answer, const char *key,
                        const char *value);
void control_answer_add_number(struct control_answer *answer, const char *key,
                               int64_t value);
void control_answer_row_end(struct control_answer *answer);

/* Nothing more fits, or nobody is there to read it: a handler with a long
 * list may stop.  Rows beyond are left out, and the answer becomes an error
 * that says so. */
bool control_answer_full(const struct control_answer *answer);

/* Who asks: for the log. */
uid_t control_answer_uid(const struct control_answer *answer);

/* The last word; the answer is gone. */
void control_answer_end(struct control_answer *answer, int code);
void control_answer_error(struct control_answer *answer, const char *format,
                          ...) __attribute__((format(printf, 2, 3)));

#endif
