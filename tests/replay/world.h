/*
 * world - the daemon's real logic on a virtual clock, with channels that do
 * as they are told: for replay files and property tests.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/random.h"
#include "delivery/clockguard.h"
#include "outbox/outbox.h"
#include "privacy/address.h"
#include "programme/load.h"
#include "programme/programme.h"
#include "store/store.h"

/* What a channel does with the messages it gets. */
enum mode {
    MODE_ACCEPT,                /* accepted; a receipt a second later */
    MODE_SILENT,                /* accepted; no receipt */
    MODE_UNDELIVERED,           /* accepted; the receipt says it failed */
    MODE_REJECT,
    MODE_RETRY,
    MODE_UNKNOWN,
    MODE_MUTE,                  /* takes it and says nothing */
    MODE_DOWN                   /* has no room */
};

/* A message that was on the wire. */
struct sent {
    instant at;
    char channel[32], person[64], purpose[16], event[64], occurrence[24];
    char slot[32];
    char *text, *place;         /* place: of the facts it told */
    struct facts facts;
    int64_t wave, id;           /* id: of the person */
    instant until;
    int parts, version;
    enum mode mode;             /* of the channel at that moment */
    bool doubted;               /* the clock was */
    char replaces[32];          /* remote id of an earlier one; "" none */
    bool invited;               /* the person is in a group of the event */
    bool checked;               /* a replay file expected it */
};

/* What a channel will say, and when. */
struct saying {
    instant at;
    size_t channel;
    bool receipt;
    uint64_t wave, person;
    uint32_t epoch;
    enum allo_outcome outcome;
    char remote[32];
};

struct world;
struct world_outlet {
    struct world *world;
    size_t channel;
};

struct world {
    char zoneinfo[160];         /* directory of zone files; "" the system's */
    char directory[128];        /* of the configuration and the store */
    instant now;
    bool doubted;               /* the clock is not trusted */
    struct random random;
    struct store *store;
    struct address_key key;
    struct programme *programme;
    struct outbox *outbox;
    struct outlet *outlets;
    struct world_outlet *selves;
    enum mode modes[16];        /* by channel */
    int windows[16];            /* 0: no limit */
    int in_flight[16];
    instant latency[16];        /* from a message to its answer */
    instant receipt[16];        /* from a message to its receipt */
    bool receipt_twice[16];
    bool power_cut;             /* the next turn is not committed */
    uint64_t next_remote;
    char replaces[32];          /* what the message at hand replaces */
    instant wake;
    size_t sent_count, sent_room;
    struct sent *sent;
    size_t saying_count, saying_room;
    struct saying *sayings;
};

void world_open(struct world *world, instant start);
void world_close(struct world *world);

/* Write a file of the configuration; NULL removes it. */
void world_file(struct world *world, const char *name, const char *text);

/* From the next load on zone `name` has the rules of `as`, and other zones do
 * not exist. */
void world_zone(struct world *world, const char *name, const char *as);

/* Load the configuration as a start or SIGHUP does; the number of errors. */
size_t world_load(struct world *world);

/* Let time pass; everything happens at its own instant. */
void world_until(struct world *world, instant to);

/* The process ends; files and time go on without it. */
void world_stop(struct world *world);
/* It starts again, and loads; the number of errors. */
size_t world_start(struct world *world);
/* The process dies here and starts again. */
void world_crash(struct world *world);
/* The power goes in the middle of the next turn, before its commit: nothing
 * of that turn was on the wire.  Then it starts again. */
void world_power_cut(struct world *world);

/* Put `to` for every `from` in a file; how often it stood there. */
size_t world_edit(struct world *world, const char *name, const char *from,
                  const char *to);

/* A person writes; false when there is no such channel. */
bool world_reply(struct world *world, const char *channel, const char *from,
                 const char *text);

int world_channel(const struct world *world, const char *name);

#endif
