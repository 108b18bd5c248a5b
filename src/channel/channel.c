/* channel - see channel.h: the set of workers, their common rate, and what
 * becomes of messages whose process was lost. */
#include "channel/channel.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "channel/config.h"
#include "channel/inside.h"
#include "channel/scrub.h"

enum { LEAST_SUSPECTS = 1024 };

static instant
now_of(const struct channel *channel)
{
    return clock_monotonic(channel->clock);
}

static uint64_t
free_slots(const struct channel *channel)
{
    uint64_t slots = 0;

    for (size_t i = 0; i < channel->count; i++)
        slots += worker_room(&channel->workers[i]);
    return channel->stopping ? 0 : slots;
}

/* When it is the rate that says no, come back when it says yes. */
static void
wait_for_pace(struct channel *channel)
{
    instant wait = pace_wait(&channel->pace, now_of(channel));
    struct timeval time;

    if (wait <= 0 || event_pending(channel->pace_over, EV_TIMEOUT, NULL))
        return;
    time.tv_sec = (time_t)(wait / SECOND);
    time.tv_usec = (suseconds_t)(wait % SECOND * 1000);
    event_add(channel->pace_over, &time);
}

/* ---- messages that are settled ---- */

static void
tell_result(struct channel *channel, const struct flight *flight,
            enum allo_outcome outcome, const char *remote,
            const char *reason, uint32_t retry_after, bool quarantine)
{
    if (outcome == ALLO_DELIVERED || outcome == ALLO_ACCEPTED) {
        channel->sent++;
        channel->last_good = clock_now(channel->clock);
    } else {
        channel->failed++;
    }
    channel->events->result(channel->self, channel, flight->wave,
                            flight->person, flight->epoch, outcome, remote,
                            reason, retry_after, quarantine);
}

static void
forget_suspect(struct channel *channel, const struct flight *flight)
{
    struct flight *suspect;

    if (channel->suspects.count == 0)
        return;
    suspect = flights_find(&channel->suspects, flight->wave, flight->person);
    if (suspect != NULL)
        flights_remove(&channel->suspects, suspect);
}

static void
on_result(void *owner, struct worker *worker, const struct flight *flight,
          const struct heard *heard)
{
    struct channel *channel = owner;
    char reason[256];

    (void)worker;
    forget_suspect(channel, flight);
    if (heard->retry_after > 0) {
        pace_throttle(&channel->pace,
                      (instant)heard->retry_after * SECOND,
                      now_of(channel));
        wait_for_pace(channel);
    }
    if (heard->reason != NULL)
        scrub(reason, sizeof(reason), heard->reason);
    tell_result(channel, flight, heard->outcome, heard->remote,
                heard->reason != NULL ? reason : NULL, heard->retry_after,
                false);
}

/* Whether it was there at a death before; if not, remember that it was now.
 * When there are too many to remember, the oldest are forgotten. */
static bool
is_second_death(struct channel *channel, const struct flight *flight)
{
    struct flights *suspects = &channel->suspects;

    if (suspects->room == 0)
        flights_init(suspects, LEAST_SUSPECTS + 2 *
                     (uint32_t)channel_window(channel));
    if (flights_find(suspects, flight->wave, flight->person) != NULL) {
        forget_suspect(channel, flight);
        return true;
    }
    if (suspects->count == suspects->room)
        flights_remove(suspects, flights_oldest(suspects));
    flights_add(suspects, flight->wave, flight->person);
    return false;
}

static void
on_lost(void *owner, struct worker *worker, const struct flight *flight,
        bool left, bool died, const char *reason)
{
    struct channel *channel = owner;
    bool again;

    (void)worker;
    if (!left) {
        tell_result(channel, flight, ALLO_RETRY, NULL,
                    "the process ended before it was handed over", 0, false);
        return;
    }
    again = died && is_second_death(channel, flight);
    if (again)
        log_event(LOG_ERR, "channel.quarantine",
                  LOG_T("channel", channel->config.name),
                  LOG_N("wave", (int64_t)flight->wave),
                  LOG_N("person", (int64_t)flight->person));
    tell_result(channel, flight, ALLO_UNKNOWN, NULL, reason, 0, again);
}

static void
refuse(struct channel *channel, const struct dispatch *dispatch,
       enum allo_outcome outcome, const char *reason)
{
    struct refused *refused = GROW(channel, refused, refused_count,
                                   refused_room);

    *refused = (struct refused){ dispatch->wave, dispatch->person,
                                 dispatch->epoch, outcome, reason };
    event_active(channel->later, EV_TIMEOUT, 0);
}

static void
tell_refused(struct channel *channel)
{
    struct refused *refused = channel->refused;
    size_t count = channel->refused_count;

    channel->refused = NULL;    /* telling may cause new ones */
    channel->refused_count = channel->refused_room = 0;
    for (size_t i = 0; i < count; i++) {
        struct flight flight = { .wave = refused[i].wave,
                                 .person = refused[i].person,
                                 .epoch = refused[i].epoch };

        tell_result(channel, &flight, refused[i].outcome, NULL,
                    refused[i].reason, 0, false);
    }
    free(refused);
}

/* ---- what else workers tell ---- */

static void
on_inbound(struct channel *channel, const struct worker *worker,
           const struct heard *heard)
{
    uint64_t token = acks_take(&channel->acks, worker->number,
                                 worker->life, heard->token);

    if (token == 0) {
        log_event(LOG_ERR, "channel.inbound-refused",
                  LOG_T("channel", channel->config.name),
                  LOG_T("reason", "too many wait to be stored"));
        return;
    }
    channel->events->inbound(channel->self, channel, token, heard->from,
                             heard->to, heard->text);
}

static void
on_receipt(struct channel *channel, struct worker *worker,
           const struct heard *heard)
{
    char reason[256];

    if (heard->reason != NULL)
        scrub(reason, sizeof(reason), heard->reason);
    channel->events->receipt(channel->self, channel, heard->remote,
                             heard->outcome,
                             heard->reason != NULL ? reason : NULL);
    if (heard->token != 0)
        worker_stored(worker, worker->life, heard->token);
}

static void
on_heard(void *owner, struct worker *worker, const struct heard *heard)
{
    struct channel *channel = owner;

    if (heard->kind == HEARD_INBOUND) {
        on_inbound(channel, worker, heard);
    } else if (heard->kind == HEARD_RECEIPT) {
        on_receipt(channel, worker, heard);
    } else {
        channel->traits = heard->traits;
        text_copy(channel->plugin, sizeof(channel->plugin), heard->name);
        text_copy(channel->version, sizeof(channel->version),
                  heard->version != NULL ? heard->version : "");
    }
}

static void
tell_changed(struct channel *channel)
{
    channel->news = false;
    channel->events->changed(channel->self, channel);
}

static void
on_worker(void *owner, struct worker *worker)
{
    struct channel *channel = owner;
    struct seen *seen = &channel->seen[worker->number];
    bool full = free_slots(channel) == 0;

    if (seen->state == worker->state && seen->link == worker->link &&
        (full || !channel->full))
        return;
    *seen = (struct seen){ worker->state, worker->link };
    channel->full = full;
    if (channel_idle(channel))
        channel->stopping = false;
    tell_changed(channel);
}

static const struct worker_events worker_events = {
    on_result, on_lost, on_heard, on_worker
};

static void
on_pace_over(evutil_socket_t fd, short what, void *self)
{
    struct channel *channel = self;

    (void)fd;
    (void)what;
    if (pace_room(&channel->pace, now_of(channel)) > 0)
        tell_changed(channel);
    else
        wait_for_pace(channel);
}

static void
on_later(evutil_socket_t fd, short what, void *self)
{
    struct channel *channel = self;

    (void)fd;
    (void)what;
    tell_refused(channel);
    if (channel->news)
        tell_changed(channel);
}

/* ---- the interface ---- */

struct channel *
channel_new(struct event_base *base, const struct clock *clock,
            struct random *random, const struct channel_config *config,
            const struct channel_events *events, void *self)
{
    struct channel *channel = NEW(struct channel);

    channel->base = base;
    channel->clock = clock;
    channel->events = events;
    channel->self = self;
    channel->last_good = NEVER;
    channel_config_copy(&channel->config, config);
    pace_init(&channel->pace, config->rate, now_of(channel));
    channel->pace_over = event_new(base, -1, 0, on_pace_over, channel);
    channel->later = event_new(base, -1, 0, on_later, channel);
    channel->count = (size_t)channel->config.workers;
    channel->workers = memory_new(channel->count, sizeof(struct worker));
    channel->seen = memory_new(channel->count, sizeof(struct seen));
    channel->full = true;
    for (size_t i = 0; i < channel->count; i++) {
        struct worker *worker = &channel->workers[i];

        worker->base = base;
        worker->clock = clock;
        worker->random = random;
        worker->config = &channel->config;
        worker->events = &worker_events;
        worker->owner = channel;
        worker->number = (uint32_t)i;
        worker_init(worker);
    }
    return channel;
}

void
channel_free(struct channel **channel)
{
    struct channel *old = *channel;

    if (old == NULL)
        return;
    for (size_t i = 0; i < old->count; i++)
        worker_fini(&old->workers[i]);
    event_free(old->pace_over);
    event_free(old->later);
    flights_free(&old->suspects);
    acks_free(&old->acks);
    channel_config_free(&old->config);
    free(old->refused);
    free(old->workers);
    free(old->seen);
    free(old);
    *channel = NULL;
}

void
channel_start(struct channel *channel)
{
    if (channel->stopping)
        return;
    for (size_t i = 0; i < channel->count; i++)
        worker_start(&channel->workers[i]);
}

void
channel_stop(struct channel *channel)
{
    channel->stopping = true;
    for (size_t i = 0; i < channel->count; i++)
        worker_stop(&channel->workers[i]);
    if (channel_idle(channel)) {
        channel->stopping = false;
        channel->news = true;
        event_active(channel->later, EV_TIMEOUT, 0);
    }
}

bool
channel_idle(const struct channel *channel)
{
    for (size_t i = 0; i < channel->count; i++) {
        if (channel->workers[i].state != WORKER_IDLE)
            return false;
    }
    return true;
}

int
channel_room(const struct channel *channel)
{
    uint64_t slots = free_slots(channel);
    int pace = pace_room(&channel->pace, now_of(channel));

    return slots < (uint64_t)pace ? (int)slots : pace;
}

instant
channel_wait(const struct channel *channel)
{
    return free_slots(channel) == 0
               ? NEVER : pace_wait(&channel->pace, now_of(channel));
}

/* The one with most room: messages spread over the workers. */
static struct worker *
choose_worker(struct channel *channel)
{
    struct worker *best = NULL;
    uint32_t most = 0;

    if (channel->stopping)
        return NULL;
    for (size_t i = 0; i < channel->count; i++) {
        uint32_t room = worker_room(&channel->workers[i]);

        if (room > most) {
            most = room;
            best = &channel->workers[i];
        }
    }
    return best;
}

void
channel_send(struct channel *channel, const struct dispatch *dispatch)
{
    struct worker *worker = choose_worker(channel);

    if (worker == NULL) {
        refuse(channel, dispatch, ALLO_RETRY, "the channel had no room");
        return;
    }
    switch (worker_send(worker, dispatch)) {
    case WORKER_SENT:
        pace_take(&channel->pace, dispatch->parts > 0 ? dispatch->parts : 1,
                  now_of(channel));
        break;
    case WORKER_TOO_LONG:
        refuse(channel, dispatch, ALLO_REJECTED,
               "the message is longer than a channel can carry");
        break;
    case WORKER_TWICE:
        log_event(LOG_CRIT, "channel.twice",
                  LOG_T("channel", channel->config.name));
        refuse(channel, dispatch, ALLO_UNKNOWN, "it is in flight already");
        break;
    }
}

void
channel_stored(struct channel *channel, uint64_t token)
{
    struct ack redeemed;

    if (acks_redeem(&channel->acks, token, &redeemed))
        worker_stored(&channel->workers[redeemed.worker], redeemed.life,
                      redeemed.theirs);
}

void
channel_flush(struct channel *channel)
{
    for (size_t i = 0; i < channel->count; i++)
        worker_flush(&channel->workers[i]);
    channel->full = free_slots(channel) == 0;
    if (pace_room(&channel->pace, now_of(channel)) == 0)
        wait_for_pace(channel);
}

void
channel_reap(struct channel *channel)
{
    for (size_t i = 0; i < channel->count; i++)
        worker_reap(&channel->workers[i]);
}

const char *
channel_name(const struct channel *channel)
{
    return channel->config.name;
}

uint32_t
channel_traits(const struct channel *channel)
{
    return channel->traits;
}

int
channel_window(const struct channel *channel)
{
    int window = 0;

    for (size_t i = 0; i < channel->count; i++) {
        if (channel->workers[i].state == WORKER_READY)
            window += (int)channel->workers[i].window;
    }
    return window;
}
