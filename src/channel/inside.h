/*
 * inside - what a channel is made of; for channel.c and status.c only.
 */
#ifndef CHANNEL_INSIDE_H
#define CHANNEL_INSIDE_H

#include "channel/ack.h"
#include "channel/channel.h"
#include "channel/flight.h"
#include "channel/pace.h"
#include "channel/worker.h"

struct channel {
    struct event_base *base;
    const struct clock *clock;
    struct channel_config config;       /* ours, defaults filled in */
    const struct channel_events *events;
    void *self;
    struct worker *workers;
    struct seen {
        enum worker_state state;
        bool link;
    } *seen;                    /* of each worker, when last told */
    size_t count;
    struct pace pace;
    struct event *pace_over;    /* the rate allows the next one */
    struct event *later;        /* what a caller caused is told in the loop */
    struct refused {
        uint64_t wave, person;
        uint32_t epoch;
        enum allo_outcome outcome;
        const char *reason;
    } *refused;                 /* messages that no worker took */
    size_t refused_count, refused_room;
    struct flights suspects;    /* were in flight when a process died */
    struct acks acks;
    bool full;                  /* no slot was free when last seen */
    bool news;                  /* changed() is due */
    bool stopping;
    uint32_t traits;
    char plugin[64], version[32];
    uint64_t sent, failed;
    instant last_good;          /* wall */
};

#endif
