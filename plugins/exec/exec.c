/*
 * exec - a channel in any language: a program that reads the wire's lines on
 * its stdin and answers on its stdout.
 *
 *   send\tid=42.7\tattempt=1\tto=+32470000000\ttext=...\n
 *   result\tid=42.7\toutcome=accepted\tremote=abc\n
 *
 * It may also say receipt, inbound, state and log, and gets stored and, at
 * the end, stop.  When it ends, what it had read is UNKNOWN, and it is
 * started again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "allo/channel.h"
#include "exec/line.h"
#include "exec/script.h"

enum {
    FIRST_DELAY = 1000,         /* ms before a restart; doubles */
    MOST_DELAY = 60 * 1000,
    HEALTHY = 60 * 1000,
    STOP_PATIENCE = 3000,
    ID_SIZE = 48
};

struct waiting {
    uint64_t ticket;
    uint64_t ends;              /* where its line ends in all we wrote */
    char id[ID_SIZE];
};

struct exec {
    const struct allo_host *host;
    struct script script;
    struct bytes to, from;
    uint64_t queued, written;
    struct waiting *waiting;
    size_t count, window;
    int64_t started_at, restart_at, delay;
};

/* ---- the script's life ---- */

static void
start_script(struct exec *exec)
{
    exec->to.length = exec->from.length = 0;
    exec->queued = exec->written = 0;
    exec->started_at = exec->host->monotonic();
    if (script_start(&exec->script) < 0) {
        exec->host->log(LOG_ERR, "the script cannot be started: %s",
                        strerror(errno));
        exec->restart_at = exec->started_at + MOST_DELAY;
        exec->host->state(0, "the script cannot be started");
    }
}

static void
end_script(struct exec *exec)
{
    int64_t now = exec->host->monotonic();
    char how[64] = "the script ended";

    script_end(&exec->script, how, sizeof(how));
    if (now - exec->started_at >= HEALTHY || exec->delay == 0)
        exec->delay = FIRST_DELAY;
    else if (exec->delay < MOST_DELAY)
        exec->delay *= 2;
    exec->restart_at = now + exec->delay;
    exec->host->log(LOG_ERR, "%s", how);
    exec->host->state(0, how);
    for (; exec->count > 0; exec->count--) {
        const struct waiting *one = &exec->waiting[exec->count - 1];

        exec->host->settle(one->ticket,
                           one->ends <= exec->written ? ALLO_UNKNOWN
                                                      : ALLO_RETRY,
                           NULL, how, 0);
    }
}

/* ---- its lines ---- */

static int
parse_outcome(const char *word, enum allo_outcome *outcome)
{
    static const char *const words[] = {
        [ALLO_DELIVERED] = "delivered", [ALLO_ACCEPTED] = "accepted",
        [ALLO_RETRY] = "retry", [ALLO_REJECTED] = "rejected",
        [ALLO_UNKNOWN] = "unknown", [ALLO_LATER] = NULL,
        [ALLO_UNDELIVERED] = "undelivered"
    };

    for (size_t i = 0; word != NULL &&
                       i < sizeof(words) / sizeof(words[0]); i++) {
        if (words[i] != NULL && strcmp(words[i], word) == 0) {
            *outcome = (enum allo_outcome)i;
            return 0;
        }
    }
    return -1;
}

static unsigned long
number(const struct line *line, const char *key)
{
    const char *text = line_get(line, key);

    return text != NULL && *text >= '0' && *text <= '9'
               ? strtoul(text, NULL, 10) : 0;
}

static void
on_result(struct exec *exec, const struct line *line)
{
    const char *id = line_get(line, "id");
    unsigned long retry_after = number(line, "retry_after");
    enum allo_outcome outcome;
    size_t at = 0;

    while (id != NULL && at < exec->count &&
           strcmp(exec->waiting[at].id, id) != 0)
        at++;
    if (id == NULL || at == exec->count) {
        exec->host->log(LOG_WARNING, "the script answered what it was not "
                        "asked");
        return;
    }
    if (parse_outcome(line_get(line, "outcome"), &outcome) < 0 ||
        outcome == ALLO_UNDELIVERED)
        outcome = ALLO_UNKNOWN;
    exec->host->settle(exec->waiting[at].ticket, outcome,
                       line_get(line, "remote"), line_get(line, "reason"),
                       retry_after > UINT32_MAX ? UINT32_MAX
                                                : (uint32_t)retry_after);
    exec->waiting[at] = exec->waiting[--exec->count];
}

static void
on_line(struct exec *exec, char *text)
{
    const struct allo_host *host = exec->host;
    enum allo_outcome outcome;
    struct line line;

    if (line_parse(text, &line) < 0) {
        host->log(LOG_WARNING, "the script wrote a line that is not one");
    } else if (strcmp(line.verb, "result") == 0) {
        on_result(exec, &line);
    } else if (strcmp(line.verb, "receipt") == 0) {
        if (parse_outcome(line_get(&line, "outcome"), &outcome) == 0)
            host->receipt(number(&line, "token"),
                          line_get(&line, "remote"), outcome,
                          line_get(&line, "reason"));
    } else if (strcmp(line.verb, "inbound") == 0) {
        host->inbound(number(&line, "token"), line_get(&line, "from"),
                      line_get(&line, "to"), line_get(&line, "text"));
    } else if (strcmp(line.verb, "state") == 0) {
        host->state(number(&line, "up") != 0, line_get(&line, "reason"));
    } else if (strcmp(line.verb, "log") == 0 &&
               line_get(&line, "text") != NULL) {
        host->log(line_get(&line, "priority") != NULL
                      ? (int)(number(&line, "priority") & 7) : LOG_INFO,
                  "%s", line_get(&line, "text"));
    }
}

/* All whole lines; -1 when one is longer than a line can be. */
static int
take_lines(struct exec *exec)
{
    size_t done = 0;

    for (;;) {
        char *start = exec->from.data + done, *end;
        size_t left = exec->from.length - done;

        end = left > 0 ? memchr(start, '\n', left) : NULL;
        if (end == NULL) {
            bytes_eat(&exec->from, done);
            return exec->from.length >= LINE_MOST ? -1 : 0;
        }
        *end = '\0';
        on_line(exec, start);
        done += (size_t)(end - start) + 1;
    }
}

/* 0: there may be more later; -1: the script is done. */
static int
read_lines(struct exec *exec)
{
    ssize_t got;

    for (;;) {
        if (bytes_room(&exec->from, LINE_MOST) < 0)
            return -1;
        got = read(exec->script.out, exec->from.data + exec->from.length,
                   LINE_MOST);
        if (got < 0)
            return errno == EAGAIN || errno == EINTR ? 0 : -1;
        if (got == 0)
            return -1;
        exec->from.length += (size_t)got;
        if (take_lines(exec) < 0)
            return -1;
    }
}

static int
write_lines(struct exec *exec)
{
    while (exec->to.length > 0) {
        ssize_t put = write(exec->script.in, exec->to.data, exec->to.length);

        if (put < 0)
            return errno == EAGAIN || errno == EINTR ? 0 : -1;
        bytes_eat(&exec->to, (size_t)put);
        exec->written += (uint64_t)put;
    }
    return 0;
}

/* ---- the channel ---- */

static int
exec_open(const struct allo_host *host, void **self)
{
    struct exec *exec = calloc(1, sizeof(*exec));
    const char *wrong = "no memory";

    if (exec != NULL) {
        exec->host = host;
        exec->window = strtoul(host->setting("window"), NULL, 10);
        exec->waiting = calloc(exec->window, sizeof(*exec->waiting));
        wrong = script_init(&exec->script, host->setting("command"));
    }
    if (wrong != NULL || exec->waiting == NULL) {
        host->log(LOG_ERR, "setting 'command': %s",
                  wrong != NULL ? wrong : "no memory");
        if (exec != NULL) {
            script_free(&exec->script);
            free(exec->waiting);
        }
        free(exec);
        return -1;
    }
    start_script(exec);
    *self = exec;
    return 0;
}

static int
add_send(struct exec *exec, const struct allo_message *message)
{
    static const char *const names[] = {
        "id", "attempt", "to", "subject", "text", "topic", "urgency", "until"
    };
    size_t before = exec->to.length;

    if (bytes_add(&exec->to, "send", 4) < 0)
        return -1;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (line_add(&exec->to, names[i],
                     exec->host->field(message, names[i])) < 0) {
            exec->to.length = before;
            return -1;
        }
    }
    if (bytes_add(&exec->to, "\n", 1) < 0) {
        exec->to.length = before;
        return -1;
    }
    exec->queued += exec->to.length - before;
    return 0;
}

static enum allo_outcome
exec_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    struct exec *exec = self;
    const char *id = exec->host->field(message, "id");
    struct waiting *one;

    if (exec->script.pid == 0 || exec->count == exec->window || id == NULL ||
        strlen(id) >= ID_SIZE || add_send(exec, message) < 0) {
        snprintf(verdict->reason, sizeof(verdict->reason),
                 "the script is not there");
        return ALLO_RETRY;
    }
    one = &exec->waiting[exec->count++];
    one->ticket = exec->host->ticket(message);
    one->ends = exec->queued;
    memcpy(one->id, id, strlen(id) + 1);
    return ALLO_LATER;
}

static int
exec_watch(void *self, struct pollfd *fds, int room, int *wait_ms)
{
    struct exec *exec = self;
    int64_t wait;

    if (exec->script.pid == 0) {
        wait = exec->restart_at - exec->host->monotonic();
        *wait_ms = wait > 0 ? (int)wait : 0;
        return 0;
    }
    if (room < 2)
        return 0;
    fds[0] = (struct pollfd){ .fd = exec->script.out, .events = POLLIN };
    fds[1] = (struct pollfd){ .fd = exec->script.in,
                              .events = exec->to.length > 0 ? POLLOUT : 0 };
    return 2;
}

static void
exec_wake(void *self, const struct pollfd *fds, int count)
{
    struct exec *exec = self;

    if (exec->script.pid == 0) {
        if (exec->host->monotonic() >= exec->restart_at) {
            start_script(exec);
            if (exec->script.pid != 0)
                exec->host->state(1, NULL);
        }
        return;
    }
    if (count < 2)
        return;
    if ((fds[0].revents != 0 && read_lines(exec) < 0) ||
        (fds[1].revents != 0 && write_lines(exec) < 0) ||
        (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
        end_script(exec);
}

static void
exec_stored(void *self, uint64_t token)
{
    struct exec *exec = self;
    char text[48];
    int length = snprintf(text, sizeof(text), "stored\ttoken=%llu\n",
                          (unsigned long long)token);

    if (exec->script.pid != 0 &&
        bytes_add(&exec->to, text, (size_t)length) == 0)
        exec->queued += (size_t)length;
}

/* stop, then its stdin's end; it has a moment to say what is left. */
static void
say_goodbye(struct exec *exec)
{
    int64_t until = exec->host->monotonic() + STOP_PATIENCE, left;
    struct pollfd fd = { .fd = exec->script.out, .events = POLLIN };

    bytes_add(&exec->to, "stop\n", 5);
    write_lines(exec);
    close(exec->script.in);
    exec->script.in = -1;
    while ((left = until - exec->host->monotonic()) > 0 &&
           poll(&fd, 1, (int)left) >= 0) {
        if (read_lines(exec) < 0)
            return;
    }
}

static void
exec_close(void *self)
{
    struct exec *exec = self;
    char how[64];

    if (exec->script.pid != 0) {
        say_goodbye(exec);
        script_end(&exec->script, how, sizeof(how));
    }
    script_free(&exec->script);
    free(exec->to.data);
    free(exec->from.data);
    free(exec->waiting);
    free(exec);
}

static const struct allo_setting settings[] = {
    { "command", "text", NULL,
      "the path of a program and up to 8 arguments, between spaces" },
    { "window", "number 1 1000", "16",
      "how many messages it may have unanswered" },
    { NULL, NULL, NULL, NULL }
};

static const struct allo_channel channel = {
    .size = sizeof(struct allo_channel),
    .traits = ALLO_TRAIT_PHONE | ALLO_TRAIT_EMAIL | ALLO_TRAIT_PUSH |
              ALLO_TRAIT_SUBJECT | ALLO_TRAIT_RECEIPTS | ALLO_TRAIT_INBOUND,
    .name = "exec",
    .version = "1",
    .summary = "Hands messages to a program of your own",
    .settings = settings,
    .open = exec_open,
    .send = exec_send,
    .close = exec_close,
    .watch = exec_watch,
    .wake = exec_wake,
    .stored = exec_stored,
};

const struct allo_channel *
allo_channel_v1(void)
{
    return &channel;
}
