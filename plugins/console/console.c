/*
 * console - a channel that shows messages instead of sending them: the first
 * try, a demo, a rehearsal.
 *
 * Where they show: the file that the setting `path` names, else the terminal
 * that the daemon was started on.  Never in the daemon's log, where no message
 * belongs: with neither of the two it does not open.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <syslog.h>
#include <unistd.h>

#include "allo/channel.h"

struct console {
    const struct allo_host *host;
    int fd;
    uint64_t shown;
};

/* The daemon's stdout is not ours, but it can be opened when it is a
 * terminal. */
static int
open_terminal(void)
{
    char path[64];
    int fd;

    snprintf(path, sizeof(path), "/proc/%ld/fd/1", (long)getppid());
    fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && !isatty(fd)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static int
console_open(const struct allo_host *host, void **self)
{
    const char *path = host->setting("path");
    struct console *console;
    int fd;

    if (path != NULL && *path != '\0') {
        fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_CLOEXEC,
                  0600);
        if (fd < 0) {
            host->log(LOG_ERR, "setting 'path': %s", strerror(errno));
            return -1;
        }
    } else {
        fd = open_terminal();
        if (fd < 0) {
            host->log(LOG_ERR, "setting 'path' is needed: the daemon has no "
                      "terminal to show messages on");
            return -1;
        }
    }
    console = calloc(1, sizeof(*console));
    if (console == NULL) {
        host->log(LOG_ERR, "out of memory");
        close(fd);
        return -1;
    }
    console->host = host;
    console->fd = fd;
    *self = console;
    return 0;
}

/* What a terminal would obey is not shown to it; a new line is indented. */
static void
add_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '\n')
            fputs("\n    ", out);
        else if (c < 0x20 || c == 0x7f)
            fputc(' ', out);
        else if (c == 0xc2 && (unsigned char)text[1] >= 0x80 &&
                 (unsigned char)text[1] < 0xa0)
            text++, fputc(' ', out);
        else
            fputc(c, out);
    }
}

static void
add_field(FILE *out, const char *before, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    fputs(before, out);
    add_text(out, text);
}

/* The whole message as one text, to be freed; NULL without memory. */
static char *
show(struct console *console, const struct allo_message *message,
     size_t *length)
{
    const struct allo_host *host = console->host;
    const char *attempt = host->field(message, "attempt");
    const char *urgency = host->field(message, "urgency");
    char *text = NULL;
    FILE *out = open_memstream(&text, length);

    if (out == NULL)
        return NULL;
    add_field(out, "to ", host->field(message, "to"));
    if (attempt != NULL && strcmp(attempt, "1") != 0)
        add_field(out, "  attempt ", attempt);
    if (urgency != NULL && strcmp(urgency, "high") == 0)
        fputs("  urgent", out);
    add_field(out, "  until ", host->field(message, "until"));
    add_field(out, "\n  * ", host->field(message, "subject"));
    add_field(out, "\n    ", host->field(message, "text"));
    fputc('\n', out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static int
write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, text, length);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        text += put;
        length -= (size_t)put;
    }
    return 0;
}

static enum allo_outcome
console_send(void *self, const struct allo_message *message,
             struct allo_verdict *verdict)
{
    struct console *console = self;
    size_t length;
    char *text = show(console, message, &length);
    int status = text != NULL ? write_all(console->fd, text, length) : -1;

    free(text);
    if (status < 0) {
        snprintf(verdict->reason, sizeof(verdict->reason),
                 "it cannot be shown: %s", strerror(errno));
        return ALLO_RETRY;
    }
    snprintf(verdict->remote_id, sizeof(verdict->remote_id), "%llu",
             (unsigned long long)++console->shown);
    return ALLO_DELIVERED;
}

static void
console_close(void *self)
{
    struct console *console = self;

    close(console->fd);
    free(console);
}

static const struct allo_setting settings[] = {
    { "path", "text", "",
      "file that messages are added to; empty: the daemon's terminal" },
    { NULL, NULL, NULL, NULL }
};

static const struct allo_channel channel = {
    .size = sizeof(struct allo_channel),
    .traits = ALLO_TRAIT_PHONE | ALLO_TRAIT_EMAIL | ALLO_TRAIT_PUSH |
              ALLO_TRAIT_SUBJECT,
    .name = "console",
    .version = "1",
    .summary = "Shows messages on the terminal or adds them to a file",
    .settings = settings,
    .window = 16,
    .open = console_open,
    .send = console_send,
    .close = console_close,
};

const struct allo_channel *
allo_channel_v1(void)
{
    return &channel;
}
