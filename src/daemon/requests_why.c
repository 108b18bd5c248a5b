/* requests_why - what one person was told of one event, or why not; see
 * requests.h */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "daemon/daemon.h"
#include "daemon/requests.h"
#include "plan/plan.h"
#include "plan/quiet.h"
#include "plan/route.h"

#define LOOK_AHEAD (732 * DAY)

enum { ROWS_MOST = 20000, HANDLE = 128, SENTENCE = 900 };

struct question {
    struct daemon *daemon;
    struct control_answer *answer;
    instant now;
    char event[HANDLE], person[HANDLE];
    instant stopped;
    int64_t id;                 /* of the person */
    size_t shown;
    bool known;                 /* the event has waves */
    instant missed, useless;    /* due, and of no use when it could leave */
    /* of what is to come */
    instant due, until;
    const char *reminder;
};

/* -- messages there are --------------------------------------------------- */

struct one {
    struct question *question;
    const struct store_row *row;
};

static bool
on_its_wave(void *self, const struct store_wave *wave)
{
    struct one *one = self;
    struct question *question = one->question;
    const struct programme *programme = question->daemon->programme;
    struct control_answer *answer = question->answer;
    char occurrence[ZONE_TEXT], purpose[PURPOSE_TEXT], text[SENTENCE];

    if (strcmp(wave->event, question->event) != 0)
        return true;
    words_outcome(programme, wave, one->row, question->stopped,
                  question->now, text, sizeof(text));
    control_answer_row_begin(answer);
    words_add_moment(answer, "at", programme->organisation.zone,
                     one->row->at);
    control_answer_add(answer, "event", wave->event);
    control_answer_add(answer, "occurrence",
                       words_occurrence(programme, wave, occurrence));
    control_answer_add(answer, "purpose",
                       words_is_correction(wave) &&
                               wave->purpose != PURPOSE_CANCELLED
                           ? "correction" : words_purpose(wave, purpose));
    control_answer_add(answer, "state", delivery_name(one->row->state));
    control_answer_add(answer, "channel", one->row->channel);
    control_answer_add(answer, "text", text);
    control_answer_row_end(answer);
    question->shown++;
    return true;
}

static bool
on_row(void *self, const struct store_row *row)
{
    struct question *question = self;
    struct store *store = question->daemon->store;
    struct one one = { question, row };

    store->wave_get(store, row->wave, on_its_wave, &one);
    return !control_answer_full(question->answer);
}

/* -- why there is none ---------------------------------------------------- */

static void
sentence(struct question *question, const char *text)
{
    control_answer_row_begin(question->answer);
    control_answer_add(question->answer, "event", question->event);
    control_answer_add(question->answer, "text", text);
    control_answer_row_end(question->answer);
}

/* The first group that invites the person; NULL: none does. */
static const struct group *
group_of(struct question *question, const struct event *event)
{
    struct store *store = question->daemon->store;

    for (size_t i = 0; i < event->group_count; i++) {
        if (store->member(store, event->groups[i]->id, question->id))
            return event->groups[i];
    }
    return NULL;
}

/* People are reminded of its stops. */
static void
say_route(struct question *question, const struct event *route)
{
    const struct programme *programme = question->daemon->programme;
    struct buffer text = { 0 };
    bool any = false;

    buffer_add_format(&text, "%s is a route; ask for one of its stops:",
                      route->id);
    for (size_t i = 0; i < programme->event_count; i++) {
        const struct event *stop = &programme->events[i];

        if (stop->base == NULL || strcmp(stop->base->id, route->id) != 0)
            continue;
        buffer_add_format(&text, "%s %s", any ? "," : "", stop->id);
        any = true;
    }
    sentence(question, buffer_text(&text));
    buffer_free(&text);
}

static void
say_not_invited(struct question *question, const struct event *event)
{
    struct buffer text = { 0 };

    buffer_add_format(&text, "not invited: %s is in none of the groups of %s",
                      question->person, question->event);
    for (size_t i = 0; i < event->group_count; i++)
        buffer_add_format(&text, "%s%s", i == 0 ? " (" : ", ",
                          event->groups[i]->id);
    buffer_add_text(&text, event->group_count != 0 ? ")" : "");
    sentence(question, buffer_text(&text));
    buffer_free(&text);
}

/* A wave that is under way and has not come to this person, or one that had
 * expired before it began. */
static bool
on_open_wave(void *self, const struct store_wave *wave)
{
    struct question *question = self;

    if (strcmp(wave->event, question->event) != 0)
        return true;
    if (wave->state == WAVE_OPEN && wave->due <= question->now) {
        question->due = wave->due;
        question->until = wave->until;
        question->known = true;
    } else if (wave->state == WAVE_EXPIRED &&
               wave->due >= question->missed) {
        question->missed = wave->due;
        question->useless = wave->until;
    }
    return true;
}

static bool
on_occurrence(void *self, const struct occurrence *occurrence)
{
    struct question *question = self;
    const struct event *event = occurrence->event;

    for (size_t i = 0; !occurrence->facts.cancelled &&
                       i < event->reminder_count; i++) {
        struct job job;

        plan_job(question->daemon->programme, occurrence,
                 &event->reminders[i], &job);
        if (job.due > question->now && job.due < question->due) {
            question->due = job.due;
            question->reminder = event->reminders[i].text;
        }
    }
    return true;
}

/* Nothing is under way. */
static void
say_what_comes(struct question *question, const struct event *event,
               char text[SENTENCE])
{
    const struct zone *zone =
        question->daemon->programme->organisation.zone;
    char at[MOMENT_TEXT];

    question->due = NEVER;
    occurrence_between(event, question->now, question->now + LOOK_AHEAD,
                       on_occurrence, question);
    if (question->due != NEVER)
        snprintf(text, SENTENCE, "not planned yet: the reminder '%s' is due "
                 "on %s", question->reminder,
                 words_moment(zone, question->due, question->now, at));
    else if (question->missed != 0)
        snprintf(text, SENTENCE, "not sent: it expired, of no use any more "
                 "from %s on, before it could leave",
                 words_moment(zone, question->useless, question->now, at));
    else
        snprintf(text, SENTENCE, "nothing is planned: the last reminder of "
                 "%s is past", question->event);
}

static void
say_quiet(const struct question *question, const struct zone *zone,
          instant end, char text[SENTENCE])
{
    char at[MOMENT_TEXT], useless[MOMENT_TEXT];

    words_moment(zone, end, question->now, at);
    if (end < question->until)
        snprintf(text, SENTENCE, "waits: quiet hours until %s", at);
    else
        snprintf(text, SENTENCE, "too late: quiet hours until %s, of no use "
                 "from %s on", at, words_moment(zone, question->until,
                                                question->now, useless));
}

/* Nothing stands in the way: it is a matter of time. */
static void
say_when(struct question *question, const struct event *event,
         const struct group *group, const char *channel)
{
    struct daemon *daemon = question->daemon;
    const struct zone *zone = daemon->programme->organisation.zone;
    char text[SENTENCE], at[MOMENT_TEXT];
    instant end;

    daemon->store->waves_of(daemon->store, daemon->programme->organisation.id,
                            event->id, NULL, on_open_wave, question);
    if (question->known &&
        quiet_hours(daemon->programme, group, question->now, &end)) {
        say_quiet(question, zone, end, text);
    } else if (question->known &&
               outbox_spent(daemon->outbox, channel, &end)) {
        snprintf(text, sizeof(text), "waits: the budget of the channel '%s' "
                 "is used up until %s", channel,
                 words_moment(zone, end, question->now, at));
    } else if (question->known) {
        snprintf(text, sizeof(text), "waits: its turn has not come since %s; "
                 "see 'alloctl channels'",
                 words_moment(zone, question->due, question->now, at));
    } else {
        say_what_comes(question, event, text);
    }
    sentence(question, text);
}

/* In the order in which a message would be stopped. */
static void
say_why_not(struct question *question, const struct event *event,
            const struct store_recipient *person)
{
    struct daemon *daemon = question->daemon;
    const struct group *group = group_of(question, event);
    const char *holder = outbox_holder(daemon->outbox, event->id);
    char text[SENTENCE], at[MOMENT_TEXT];
    int route = group != NULL
        ? route_choose(daemon->programme, group, person, -1) : -1;

    if (person->gone) {
        snprintf(text, sizeof(text), "not sent: %s is not registered any "
                 "more", question->person);
    } else if (event->route) {
        say_route(question, event);
        return;
    } else if (group == NULL) {
        say_not_invited(question, event);
        return;
    } else if (question->stopped != 0) {
        snprintf(text, sizeof(text), "not sent: STOP on %s",
                 words_moment(daemon->programme->organisation.zone,
                              question->stopped, question->now, at));
    } else if (route < 0) {
        snprintf(text, sizeof(text), "not sent: no channel reaches %s",
                 question->person);
    } else if (!daemon->trusted) {
        snprintf(text, sizeof(text), "waits: the clock cannot be trusted "
                 "(%s)", daemon->guard.reason != NULL
                             ? daemon->guard.reason : "not looked at yet");
    } else if (holder != NULL) {
        snprintf(text, sizeof(text), "waits: %s is held; 'alloctl release "
                 "%s' lets it go", holder, holder);
    } else {
        say_when(question, event, group,
                 daemon->programme->channels[route].name);
        return;
    }
    sentence(question, text);
}

static void
say_unknown(const struct question *question, const char *handle,
            const char *name)
{
    struct daemon *daemon = question->daemon;
    struct store_recipient person;

    if (programme_event(daemon->programme, handle) != NULL &&
        daemon->store->person_find(daemon->store, name, &person))
        control_answer_error(question->answer, "'%s' is an event; the person "
                             "comes first: alloctl why %s %s", handle, name,
                             handle);
    else
        control_answer_error(question->answer, "there is no person '%s'",
                             handle);
}

void
requests_why(void *self, const struct frame *request,
             struct control_answer *answer)
{
    struct question question = { .daemon = self, .answer = answer,
                                 .now = clock_now(&clock_system) };
    struct store *store = question.daemon->store;
    const char *handle = frame_get(request, "person");
    const char *name = frame_get(request, "event");
    const struct event *event;
    struct store_recipient person;

    if (handle == NULL || name == NULL) {
        control_answer_error(answer, "why needs a person and an event");
        return;
    }
    if (!store->person_find(store, handle, &person)) {
        say_unknown(&question, handle, name);
        return;
    }
    text_copy(question.person, sizeof(question.person), handle);
    text_copy(question.event, sizeof(question.event), name);
    question.id = person.person;
    question.stopped = person.stopped;
    store->rows_person(store, person.person, ROWS_MOST, on_row, &question);
    event = programme_event(question.daemon->programme, name);
    if (question.shown == 0 && event == NULL) {
        words_no_event(question.daemon->programme, name, answer);
        return;
    }
    if (question.shown == 0 && store->person_find(store, handle, &person))
        say_why_not(&question, event, &person);
    control_answer_end(answer, question.shown != 0 ? 0 : 1);
}
