/* requests_events - what is planned and how its messages went; see
 * requests.h */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/daemon.h"
#include "daemon/figures.h"
#include "daemon/requests.h"
#include "plan/plan.h"

#define LOOK_BACK (2 * DAY)
#define LOOK_AHEAD (62 * DAY)
#define LOOK_FAR (732 * DAY)    /* for the next of an event that is rare */

struct listing {
    struct daemon *daemon;
    struct control_answer *answer;
    instant now;
    size_t count, room;
    struct occurrence *occurrences;
};

static bool
on_occurrence(void *self, const struct occurrence *occurrence)
{
    struct listing *listing = self;

    *GROW(listing, occurrences, count, room) = *occurrence;
    return true;
}

static bool
on_first(void *self, const struct occurrence *occurrence)
{
    on_occurrence(self, occurrence);
    return false;
}

static int
by_start(const void *a, const void *b)
{
    const struct occurrence *one = a, *other = b;

    if (one->facts.start != other->facts.start)
        return one->facts.start < other->facts.start ? -1 : 1;
    return strcmp(one->event->id, other->event->id);
}

/* Everything near; of an event that has nothing near, its next. */
static void
collect(struct listing *listing, const struct event *event)
{
    size_t before = listing->count;

    if (event->route)
        return;                 /* its stops are the meetings */
    occurrence_between(event, listing->now - LOOK_BACK,
                       listing->now + LOOK_AHEAD, on_occurrence, listing);
    if (listing->count == before)
        occurrence_between(event, listing->now + LOOK_AHEAD,
                           listing->now + LOOK_FAR, on_first, listing);
}

/* -- one row -------------------------------------------------------------- */

static void
add_figures(struct listing *listing, const struct occurrence *occurrence)
{
    struct daemon *daemon = listing->daemon;
    struct figures figures = { .store = daemon->store };

    daemon->store->waves_of(daemon->store, daemon->programme->organisation.id,
                            occurrence->event->id, occurrence->key,
                            figures_count, &figures);
    figures_add(&figures, listing->answer);
}

static instant
next_due(const struct listing *listing, const struct occurrence *occurrence)
{
    const struct event *event = occurrence->event;
    instant next = NEVER;

    for (size_t i = 0; !occurrence->facts.cancelled &&
                       i < event->reminder_count; i++) {
        struct job job;

        plan_job(listing->daemon->programme, occurrence,
                 &event->reminders[i], &job);
        if (job.due > listing->now && job.due < next)
            next = job.due;
    }
    return next;
}

static bool
is_past(const struct listing *listing, const struct facts *facts)
{
    return (facts->end != 0 ? facts->end : facts->start) <= listing->now;
}

static void
add_row(struct listing *listing, const struct occurrence *occurrence)
{
    const struct event *event = occurrence->event;
    struct daemon *daemon = listing->daemon;
    const struct store_wave as_wave = { .event = event->id,
                                        .occurrence = occurrence->key,
                                        .facts = occurrence->facts };
    char text[ZONE_TEXT];

    control_answer_row_begin(listing->answer);
    control_answer_add(listing->answer, "event", event->id);
    control_answer_add(listing->answer, "occurrence",
                       words_occurrence(daemon->programme, &as_wave, text));
    words_add_moment(listing->answer, "start", event->zone,
                     occurrence->facts.start);
    control_answer_add(listing->answer, "place", occurrence->facts.place);
    control_answer_add(listing->answer, "status",
                       occurrence->facts.cancelled ? "cancelled"
                       : is_past(listing, &occurrence->facts) ? "past"
                       : outbox_holder(daemon->outbox, event->id) != NULL
                           ? "held" : "planned");
    words_add_moment(listing->answer, "next_due", event->zone,
                     next_due(listing, occurrence));
    control_answer_add_number(listing->answer, "invited",
                              figures_invited(daemon->store, event));
    add_figures(listing, occurrence);
    control_answer_row_end(listing->answer);
}

void
requests_events(void *self, const struct frame *request,
                struct control_answer *answer)
{
    struct daemon *daemon = self;
    struct listing listing = { .daemon = daemon, .answer = answer,
                               .now = clock_now(&clock_system) };

    (void)request;
    for (size_t i = 0; i < daemon->programme->event_count; i++)
        collect(&listing, &daemon->programme->events[i]);
    if (listing.count > 1)
        qsort(listing.occurrences, listing.count,
              sizeof(*listing.occurrences), by_start);
    for (size_t i = 0; i < listing.count && !control_answer_full(answer); i++)
        add_row(&listing, &listing.occurrences[i]);
    free(listing.occurrences);
    control_answer_end(answer, 0);
}
