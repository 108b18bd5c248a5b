/*
 * worker - see worker.h
 *
 * A process ends in two steps that come in any order: the end of the wire
 * (worker_end: its messages are settled, its events are gone) and the reaping
 * of the child (on_reaped: what now?).  Only after both is another started.
 */
#include "channel/worker.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "channel/patience.h"
#include "channel/scrub.h"
#include "channel/spawn.h"
#include "channel/talk.h"

instant
worker_now(const struct worker *worker)
{
    return clock_monotonic(worker->clock);
}

void
worker_changed(struct worker *worker)
{
    worker->events->changed(worker->owner, worker);
}

void
worker_blame(struct worker *worker, const char *text)
{
    scrub(worker->reason, sizeof(worker->reason), text);
    memcpy(worker->last_error, worker->reason, sizeof(worker->reason));
}

/* The whole group: what the plugin started goes with it. */
static void
signal_group(const struct worker *worker, int number)
{
    if (worker->pid <= 0)
        return;
    if (kill(-worker->pid, number) < 0)
        kill(worker->pid, number);
}

static void
lose_flights(struct worker *worker)
{
    struct flight *flight;

    while ((flight = flights_oldest(&worker->flights)) != NULL) {
        struct flight copy = *flight;

        flights_remove(&worker->flights, flight);
        worker->events->lost(worker->owner, worker, &copy,
                             worker->written >= copy.ends, worker->died,
                             worker->blamed ? worker->reason
                                            : "the process ended");
    }
}

/* The wire is no more.  The process is made to end, if it has not. */
static void
worker_end(struct worker *worker)
{
    if (worker->state == WORKER_ENDING)
        return;
    signal_group(worker, SIGKILL);
    worker->state = WORKER_ENDING;
    worker->window = 0;
    talk_close(worker);
    lose_flights(worker);
    worker_reap(worker);
    patience_arm(worker);
    worker_changed(worker);
}

/* It does what it may not, or does nothing any more. */
void
worker_kill(struct worker *worker, const char *reason)
{
    if (worker->wire < 0)
        return;
    worker->died = true;
    signal_group(worker, SIGKILL);
    log_event(LOG_ERR, "channel.killed",
              LOG_T("channel", worker->config->name),
              LOG_N("pid", worker->pid), LOG_T("reason", reason));
    worker_blame(worker, reason);
    worker->blamed = true;
    worker_end(worker);
}

void
worker_wire_ended(struct worker *worker)
{
    if (worker->wire < 0)
        return;
    if (worker->state != WORKER_STOPPING || worker->flights.count > 0)
        worker->died = true;
    worker_end(worker);
}

static void
describe_exit(const siginfo_t *info, char *text, size_t size)
{
    if (info->si_code != CLD_EXITED)
        snprintf(text, size, "the process was killed by signal %d (%s)",
                 info->si_status, strsignal(info->si_status));
    else if (info->si_status == SPAWN_NO_HOST)
        snprintf(text, size, "allo-host cannot be executed");
    else
        snprintf(text, size, "the process exited with status %d",
                 info->si_status);
}

static void
plan_restart(struct worker *worker, instant now)
{
    instant healthy = worker->ready_at != 0 ? now - worker->ready_at : 0;
    instant delay = backoff_next(&worker->backoff, healthy, worker->random);

    worker->state = WORKER_BACKOFF;
    worker->restart_at = worker_after(now, delay);
    log_event(LOG_NOTICE, "channel.backoff",
              LOG_T("channel", worker->config->name),
              LOG_N("milliseconds", delay),
              LOG_T("reason", worker->reason));
    patience_arm(worker);
}

/* Both the wire and the child are gone: what now? */
static void
on_reaped(struct worker *worker, const siginfo_t *info)
{
    char text[160];

    describe_exit(info, text, sizeof(text));
    if (worker->died && !worker->final) {
        worker->deaths++;
        if (!worker->blamed)
            worker_blame(worker, text);
        log_event(LOG_ERR, "channel.died",
                  LOG_T("channel", worker->config->name),
                  LOG_T("how", text));
    }
    worker->pid = 0;
    worker->state = WORKER_IDLE;
    talk_close_errors(worker);
    if (!worker->wanted) {
        worker->reason[0] = '\0';
    } else if (worker->final) {
        worker->state = WORKER_FAILED;
    } else if (worker->died) {
        plan_restart(worker, worker_now(worker));
    } else {
        worker_start(worker);
    }
}

void
worker_reap(struct worker *worker)
{
    siginfo_t info = { 0 };

    if (worker->pid <= 0 ||
        waitid(P_PID, (id_t)worker->pid, &info,
               WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0)
        return;
    if (worker->state != WORKER_ENDING) {
        /* the news came before the end of the wire */
        talk_last(worker);
        worker_wire_ended(worker);
        return;
    }
    /* until it is waited for, its group's number cannot be another's */
    signal_group(worker, SIGKILL);
    if (waitpid(worker->pid, NULL, 0) < 0)
        return;
    on_reaped(worker, &info);
    worker_changed(worker);
}

static void
begin_life(struct worker *worker)
{
    instant now = worker_now(worker);

    worker->life++;
    worker->state = WORKER_STARTING;
    worker->link = true;
    worker->retiring = worker->died = worker->final = false;
    worker->blamed = false;
    worker->queued = worker->written = worker->handed = 0;
    worker->window = 0;
    worker->old_strays = worker->strays;
    worker->started_at = worker->heard_at = now;
    worker->ready_at = worker->pinged_at = 0;
    worker->step = worker->chatter = 0;
    worker->restart_at = NEVER;
    worker->reason[0] = '\0';
}

void
worker_start(struct worker *worker)
{
    struct spawned spawned;
    struct error error;

    if (worker->pid > 0 || worker->state == WORKER_ENDING)
        return;
    worker->wanted = true;
    begin_life(worker);
    if (spawn(worker->config->host, worker->config->plugin, &spawned,
              &error) < 0) {
        worker_blame(worker, error.text);
        plan_restart(worker, worker->started_at);
        return;
    }
    worker->pid = spawned.pid;
    talk_open(worker, &spawned);
    log_event(LOG_INFO, "channel.started",
              LOG_T("channel", worker->config->name),
              LOG_T("plugin", worker->config->plugin),
              LOG_N("pid", worker->pid));
    talk_settings(worker);
    patience_arm(worker);
}

uint32_t
worker_room(const struct worker *worker)
{
    return worker->state == WORKER_READY && worker->link &&
           !worker->retiring ? worker->window - worker->flights.count : 0;
}

static void
unqueue(struct buffer *out, size_t length)
{
    out->end = out->start + length;
}

enum worker_sent
worker_send(struct worker *worker, const struct dispatch *dispatch)
{
    size_t before = buffer_length(&worker->out), size;
    struct flight *flight = flights_add(&worker->flights, dispatch->wave,
                                        dispatch->person);

    if (flight == NULL)
        return WORKER_TWICE;
    wire_send(&worker->out, dispatch, &worker->until);
    size = buffer_length(&worker->out) - before;
    if (size >= FRAME_MOST) {
        unqueue(&worker->out, before);
        flights_remove(&worker->flights, flight);
        return WORKER_TOO_LONG;
    }
    worker->queued += size;
    flight->ends = worker->queued;
    flight->epoch = dispatch->epoch;
    flight->deadline = worker_after(worker_now(worker),
                                    worker->config->deadline);
    worker->handed++;
    worker->retiring = worker->config->recycle > 0 &&
        worker->handed >= (uint64_t)worker->config->recycle;
    patience_arm(worker);
    return WORKER_SENT;
}

void
worker_stored(struct worker *worker, uint32_t life, uint64_t token)
{
    size_t before = buffer_length(&worker->out);

    if (worker->wire < 0 || worker->life != life)
        return;
    wire_stored(&worker->out, token);
    worker->queued += buffer_length(&worker->out) - before;
}

/* Ask it to drain and end, in time. */
static void
begin_stop(struct worker *worker)
{
    worker->state = WORKER_STOPPING;
    worker->step = 0;
    worker->step_at = worker_after(worker_now(worker), worker->config->grace);
    talk_say(worker, "stop");
    patience_arm(worker);
}

void
worker_retire(struct worker *worker)
{
    if (worker->retiring && worker->flights.count == 0 &&
        worker->state == WORKER_READY)
        begin_stop(worker);
}

void
worker_flush(struct worker *worker)
{
    talk_flush(worker);
}

void
worker_stop(struct worker *worker)
{
    worker->wanted = false;
    switch (worker->state) {
    case WORKER_BACKOFF:
    case WORKER_FAILED:
        worker->state = WORKER_IDLE;
        worker->reason[0] = '\0';
        break;
    case WORKER_STARTING:
    case WORKER_READY:
        begin_stop(worker);
        break;
    case WORKER_IDLE:
    case WORKER_STOPPING:
    case WORKER_ENDING:
        break;
    }
}

static void
on_timer(evutil_socket_t fd, short what, void *self)
{
    (void)fd;
    (void)what;
    patience_over(self);
}

void
worker_init(struct worker *worker)
{
    worker->state = WORKER_IDLE;
    worker->wire = worker->errors = -1;
    worker->armed = worker->restart_at = NEVER;
    worker->backoff.first = worker->config->backoff;
    worker->timer = event_new(worker->base, -1, 0, on_timer, worker);
}

void
worker_fini(struct worker *worker)
{
    worker->wanted = false;
    signal_group(worker, SIGKILL);
    talk_close(worker);
    if (worker->pid > 0) {
        while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
            ;
        worker->pid = 0;
    }
    talk_close_errors(worker);
    event_free(worker->timer);
    flights_free(&worker->flights);
    buffer_free(&worker->in);
    buffer_free(&worker->out);
    buffer_free(&worker->relay.in);
}
