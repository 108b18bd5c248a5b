/* client - see client.h */
#include "control/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

enum { READ_MOST = 64 * 1024 };

struct control_client {
    int fd;
    struct buffer in, out;
};

/* The kernel keeps the time: connect, send and recv give up with EAGAIN. */
static int
connected_socket(const struct sockaddr_un *address, instant timeout)
{
    struct timeval wait = { .tv_sec = timeout / SECOND,
                            .tv_usec = timeout % SECOND * 1000 };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), problem;

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == 0 &&
        connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0)
        return fd;
    problem = errno;
    close(fd);
    errno = problem;
    return -1;
}

static enum control_problem
describe(int number, const char *path, struct error *error)
{
    switch (number) {
    case ENOENT:
    case ECONNREFUSED:
        error_set(error, "the daemon is not running (nobody answers on %s)",
                  path);
        return CONTROL_NOT_RUNNING;
    case EACCES:
    case EPERM:
        error_set(error, "%s: you may not talk to the daemon", path);
        return CONTROL_FORBIDDEN;
    case EAGAIN:
        error_set(error, "%s: the daemon is too busy to answer", path);
        return CONTROL_UNREACHABLE;
    default:
        error_set(error, "%s: %s", path, strerror(number));
        return CONTROL_UNREACHABLE;
    }
}

struct control_client *
control_client_open(const char *path, instant timeout,
                    enum control_problem *problem, struct error *error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    enum control_problem unused;
    struct control_client *client;
    int fd;

    if (problem == NULL)
        problem = &unused;
    if (strlen(path) >= sizeof(address.sun_path)) {
        *problem = describe(ENAMETOOLONG, path, error);
        return NULL;
    }
    text_copy(address.sun_path, sizeof(address.sun_path), path);
    fd = connected_socket(&address, timeout);
    if (fd < 0) {
        *problem = describe(errno, path, error);
        return NULL;
    }
    client = NEW(struct control_client);
    client->fd = fd;
    return client;
}

void
control_client_close(struct control_client **client)
{
    struct control_client *old = *client;

    if (old == NULL)
        return;
    *client = NULL;
    close(old->fd);
    buffer_free(&old->in);
    buffer_free(&old->out);
    free(old);
}

void
control_client_begin(struct control_client *client, const char *verb)
{
    buffer_clear(&client->out);
    frame_begin(&client->out, verb);
}

void
control_client_add(struct control_client *client, const char *key,
                   const char *value)
{
    frame_add(&client->out, key, value);
}

void
control_client_add_number(struct control_client *client, const char *key,
                          int64_t value)
{
    frame_add_number(&client->out, key, value);
}

/* A daemon that will not have us may have said why and closed: so a failure
 * to send is left for the reading to find out about. */
static void
send_request(struct control_client *client)
{
    frame_end(&client->out);
    while (buffer_length(&client->out) != 0) {
        ssize_t put = send(client->fd, buffer_bytes(&client->out),
                           buffer_length(&client->out), MSG_NOSIGNAL);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return;
        buffer_eat(&client->out, (size_t)put);
    }
}

static int
read_more(struct control_client *client, struct error *error)
{
    for (;;) {
        ssize_t got = buffer_read(&client->in, client->fd, READ_MOST);

        if (got > 0)
            return 0;
        if (got == 0)
            return error_set(error, "the daemon closed the connection before "
                             "it had answered");
        if (errno == EAGAIN)
            return error_set(error, "the daemon does not answer");
        if (errno != EINTR)
            return error_set(error, "the connection to the daemon: %s",
                             strerror(errno));
    }
}

/* The next frame; -1 when there will be none. */
static int
next_frame(struct control_client *client, struct frame *frame,
           struct error *error)
{
    const char *why = "";

    for (;;) {
        switch (frame_next(&client->in, frame, &why)) {
        case FRAME_OK:
            return 0;
        case FRAME_BAD:
            return error_set(error, "no sense in the daemon's answer: %s",
                             why);
        case FRAME_NONE:
            if (read_more(client, error) != 0)
                return -1;
        }
    }
}

enum control_result
control_client_ask(struct control_client *client,
                   void (*row)(void *self, const struct frame *row),
                   void *self, struct error *error)
{
    struct frame frame;

    send_request(client);
    while (next_frame(client, &frame, error) == 0) {
        if (strcmp(frame.verb, "row") == 0) {
            if (row != NULL)
                row(self, &frame);
        } else if (strcmp(frame.verb, "end") == 0) {
            return frame_number(&frame, "code", 1) == 0 ? CONTROL_YES
                                                        : CONTROL_NO;
        } else if (strcmp(frame.verb, "error") == 0) {
            const char *text = frame_get(&frame, "text");

            error_set(error, "%s", text != NULL ? text : "no reason given");
            return CONTROL_ERROR;
        }
    }
    return CONTROL_LOST;
}
