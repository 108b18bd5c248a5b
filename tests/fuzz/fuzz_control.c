/* fuzz_control - what a client may send to the control server: anything, in
 * pieces; no answer leaves that is not one, and the client alone pays */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "control/server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct waiting {
    struct control_answer *later;
};

static void
handle_echo(void *self, const struct frame *request,
            struct control_answer *answer)
{
    (void)self;
    control_answer_row_begin(answer);
    for (size_t i = 0; i < request->count; i++)
        control_answer_add(answer, "value", request->fields[i].value);
    control_answer_row_end(answer);
    control_answer_end(answer, 0);
}

static void
handle_later(void *self, const struct frame *request,
             struct control_answer *answer)
{
    struct waiting *waiting = self;

    (void)request;
    if (waiting->later != NULL)
        abort();                /* one at a time */
    waiting->later = answer;
}

static const struct control_verb verbs[] = {
    { "echo", handle_echo }, { "later", handle_later }, { NULL, NULL }
};

static void
swallow(void *self, const char *line)
{
    (void)self;
    (void)line;
}

/* What comes back is whole frames that the server means. */
static void
check(struct buffer *answers)
{
    struct frame frame;
    const char *why;

    for (;;) {
        switch (frame_next(answers, &frame, &why)) {
        case FRAME_NONE:
            return;
        case FRAME_BAD:
            abort();
        case FRAME_OK:
            if (strcmp(frame.verb, "row") != 0 &&
                strcmp(frame.verb, "end") != 0 &&
                strcmp(frame.verb, "error") != 0)
                abort();
        }
    }
}

static void
turn(struct event_base *base, struct control_server *server,
     struct waiting *waiting, int client, struct buffer *answers)
{
    event_base_loop(base, EVLOOP_NONBLOCK);
    control_server_flush(server);
    if (waiting->later != NULL) {
        control_answer_end(waiting->later, 1);
        waiting->later = NULL;
        control_server_flush(server);
    }
    while (buffer_read(answers, client, 16384) > 0)
        check(answers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct event_base *base = event_base_new();
    struct waiting waiting = { NULL };
    struct buffer answers = { 0 };
    struct control_server *server;
    size_t piece = size != 0 ? 1 + data[0] % 97 : 1;
    int ends[2];

    log_to(swallow, NULL);
    server = control_server_new(base, NULL, verbs, &waiting, NULL);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
        abort();
    control_server_adopt(server, ends[0]);
    for (size_t at = 0; at < size; at += piece) {
        size_t length = piece < size - at ? piece : size - at;

        if (send(ends[1], data + at, length, MSG_NOSIGNAL) < 0)
            break;
        turn(base, server, &waiting, ends[1], &answers);
    }
    for (int i = 0; i < 4; i++)
        turn(base, server, &waiting, ends[1], &answers);
    close(ends[1]);
    control_server_free(&server);
    if (waiting.later != NULL)
        control_answer_end(waiting.later, 0);
    event_base_free(base);
    buffer_free(&answers);
    return 0;
}
