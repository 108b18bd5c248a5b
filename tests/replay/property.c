/*
 * property - random months: edits, outages, crashes, STOPs and quiet hours in
 * any order, and then what must be true whatever happened.
 *
 *   property [FIRST [COUNT]]       seeds; each is a month
 *
 * A seed that fails is printed with what went wrong; `property SEED 1` runs it
 * alone, with every step on stdout when REPLAY_VERBOSE is set.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "belief/belief.h"
#include "calendar/zone.h"
#include "month.h"
#include "plan/plan.h"

enum { STEPS = 40, SEEDS = 120 };

static bool
is_reminder(const struct sent *sent)
{
    return strcmp(sent->purpose, "reminder") == 0;
}

static bool
is_clear_no(const struct sent *sent)
{
    return sent->mode == MODE_REJECT || sent->mode == MODE_RETRY;
}

struct state {
    enum delivery_state state;
    int unknowns;
    bool found;
};

static bool
on_row(void *self, const struct store_row *row)
{
    *(struct state *)self = (struct state){ row->state, row->unknowns, true };
    return false;
}

static struct state
state_of(struct month *month, const struct sent *sent)
{
    struct state state = { .found = false };

    month->world.store->row_get(month->world.store, sent->wave, sent->id,
                                on_row, &state);
    return state;
}

/* Whether its reader knows what it says. */
static bool
was_told(struct month *month, const struct sent *sent)
{
    struct state state = state_of(month, sent);

    return delivery_was_told(state.state) || state.unknowns > 0;
}

static bool
same_occurrence(const struct sent *a, const struct sent *b)
{
    return a->id == b->id && strcmp(a->event, b->event) == 0 &&
           strcmp(a->occurrence, b->occurrence) == 0;
}

/* The message before number `at` that its reader knows of the same thing. */
static const struct sent *
told_before(struct month *month, size_t at)
{
    const struct sent *sent = month->world.sent;

    for (size_t i = at; i-- > 0;) {
        if (sent[i].wave != sent[at].wave &&
            same_occurrence(&sent[i], &sent[at]) &&
            was_told(month, &sent[i]))
            return &sent[i];
    }
    return NULL;
}

static void
check_each(struct month *month, size_t at)
{
    const struct sent *sent = &month->world.sent[at], *before;
    enum purpose purpose;
    int count = 0;

    if (is_reminder(sent) && !sent->invited)
        month_wrong(month, sent, "to someone who is not invited");
    if (sent->at >= sent->until)
        month_wrong(month, sent, "of no use any more");
    if (sent->doubted)
        month_wrong(month, sent, "while the clock was doubted");
    if (!state_of(month, sent).found)
        month_wrong(month, sent, "has no row");
    for (size_t i = 0; i <= at; i++) {
        const struct sent *other = &month->world.sent[i];

        count += other->wave == sent->wave && other->id == sent->id &&
                 !is_clear_no(other);
    }
    if (count > (month_is_answer(sent) ? 1 : 2))
        month_wrong(month, sent, "too often");
    if (month_is_answer(sent) || is_clear_no(sent))
        return;
    before = told_before(month, at);
    if (before == NULL) {
        if (!is_reminder(sent))
            month_wrong(month, sent, "corrects what nobody told");
        return;
    }
    if (belief_correction(&before->facts, &sent->facts, &purpose))
        return;
    if (!is_reminder(sent) || (is_reminder(before) &&
                               strcmp(before->slot, sent->slot) == 0) ||
        (!is_reminder(before) && sent->at - before->at < HOUR))
        month_wrong(month, sent, "tells nothing new");
}

struct newest {
    int64_t wave;
    int version;
    struct facts facts;
    char place[64];
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct newest *newest = self;

    if (wave->state == WAVE_EXPIRED || wave->version < newest->version)
        return true;
    newest->wave = wave->id;
    newest->version = wave->version;
    newest->facts = wave->facts;
    snprintf(newest->place, sizeof(newest->place), "%s", wave->facts.place);
    newest->facts.place = newest->place;
    return true;
}

/* Whether a message to this person about the same thing, not older than
 * `version`, could not reach them. */
static bool
could_not_hear(struct month *month, const struct sent *last)
{
    struct world *world = &month->world;
    struct newest newest = { .version = 0 };
    struct state state = { .found = false };

    world->store->waves_of(world->store, "o", last->event, last->occurrence,
                           on_wave, &newest);
    for (int64_t wave = last->wave; wave <= newest.wave; wave++) {
        state.found = false;
        world->store->row_get(world->store, wave, last->id, on_row, &state);
        if (state.found && wave != last->wave &&
            (state.state == DELIVERY_REJECTED ||
             state.state == DELIVERY_UNDELIVERED ||
             state.state == DELIVERY_EXPIRED ||
             state.state == DELIVERY_CANCELLED))
            return true;
    }
    return false;
}

/* Everyone who was told of a meeting that is still to come knows the truth. */
static void
check_belief(struct month *month, size_t at)
{
    struct world *world = &month->world;
    const struct sent *sent = &world->sent[at];
    const struct event *event;
    struct occurrence truth;
    enum purpose purpose;
    bool found;

    for (size_t i = at + 1; i < world->sent_count; i++) {
        if (same_occurrence(sent, &world->sent[i]) &&
            was_told(month, &world->sent[i]))
            return;
    }
    if (month_is_answer(sent) || !was_told(month, sent) ||
        sent->facts.start <= world->now || could_not_hear(month, sent))
        return;
    for (int i = 0; i < PEOPLE; i++) {
        if (strcmp(sent->person, month_people[i]) == 0 && month->stopped[i])
            return;
    }
    event = programme_event(world->programme, sent->event);
    found = event != NULL && occurrence_find(event, sent->occurrence,
                                             sent->facts.start, &truth);
    if (!found && sent->facts.cancelled)
        return;
    if (!found || (belief_correction(&sent->facts, &truth.facts, &purpose) &&
                   truth.facts.start > world->now))
        month_wrong(month, sent, found ? "believes what is not true"
                                 : "believes in what is gone");
}

/* Who is invited to a meeting that others were reminded of. */
struct reminded {
    struct month *month;
    const struct job *job;
    bool told, open, has_row;
    int64_t person;
};

static bool
on_audience_row(void *self, const struct store_row *row)
{
    struct reminded *reminded = self;

    reminded->has_row = reminded->has_row ||
                        row->state != DELIVERY_CANCELLED ||
                        strcasecmp(row->reason, "stop") == 0;
    return false;
}

static bool
on_audience_wave(void *self, const struct store_wave *wave)
{
    struct reminded *reminded = self;
    struct store *store = reminded->month->world.store;

    reminded->open = reminded->open || wave->state == WAVE_OPEN;
    reminded->told = reminded->told || wave->state != WAVE_EXPIRED;
    if (reminded->person != 0)
        store->row_get(store, wave->id, reminded->person, on_audience_row,
                       reminded);
    return true;
}

static bool
on_invited(void *self, const struct store_recipient *recipient)
{
    struct reminded *reminded = self;
    struct month *month = reminded->month;
    const struct occurrence *occurrence = &reminded->job->occurrence;

    if (recipient->stopped != 0)
        return true;
    reminded->person = recipient->person;
    reminded->has_row = false;
    month->world.store->waves_of(month->world.store, "o",
                                 occurrence->event->id, occurrence->key,
                                 on_audience_wave, reminded);
    if (!reminded->has_row) {
        printf("seed %" PRIu64 ": %s was never told of %s %s\n", month->seed,
               recipient->handle, occurrence->event->id, occurrence->key);
        month->failures++;
    }
    return true;
}

static bool
on_past_job(void *self, const struct job *job)
{
    struct month *month = self;
    struct world *world = &month->world;
    const struct event *event = job->occurrence.event;
    struct reminded reminded = { .month = month, .job = job };

    /* the last reminder, and of use for some time yet */
    for (size_t i = 0; i < event->reminder_count; i++) {
        struct job other;

        plan_job(world->programme, &job->occurrence, &event->reminders[i],
                 &other);
        if (other.due > world->now)
            return true;
    }
    if (job->until <= world->now)
        return true;
    world->store->waves_of(world->store, "o", event->id, job->occurrence.key,
                           on_audience_wave, &reminded);
    for (size_t i = 0; reminded.told && !reminded.open &&
                       i < event->group_count; i++)
        world->store->members(world->store, event->groups[i]->id, 0, PEOPLE,
                              on_invited, &reminded);
    return true;
}

static void
check_audience(struct month *month)
{
    plan_between(month->world.programme, month->world.now - 30 * DAY,
                 month->world.now, on_past_job, month);
}

static bool
on_event(void *self, const struct store_wave *wave)
{
    struct sent *sent = self;

    snprintf(sent->event, sizeof(sent->event), "%s", wave->event);
    return false;
}

/* An event may have got another id since. */
static void
name_events(struct month *month)
{
    struct world *world = &month->world;

    for (size_t i = 0; i < world->sent_count; i++)
        world->store->wave_get(world->store, world->sent[i].wave, on_event,
                               &world->sent[i]);
}

static void
check_rows(struct month *month)
{
    struct state state = { .found = false };

    month->world.store->rows_list(month->world.store, 0, DELIVERY_SENDING, 1,
                                  on_row, &state);
    if (!state.found)
        return;
    printf("seed %" PRIu64 ": a message is being sent for ever\n",
           month->seed);
    month->failures++;
}

static int
run(struct month *month)
{
    month_begin(month);
    for (int i = 0; i < STEPS; i++) {
        month_step(month);
        month_check_stops(month);
    }
    month_calm(month);
    check_audience(month);
    month_settle(month);
    month_check_stops(month);
    check_rows(month);
    name_events(month);
    for (size_t i = 0; i < month->world.sent_count; i++) {
        if (month->verbose)
            month_wrong(month, &month->world.sent[i], "(sent)"), month->failures--;
        check_each(month, i);
        check_belief(month, i);
    }
    world_close(&month->world);
    return month->failures;
}

int
main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : SEEDS;
    struct zones *zones = zones_new();
    const struct zone *zone;
    struct error error;
    int failed = 0;

    if (sodium_init() < 0 ||
        (zone = zone_find(zones, "Europe/Brussels", &error)) == NULL)
        return 2;
    log_init("property", LOG_STYLE_TEXT, LOG_ERR);
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct month month = { .seed = seed, .zone = zone,
                               .verbose = getenv("REPLAY_VERBOSE") != NULL };

        failed += run(&month) != 0;
    }
    printf("%" PRIu64 " months, %d failed\n", count, failed);
    zones_free(&zones);
    return failed == 0 ? 0 : 1;
}
