/*
 * walk - go through the audience of open waves, as far as the channels have
 * room; see private.h.
 *
 * A wave is walked once for each channel and group, each with a cursor of its
 * own: a channel that is slow, down or in its quiet hours holds up nobody
 * else, and nothing is written for people whose turn has not come.  Walking
 * somebody twice (after a crash) does nothing: (wave, person) is unique.
 */
#include "outbox/private.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "plan/quiet.h"
#include "plan/route.h"

struct walk {
    struct outbox *outbox;
    struct run *run;
    struct pass *pass;
    int room;                   /* of the pass's channel */
    size_t visited;
    bool expired;               /* the whole wave is of no use any more */
    bool full;                  /* stopped for want of room or budget */
};

/* A message that will not leave (now): written down with the reason. */
static void
put_aside(struct walk *walk, const struct store_recipient *recipient,
          enum delivery_state state, instant due, const char *reason)
{
    struct store_row row = {
        .wave = walk->run->wave.id,
        .person = recipient->person,
        .state = state,
        .channel = "",
        .due = due,
        .at = walk->outbox->now,
        .remote = "",
        .reason = reason,
    };

    walk->outbox->store->row_add(walk->outbox->store, &row);
}

static void
tell_too_long(struct outbox *outbox, const struct run *run)
{
    char key[64], text[320];

    snprintf(key, sizeof(key), "long.%lld", (long long)run->wave.id);
    snprintf(text, sizeof(text),
             "the %s of '%s' is longer than max_parts allows and is held: "
             "shorten its text, or allow more parts, and reload",
             purpose_name(run->wave.purpose), run->wave.event);
    outbox->store->notice(outbox->store, key, text, outbox->now);
}

bool
walk_too_long(struct outbox *outbox, const struct run *run,
              const struct composed *composed)
{
    if (run->answer ||
        composed->parts <= outbox->programme->settings.max_parts)
        return false;
    tell_too_long(outbox, run);
    hold_note(outbox);
    return true;
}

static bool
on_row(void *self, const struct store_row *row)
{
    (void)row;
    *(bool *)self = true;
    return false;
}

/* Who was walked before, when a wave is read from the start again. */
static bool
has_its_row(const struct walk *walk, const struct store_recipient *recipient)
{
    struct store *store = walk->outbox->store;
    bool found = false;

    if (walk->run->again)
        store->row_get(store, walk->run->wave.id, recipient->person, on_row,
                       &found);
    return found;
}

static void
consider(struct walk *walk, const struct group *group,
         const struct store_recipient *recipient, int route)
{
    struct outbox *outbox = walk->outbox;
    struct run *run = walk->run;
    struct store_row row = { 0 };
    const struct composed *composed;
    instant wait;

    if (audience_knows(walk->outbox, walk->run, recipient) ||
        has_its_row(walk, recipient) || (run->late && route < 0))
        return;
    if (recipient->stopped != 0) {
        put_aside(walk, recipient, DELIVERY_CANCELLED, 0, "STOP");
    } else if (recipient->gone) {
        put_aside(walk, recipient, DELIVERY_CANCELLED, 0,
                  "not registered any more");
    } else if (route < 0) {
        put_aside(walk, recipient, DELIVERY_CANCELLED, 0,
                  "no channel that reaches this person");
    } else if (walk->expired) {
        put_aside(walk, recipient, DELIVERY_EXPIRED, 0,
                  walk->pass->why != NULL
                      ? walk->pass->why
                      : "it could not leave before it was of no use");
        row_tell_late(outbox, run, recipient);
    } else if (run->correction &&
               quiet_hours(outbox->programme, group, outbox->now, &wait)) {
        if (wait >= run->wave.until) {
            put_aside(walk, recipient, DELIVERY_EXPIRED, 0,
                      "quiet hours until it was of no use");
            row_tell_late(outbox, run, recipient);
        } else {
            put_aside(walk, recipient, DELIVERY_DUE, wait, "quiet hours");
        }
    } else {
        composed = claim_compose(outbox, run, group, recipient,
                                 (size_t)route);
        if (walk_too_long(outbox, run, composed)) {
            put_aside(walk, recipient, DELIVERY_HELD, 0,
                      "the text is too long");
            return;
        }
        if (loop_stops(outbox, run, recipient, (size_t)route, composed)) {
            put_aside(walk, recipient, DELIVERY_HELD, 0, loop_reason);
            return;
        }
        if (!budget_allows(outbox, (size_t)route, composed->parts, &wait)) {
            walk->pass->wait = wait < run->wave.until ? wait
                                                      : run->wave.until;
            walk->pass->why = "the budget was used up until it was of no use";
            walk->full = true;
            return;
        }
        claim_send(outbox, run, group, recipient, &row, (size_t)route, true);
        walk->room--;
    }
}

/* Whether an earlier invited group has this person too: then it is theirs. */
static bool
in_earlier_group(const struct walk *walk, int64_t person)
{
    const struct event *event = walk->run->event;

    for (size_t i = 0; i < walk->pass->group; i++) {
        if (walk->outbox->store->member(walk->outbox->store,
                                        event->groups[i]->id, person))
            return true;
    }
    return false;
}

static bool
on_person(struct walk *walk, const struct group *group,
          const struct store_recipient *recipient)
{
    int route = recipient->stopped != 0 || recipient->gone
        ? -1 : route_choose(walk->outbox->programme, group, recipient, -1);
    bool mine = route == (int)walk->pass->outlet ||
                (route < 0 && walk->pass->outlet == 0);

    if (mine && !walk->expired && route >= 0 && walk->room <= 0) {
        walk->full = true;
        return false;
    }
    if (mine)
        consider(walk, group, recipient, route);
    if (walk->full)
        return false;
    walk->pass->person = recipient->person;
    walk->visited++;
    return true;
}

static bool
on_member(void *self, const struct store_recipient *recipient)
{
    struct walk *walk = self;

    if (in_earlier_group(walk, recipient->person)) {
        walk->pass->person = recipient->person;
        walk->visited++;
        return true;
    }
    return on_person(walk, walk->run->event->groups[walk->pass->group],
                     recipient);
}

static bool
on_believer(void *self, const struct store_recipient *recipient)
{
    struct walk *walk = self;

    return on_person(walk,
                     claim_group(walk->outbox, walk->run, recipient->person),
                     recipient);
}

/* No more people than there may be room for: who is read and not sent to is
 * read again. */
static size_t
batch_size(const struct walk *walk, size_t most)
{
    size_t room = walk->room > 0 ? (size_t)walk->room : 0;

    if (most > OUTBOX_BATCH)
        most = OUTBOX_BATCH;
    if (walk->expired || room > most)
        return most;
    return room < OUTBOX_LEAST ? OUTBOX_LEAST : room;
}

static void
read_batch(struct walk *walk, size_t most)
{
    const struct store_wave *wave = &walk->run->wave;
    struct store *store = walk->outbox->store;
    struct pass *pass = walk->pass;

    if (walk->run->correction)
        store->believers(store, wave->organisation, wave->event,
                         wave->occurrence, pass->person, most, on_believer,
                         walk);
    else
        store->members(store, walk->run->event->groups[pass->group]->id,
                       pass->person, most, on_member, walk);
}

/* Nothing to do for this pass now? */
static bool
must_wait(struct walk *walk)
{
    struct pass *pass = walk->pass;
    struct outbox *outbox = walk->outbox;
    const struct group *group = walk->run->correction
        ? NULL : walk->run->event->groups[pass->group];
    instant end;

    if (walk->expired)
        return false;
    if (pass->wait > outbox->now)
        return true;
    pass->wait = 0;
    pass->why = NULL;
    if (quiet_hours(outbox->programme, group, outbox->now, &end)) {
        pass->wait = end < walk->run->wave.until ? end
                                                 : walk->run->wave.until;
        pass->why = "quiet hours until it was of no use";
        return true;
    }
    walk->room = claim_room(outbox, pass->outlet);
    /* the first channel's pass also writes down who cannot be reached */
    return walk->room <= 0 && pass->outlet != 0;
}

static void
walk_pass(struct outbox *outbox, struct run *run, struct pass *pass,
          size_t *visits)
{
    struct walk walk = {
        .outbox = outbox, .run = run, .pass = pass,
        .expired = outbox->now >= run->wave.until,
    };

    if (must_wait(&walk))
        return;
    while (!walk.full && *visits < outbox->appetite) {
        size_t before = walk.visited;
        size_t most = batch_size(&walk, outbox->appetite - *visits);

        read_batch(&walk, most);
        *visits += walk.visited - before;
        if (!walk.full && walk.visited - before < most) {
            pass->done = true;
            break;
        }
    }
}

/* The cursor of the store: nobody up to here has to be looked at again. */
static bool
move_cursor(struct run *run)
{
    size_t group = 0, outlets;
    int64_t person = INT64_MAX;

    while (group < run->pass_count && run->passes[group].done)
        group++;
    if (group == run->pass_count)
        return false;
    outlets = run->pass_count;
    group = run->passes[group].group;
    for (size_t i = 0; i < outlets; i++) {
        if (run->passes[i].group == group && !run->passes[i].done &&
            run->passes[i].person < person)
            person = run->passes[i].person;
    }
    if ((int)group == run->wave.group && person == run->wave.person)
        return false;
    run->wave.group = (int)group;
    run->wave.person = person;
    return true;
}

static void
finish(struct outbox *outbox, struct run *run)
{
    run_save(outbox, run, WAVE_DONE);
    log_event(LOG_INFO, "wave.done", LOG_T("event", run->wave.event),
              LOG_T("occurrence", run->wave.occurrence),
              LOG_T("purpose", purpose_name(run->wave.purpose)),
              LOG_N("wave", run->wave.id));
}

static void
walk_run(struct outbox *outbox, struct run *run, size_t *visits)
{
    bool done = true;

    /* an audience that is not in the programme any more */
    if (run->event == NULL && !run->correction) {
        finish(outbox, run);
        return;
    }
    for (size_t i = 0; i < run->pass_count; i++) {
        if (!run->passes[i].done && *visits < outbox->appetite)
            walk_pass(outbox, run, &run->passes[i], visits);
        done = done && run->passes[i].done;
    }
    if (done)
        finish(outbox, run);
    else if (move_cursor(run))
        run_save(outbox, run, WAVE_OPEN);
}

/*
 * Nobody is told before the turn is committed: the first turn of a wave is
 * short, so that it is not late for all because there are many; then they
 * grow, so that a commit serves many.
 */
static void
grow_appetite(struct outbox *outbox, bool walking)
{
    if (!walking)
        outbox->appetite = OUTBOX_FIRST_VISITS;
    else if (outbox->appetite < OUTBOX_TURN_VISITS)
        outbox->appetite *= 4;
}

bool
walk_runs(struct outbox *outbox)
{
    size_t visits = 0, most = outbox->appetite;
    bool walking = false, all = true;

    for (struct run *run = outbox->runs; run != NULL; run = run->next) {
        instant due;

        if (run->wave.state != WAVE_OPEN || run->answer ||
            run->wave.due > outbox->now ||
            outbox_holder(outbox, run->wave.event) != NULL ||
            (run->late && run_is_behind(outbox, run)) ||
            correction_pending(outbox, run->wave.event, run->wave.occurrence,
                           &due))
            continue;
        walking = true;
        if (visits >= most) {
            all = false;
            break;
        }
        walk_run(outbox, run, &visits);
    }
    grow_appetite(outbox, walking);
    return all && visits < most;
}

instant
walk_next(const struct outbox *outbox)
{
    instant next = NEVER;

    for (const struct run *run = outbox->runs; run != NULL; run = run->next) {
        if (run->wave.state != WAVE_OPEN || run->answer)
            continue;
        if (run->wave.due > outbox->now) {
            if (run->wave.due < next)
                next = run->wave.due;
            continue;
        }
        if (run->wave.until > outbox->now && run->wave.until < next)
            next = run->wave.until;
        for (size_t i = 0; i < run->pass_count; i++) {
            const struct pass *pass = &run->passes[i];

            if (!pass->done && pass->wait > outbox->now && pass->wait < next)
                next = pass->wait;
        }
    }
    return next;
}
