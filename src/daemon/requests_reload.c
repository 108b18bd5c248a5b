/* requests_reload - load the files again, and tell what is different and what
 * will follow from it; see requests.h */
#include "base/log.h"
#include "daemon/consequences.h"
#include "daemon/look.h"
#include "daemon/requests.h"
#include "programme/programme.h"

static bool
on_unsettled(void *self, const char *event, const char *occurrence,
             instant due)
{
    struct look *look = self;

    (void)event;
    (void)occurrence;
    /* the end of quiet hours is within a day of it */
    if (due + DAY > look->to)
        look->to = due + DAY;
    return true;
}

/* The corrections that are on their way.  When the store gives up, that is
 * told at the end of the turn. */
static void
tell_effects(struct daemon *daemon, struct control_answer *answer)
{
    struct look look = { .daemon = daemon,
                         .from = clock_now(&clock_system) };
    struct error error;

    outbox_unsettled(daemon->outbox, on_unsettled, &look);
    if (look.to != 0 && look_begin(daemon, &error) == 0 &&
        look_ahead(&look, NULL, NULL, &error) == 0)
        consequences_effects(&look.effects,
                             daemon->programme, look.from, answer);
    look_free(&look);
}

void
requests_reload(void *self, const struct frame *request,
                struct control_answer *answer)
{
    struct daemon *daemon = self;
    struct consequences_before *before;
    struct reload_report report;

    (void)request;
    log_event(LOG_NOTICE, "control.reload",
              LOG_N("uid", control_answer_uid(answer)));
    before = consequences_note(daemon->programme);
    reload_now(daemon, &report);
    consequences_diagnoses(&report.load, answer);
    if (report.accepted) {
        consequences_changes(before, daemon->programme, report.gone, answer);
        outbox_renamed(daemon->outbox, consequences_renamed, answer);
        tell_effects(daemon, answer);
    }
    load_free(&report.load);
    consequences_forget(&before);
    control_answer_end(answer, report.accepted ? 0 : 1);
}
