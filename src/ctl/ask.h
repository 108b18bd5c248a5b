/*
 * ask - put a question to the daemon, and turn what comes of it into words
 * and an exit code.
 */
#ifndef CTL_ASK_H
#define CTL_ASK_H

#include "base/frame.h"
#include "control/client.h"
#include "ctl/command.h"
#include "ctl/table.h"

/* Connect and begin a request; add to it with control_client_add().  NULL
 * when there is no daemon: that has been said, and the command gives
 * CTL_UNREACHABLE. */
struct control_client *ask_begin(const struct call *call, const char *verb);

/* Send it, call `row` for each row (may be NULL), and close; gives the exit
 * code, and has said what went wrong. */
int ask_end(const struct call *call, struct control_client **client,
            void (*row)(void *self, const struct frame *row), void *self);

/* The same for what a command can do without: nothing is said.  The second
 * gives 0, or -1 when there is no answer. */
struct control_client *ask_quietly(const struct call *call,
                                   const char *verb);
int ask_end_quietly(struct control_client **client,
                    void (*row)(void *self, const struct frame *row),
                    void *self);

/* ask_end() for a list: a table, or a line of JSON for each row.  `empty` is
 * said when there is none; *rows (may be NULL) gets how many. */
int ask_list(const struct call *call, struct control_client **client,
             const struct column *columns, const char *empty, size_t *rows);

/* Add an option as a field of the same name, if it was given. */
void ask_add_option(const struct call *call, struct control_client *client,
                    const char *name);

#endif
