/* requests_forecast - what the files would change if they were loaded now;
 * see requests.h */
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "calendar/civil.h"
#include "daemon/consequences.h"
#include "daemon/look.h"
#include "daemon/requests.h"
#include "programme/programme.h"

#define AHEAD (31 * DAY)

/* One request. */
struct asked {
    struct daemon *daemon;
    struct control_answer *answer;
    struct load load;
    struct look look;
    uint64_t told[FORESEEN_KEPT];       /* by their number */
};

/* -- the messages --------------------------------------------------------- */

static void
add_was(struct control_answer *answer, const struct foreseen *was)
{
    control_answer_add(answer, "was_at", was->at);
    control_answer_add(answer, "was_at_utc", was->at_utc);
    control_answer_add(answer, "was_channel", was->channel);
    control_answer_add(answer, "was_text", was->text);
    control_answer_add_number(answer, "was_price", was->price);
}

static void
add_message(struct control_answer *answer, enum difference_kind kind,
            const struct foreseen *message, const struct foreseen *was)
{
    control_answer_row_begin(answer);
    control_answer_add(answer, "kind", "message");
    control_answer_add(answer, "change", difference_name(kind));
    control_answer_add(answer, "at", message->at);
    control_answer_add(answer, "at_utc", message->at_utc);
    control_answer_add(answer, "event", message->event);
    control_answer_add(answer, "occurrence", message->occurrence);
    control_answer_add(answer, "purpose", message->purpose);
    control_answer_add(answer, "person", message->person);
    control_answer_add(answer, "channel", message->channel);
    control_answer_add_number(answer, "parts", message->parts);
    control_answer_add_number(answer, "price", message->price);
    control_answer_add(answer, "why", message->why);
    control_answer_add(answer, "text", message->text);
    control_answer_add_number(answer, "same", (int64_t)message->same);
    if (was != NULL)
        add_was(answer, was);
    control_answer_row_end(answer);
}

/* Many read the same: of the others only the person is told. */
static void
add_also(struct control_answer *answer, const struct foreseen *message)
{
    control_answer_row_begin(answer);
    control_answer_add(answer, "kind", "also");
    control_answer_add(answer, "person", message->person);
    control_answer_add_number(answer, "same", (int64_t)message->same);
    control_answer_row_end(answer);
}

/* What is beyond the place where one of the looks was cut off is not
 * known. */
static bool
is_known(const struct look *look, const struct foreseen *foreseen)
{
    return foreseen == NULL || look->cut == 0 || foreseen->when <= look->cut;
}

static void
on_difference(void *self, enum difference_kind kind,
              const struct foreseen *before, const struct foreseen *after)
{
    struct asked *asked = self;
    const struct foreseen *message = after != NULL ? after : before;
    uint64_t *told = &asked->told[message->same % FORESEEN_KEPT];

    if (control_answer_full(asked->answer) ||
        !is_known(&asked->look, before) || !is_known(&asked->look, after))
        return;
    if (*told == message->same)
        add_also(asked->answer, message);
    else
        add_message(asked->answer, kind, message,
                    kind == DIFFERENCE_CHANGES ? before : NULL);
    *told = message->same;
}

/* -- what was asked ------------------------------------------------------- */

static bool
read_end(struct asked *asked, const struct frame *request)
{
    const char *written = frame_get(request, "to");
    struct civil civil;
    struct error error;

    asked->look.to = asked->look.from + AHEAD;
    if (written == NULL)
        return true;
    if (civil_parse(written, &civil, &error) != 0) {
        control_answer_error(asked->answer, "--to: %s", error.text);
        return false;
    }
    asked->look.to = zone_instant(asked->load.programme->organisation.zone,
                                  &civil);
    if (asked->look.to > asked->look.from)
        return true;
    control_answer_error(asked->answer, "--to is past");
    return false;
}

/* What there is before the edit or after it. */
static bool
check_names(struct asked *asked)
{
    const struct programme *old = asked->daemon->programme;
    const struct programme *new = asked->load.programme;
    const char *event = asked->look.event, *group = asked->look.group;

    if (event != NULL && programme_event(old, event) == NULL &&
        programme_event(new, event) == NULL) {
        words_no_event(new, event, asked->answer);
        return false;
    }
    if (group != NULL && programme_group(old, group) == NULL &&
        programme_group(new, group) == NULL) {
        control_answer_error(asked->answer, "there is no group '%s'", group);
        return false;
    }
    return true;
}

/* -- who said STOP -------------------------------------------------------- */

static void
on_stopped(void *self, const char *handle)
{
    struct control_answer *answer = self;

    control_answer_row_begin(answer);
    control_answer_add(answer, "person", handle);
    control_answer_row_end(answer);
}

/* For a forecast of the same configuration; the first row says which. */
void
requests_stopped(void *self, const struct frame *request,
                 struct control_answer *answer)
{
    struct daemon *daemon = self;
    char *directory = realpath(daemon->directory, NULL);

    (void)request;
    control_answer_row_begin(answer);
    control_answer_add(answer, "directory",
                       directory != NULL ? directory : daemon->directory);
    control_answer_row_end(answer);
    free(directory);
    daemon->store->people_stopped_each(daemon->store, on_stopped, answer);
    control_answer_end(answer, 0);
}

/* -- the answer ----------------------------------------------------------- */

static void
compare(struct asked *asked)
{
    struct daemon *daemon = asked->daemon;
    struct control_answer *answer = asked->answer;
    struct consequences_before *before;
    struct error error;
    int64_t gone;

    asked->look.difference = difference_new();
    if (look_begin(daemon, &error) < 0 ||
        look_ahead(&asked->look, NULL, NULL, &error) < 0) {
        control_answer_error(answer, "%s", error.text);
        return;
    }
    asked->look.after = true;
    if (look_ahead(&asked->look, &asked->load, &gone, &error) < 0) {
        control_answer_error(answer, "%s", error.text);
        return;
    }
    before = consequences_note(daemon->programme);
    consequences_changes(before, asked->load.programme, gone, answer);
    consequences_forget(&before);
    consequences_effects(&asked->look.effects,
                         asked->load.programme, asked->look.from, answer);
    difference_each(asked->look.difference, on_difference, asked);
    control_answer_end(answer, 0);
}

void
requests_forecast(void *self, const struct frame *request,
                  struct control_answer *answer)
{
    struct daemon *daemon = self;
    struct asked asked = {
        .daemon = daemon, .answer = answer,
        .look = { .daemon = daemon, .from = clock_now(&clock_system),
                  .event = frame_get(request, "event"),
                  .group = frame_get(request, "group") },
    };

    log_event(LOG_INFO, "control.forecast",
              LOG_N("uid", control_answer_uid(answer)));
    reload_look(daemon, &asked.load);
    if (asked.load.programme == NULL) {
        consequences_diagnoses(&asked.load, answer);
        control_answer_end(answer, 1);
    } else if (check_names(&asked) && read_end(&asked, request)) {
        consequences_diagnoses(&asked.load, answer);
        compare(&asked);
    }
    look_free(&asked.look);
    load_free(&asked.load);
    memory_give_back();
}
