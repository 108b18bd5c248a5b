/* requests - the table of what can be asked, and how the daemon and its
 * channels are; see requests.h */
#include "daemon/requests.h"

#include <stdio.h>
#include <unistd.h>

#include "daemon/daemon.h"
#include "daemon/figures.h"

const struct control_verb requests_verbs[] = {
    { "status", requests_status },
    { "events", requests_events },
    { "outbox", requests_outbox },
    { "why", requests_why },
    { "channels", requests_channels },
    { "reload", requests_reload },
    { "hold", requests_hold },
    { "release", requests_release },
    { NULL, NULL }
};

/* -- status --------------------------------------------------------------- */

static void
add_figures(struct daemon *daemon, struct control_answer *answer)
{
    struct figures figures = { .store = daemon->store };

    daemon->store->waves_in(daemon->store, WAVE_OPEN, figures_count,
                            &figures);
    daemon->store->waves_in(daemon->store, WAVE_DONE, figures_count,
                            &figures);
    /* what was told before a change was told all the same */
    daemon->store->waves_in(daemon->store, WAVE_SUPERSEDED, figures_count,
                            &figures);
    control_answer_add_number(answer, "due",
                              figures.rows[DELIVERY_PLANNED] +
                              figures.rows[DELIVERY_DUE]);
    control_answer_add_number(answer, "sending",
                              figures.rows[DELIVERY_SENDING]);
    control_answer_add_number(answer, "held", figures.rows[DELIVERY_HELD]);
    figures_add(&figures, answer);
}

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

enum { NOTICES_MOST = 10 };

void
requests_status(void *self, const struct frame *request,
                struct control_answer *answer)
{
    struct daemon *daemon = self;
    const struct zone *zone = daemon->programme->organisation.zone;
    instant now = clock_now(&clock_system), next;
    struct notices notices = { answer, zone };
    const char *event = "";

    (void)request;
    next = outbox_next(daemon->outbox, &event);
    control_answer_row_begin(answer);
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
                              daemon->store->people_count(daemon->store,
                                                          NULL));
    words_add_moment(answer, "next_at", zone, next);
    control_answer_add(answer, "next_event", next != NEVER ? event : "");
    add_figures(daemon, answer);
    control_answer_row_end(answer);
    daemon->store->notices(daemon->store, NOTICES_MOST, on_notice, &notices);
    control_answer_end(answer, daemon->trusted ? 0 : 1);
}

/* -- channels ------------------------------------------------------------- */

static void
add_channel(struct daemon *daemon, const struct slot *slot,
            const struct channel_status *status, bool held,
            struct control_answer *answer)
{
    const struct zone *zone = daemon->programme->organisation.zone;
    char rate[32] = "";

    if (status->rate > 0)
        snprintf(rate, sizeof(rate), "%.4g", status->rate);
    control_answer_row_begin(answer);
    control_answer_add(answer, "name", slot->name);
    control_answer_add(answer, "plugin", status->plugin);
    control_answer_add(answer, "state", channel_state_text(status->state));
    control_answer_add(answer, "reason", held ? "held" : status->reason);
    if (status->pid != 0)
        control_answer_add_number(answer, "pid", status->pid);
    else
        control_answer_add(answer, "pid", "");
    control_answer_add_number(answer, "in_flight", status->in_flight);
    control_answer_add(answer, "rate", rate);
    control_answer_add_number(answer, "sent", (int64_t)status->sent);
    control_answer_add_number(answer, "failed", (int64_t)status->failed);
    control_answer_add(answer, "last_error", status->last_error);
    words_add_moment(answer, "next_restart", zone, status->next_restart);
    words_add_moment(answer, "last_good", zone, status->last_good);
    control_answer_row_end(answer);
}

void
requests_channels(void *self, const struct frame *request,
                  struct control_answer *answer)
{
    struct daemon *daemon = self;
    bool fine = true;

    (void)request;
    for (size_t i = 0; i < daemon->slot_count; i++) {
        const struct slot *slot = daemon->slots[i];
        struct channel_status status;
        char what[96];
        bool held;

        if (slot->channel == NULL)
            continue;
        snprintf(what, sizeof(what), "channel:%s", slot->name);
        held = outbox_held(daemon->outbox, what);
        channel_status(slot->channel, &status);
        add_channel(daemon, slot, &status, held, answer);
        fine = fine && !held && status.state == CHANNEL_READY;
    }
    control_answer_end(answer, fine ? 0 : 1);
}
