/* smpp_rig - see smpp_rig.h */
#include "smpp_rig.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/text.h"

enum { EVENTS = 4096, ARGUMENTS = 32, SETTINGS = 32 };

static struct {
    pid_t process;
    int out, in;
    struct buffer lines;
    char port[8];
} smsc;

static struct {
    const struct allo_channel *channel;
    void *self;
    const char *settings[SETTINGS];
    const char *replaces;
    char port[16], log[512];
    struct rig_event *events;
    size_t count, seen[4];
    uint64_t last_ticket;
    char ids[EVENTS][24];               /* by ticket */
} rig;

/* --- the SMSC --- */

static void
fail(const char *what)
{
    fprintf(stderr, "smpp_rig: %s: %s\n", what, strerror(errno));
    abort();
}

static pid_t
spawn(const char *const *arguments, int in, int out)
{
    pid_t process = fork();

    if (process < 0)
        fail("fork");
    if (process == 0) {
        if (in >= 0)
            dup2(in, STDIN_FILENO);
        if (out >= 0)
            dup2(out, STDOUT_FILENO);
        if (in == out)
            dup2(out, STDERR_FILENO);
        execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    return process;
}

int
rig_program(const char *const *arguments)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC), status = 0;
    pid_t process = spawn(arguments, null, null);

    close(null);
    waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Whether a line was read within `wait_ms`. */
static void
smsc_read(int wait_ms)
{
    struct pollfd fd = { .fd = smsc.out, .events = POLLIN };

    if (smsc.process != 0 && poll(&fd, 1, wait_ms) > 0)
        buffer_read(&smsc.lines, smsc.out, 64 * 1024);
}

void
rig_smsc_start(const char *const *options)
{
    static char program[4096];
    const char *directory = getenv("ALLO_BUILDDIR"), *port;
    const char *arguments[ARGUMENTS] = { program, "--listen", "0", "--json" };
    int to[2], from[2], count = 4;

    snprintf(program, sizeof(program), "%s/allo-smsc",
             directory != NULL ? directory : ".");
    while (*options != NULL && count < ARGUMENTS - 1)
        arguments[count++] = *options++;
    if (pipe2(to, O_CLOEXEC) < 0 || pipe2(from, O_CLOEXEC) < 0)
        fail("pipe");
    smsc.process = spawn(arguments, to[0], from[1]);
    close(to[0]);
    close(from[1]);
    smsc.in = to[1];
    smsc.out = from[0];
    buffer_clear(&smsc.lines);
    for (int i = 0; i < 500 && rig_smsc_line("\"listening\"") == NULL; i++)
        smsc_read(20);
    port = rig_smsc_line("\"listening\"");
    port = port == NULL ? NULL : strstr(port, "\"port\":");
    if (port == NULL)
        fail("allo-smsc does not listen");
    snprintf(smsc.port, sizeof(smsc.port), "%d", atoi(port + 7));
}

void
rig_smsc_stop(void)
{
    int status;

    if (smsc.process == 0)
        return;
    kill(smsc.process, SIGTERM);
    waitpid(smsc.process, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail("allo-smsc did not end well");
    smsc.process = 0;
    close(smsc.in);
    close(smsc.out);
    buffer_free(&smsc.lines);
}

const char *
rig_port(void)
{
    return smsc.port;
}

void
rig_smsc_type(const char *line)
{
    if (dprintf(smsc.in, "%s\n", line) < 0)
        fail("typing");
}

/* The whole line that starts at `at`, copied; NULL at the end. */
static const char *
next_line(const char **at)
{
    static char line[8192];
    const char *end = strchr(*at, '\n');
    size_t length;

    if (end == NULL)
        return NULL;
    length = (size_t)(end - *at);
    if (length >= sizeof(line))
        length = sizeof(line) - 1;
    memcpy(line, *at, length);
    line[length] = '\0';
    *at = end + 1;
    return line;
}

int
rig_smsc_count(const char *piece, const char *other)
{
    const char *at = buffer_text(&smsc.lines), *line;
    int count = 0;

    while ((line = next_line(&at)) != NULL)
        count += strstr(line, piece) != NULL &&
                 (other == NULL || strstr(line, other) != NULL);
    return count;
}

const char *
rig_smsc_line(const char *piece)
{
    static char found[8192];
    const char *at = buffer_text(&smsc.lines), *line;
    bool any = false;

    while ((line = next_line(&at)) != NULL) {
        if (strstr(line, piece) != NULL) {
            memcpy(found, line, sizeof(found));
            any = true;
        }
    }
    return any ? found : NULL;
}

/* --- the host that is lent to the plugin --- */

static const char *
host_setting(const char *key)
{
    size_t length = strlen(key);

    for (const char **line = rig.settings; *line != NULL; line++) {
        if (strncmp(*line, key, length) == 0 && (*line)[length] == '=')
            return *line + length + 1;
    }
    for (const struct allo_setting *row = rig.channel->settings;
         row->key != NULL; row++) {
        if (strcmp(row->key, key) == 0)
            return row->fallback;
    }
    return NULL;
}

static const char *
host_field(const struct allo_message *message, const char *name)
{
    if (strcmp(name, "id") == 0)
        return message->id;
    if (strcmp(name, "to") == 0)
        return message->to;
    if (strcmp(name, "text") == 0)
        return message->text;
    if (strcmp(name, "replaces") == 0)
        return rig.replaces;
    return strcmp(name, "until") == 0 ? message->until : NULL;
}

__attribute__((format(printf, 2, 3))) static void
host_log(int priority, const char *format, ...)
{
    va_list args;

    (void)priority;
    va_start(args, format);
    vsnprintf(rig.log, sizeof(rig.log), format, args);
    va_end(args);
}

static uint64_t
host_ticket(const struct allo_message *message)
{
    return message->ticket;
}

static struct rig_event *
add(enum rig_kind kind, uint64_t number, const char *remote,
    const char *reason)
{
    struct rig_event *event;

    if (rig.count == EVENTS)
        fail("too many events");
    event = &rig.events[rig.count++];
    *event = (struct rig_event){ .kind = kind, .number = number };
    text_copy(event->remote, sizeof(event->remote),
              remote != NULL ? remote : "");
    text_copy(event->reason, sizeof(event->reason),
              reason != NULL ? reason : "");
    return event;
}

static void
host_settle(uint64_t ticket, enum allo_outcome outcome, const char *remote,
            const char *reason, uint32_t retry_after)
{
    struct rig_event *event = add(RIG_SETTLE, ticket, remote, reason);

    event->outcome = outcome;
    event->retry_after = retry_after;
}

static void
host_receipt(uint64_t token, const char *remote, enum allo_outcome outcome,
             const char *reason)
{
    add(RIG_RECEIPT, token, remote, reason)->outcome = outcome;
}

static void
host_inbound(uint64_t token, const char *from, const char *to,
             const char *text)
{
    struct rig_event *event = add(RIG_INBOUND, token, from, to);

    text_copy(event->text, sizeof(event->text), text);
}

static void
host_state(int up, const char *reason)
{
    add(RIG_STATE, (uint64_t)up, NULL, reason);
}

static int64_t
host_monotonic(void)
{
    return clock_monotonic(&clock_system);
}

static const struct allo_host host = {
    .size = sizeof(host), .setting = host_setting, .field = host_field,
    .log = host_log, .ticket = host_ticket, .settle = host_settle,
    .receipt = host_receipt, .inbound = host_inbound, .state = host_state,
    .monotonic = host_monotonic
};

/* --- the plugin --- */

static void
load(void)
{
    const char *directory = getenv("ALLO_BUILDDIR");
    const struct allo_channel *(*channel_v1)(void);
    char path[4096];
    void *plugin;

    snprintf(path, sizeof(path), "%s/plugins/smpp/.libs/smpp.so",
             directory != NULL ? directory : ".");
    plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (plugin == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        abort();
    }
    *(void **)&channel_v1 = dlsym(plugin, "allo_channel_v1");
    rig.channel = channel_v1();
    rig.events = calloc(EVENTS, sizeof(*rig.events));
    if (rig.events == NULL)
        fail("memory");
}

void
rig_replaces(const char *remote)
{
    rig.replaces = remote;
}

int
rig_open(const char *const *settings)
{
    static const char *const fallbacks[] = { "host=127.0.0.1", rig.port,
                                             "system_id=allo",
                                             "sender=+32470999999" };
    int count = 0;

    if (rig.channel == NULL)
        load();
    rig.count = 0;
    memset(rig.seen, 0, sizeof(rig.seen));
    rig.log[0] = '\0';
    snprintf(rig.port, sizeof(rig.port), "port=%s",
             smsc.port[0] != '\0' ? smsc.port : "1");
    while (*settings != NULL && count < SETTINGS - 5)
        rig.settings[count++] = *settings++;
    for (int i = 0; i < 4; i++)
        rig.settings[count++] = fallbacks[i];
    rig.settings[count] = NULL;
    return rig.channel->open(&host, &rig.self);
}

void
rig_close(void)
{
    if (rig.self != NULL)
        rig.channel->close(rig.self);
    rig.self = NULL;
    free(rig.events);
    rig.events = NULL;
    rig.channel = NULL;
}

static void
turn(int most_ms)
{
    struct pollfd fds[4];
    int wait_ms = most_ms;
    int count = rig.channel->watch(rig.self, fds, 4, &wait_ms);

    poll(fds, (nfds_t)count, wait_ms);
    rig.channel->wake(rig.self, fds, count);
    smsc_read(0);
}

int
rig_socket(void)
{
    struct pollfd fds[4];
    int wait_ms = 0;

    return rig.channel->watch(rig.self, fds, 4, &wait_ms) > 0 ? fds[0].fd
                                                              : -1;
}

void
rig_run(int wait_ms)
{
    int64_t until = host_monotonic() + wait_ms, left;

    while ((left = until - host_monotonic()) > 0)
        turn((int)(left < 20 ? left : 20));
}

struct rig_event *
rig_next(enum rig_kind kind, int wait_ms)
{
    int64_t until = host_monotonic() + wait_ms;

    do {
        while (rig.seen[kind] < rig.count) {
            struct rig_event *event = &rig.events[rig.seen[kind]++];

            if (event->kind == kind)
                return event;
        }
        turn(20);
    } while (host_monotonic() < until);
    return NULL;
}

struct rig_event *
rig_settled(const char *id, int wait_ms)
{
    int64_t until = host_monotonic() + wait_ms;

    do {
        for (size_t i = 0; i < rig.count; i++) {
            struct rig_event *event = &rig.events[i];

            if (event->kind == RIG_SETTLE &&
                strcmp(rig.ids[event->number % EVENTS], id) == 0)
                return event;
        }
        turn(20);
    } while (host_monotonic() < until);
    return NULL;
}

bool
rig_bound(void)
{
    struct rig_event *event = rig_next(RIG_STATE, 5000);

    return event != NULL && event->number == 1;
}

enum allo_outcome
rig_send(const char *id, const char *to, const char *text, const char *until,
         struct allo_verdict *verdict)
{
    struct allo_message message = { id, to, text, until, ++rig.last_ticket };
    struct allo_verdict ignored;

    if (verdict == NULL)
        verdict = &ignored;
    memset(verdict, 0, sizeof(*verdict));
    text_copy(rig.ids[message.ticket % EVENTS], sizeof(rig.ids[0]), id);
    return rig.channel->send(rig.self, &message, verdict);
}

bool
rig_smsc_wait(const char *piece, const char *other, int count, int wait_ms)
{
    int64_t until = host_monotonic() + wait_ms;

    while (rig_smsc_count(piece, other) < count) {
        if (host_monotonic() >= until)
            return false;
        turn(20);
    }
    return true;
}

void
rig_stored(uint64_t token)
{
    rig.channel->stored(rig.self, token);
}

const char *
rig_log(void)
{
    return rig.log;
}
