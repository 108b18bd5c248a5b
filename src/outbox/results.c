/* results - what channels say of messages: answers and receipts; see
 * outbox.h */
#include "outbox/private.h"

#include <stdlib.h>
#include <string.h>

#include "delivery/policy.h"
#include "plan/route.h"

/* What is left to try of a message that was refused. */
struct refusal {
    struct outbox *outbox;
    struct run *run;
    const struct group *group;
    struct store_recipient recipient;
    struct held_row *held;
};

/* A refused message has cost nothing. */
static void
refund(struct refusal *refusal, size_t channel)
{
    struct outbox *outbox = refusal->outbox;
    const struct composed *composed;
    const struct told *told;
    instant at;

    if (channel >= outbox->programme->channel_count)
        return;                 /* it left the programme meanwhile */
    told = refusal->run->correction
        ? run_told_before(outbox, refusal->run, refusal->recipient.person,
                          &at)
        : NULL;
    refusal->recipient.told_wave = told != NULL ? told->wave : 0;
    composed = claim_compose(outbox, refusal->run, refusal->group,
                             &refusal->recipient, channel);
    budget_refund(outbox, channel, composed->parts);
    loop_take_back(outbox, &refusal->recipient, channel, composed);
}

/* An answer goes back over the channel of the question or not at all. */
static int
next_channel(const struct refusal *refusal)
{
    struct outbox *outbox = refusal->outbox;
    int channel = row_channel(outbox, refusal->held->row.channel);

    if (refusal->run->answer)
        return -1;
    return route_choose(outbox->programme, refusal->group,
                        &refusal->recipient, channel);
}

/* A clear no: the next try, the next channel, or the end. */
static void
refused(struct outbox *outbox, size_t channel,
        const struct outbox_result *result, struct held_row *held)
{
    struct refusal refusal = { .outbox = outbox, .held = held };
    const char *reason = result->reason != NULL ? result->reason : "";
    int next;

    refusal.run = run_get(outbox, held->row.wave);
    if (refusal.run == NULL ||
        !outbox->store->person_get(outbox->store, held->row.person,
                                   &refusal.recipient)) {
        row_move(outbox, &held->row, DELIVERY_ON_REJECTED, 0, reason);
        return;
    }
    refusal.group = claim_group(outbox, refusal.run, held->row.person);
    refund(&refusal, channel);
    if (result->outcome == ALLO_RETRY) {
        row_move(outbox, &held->row, DELIVERY_ON_RETRY,
                 outbox->now + policy_backoff(held->row.attempt,
                                              result->retry_after * SECOND,
                                              outbox->random), reason);
        return;
    }
    next = next_channel(&refusal);
    if (next < 0) {
        row_move(outbox, &held->row, DELIVERY_ON_REJECTED, 0, reason);
        return;
    }
    held->row.channel = outbox->programme->channels[next].name;
    row_move(outbox, &held->row, DELIVERY_ON_RETRY, outbox->now, reason);
}

/* The answer was lost: it may have arrived. */
static void
lost(struct outbox *outbox, const struct outbox_result *result,
     struct held_row *held)
{
    struct store_recipient recipient;
    const struct run *run;

    held->row.unknowns++;
    /* a name by which a late answer or a receipt may speak of it */
    if (result->remote != NULL)
        held->row.remote = result->remote;
    row_move(outbox, &held->row, DELIVERY_ON_LOST, outbox->now,
             result->reason);
    if (!result->quarantine)
        return;
    row_move(outbox, &held->row, DELIVERY_ON_GIVE_UP, 0,
             "its channel died twice while sending it");
    run = run_get(outbox, held->row.wave);
    if (run != NULL && outbox->store->person_get(outbox->store,
                                                 held->row.person,
                                                 &recipient))
        row_tell_unsure(outbox, run, &recipient);
}

static void
take_orphan(struct outbox *outbox, size_t channel, const char *remote,
            instant now)
{
    int outcome;

    if (outbox->orphans && remote != NULL &&
        channel < outbox->programme->channel_count &&
        outbox->store->orphan_take(outbox->store,
                                   outbox->programme->channels[channel].name,
                                   remote, &outcome))
        outbox_receipt(outbox, channel, remote, (enum allo_outcome)outcome,
                       NULL, now);
}

/* The answer came after its try had been given up for lost, and nothing else
 * was tried yet. */
static bool
accepted_late(struct outbox *outbox, const struct outbox_result *result,
              enum delivery_event event)
{
    struct held_row held;

    if (!row_get(outbox, (int64_t)result->wave, (int64_t)result->person,
                 &held) || held.row.epoch != result->epoch)
        return false;
    held.row.remote = result->remote != NULL ? result->remote : "";
    return row_move(outbox, &held.row, event, 0, "");
}

static void
accepted(struct outbox *outbox, size_t channel,
         const struct outbox_result *result)
{
    bool delivered = result->outcome == ALLO_DELIVERED;

    if (outbox->store->row_result(
            outbox->store, (int64_t)result->wave, (int64_t)result->person,
            result->epoch, delivered ? DELIVERY_DELIVERED : DELIVERY_ACCEPTED,
            result->remote != NULL ? result->remote : "", "", outbox->now) ||
        accepted_late(outbox, result, delivered ? DELIVERY_ON_DELIVERED
                                                : DELIVERY_ON_ACCEPTED))
        take_orphan(outbox, channel, result->remote, outbox->now);
}

void
outbox_result(struct outbox *outbox, size_t channel,
              const struct outbox_result *result, instant now)
{
    struct held_row held;

    outbox->now = now;
    if (result->outcome == ALLO_ACCEPTED ||
        result->outcome == ALLO_DELIVERED) {
        accepted(outbox, channel, result);
        return;
    }
    if (!row_get(outbox, (int64_t)result->wave, (int64_t)result->person,
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
    struct held_row row;
    bool found;
};

static bool
on_remote(void *self, const struct store_row *row)
{
    struct receipt *receipt = self;

    row_hold(&receipt->row, row);
    receipt->found = true;
    return false;
}

/* A message whose answer was lost is spoken of by our own id; after a restart
 * the row does not know that name any more. */
static bool
find_unanswered(struct outbox *outbox, const char *remote,
                struct held_row *held)
{
    static const char prefix[] = "unanswered:";
    char *dot, *end;
    uint64_t wave, person;

    if (strncmp(remote, prefix, strlen(prefix)) != 0)
        return false;
    wave = strtoull(remote + strlen(prefix), &dot, 10);
    if (*dot != '.')
        return false;
    person = strtoull(dot + 1, &end, 10);
    return *end == '\0' && wave <= INT64_MAX && person <= INT64_MAX &&
           row_get(outbox, (int64_t)wave, (int64_t)person, held);
}

static enum delivery_event
event_of(enum allo_outcome outcome)
{
    if (outcome == ALLO_ACCEPTED)
        return DELIVERY_ON_ACCEPTED;    /* a late answer to an unknown */
    return outcome == ALLO_DELIVERED ? DELIVERY_ON_DELIVERED
                                     : DELIVERY_ON_UNDELIVERED;
}

void
outbox_receipt(struct outbox *outbox, size_t channel, const char *remote,
               enum allo_outcome outcome, const char *reason, instant now)
{
    struct receipt receipt = { .found = false };
    const char *name;

    outbox->now = now;
    if (channel >= outbox->programme->channel_count)
        return;                 /* of a channel that has gone */
    name = outbox->programme->channels[channel].name;
    outbox->store->rows_remote(outbox->store, name, remote, on_remote,
                               &receipt);
    if (!receipt.found)
        receipt.found = find_unanswered(outbox, remote, &receipt.row);
    if (receipt.found) {
        row_move(outbox, &receipt.row.row, event_of(outcome), 0, reason);
    } else if (outcome != ALLO_ACCEPTED) {
        outbox->store->orphan_put(outbox->store, name, remote, (int)outcome,
                                  reason != NULL ? reason : "", now);
        outbox->orphans = true;
    }
}
