/* requests_status - how the daemon is, at a glance: what comes, what waits,
 * what stands in the way; see requests.h */
#include <stdio.h>
#include <unistd.h>

#include "daemon/daemon.h"
#include "daemon/figures.h"
#include "daemon/requests.h"
#include "plan/plan.h"

#define LOOK_AHEAD (62 * DAY)
#define LOOK_FAR (732 * DAY)    /* when nothing is near */

enum { NOTICES_MOST = 10, BATCH = 512, BELIEVERS_MOST = 50000, TEXT = 512 };

/* -- the next reminder ---------------------------------------------------- */

struct next {
    instant due;
    const char *event;
};

static bool
on_job(void *self, const struct job *job)
{
    struct next *next = self;

    if (job->due < next->due) {
        next->due = job->due;
        next->event = job->occurrence.event->id;
    }
    return true;
}

/* The outbox knows those of a day. */
static struct next
find_next(const struct daemon *daemon, instant now)
{
    struct next next = { NEVER, "" };

    next.due = outbox_next(daemon->outbox, &next.event);
    if (next.due == NEVER)
        plan_between(daemon->programme, now, now + LOOK_AHEAD, on_job, &next);
    if (next.due == NEVER)
        plan_between(daemon->programme, now + LOOK_AHEAD, now + LOOK_FAR,
                     on_job, &next);
    return next;
}

/* -- what waits ----------------------------------------------------------- */

struct waiting {
    struct daemon *daemon;
    instant now;
    int64_t people;             /* to whom a wave has not come yet */
    int64_t last;
};

static bool
on_believer(void *self, const struct store_recipient *recipient)
{
    ((struct waiting *)self)->last = recipient->person;
    return true;
}

/* Those who get a correction: who was told something. */
static int64_t
believers(struct waiting *waiting, const struct store_wave *wave)
{
    struct store *store = waiting->daemon->store;
    int64_t all = 0;
    size_t count;

    waiting->last = 0;
    do {
        count = store->believers(store, wave->organisation, wave->event,
                                 wave->occurrence, waiting->last, BATCH,
                                 on_believer, waiting);
        all += (int64_t)count;
    } while (count == BATCH && all < BELIEVERS_MOST);
    return all;
}

/* People get their row when there is room for them: when their channel is
 * down, they have none. */
static bool
on_open_wave(void *self, const struct store_wave *wave)
{
    struct waiting *waiting = self;
    struct store *store = waiting->daemon->store;
    const struct event *event = programme_event(waiting->daemon->programme,
                                                wave->event);
    struct store_count count;
    int64_t left;

    if (wave->due > waiting->now || wave->purpose == PURPOSE_STOPPED ||
        wave->purpose == PURPOSE_STARTED ||
        (wave->purpose == PURPOSE_REMINDER && event == NULL))
        return true;
    left = wave->purpose == PURPOSE_REMINDER ? figures_invited(store, event)
                                             : believers(waiting, wave);
    store->wave_count(store, wave->id, &count);
    for (int i = 0; i < DELIVERY_STATES; i++)
        left -= count.rows[i];
    waiting->people += left > 0 ? left : 0;
    return true;
}

static bool
on_unsettled(void *self, const char *event, const char *occurrence,
             instant due)
{
    (void)event;
    (void)occurrence;
    (void)due;
    ++*(int64_t *)self;
    return true;
}

static void
add_figures(struct daemon *daemon, instant now,
            struct control_answer *answer)
{
    struct store *store = daemon->store;
    struct figures figures = { .store = store };
    struct waiting waiting = { .daemon = daemon, .now = now };
    int64_t settling = 0;

    figures_month(&figures, &daemon->kept, now);
    store->waves_in(store, WAVE_OPEN, on_open_wave, &waiting);
    outbox_unsettled(daemon->outbox, on_unsettled, &settling);
    control_answer_add_number(answer, "due",
                              figures.rows[DELIVERY_PLANNED] +
                              figures.rows[DELIVERY_DUE] + waiting.people);
    control_answer_add_number(answer, "sending",
                              figures.rows[DELIVERY_SENDING]);
    control_answer_add_number(answer, "held", figures.rows[DELIVERY_HELD]);
    control_answer_add_number(answer, "settling", settling);
    figures_add(&figures, answer);
}

/* -- what stands in the way ----------------------------------------------- */

static void __attribute__((format(printf, 2, 3)))
point_out(struct control_answer *answer, const char *format, ...)
{
    char text[TEXT];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    control_answer_row_begin(answer);
    control_answer_add_number(answer, "attention", 1);
    control_answer_add(answer, "text", text);
    control_answer_row_end(answer);
}

static void
point_out_channels(struct daemon *daemon, struct control_answer *answer)
{
    for (size_t i = 0; i < daemon->slot_count; i++) {
        const struct slot *slot = daemon->slots[i];
        struct channel_status status;

        if (slot->channel == NULL)
            continue;
        channel_status(slot->channel, &status);
        if (status.state != CHANNEL_READY)
            point_out(answer, "channel %s is %s%s%s", slot->name,
                      channel_state_text(status.state),
                      *status.reason != '\0' ? ": " : "", status.reason);
    }
}

static void
point_out_holds(struct daemon *daemon, struct control_answer *answer)
{
    const struct programme *programme = daemon->programme;
    char what[128];

    for (size_t i = 0; i < programme->channel_count; i++) {
        snprintf(what, sizeof(what), "channel:%s",
                 programme->channels[i].name);
        if (outbox_held(daemon->outbox, what))
            point_out(answer, "%s is held; 'alloctl release %s' lets it go",
                      what, what);
    }
    for (size_t i = 0; i < programme->event_count; i++) {
        const char *event = programme->events[i].id;

        if (outbox_held(daemon->outbox, event))
            point_out(answer, "%s is held; 'alloctl release %s' lets it go",
                      event, event);
    }
}

static void
point_out_errors(const struct daemon *daemon, struct control_answer *answer)
{
    if (daemon->load_errors == 1)
        point_out(answer, "the last load had an error, and what it is about "
                  "stayed as it was: %s", daemon->load_error);
    else if (daemon->load_errors != 0)
        point_out(answer, "the last load had %zu errors, and what they are "
                  "about stayed as it was; the first: %s",
                  daemon->load_errors, daemon->load_error);
}

/* -- what the coordinator is told ----------------------------------------- */

struct notices {
    struct control_answer *answer;
    const struct zone *zone;
};

static bool
on_notice(void *self, instant at, const char *text)
{
    struct notices *notices = self;

    control_answer_row_begin(notices->answer);
    control_answer_add_number(notices->answer, "notice", 1);
    words_add_moment(notices->answer, "at", notices->zone, at);
    control_answer_add(notices->answer, "text", text);
    control_answer_row_end(notices->answer);
    return true;
}

static void
add_daemon(const struct daemon *daemon, instant now,
           struct control_answer *answer)
{
    struct store *store = daemon->store;

    control_answer_add(answer, "version", PACKAGE_VERSION);
    control_answer_add_number(answer, "pid", getpid());
    control_answer_add_number(answer, "uptime_s", now > daemon->started
                                  ? (now - daemon->started) / SECOND : 0);
    control_answer_add(answer, "clock", daemon->trusted ? "trusted"
                       : daemon->guard.reason != NULL
                           ? daemon->guard.reason : "not looked at yet");
    control_answer_add(answer, "engine", "sqlite");
    control_answer_add_number(answer, "events",
                              (int64_t)daemon->programme->event_count);
    control_answer_add_number(answer, "people",
                              store->people_count(store, NULL));
    control_answer_add_number(answer, "stopped",
                              store->people_stopped(store));
}

void
requests_status(void *self, const struct frame *request,
                struct control_answer *answer)
{
    struct daemon *daemon = self;
    const struct zone *zone = daemon->programme->organisation.zone;
    instant now = clock_now(&clock_system);
    struct notices notices = { answer, zone };
    struct next next = find_next(daemon, now);

    (void)request;
    control_answer_row_begin(answer);
    add_daemon(daemon, now, answer);
    words_add_moment(answer, "next_at", zone, next.due);
    control_answer_add(answer, "next_event", next.event);
    add_figures(daemon, now, answer);
    control_answer_row_end(answer);
    point_out_channels(daemon, answer);
    point_out_holds(daemon, answer);
    point_out_errors(daemon, answer);
    daemon->store->notices(daemon->store, NOTICES_MOST, on_notice, &notices);
    control_answer_end(answer, daemon->trusted ? 0 : 1);
}
