/* patience - see patience.h */
#include "channel/patience.h"

#include <event2/event.h>
#include <signal.h>

#include "channel/talk.h"
#include "channel/worker.h"

#define REAP_EVERY ((instant)20)
#define TERM_GRACE (5 * SECOND)

static instant
sooner(instant a, instant b)
{
    return a < b ? a : b;
}

static instant
next_due(const struct worker *worker)
{
    const struct flight *oldest = flights_oldest(&worker->flights);
    const struct channel_config *config = worker->config;
    instant due = oldest != NULL ? oldest->deadline : NEVER;

    switch (worker->state) {
    case WORKER_IDLE:
    case WORKER_FAILED:
        return NEVER;
    case WORKER_BACKOFF:
        return worker->restart_at;
    case WORKER_ENDING:
        return worker_after(worker_now(worker), REAP_EVERY);
    case WORKER_STARTING:
        return worker_after(worker->started_at, config->start_timeout);
    case WORKER_STOPPING:
        return sooner(due, worker->step_at);
    case WORKER_READY:
        break;
    }
    if (worker->pinged_at != 0)
        return sooner(due, worker_after(worker->pinged_at, config->deadline));
    return sooner(due, worker_after(worker->heard_at, config->ping));
}

void
patience_arm(struct worker *worker)
{
    instant due = next_due(worker), wait;
    struct timeval time;

    if (due >= worker->armed)
        return;
    worker->armed = due;
    wait = due - worker_now(worker);
    if (wait < 0)
        wait = 0;
    time.tv_sec = (time_t)(wait / SECOND);
    time.tv_usec = (suseconds_t)(wait % SECOND * 1000);
    event_add(worker->timer, &time);
}

/* stop, grace, SIGTERM, grace, SIGKILL. */
static void
next_step(struct worker *worker, instant now)
{
    if (worker->step++ == 0) {
        kill(worker->pid, SIGTERM);
        worker->step_at = worker_after(now, TERM_GRACE);
    } else {
        worker_kill(worker, "it did not stop in time");
    }
}

static void
check_ping(struct worker *worker, instant now)
{
    if (worker->flights.count > 0)      /* there is a deadline already */
        return;
    if (worker->pinged_at != 0) {
        if (now - worker->pinged_at >= worker->config->deadline)
            worker_kill(worker, "it answers no ping");
    } else if (now - worker->heard_at >= worker->config->ping) {
        worker->pinged_at = now;
        talk_say(worker, "ping");
    }
}

static bool
is_late(const struct worker *worker, instant now)
{
    const struct flight *oldest = flights_oldest(&worker->flights);

    return oldest != NULL && now >= oldest->deadline;
}

/* The answer may be on the wire already: when it is us who were asleep. */
static void
listen_first(struct worker *worker, instant now)
{
    talk_last(worker);
    if (is_late(worker, now)) {
        worker_kill(worker, "a message was not answered in time");
    } else if (worker->wire >= 0) {
        worker_retire(worker);
        worker_changed(worker);
    }
}

static void
check_process(struct worker *worker, instant now)
{
    if (is_late(worker, now))
        listen_first(worker, now);
    else if (worker->state == WORKER_STARTING &&
             now - worker->started_at >= worker->config->start_timeout)
        worker_kill(worker, "it was not ready in time");
    else if (worker->state == WORKER_STOPPING && now >= worker->step_at)
        next_step(worker, now);
    else if (worker->state == WORKER_READY)
        check_ping(worker, now);
}

void
patience_over(struct worker *worker)
{
    instant now = worker_now(worker);

    worker->armed = NEVER;
    if (worker->state == WORKER_ENDING) {
        worker_reap(worker);
    } else if (worker->state == WORKER_BACKOFF) {
        if (now >= worker->restart_at) {
            worker_start(worker);
            worker_changed(worker);
        }
    } else {
        check_process(worker, now);
    }
    patience_arm(worker);
}
