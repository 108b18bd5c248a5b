/*
 * timing - when the loop wakes, and whether the clock is believed; see
 * daemon.h.
 *
 * One timerfd on the wall clock for what is due first.  The kernel wakes it
 * when the clock is set (TFD_TIMER_CANCEL_ON_SET), and it is looked at once a
 * minute at least: a reminder follows the wall, not the time since.
 */
#include "daemon/daemon.h"

#include <errno.h>
#include <event2/event.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/log.h"
#include "base/number.h"
#include "calendar/zone.h"

#define LOOK_EVERY MINUTE

/*
 * Working out who gets what, and having it on the disk before the first byte
 * leaves, takes a millisecond or two; so that starts a little earlier.  Nothing
 * leaves before its instant.  A crash in between leaves as unknown what had
 * not left; that is why it is so little.
 */
#define HEAD_START ((instant)5)

/* The system's word on it: the kernel's, which chrony and ntpd keep, or the
 * mark that systemd-timesyncd sets (a sandbox may hide the kernel's). */
static bool
is_synchronised(void)
{
    struct timex timex = { .modes = 0 };
    int state = adjtimex(&timex);

    if (state >= 0 && state != TIME_ERROR && !(timex.status & STA_UNSYNC))
        return true;
    return access("/run/systemd/timesync/synchronized", F_OK) == 0;
}

/* A new tzdata came: the hours on the wall stay, their UTC is another. */
static void
look_at_zones(struct daemon *daemon, instant now)
{
    if (now >= daemon->zones_seen && now < daemon->zones_seen + HOUR)
        return;
    daemon->zones_seen = now;
    if (daemon->programme == NULL || !zones_changed(daemon->programme->zones))
        return;
    log_event(LOG_NOTICE, "zones.changed");
    daemon->reload = true;
}

static void
on_timer(evutil_socket_t fd, short what, void *self)
{
    struct daemon *daemon = self;
    uint64_t expirations;

    (void)what;
    /* ECANCELED: the clock was set; either way the turn looks again */
    if (read(fd, &expirations, sizeof(expirations)) < 0 && errno == ECANCELED)
        log_event(LOG_NOTICE, "clock.set");
    look_at_zones(daemon, clock_now(&clock_system));
    daemon_poke(daemon);
}

int
timing_open(struct daemon *daemon, struct error *error)
{
    const char *noted = daemon->store->get(daemon->store, "clock");
    int64_t floor = BUILD_TIME * SECOND, last;

    if (number_parse(noted, 0, INT64_MAX, &last) && last > floor)
        floor = last;
    clockguard_init(&daemon->guard, floor);
    daemon->timer = timerfd_create(CLOCK_REALTIME,
                                   TFD_NONBLOCK | TFD_CLOEXEC);
    if (daemon->timer < 0)
        return error_set(error, "timerfd: %s", strerror(errno));
    daemon->timer_event = event_new(daemon->base, daemon->timer,
                                    EV_READ | EV_PERSIST, on_timer, daemon);
    event_add(daemon->timer_event, NULL);
    return 0;
}

/* What was done is later than any clock may say after the next start. */
static void
note_clock(struct daemon *daemon, instant now)
{
    char text[32];

    if (now < daemon->noted + LOOK_EVERY)
        return;
    daemon->noted = now;
    snprintf(text, sizeof(text), "%" PRId64, now);
    daemon->store->put(daemon->store, "clock", text);
}

bool
timing_look(struct daemon *daemon, instant now)
{
    bool vouched = daemon->programme->settings.clock == CLOCK_TRUSTED;
    const char *before = daemon->guard.reason;

    daemon->trusted = clockguard_look(&daemon->guard, now,
                                      clock_monotonic(&clock_system),
                                      vouched || is_synchronised());
    outbox_doubt(daemon->outbox, !daemon->trusted);
    if (daemon->trusted)
        note_clock(daemon, now);
    if (daemon->guard.reason != before)
        log_event(daemon->trusted ? LOG_NOTICE : LOG_WARNING,
                  daemon->trusted ? "clock.trusted" : "clock.doubted",
                  LOG_T("reason", daemon->guard.reason));
    return daemon->trusted;
}

instant
timing_moment(instant next, instant now)
{
    return next > now && next <= now + HEAD_START ? next : now;
}

void
timing_wait(instant moment)
{
    int64_t left = moment * 1000 - clock_microseconds();

    /* more is left when the clock was set back meanwhile */
    if (left > 0 && left <= HEAD_START * 1000)
        clock_pause(left);
}

void
timing_arm(struct daemon *daemon, instant next, instant now)
{
    struct itimerspec when = { { 0, 0 }, { 0, 0 } };

    next -= HEAD_START;
    if (next > now + LOOK_EVERY)
        next = now + LOOK_EVERY;
    when.it_value.tv_sec = next / SECOND;
    when.it_value.tv_nsec = next % SECOND * 1000000 + 1;
    timerfd_settime(daemon->timer,
                    TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

void
timing_close(struct daemon *daemon)
{
    if (daemon->timer_event != NULL) {
        event_free(daemon->timer_event);
        close(daemon->timer);
    }
}
