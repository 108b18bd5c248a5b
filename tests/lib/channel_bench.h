/*
 * channel_bench - a daemon just big enough to drive real channels with real
 * processes: an event loop, SIGCHLD, and a memory of all that was told.
 */
#ifndef TESTS_CHANNEL_BENCH_H
#define TESTS_CHANNEL_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"
#include "channel/channel.h"

struct bench {
    struct event_base *base;
    struct event *children, *over;
    struct random random;
    struct channel *channels[4];
    size_t channel_count;
    struct told {
        struct channel *channel;
        uint64_t wave, person;
        uint32_t epoch;
        enum allo_outcome outcome;
        char remote[256], reason[256];
        uint32_t retry_after;
        bool quarantine;
    } *results;
    size_t count, room;
    struct {
        char remote[256];
        enum allo_outcome outcome;
    } receipt;                  /* the last one */
    int receipts;
    struct {
        uint64_t token;
        char from[64], to[64], text[64];
    } inbound;                  /* the last one */
    int inbounds, changes;
    char *log;                  /* all lines, when it is kept */
    bool timeout;
};

struct bench *bench_new(void);
void bench_free(struct bench **bench);

/* Where libtool built a module: "tests/channels/bad_segv". */
const char *bench_plugin(const char *name, char path[512]);

/* What most tests want: impatient, one worker.  Lasts until the next call. */
struct channel_config bench_config(const char *name);

/* A channel that was started. */
struct channel *bench_add(struct bench *bench,
                          const struct channel_config *config);

/* Queue a message as (wave 1, person) and let it go. */
void bench_send(struct channel *channel, uint64_t person, const char *text);

/* Run the loop until the condition holds; false after 10 s. */
bool bench_until_ready(struct bench *bench, struct channel *channel);
bool bench_until_state(struct bench *bench, struct channel *channel,
                       enum channel_state state);
bool bench_until_results(struct bench *bench, size_t count);
bool bench_until(struct bench *bench, bool (*holds)(struct bench *));
void bench_run(struct bench *bench, int milliseconds);

/* The result for a person, the last one; NULL when there is none. */
const struct told *bench_result(const struct bench *bench,
                                const struct channel *channel,
                                uint64_t person);

/* Descriptors that this process has open; children it has, dead or alive. */
int bench_descriptors(void);
int bench_children(void);

#endif
