/* plugins - see plugins.h */
#include "ctl/plugins.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/frame.h"
#include "channel/spawn.h"
#include "config/diagnose.h"
#include "programme/load.h"
#include "programme/programme.h"

enum { DEADLINE = 5 * SECOND, READ_AT_ONCE = 4096 };

/* One conversation with a host. */
struct inquiry {
    struct spawned spawned;
    struct buffer out, in;
    instant until;
    bool answered;
    char *reason;               /* where the plugin's words go */
    size_t size;
};

static void
write_settings(struct buffer *out, const struct channel_definition *channel)
{
    for (size_t i = 0; i < channel->setting_count; i++) {
        const struct channel_setting_text *setting = &channel->settings[i];
        bool elsewhere = setting->secret && *setting->value == '\0';

        frame_begin(out, elsewhere ? "elsewhere" : "set");
        frame_add(out, setting->key, setting->value);
        frame_end(out);
    }
    frame_begin(out, "start");
    frame_end(out);
}

/* Until the answer has come; the first of what the host says that is one. */
static void
take_frames(struct inquiry *inquiry)
{
    struct frame frame;
    const char *why;

    while (!inquiry->answered &&
           frame_next(&inquiry->in, &frame, &why) == FRAME_OK) {
        const char *reason = frame_get(&frame, "reason");

        if (strcmp(frame.verb, "failed") == 0)
            snprintf(inquiry->reason, inquiry->size, "%s",
                     reason != NULL ? reason : "it does not say why");
        else if (strcmp(frame.verb, "ready") != 0)
            continue;
        inquiry->answered = true;
    }
}

/* What the host prints goes nowhere, but must not hold it up. */
static void
drain(int fd)
{
    char bytes[READ_AT_ONCE];

    while (read(fd, bytes, sizeof(bytes)) > 0)
        ;
}

/* A host that has ended may have answered all the same. */
static void
write_out(struct inquiry *inquiry)
{
    ssize_t put = send(inquiry->spawned.wire, buffer_bytes(&inquiry->out),
                       buffer_length(&inquiry->out), MSG_NOSIGNAL);

    if (put > 0)
        buffer_eat(&inquiry->out, (size_t)put);
    else if (errno != EAGAIN && errno != EINTR)
        buffer_clear(&inquiry->out);
}

/* One turn; false when there will be no other. */
static bool
turn(struct inquiry *inquiry)
{
    struct pollfd fds[] = {
        { .fd = inquiry->spawned.wire, .events = POLLIN },
        { .fd = inquiry->spawned.errors, .events = POLLIN }
    };
    instant left = inquiry->until - clock_monotonic(&clock_system);
    ssize_t got;

    if (left <= 0)
        return false;
    if (buffer_length(&inquiry->out) > 0)
        fds[0].events |= POLLOUT;
    if (poll(fds, 2, (int)left) < 0)
        return errno == EINTR;
    drain(inquiry->spawned.errors);
    if (buffer_length(&inquiry->out) > 0)
        write_out(inquiry);
    got = buffer_read(&inquiry->in, inquiry->spawned.wire, READ_AT_ONCE);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        return false;
    take_frames(inquiry);
    return !inquiry->answered;
}

static void
end_process(struct inquiry *inquiry)
{
    const struct spawned *spawned = &inquiry->spawned;

    close(spawned->wire);
    close(spawned->errors);
    kill(spawned->pid, SIGKILL);
    while (waitpid(spawned->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* -1 with what the plugin says against the settings of the channel. */
static int
ask(const struct channel_definition *channel, struct error *error)
{
    char reason[sizeof(error->text)] = "";
    struct inquiry inquiry = {
        .until = clock_monotonic(&clock_system) + DEADLINE,
        .reason = reason, .size = sizeof(reason)
    };

    if (spawn_check(channel->plugin, &inquiry.spawned, error) < 0)
        return -1;
    write_settings(&inquiry.out, channel);
    while (turn(&inquiry))
        ;
    end_process(&inquiry);
    if (inquiry.out.data != NULL)
        explicit_bzero(inquiry.out.data, inquiry.out.room);
    buffer_free(&inquiry.out);
    buffer_free(&inquiry.in);
    if (!inquiry.answered)
        return error_set(error, "the plugin '%s' cannot be asked: its "
                         "process ended, or gave no answer", channel->plugin);
    return reason[0] == '\0' ? 0 : error_set(error, "%s", reason);
}

static void
check_channels(const struct programme *programme,
               struct diagnoses *diagnoses)
{
    struct error error;

    for (size_t i = 0; i < programme->channel_count; i++) {
        const struct channel_definition *channel = &programme->channels[i];

        if (ask(channel, &error) < 0)
            diagnose_error(diagnoses, channel->at.file, channel->at.line,
                           "channel '%s': %s", channel->name, error.text);
    }
}

void
plugins_check(struct load *load)
{
    struct diagnoses diagnoses = {
        .pool = load->pool, .count = load->diagnosis_count,
        .room = load->diagnosis_room, .error_count = load->error_count,
        .items = load->diagnoses
    };
    struct error error;

    if (load->programme == NULL || load->programme->channel_count == 0)
        return;
    if (spawn_installed(&error) < 0)
        diagnose_warning(&diagnoses, "allo.conf", 0, "what is set for the "
                         "plugins is not checked: %s", error.text);
    else
        check_channels(load->programme, &diagnoses);
    diagnose_sort(&diagnoses);
    load->diagnoses = diagnoses.items;
    load->diagnosis_count = diagnoses.count;
    load->diagnosis_room = diagnoses.room;
    load->error_count = diagnoses.error_count;
}
