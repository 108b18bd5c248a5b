/* ask - see ask.h */
#include "ctl/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ctl/whereabouts.h"

/* A reload of a great many people takes its time. */
#define SILENCE_MOST (60 * SECOND)

/* Where the daemon listens: what was said, what allo.conf says, or the usual
 * place.  The caller frees. */
static char *
socket_path(const struct call *call)
{
    const char *given = call_option(call, "socket");

    return given != NULL ? memory_copy(given) : whereabouts(call->directory);
}

static const char *
hint_for(enum control_problem problem)
{
    switch (problem) {
    case CONTROL_NOT_RUNNING:
        return "start it with 'systemctl start allod', or say where it "
               "listens with --socket PATH";
    case CONTROL_FORBIDDEN:
        return "ask as root or as the daemon's own user";
    case CONTROL_UNREACHABLE:
        break;
    }
    return NULL;
}

/* Nobody listens; when nothing said where, that may be all that is wrong. */
static bool
tell_unread(const struct call *call)
{
    int problem;

    if (call_option(call, "socket") != NULL)
        return false;
    problem = whereabouts_unread(call->directory);
    if (problem == 0 ||
        (problem == ENOENT && call_option(call, "config") == NULL))
        return false;
    call_error(call, problem == ENOENT
                         ? "say where it is with -c DIR"
                         : "ask as root or as the daemon's own user, or say "
                           "where it listens with --socket PATH",
               "cannot read %s/allo.conf: %s", call->directory,
               strerror(problem));
    return true;
}

static struct control_client *
connect_to(const struct call *call, const char *verb,
           enum control_problem *problem, struct error *error)
{
    char *path = socket_path(call);
    struct control_client *client =
        control_client_open(path, SILENCE_MOST, problem, error);

    if (client != NULL)
        control_client_begin(client, verb);
    free(path);
    return client;
}

struct control_client *
ask_begin(const struct call *call, const char *verb)
{
    enum control_problem problem;
    struct error error;
    struct control_client *client = connect_to(call, verb, &problem, &error);

    if (client == NULL &&
        (problem != CONTROL_NOT_RUNNING || !tell_unread(call)))
        call_error(call, hint_for(problem), "%s", error.text);
    return client;
}

static int
conclude(const struct call *call, enum control_result result,
         const struct error *error)
{
    if (result == CONTROL_ERROR || result == CONTROL_LOST)
        call_error(call, NULL, "%s", error->text);
    switch (result) {
    case CONTROL_YES:
        return CTL_FINE;
    case CONTROL_NO:
    case CONTROL_ERROR:
        return CTL_NO;
    case CONTROL_LOST:
        break;
    }
    return CTL_UNREACHABLE;
}

int
ask_end(const struct call *call, struct control_client **client,
        void (*row)(void *self, const struct frame *row), void *self)
{
    struct error error;
    enum control_result result = control_client_ask(*client, row, self,
                                                    &error);

    control_client_close(client);
    return conclude(call, result, &error);
}

struct control_client *
ask_quietly(const struct call *call, const char *verb)
{
    enum control_problem problem;
    struct error error;

    return connect_to(call, verb, &problem, &error);
}

int
ask_end_quietly(struct control_client **client,
                void (*row)(void *self, const struct frame *row), void *self)
{
    struct error error;
    enum control_result result = control_client_ask(*client, row, self,
                                                    &error);

    control_client_close(client);
    return result == CONTROL_YES ? 0 : -1;
}

void
ask_add_option(const struct call *call, struct control_client *client,
               const char *name)
{
    const char *value = call_option(call, name);

    if (value != NULL)
        control_client_add(client, name, value);
}

struct list {
    const struct call *call;
    const struct column *columns;
    struct table *table;
    size_t rows;
};

static void
on_row(void *self, const struct frame *row)
{
    struct list *list = self;

    list->rows++;
    if (list->call->json)
        table_json(list->columns, row, list->call->out);
    else
        table_add(list->table, row);
}

int
ask_list(const struct call *call, struct control_client **client,
         const struct column *columns, const char *empty, size_t *rows)
{
    struct list list = { call, columns, table_new(columns), 0 };
    struct error error;
    enum control_result result = control_client_ask(*client, on_row, &list,
                                                    &error);

    control_client_close(client);
    if (!call->json && list.rows != 0)
        table_print(list.table, call->out, call->color);
    else if (!call->json &&
             (result == CONTROL_YES || result == CONTROL_NO))
        fprintf(call->out, "%s\n", empty);
    table_free(&list.table);
    if (rows != NULL)
        *rows = list.rows;
    return conclude(call, result, &error);
}
