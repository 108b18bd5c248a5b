/*
 * player - the daemon's side of the wire, towards one process: what was asked,
 * what came back, and every breach of the contract in it.
 */
#ifndef PROBE_PLAYER_H
#define PROBE_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "channel/wire.h"
#include "probe/launch.h"

enum { REASON_SIZE = 256, WINDOW_OF_EXEC = 16 };

/* One message. */
struct asked {
    instant at;
    bool answered;
    enum allo_outcome outcome;
};

struct breach {
    char *text;
    uint64_t times;
};

struct player {
    struct process process;
    struct buffer in, out;
    const char *to;             /* as it goes on the wire */
    const char *topic;          /* of all its messages */
    bool subject;               /* messages have one */
    instant deadline;           /* of one answer */
    struct wire_until until;

    uint64_t wave;              /* first half of every id */
    struct asked *asked;        /* by the second half, less 1 */
    size_t asked_count, asked_room, answered;
    size_t oldest;              /* all before it were answered */

    bool hello;
    int abi;
    uint32_t traits;
    char name[64], version[64];
    bool ready, failed, failed_final;
    uint32_t window;
    bool down;                  /* said so with `state` */
    char reason[REASON_SIZE];   /* of `failed`, else the last that was said */
    size_t pings, pongs, logs;
    char printed[512];          /* the first of its stderr */
    size_t printed_length;      /* of all of it */

    struct breach *breaches;
    size_t breach_count, breach_room;

    bool deaf;                  /* its end of the wire is closed, or broken */
    bool ended;                 /* and was waited for */
    int status;                 /* as waitpid(2) gives it */
};

/* A process with nothing said yet; the rest of `player` is the caller's, who
 * zeroed it and set to, topic, subject, deadline and wave. */
int player_start(struct player *player, const char *path,
                 struct error *error);

/* Kill what still runs, free everything. */
void player_end(struct player *player);

/* Queue a message; more: NULL, or "\tkey=value" fields to add as they are. */
void player_send(struct player *player, const char *text, const char *more);

/* The bytes of text that fit in one message. */
size_t player_text_room(struct player *player);

/* Queue `ping`. */
void player_ping(struct player *player);

/* Queue `stop`; close_to: and close its stdin, once that was written. */
void player_stop(struct player *player, bool close_to);

/* Close our side of the wire. */
void player_hang_up(struct player *player);

/* Talk and listen until done() or for so long; false when it is not done and
 * there is nothing more to wait for.  A message that waits for longer than
 * the deadline, or the end of the process, also ends the wait. */
bool player_wait(struct player *player,
                 bool (*done)(const struct player *), instant most);

/* For player_wait(). */
bool player_has_hello(const struct player *player);     /* or failed */
bool player_has_started(const struct player *player);   /* ready or failed */
bool player_has_answers(const struct player *player);   /* none in flight */
bool player_has_room(const struct player *player);      /* a free slot */
bool player_has_pongs(const struct player *player);
bool player_has_ended(const struct player *player);
bool player_has_written(const struct player *player);
bool player_never(const struct player *player);

static inline size_t
player_in_flight(const struct player *player)
{
    return player->asked_count - player->answered;
}

/* A message has waited for longer than the deadline. */
bool player_overdue(const struct player *player);

/* How it ended: "it died of signal 11"; or that it runs. */
void player_how(const struct player *player, char text[REASON_SIZE]);

#endif
