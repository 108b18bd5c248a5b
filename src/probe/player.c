/* player - see player.h */
#include "probe/player.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/memory.h"
#include "channel/channel.h"
#include "probe/hear.h"

enum { READ_AT_ONCE = 64 * 1024, TURN_MS = 20, DYING_MS = 5 };

int
player_start(struct player *player, const char *path, struct error *error)
{
    return launch(path, &player->process, error);
}

void
player_end(struct player *player)
{
    /* an id that was waited for may be somebody else's by now */
    if (player->ended)
        player->process.pid = -1;
    launch_end(&player->process);
    for (size_t i = 0; i < player->breach_count; i++)
        free(player->breaches[i].text);
    free(player->breaches);
    free(player->asked);
    buffer_free(&player->in);
    buffer_free(&player->out);
    *player = (struct player){ .ended = true, .process.pid = -1 };
}

static void
add_message(struct player *player, struct buffer *out, uint64_t number,
            const char *text)
{
    const struct dispatch dispatch = {
        .wave = player->wave, .person = number, .attempt = 1,
        .to = player->to, .text = text,
        .subject = player->subject ? "A try of the channel" : NULL,
        .topic = player->topic,
        .until = player->until.at != 0 ? player->until.at
                                       : clock_now(&clock_system) + HOUR
    };

    wire_send(out, &dispatch, &player->until);
}

void
player_send(struct player *player, const char *text, const char *more)
{
    struct asked *asked = GROW(player, asked, asked_count, asked_room);

    asked->at = clock_monotonic(&clock_system);
    add_message(player, &player->out, player->asked_count, text);
    if (more != NULL) {
        player->out.end--;      /* back before the newline */
        buffer_add_text(&player->out, more);
        frame_end(&player->out);
    }
}

size_t
player_text_room(struct player *player)
{
    struct buffer frame = { 0 };
    size_t length;

    add_message(player, &frame, 1000000, "");
    length = buffer_length(&frame);
    buffer_free(&frame);
    return FRAME_MOST - length;
}

void
player_ping(struct player *player)
{
    player->pings++;
    wire_word(&player->out, "ping");
}

void
player_hang_up(struct player *player)
{
    launch_hang_up(&player->process);
    player->deaf = true;
}

void
player_stop(struct player *player, bool close_to)
{
    wire_word(&player->out, "stop");
    if (!close_to)
        return;
    player_wait(player, player_has_written, player->deadline);
    close(player->process.to);
    player->process.to = -1;
}

static void
take_frames(struct player *player)
{
    struct frame frame;
    const char *why;

    for (;;) {
        switch (frame_next(&player->in, &frame, &why)) {
        case FRAME_OK:
            hear_frame(player, &frame);
            break;
        case FRAME_NONE:
            return;
        case FRAME_BAD:
            hear_breach(player, "not a line of the wire: %s", why);
            player->deaf = true;
            return;
        }
    }
}

/* Once: whoever floods must not keep us from looking at the clock. */
static void
read_wire(struct player *player)
{
    ssize_t got = buffer_read(&player->in, player->process.from,
                              READ_AT_ONCE);

    if (got > 0)
        take_frames(player);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        player->deaf = true;
}

static void
write_wire(struct player *player)
{
    while (buffer_length(&player->out) > 0) {
        if (buffer_write(&player->out, player->process.to) >= 0 ||
            errno == EINTR)
            continue;
        if (errno != EAGAIN)
            buffer_clear(&player->out);
        return;
    }
}

static void
read_errors(struct player *player)
{
    char bytes[4096];
    ssize_t got = read(player->process.errors, bytes, sizeof(bytes));
    size_t room;

    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        close(player->process.errors);
        player->process.errors = -1;
    }
    if (got <= 0)
        return;
    if (player->printed_length < sizeof(player->printed) - 1) {
        room = sizeof(player->printed) - 1 - player->printed_length;
        memcpy(player->printed + player->printed_length, bytes,
               (size_t)got < room ? (size_t)got : room);
    }
    player->printed_length += (size_t)got;
}

static void
see_whether_it_ended(struct player *player)
{
    pid_t pid = player->process.pid;

    if (!player->ended && pid > 0 &&
        waitpid(pid, &player->status, WNOHANG) == pid)
        player->ended = true;
}

static void
turn(struct player *player, instant most)
{
    struct pollfd fds[3] = {
        { .fd = player->deaf ? -1 : player->process.from, .events = POLLIN },
        { .fd = player->process.errors, .events = POLLIN },
        { .fd = buffer_length(&player->out) > 0 ? player->process.to : -1,
          .events = POLLOUT }
    };

    if (player->deaf && most > DYING_MS)
        most = DYING_MS;
    if (poll(fds, 3, (int)most) < 0)
        return;
    if (fds[1].revents != 0)
        read_errors(player);
    if (fds[2].revents != 0)
        write_wire(player);
    if (fds[0].revents != 0)
        read_wire(player);
    else if (player->ended)
        player->deaf = true;    /* nothing is left of what it said */
    if (player->deaf || fds[0].revents == 0)
        see_whether_it_ended(player);
}

bool
player_overdue(const struct player *player)
{
    return player->oldest < player->asked_count &&
           clock_monotonic(&clock_system) -
                   player->asked[player->oldest].at > player->deadline;
}

bool
player_wait(struct player *player, bool (*done)(const struct player *),
            instant most)
{
    instant until = clock_monotonic(&clock_system) + most, left;
    bool dying = done == player_has_ended;

    if (!player->deaf)
        write_wire(player);
    while (!done(player)) {
        if (player->deaf && player->ended)
            return false;
        /* nothing more will be said: only hear how it ended */
        if (player->deaf && !dying) {
            until = clock_monotonic(&clock_system) + SECOND;
            dying = true;
        }
        left = until - clock_monotonic(&clock_system);
        if (left <= 0 || (!dying && player_overdue(player)))
            return false;
        turn(player, left < TURN_MS ? left : TURN_MS);
    }
    return true;
}

bool
player_has_hello(const struct player *player)
{
    return player->hello || player->failed;
}

bool
player_has_started(const struct player *player)
{
    return player->ready || player->failed;
}

bool
player_has_answers(const struct player *player)
{
    return player_in_flight(player) == 0;
}

bool
player_has_room(const struct player *player)
{
    return player_in_flight(player) < player->window;
}

bool
player_has_pongs(const struct player *player)
{
    return player->pongs >= player->pings;
}

bool
player_has_ended(const struct player *player)
{
    return player->ended;
}

bool
player_has_written(const struct player *player)
{
    return buffer_length(&player->out) == 0;
}

bool
player_never(const struct player *player)
{
    (void)player;
    return false;
}

void
player_how(const struct player *player, char text[REASON_SIZE])
{
    if (!player->ended)
        snprintf(text, REASON_SIZE, "%s",
                 player->deaf ? "it closed the wire" : "it runs");
    else if (WIFSIGNALED(player->status))
        snprintf(text, REASON_SIZE, "it died of signal %d (SIG%s)",
                 WTERMSIG(player->status),
                 sigabbrev_np(WTERMSIG(player->status)));
    else
        snprintf(text, REASON_SIZE, "it ended with status %d",
                 WEXITSTATUS(player->status));
}
