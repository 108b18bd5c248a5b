/*
 * client - the other end of the control socket: ask, and read the rows.
 * Blocks; for alloctl and for tests.
 */
#ifndef CONTROL_CLIENT_H
#define CONTROL_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/frame.h"

/* Where the daemon listens unless allo.conf says otherwise. */
#define CONTROL_PATH RUNSTATEDIR "/control"

struct control_client;

enum control_problem {
    CONTROL_NOT_RUNNING,        /* nobody listens there */
    CONTROL_FORBIDDEN,          /* the socket is not for this user */
    CONTROL_UNREACHABLE         /* anything else */
};

enum control_result {
    CONTROL_YES,                /* end code=0 */
    CONTROL_NO,                 /* end code=1 */
    CONTROL_ERROR,              /* the daemon said why it cannot */
    CONTROL_LOST                /* no daemon, or no sense in what it says */
};

/* Connect; NULL with a sentence and what kind of trouble it is (`problem` may
 * be NULL).  timeout: how long the daemon may be silent, here and later. */
struct control_client *control_client_open(const char *path, instant timeout,
                                           enum control_problem *problem,
                                           struct error *error);
void control_client_close(struct control_client **client);

/* Put the next request together. */
void control_client_begin(struct control_client *client, const char *verb);
void control_client_add(struct control_client *client, const char *key,
                        const char *value);
void control_client_add_number(struct control_client *client,
                               const char *key, int64_t value);

/* Send it and wait for the whole answer; each row (may be NULL) is called as
 * it comes, and its texts last until it returns.  After CONTROL_ERROR and
 * CONTROL_LOST there is a sentence, after CONTROL_LOST the client is of no
 * more use. */
enum control_result
control_client_ask(struct control_client *client,
                   void (*row)(void *self, const struct frame *row),
                   void *self, struct error *error);

#endif
