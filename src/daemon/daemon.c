/* daemon - the turn, and how it starts and ends; see daemon.h */
#include "daemon/daemon.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/failpoint.h"
#include "base/log.h"
#include "control/server.h"
#include "outbox/adopt.h"

/* Nothing is due so soon that the store may not tidy up first. */
#define REST_LEAST (SECOND / 4)

void
daemon_poke(struct daemon *daemon)
{
    daemon->poked = true;
}

/* -- one turn ------------------------------------------------------------- */

static void
fail_store(struct daemon *daemon)
{
    log_event(LOG_CRIT, "store.failed",
              LOG_T("reason", daemon->store->error.text));
    daemon->code = DAEMON_STORE;
    daemon->done = true;
}

static void
reload_if_asked(struct daemon *daemon)
{
    struct reload_report report;

    if (!daemon->reload || daemon->stopping)
        return;
    daemon->reload = false;
    reload_now(daemon, &report);
    load_free(&report.load);
}

/* Everything of this turn in one transaction; only then, and not before its
 * moment, may it be seen. */
static void
commit(struct daemon *daemon, instant moment)
{
    FAILPOINT("turn.before-commit");
    if (daemon->store->commit(daemon->store, NULL, NULL) < 0) {
        fail_store(daemon);
        return;
    }
    FAILPOINT("turn.after-commit");
    timing_wait(moment);
    channels_flush(daemon);
    control_server_flush(daemon->control);
    FAILPOINT("turn.after-flush");
}

static void
take_turn(struct daemon *daemon)
{
    instant now = clock_now(&clock_system);

    daemon->poked = false;
    reload_if_asked(daemon);
    channels_turn(daemon);
    if (timing_look(daemon, now) && !daemon->stopping) {
        now = timing_moment(daemon->next, now);
        daemon->next = outbox_turn(daemon->outbox, now);
    } else {
        daemon->next = NEVER;
    }
    commit(daemon, now);
    if (daemon->next <= now) {
        daemon->poked = true;
    } else {
        if (!daemon->poked && daemon->next > now + REST_LEAST)
            daemon->store->rest(daemon->store);
        timing_arm(daemon, daemon->next, now);
    }
    if (daemon->stopping &&
        (channels_idle(daemon) ||
         clock_monotonic(&clock_system) >= daemon->stop_deadline))
        daemon->done = true;
}

int
daemon_run(struct daemon *daemon)
{
    log_event(LOG_NOTICE, "daemon.ready");
    readiness_tell("READY=1");
    daemon->poked = true;
    while (!daemon->done) {
        if (event_base_loop(daemon->base,
                            daemon->poked ? EVLOOP_ONCE | EVLOOP_NONBLOCK
                                          : EVLOOP_ONCE) < 0) {
            log_event(LOG_CRIT, "loop.failed");
            daemon->code = DAEMON_FAILED;
            break;
        }
        take_turn(daemon);
    }
    log_event(LOG_NOTICE, "daemon.stopped", LOG_N("code", daemon->code));
    return daemon->code;
}

/* -- start and end -------------------------------------------------------- */

static int
open_store(struct daemon *daemon, const struct programme *programme,
           struct error *error)
{
    int64_t recovered;

    daemon->store = store_sqlite_open(programme->settings.store_path, error);
    if (daemon->store == NULL)
        return -1;
    adopt_key(daemon->store, &daemon->random, &daemon->key);
    daemon->outbox = outbox_new(daemon->store, &daemon->random, NULL, NULL);
    outbox_doubt(daemon->outbox, true);     /* until it was looked at */
    recovered = outbox_recover(daemon->outbox, clock_now(&clock_system));
    FAILPOINT("recover.marked");
    if (recovered > 0)
        log_event(LOG_WARNING, "store.recovered",
                  LOG_N("unknown", recovered));
    return 0;
}

static int
open_rest(struct daemon *daemon, struct load *load, struct error *error)
{
    struct reload_report report;

    daemon->base = event_base_new();
    if (daemon->base == NULL)
        return error_set(error, "no event loop");
    if (signals_open(daemon, error) < 0)
        return -1;
    /* files that are broken now may have a last valid text in the store */
    if (load->error_count != 0) {
        load_free(load);
        if (reload_first(daemon, load) < 0)
            return error_set(error, "allo.conf changed under the start");
    }
    reload_adopt(daemon, load, &report);
    daemon->control = control_server_new(
        daemon->base, daemon->programme->settings.control_path,
        requests_verbs, daemon, error);
    if (daemon->control == NULL)
        return -1;
    return timing_open(daemon, error);
}

int
daemon_open(struct daemon *daemon, const char *directory)
{
    struct load load;
    struct error error = { "" };
    int code = DAEMON_OK;

    *daemon = (struct daemon){ .directory = directory, .timer = -1 };
    random_system(&daemon->random);
    daemon->started = clock_now(&clock_system);
    if (reload_first(daemon, &load) < 0) {
        load_free(&load);
        return DAEMON_CONFIG;
    }
    if (open_store(daemon, load.programme, &error) < 0)
        code = DAEMON_STORE;
    else if (open_rest(daemon, &load, &error) < 0)
        code = DAEMON_BUSY;
    load_free(&load);
    if (code != DAEMON_OK)
        log_event(LOG_CRIT, "daemon.cannot-start",
                  LOG_T("reason", error.text));
    return code;
}

void
daemon_close(struct daemon *daemon)
{
    control_server_free(&daemon->control);
    channels_free(daemon);
    figures_forget(&daemon->kept);
    outbox_free(&daemon->outbox);
    programme_free(&daemon->programme);
    watch_close(daemon);
    timing_close(daemon);
    signals_close(daemon);
    if (daemon->store != NULL)
        daemon->store->close(&daemon->store);
    if (daemon->base != NULL)
        event_base_free(daemon->base);
}
