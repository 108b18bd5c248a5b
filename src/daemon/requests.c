/* requests - the table of what can be asked, and how the channels are;
 * see requests.h */
#include "daemon/requests.h"

#include <stdio.h>

#include "daemon/daemon.h"

const struct control_verb requests_verbs[] = {
    { "status", requests_status },
    { "events", requests_events },
    { "outbox", requests_outbox },
    { "why", requests_why },
    { "channels", requests_channels },
    { "reload", requests_reload },
    { "forecast", requests_forecast },
    { "stopped", requests_stopped },
    { "hold", requests_hold },
    { "release", requests_release },
    { NULL, NULL }
};

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
