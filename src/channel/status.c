/* status - how a channel is, for people: channel_status() of channel.h */
#include "base/text.h"
#include "channel/inside.h"

const char *
channel_state_text(enum channel_state state)
{
    switch (state) {
    case CHANNEL_IDLE: return "idle";
    case CHANNEL_STARTING: return "starting";
    case CHANNEL_READY: return "ready";
    case CHANNEL_DOWN: return "down";
    case CHANNEL_PAUSED: return "paused";
    case CHANNEL_BACKOFF: return "backoff";
    case CHANNEL_FAILED: return "failed";
    case CHANNEL_STOPPING: return "stopping";
    }
    return "unknown";
}

static enum channel_state
state_of(const struct channel *channel, const struct worker *worker)
{
    switch (worker->state) {
    case WORKER_IDLE: return CHANNEL_IDLE;
    case WORKER_STARTING: return CHANNEL_STARTING;
    case WORKER_STOPPING: return CHANNEL_STOPPING;
    case WORKER_BACKOFF: return CHANNEL_BACKOFF;
    case WORKER_FAILED: return CHANNEL_FAILED;
    case WORKER_ENDING:
        return worker->wanted ? CHANNEL_BACKOFF : CHANNEL_STOPPING;
    case WORKER_READY: break;
    }
    if (!worker->link)
        return CHANNEL_DOWN;
    return pace_paused(&channel->pace, clock_monotonic(channel->clock))
               ? CHANNEL_PAUSED : CHANNEL_READY;
}

/* The best of the workers speaks for the channel. */
static int
rank(enum channel_state state)
{
    static const enum channel_state best_first[] = {
        CHANNEL_READY, CHANNEL_PAUSED, CHANNEL_DOWN, CHANNEL_STARTING,
        CHANNEL_STOPPING, CHANNEL_BACKOFF, CHANNEL_FAILED, CHANNEL_IDLE
    };
    int place = 0;

    while (best_first[place] != state && best_first[place] != CHANNEL_IDLE)
        place++;
    return place;
}

static void
add_worker(const struct channel *channel, const struct worker *worker,
           struct channel_status *status)
{
    enum channel_state state = state_of(channel, worker);
    instant at;

    if (rank(state) < rank(status->state) ||
        (worker->number == 0 && state == status->state)) {
        status->state = state;
        text_copy(status->reason, sizeof(status->reason), worker->reason);
    }
    if (worker->last_error[0] != '\0')
        text_copy(status->last_error, sizeof(status->last_error),
                  worker->last_error);
    if (status->pid == 0)
        status->pid = worker->pid;
    status->ready += worker->state == WORKER_READY;
    status->in_flight += (int)worker->flights.count;
    status->deaths += worker->deaths;
    status->strays += worker->strays;
    if (worker->state == WORKER_BACKOFF) {
        at = clock_now(channel->clock) + worker->restart_at -
             clock_monotonic(channel->clock);
        if (at < status->next_restart)
            status->next_restart = at;
    }
}

void
channel_status(const struct channel *channel, struct channel_status *status)
{
    *status = (struct channel_status){ .state = CHANNEL_IDLE,
                                       .next_restart = NEVER };
    text_copy(status->plugin, sizeof(status->plugin), channel->plugin);
    text_copy(status->version, sizeof(status->version), channel->version);
    status->workers = (int)channel->count;
    status->window = channel_window(channel);
    status->rate = channel->pace.rate;
    status->sent = channel->sent;
    status->failed = channel->failed;
    status->last_good = channel->last_good;
    for (size_t i = 0; i < channel->count; i++)
        add_worker(channel, &channel->workers[i], status);
}
