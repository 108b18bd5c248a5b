/*
 * rows - messages that have a row already and are due: a retry, the end of
 * quiet hours, an answer that was lost; and what channels say of them.  See
 * private.h and outbox.h.
 */
#include "outbox/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "belief/belief.h"
#include "delivery/policy.h"
#include "plan/route.h"

/* A row with its texts copied: the store's own do not last. */
struct held_row {
    struct store_row row;
    char channel[64], remote[72], reason[256];
};

static void
hold_row(struct held_row *held, const struct store_row *row)
{
    held->row = *row;
    snprintf(held->channel, sizeof(held->channel), "%s", row->channel);
    snprintf(held->remote, sizeof(held->remote), "%s", row->remote);
    snprintf(held->reason, sizeof(held->reason), "%s", row->reason);
    held->row.channel = held->channel;
    held->row.remote = held->remote;
    held->row.reason = held->reason;
}

struct row_list {
    struct held_row *rows;
    size_t count;
};

static bool
on_row(void *self, const struct store_row *row)
{
    struct row_list *list = self;

    hold_row(&list->rows[list->count++], row);
    return list->count < OUTBOX_BATCH;
}

static bool
get_row(struct outbox *outbox, int64_t wave, int64_t person,
        struct held_row *held)
{
    struct row_list list = { held, 0 };

    outbox->store->row_get(outbox->store, wave, person, on_row, &list);
    return list.count == 1;
}

static int
channel_index(const struct outbox *outbox, const char *name)
{
    for (size_t i = 0; i < outbox->programme->channel_count; i++) {
        if (strcmp(outbox->programme->channels[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

/* The row goes into another state; `event` must lead there. */
static void
move(struct outbox *outbox, struct store_row *row, enum delivery_event event,
     instant due, const char *reason)
{
    enum delivery_state next;

    if (!delivery_next(row->state, event, &next))
        return;
    row->state = next;
    row->due = due;
    row->at = outbox->now;
    row->reason = reason != NULL ? reason : "";
    outbox->store->row_save(outbox->store, row);
}

static void
tell_unknown(struct outbox *outbox, const struct run *run,
             const struct store_recipient *recipient)
{
    char key[96], text[320];

    snprintf(key, sizeof(key), "unknown.%lld.%lld",
             (long long)run->wave.id, (long long)recipient->person);
    snprintf(text, sizeof(text),
             "it is not certain that '%s' got the %s of '%s': better call",
             recipient->handle, purpose_name(run->wave.purpose),
             run->wave.event);
    outbox->store->notice(outbox->store, key, text, outbox->now);
}

/* What one due row needs. */
struct due {
    struct outbox *outbox;
    struct run *run;
    const struct group *group;
    struct store_recipient recipient;
    struct store_row *row;
    int channel;                /* chosen, or -1 */
};

static void
send_due(struct due *due)
{
    struct outbox *outbox = due->outbox;
    const struct composed *composed;
    const struct told *told;
    enum purpose purpose;
    instant wait;

    if (due->channel < 0) {
        move(outbox, due->row, DELIVERY_ON_CANCEL, 0,
             "no channel that reaches this person");
        return;
    }
    if (due->run->correction) {
        int64_t wave = outbox->store->told(
            outbox->store, due->run->wave.organisation,
            due->run->wave.event, due->run->wave.occurrence,
            due->recipient.person, &wait);

        due->recipient.told_wave = wave;
        told = run_told(outbox, due->run, wave);
        if (told != NULL && wave != due->run->wave.id &&
            !belief_correction(&told->facts, &due->run->wave.facts,
                               &purpose)) {
            move(outbox, due->row, DELIVERY_ON_CANCEL, 0, "true again");
            return;
        }
    }
    if (claim_room(outbox, (size_t)due->channel) <= 0) {
        outbox->blocked = true;
        return;
    }
    composed = claim_compose(outbox, due->run, due->group, &due->recipient,
                             (size_t)due->channel);
    if (!budget_allows(outbox, (size_t)due->channel, composed->parts,
                       &wait)) {
        due->row->due = wait;
        due->row->reason = "the budget of today is used up";
        outbox->store->row_save(outbox->store, due->row);
        return;
    }
    claim_send(outbox, due->run, due->group, &due->recipient, due->row,
               (size_t)due->channel, false);
}

static int
next_channel(const struct due *due)
{
    return route_choose(due->outbox->programme, due->group, &due->recipient,
                        channel_index(due->outbox, due->row->channel));
}

static void
settle_unknown(struct due *due)
{
    struct outbox *outbox = due->outbox;
    struct store_row *row = due->row;
    int next = next_channel(due);
    struct policy_unknown question = {
        .purpose = due->run->wave.purpose,
        .unknowns = row->unknowns,
        .next_channel = next >= 0,
        .since = row->at,
        .now = outbox->now,
        .until = due->run->wave.until,
    };
    instant at;

    if (row->attempt >= POLICY_SUBMISSIONS &&
        row->unknowns >= POLICY_SUBMISSIONS)
        question.unknowns = POLICY_SUBMISSIONS;
    switch (policy_unknown(&question, &at)) {
    case POLICY_WAIT:
        row->due = at;
        outbox->store->row_save(outbox->store, row);
        return;
    case POLICY_NEXT_CHANNEL:
        due->channel = next;
        break;
    case POLICY_RESEND:
        break;
    case POLICY_GIVE_UP:
        move(outbox, row, DELIVERY_ON_GIVE_UP, 0,
             "sent, but the answer was lost");
        tell_unknown(outbox, due->run, &due->recipient);
        return;
    }
    tell_unknown(outbox, due->run, &due->recipient);
    move(outbox, row, DELIVERY_ON_DUE, outbox->now, "");
    send_due(due);
}

static bool
is_quiet(const struct due *due, instant *end)
{
    const struct zone *zone = due->outbox->programme->organisation.zone;

    if (due->run->answer || due->group == NULL || !due->group->has_quiet ||
        !window_holds(&due->group->quiet, zone, due->outbox->now))
        return false;
    *end = window_end(&due->group->quiet, zone, due->outbox->now);
    return true;
}

/* Everything is checked again at the moment of sending. */
static void
treat(struct due *due)
{
    struct outbox *outbox = due->outbox;
    struct store_row *row = due->row;
    instant at;

    if (row->state == DELIVERY_UNKNOWN) {
        if (outbox->now >= due->run->wave.until ||
            (due->recipient.stopped != 0 && !due->run->answer)) {
            move(outbox, row, DELIVERY_ON_GIVE_UP, 0,
                 "sent, but the answer was lost");
            tell_unknown(outbox, due->run, &due->recipient);
            return;
        }
        settle_unknown(due);
        return;
    }
    if (due->recipient.stopped != 0 && !due->run->answer) {
        move(outbox, row, DELIVERY_ON_CANCEL, 0, "STOP");
    } else if (due->recipient.gone) {
        move(outbox, row, DELIVERY_ON_CANCEL, 0, "not registered any more");
    } else if (due->run->wave.state == WAVE_SUPERSEDED) {
        move(outbox, row, DELIVERY_ON_CANCEL, 0, "changed");
    } else if (outbox->now >= due->run->wave.until) {
        move(outbox, row, DELIVERY_ON_EXPIRE, 0,
             *row->reason != '\0' ? row->reason
                                  : "it could not leave in time");
    } else if (is_quiet(due, &at)) {
        row->due = at;
        row->reason = "quiet hours";
        outbox->store->row_save(outbox->store, row);
    } else {
        send_due(due);
    }
}

static void
turn_row(struct outbox *outbox, struct store_row *row)
{
    struct due due = { .outbox = outbox, .row = row };
    instant settles;

    due.run = run_get(outbox, row->wave);
    if (due.run == NULL ||
        !outbox->store->person_get(outbox->store, row->person,
                                   &due.recipient)) {
        move(outbox, row, DELIVERY_ON_CANCEL, 0, "not registered any more");
        return;
    }
    if (outbox_held(outbox, due.run->wave.event)) {
        move(outbox, row, DELIVERY_ON_HOLD, 0, "the event is held");
        return;
    }
    if (row->state == DELIVERY_DUE &&
        settle_pending(outbox, due.run->wave.event,
                       due.run->wave.occurrence, &settles)) {
        row->due = settles;
        outbox->store->row_save(outbox->store, row);
        return;
    }
    due.group = claim_group(outbox, due.run, row->person);
    due.channel = *row->channel != '\0'
        ? channel_index(outbox, row->channel)
        : route_choose(outbox->programme, due.group, &due.recipient, -1);
    treat(&due);
}

bool
rows_turn(struct outbox *outbox)
{
    struct row_list list = { NULL, 0 };
    size_t got;

    outbox->blocked = false;
    if (outbox->store->rows_next(outbox->store) > outbox->now)
        return true;
    list.rows = memory_new(OUTBOX_BATCH, sizeof(list.rows[0]));
    outbox->store->rows_due(outbox->store, outbox->now, OUTBOX_BATCH, on_row,
                            &list);
    for (size_t i = 0; i < list.count; i++)
        turn_row(outbox, &list.rows[i].row);
    got = list.count;
    free(list.rows);
    return got < OUTBOX_BATCH || outbox->blocked;
}

/* -- what channels say -------------------------------------------------------- */

static void
refund(struct outbox *outbox, size_t channel, struct run *run,
       const struct store_recipient *recipient)
{
    const struct composed *composed;

    if (channel >= outbox->programme->channel_count)
        return;                 /* it left the programme meanwhile */
    composed = claim_compose(outbox, run,
                             claim_group(outbox, run, recipient->person),
                             recipient, channel);
    budget_refund(outbox, channel, composed->parts);
}

/* A clear no: the next try, the next channel, or the end. */
static void
refused(struct outbox *outbox, size_t channel,
        const struct outbox_result *result, struct held_row *held)
{
    struct due due = { .outbox = outbox, .row = &held->row };
    const char *reason = result->reason != NULL ? result->reason : "";
    int next;

    due.run = run_get(outbox, held->row.wave);
    if (due.run == NULL ||
        !outbox->store->person_get(outbox->store, held->row.person,
                                   &due.recipient)) {
        move(outbox, &held->row, DELIVERY_ON_REJECTED, 0, reason);
        return;
    }
    refund(outbox, channel, due.run, &due.recipient);
    due.group = claim_group(outbox, due.run, held->row.person);
    if (result->outcome == ALLO_RETRY) {
        move(outbox, &held->row, DELIVERY_ON_RETRY,
             outbox->now + policy_backoff(held->row.attempt,
                                          result->retry_after * SECOND,
                                          outbox->random), reason);
        return;
    }
    next = next_channel(&due);
    if (next < 0) {
        move(outbox, &held->row, DELIVERY_ON_REJECTED, 0, reason);
        return;
    }
    held->row.channel = outbox->programme->channels[next].name;
    move(outbox, &held->row, DELIVERY_ON_RETRY, outbox->now, reason);
}

/* The answer was lost: it may have arrived. */
static void
lost(struct outbox *outbox, const struct outbox_result *result,
     struct held_row *held)
{
    held->row.unknowns++;
    /* a name by which a late answer or a receipt may speak of it */
    if (result->remote != NULL)
        held->row.remote = result->remote;
    move(outbox, &held->row, DELIVERY_ON_LOST, outbox->now, result->reason);
    if (result->quarantine)
        move(outbox, &held->row, DELIVERY_ON_GIVE_UP, 0,
             "its channel died twice while sending it");
}

static void
take_orphan(struct outbox *outbox, size_t channel,
            const struct outbox_result *result, instant now)
{
    int outcome;

    if (outbox->orphans && result->remote != NULL &&
        channel < outbox->programme->channel_count &&
        outbox->store->orphan_take(outbox->store,
                                   outbox->programme->channels[channel].name,
                                   result->remote, &outcome))
        outbox_receipt(outbox, channel, result->remote,
                       (enum allo_outcome)outcome, NULL, now);
}

void
outbox_result(struct outbox *outbox, size_t channel,
              const struct outbox_result *result, instant now)
{
    struct held_row held;
    enum delivery_state state = result->outcome == ALLO_DELIVERED
        ? DELIVERY_DELIVERED : DELIVERY_ACCEPTED;

    outbox->now = now;
    if (result->outcome == ALLO_ACCEPTED ||
        result->outcome == ALLO_DELIVERED) {
        if (outbox->store->row_result(
                outbox->store, (int64_t)result->wave,
                (int64_t)result->person, result->epoch, state,
                result->remote != NULL ? result->remote : "", "", now))
            take_orphan(outbox, channel, result, now);
        return;
    }
    if (!get_row(outbox, (int64_t)result->wave, (int64_t)result->person,
                 &held) ||
        held.row.state != DELIVERY_SENDING ||
        held.row.epoch != result->epoch)
        return;                 /* not the holder of the newest claim */
    if (result->outcome == ALLO_RETRY || result->outcome == ALLO_REJECTED)
        refused(outbox, channel, result, &held);
    else
        lost(outbox, result, &held);
}

/* One row that a receipt may speak of. */
struct receipt {
    struct outbox *outbox;
    struct held_row row;
    bool found;
};

static bool
on_remote(void *self, const struct store_row *row)
{
    struct receipt *receipt = self;

    hold_row(&receipt->row, row);
    receipt->found = true;
    return false;
}

void
outbox_receipt(struct outbox *outbox, size_t channel, const char *remote,
               enum allo_outcome outcome, const char *reason, instant now)
{
    struct receipt receipt = { .outbox = outbox };
    const char *name;

    outbox->now = now;
    if ((outcome != ALLO_DELIVERED && outcome != ALLO_UNDELIVERED) ||
        channel >= outbox->programme->channel_count)
        return;                 /* still on its way, or nobody's */
    name = outbox->programme->channels[channel].name;
    outbox->store->rows_remote(outbox->store, name, remote, on_remote,
                               &receipt);
    if (!receipt.found) {
        outbox->store->orphan_put(outbox->store, name, remote, (int)outcome,
                                  reason != NULL ? reason : "", now);
        outbox->orphans = true;
        return;
    }
    move(outbox, &receipt.row.row,
         outcome == ALLO_DELIVERED ? DELIVERY_ON_DELIVERED
                                   : DELIVERY_ON_UNDELIVERED, 0, reason);
}
