/*
 * due - messages that have a row already and are due: a retry, the end of
 * quiet hours, an answer that was lost.  See private.h.
 *
 * Everything is checked again at the moment of sending.
 */
#include "outbox/private.h"

#include <stdlib.h>
#include <string.h>

#include "delivery/policy.h"
#include "plan/quiet.h"
#include "plan/route.h"

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
expire(struct due *due, const char *reason)
{
    if (row_move(due->outbox, due->row, DELIVERY_ON_EXPIRE, 0, reason))
        row_tell_late(due->outbox, due->run, &due->recipient);
}

static void
send_due(struct due *due)
{
    struct outbox *outbox = due->outbox;
    const struct composed *composed;
    instant wait;

    if (due->channel < 0) {
        row_move(outbox, due->row, DELIVERY_ON_CANCEL, 0,
                 "no channel that reaches this person");
        return;
    }
    if (audience_told_true(outbox, due->run, &due->recipient)) {
        row_move(outbox, due->row, DELIVERY_ON_CANCEL, 0, "true again");
        return;
    }
    if (claim_room(outbox, (size_t)due->channel) <= 0) {
        outbox->blocked = true;
        return;
    }
    composed = claim_compose(outbox, due->run, due->group, &due->recipient,
                             (size_t)due->channel);
    if (walk_too_long(outbox, due->run, composed)) {
        row_move(outbox, due->row, DELIVERY_ON_HOLD, 0,
                 "the text is too long");
        return;
    }
    if (loop_stops(outbox, due->run, &due->recipient, (size_t)due->channel,
                   composed)) {
        row_move(outbox, due->row, DELIVERY_ON_HOLD, 0, loop_reason);
        return;
    }
    if (!budget_allows(outbox, (size_t)due->channel, composed->parts,
                       &wait)) {
        due->row->due = wait < due->run->wave.until ? wait
                                                    : due->run->wave.until;
        due->row->reason = "the budget of today is used up";
        outbox->store->row_save(outbox->store, due->row);
        return;
    }
    claim_send(outbox, due->run, due->group, &due->recipient, due->row,
               (size_t)due->channel, false);
}

/* Who was taken out of the audience while a reminder waited; a correction
 * goes to whoever was told. */
static bool
is_not_invited(const struct due *due)
{
    return !due->run->answer && !due->run->correction &&
           !claim_is_invited(due->outbox, due->run, due->row->person);
}

/* -- what had no answer --------------------------------------------------- */

static void
give_up(struct due *due, const char *reason)
{
    if (row_move(due->outbox, due->row, DELIVERY_ON_GIVE_UP, 0, reason))
        row_tell_unsure(due->outbox, due->run, &due->recipient);
}

static void
try_again(struct due *due, int channel)
{
    struct outbox *outbox = due->outbox;

    if (due->run->wave.until - outbox->now < POLICY_URGENT)
        row_tell_unsure(outbox, due->run, &due->recipient);
    due->channel = channel;
    if (channel >= 0)
        due->row->channel = outbox->programme->channels[channel].name;
    if (row_move(outbox, due->row, DELIVERY_ON_DUE, outbox->now, ""))
        send_due(due);
}

static void
settle_unknown(struct due *due)
{
    struct outbox *outbox = due->outbox;
    struct store_row *row = due->row;
    int channel = row_channel(outbox, row->channel);
    int next = route_choose(outbox->programme, due->group, &due->recipient,
                            channel);
    struct policy_unknown question = {
        .purpose = due->run->wave.purpose,
        .unknowns = row->unknowns,
        .next_channel = next >= 0,
        .since = row->at,
        .now = outbox->now,
        .until = due->run->wave.until,
    };
    instant at;

    switch (policy_unknown(&question, &at)) {
    case POLICY_WAIT:
        row->due = at;
        outbox->store->row_save(outbox->store, row);
        break;
    case POLICY_NEXT_CHANNEL:
        try_again(due, next);
        break;
    case POLICY_RESEND:
        try_again(due, channel);
        break;
    case POLICY_GIVE_UP:
        give_up(due, "sent, but the answer was lost");
        break;
    }
}

static void
treat_unknown(struct due *due)
{
    struct outbox *outbox = due->outbox;

    if (due->run->wave.state == WAVE_SUPERSEDED)
        row_move(outbox, due->row, DELIVERY_ON_GIVE_UP, 0,
                 "sent, but the answer was lost; it changed since");
    else if (outbox->now >= due->run->wave.until ||
             due->recipient.stopped != 0 || due->recipient.gone ||
             is_not_invited(due))
        give_up(due, "sent, but the answer was lost");
    else
        settle_unknown(due);
}

/* -- what waits ----------------------------------------------------------- */

static void
wait_for_quiet_end(struct due *due, instant end)
{
    if (end >= due->run->wave.until) {
        expire(due, "quiet hours until it was of no use");
        return;
    }
    due->row->due = end;
    due->row->reason = "quiet hours";
    due->outbox->store->row_save(due->outbox->store, due->row);
}

static void
treat_waiting(struct due *due)
{
    struct outbox *outbox = due->outbox;
    struct store_row *row = due->row;
    bool answer = due->run->answer;
    instant end;

    if (due->recipient.stopped != 0 && !answer)
        row_move(outbox, row, DELIVERY_ON_CANCEL, 0, "STOP");
    else if (due->recipient.gone)
        row_move(outbox, row, DELIVERY_ON_CANCEL, 0,
                 "not registered any more");
    else if (is_not_invited(due))
        row_move(outbox, row, DELIVERY_ON_CANCEL, 0, "not invited any more");
    else if (due->run->wave.state == WAVE_SUPERSEDED)
        row_move(outbox, row, DELIVERY_ON_CANCEL, 0, "changed");
    else if (outbox->now >= due->run->wave.until)
        expire(due, *row->reason != '\0' ? row->reason
                                         : "it could not leave in time");
    else if (!answer && quiet_hours(outbox->programme, due->group,
                                   outbox->now, &end))
        wait_for_quiet_end(due, end);
    else
        send_due(due);
}

static void
hold(struct outbox *outbox, const struct store_wave *wave,
     struct store_row *row)
{
    if (row->state != DELIVERY_UNKNOWN) {
        row_move(outbox, row, DELIVERY_ON_HOLD, 0, "the event is held");
        hold_note(outbox);
        return;
    }
    row->due = outbox->now + POLICY_PATIENCE;
    if (row->due > wave->until)
        row->due = wave->until;
    outbox->store->row_save(outbox->store, row);
}

/* Nothing about an occurrence leaves while an edit of it settles, or while its
 * event is held; what had no answer then waits like the rest. */
static bool
must_wait(struct due *due)
{
    struct outbox *outbox = due->outbox;
    const struct store_wave *wave = &due->run->wave;
    struct store_row *row = due->row;
    instant settles;

    if (due->run->answer)
        return false;
    if (outbox->now >= wave->until)
        return false;
    if (outbox_holder(outbox, wave->event) != NULL) {
        hold(outbox, wave, row);
        return true;
    }
    if (!correction_pending(outbox, wave->event, wave->occurrence, &settles))
        return false;
    row->due = settles > outbox->now ? settles : outbox->now + SECOND;
    outbox->store->row_save(outbox->store, row);
    return true;
}

static void
turn_row(struct outbox *outbox, struct store_row *row)
{
    struct due due = { .outbox = outbox, .row = row };

    due.run = run_get(outbox, row->wave);
    if (due.run == NULL ||
        !outbox->store->person_get(outbox->store, row->person,
                                   &due.recipient)) {
        row_move(outbox, row, DELIVERY_ON_CANCEL, 0,
                 "not registered any more");
        return;
    }
    if (must_wait(&due))
        return;
    due.group = claim_group(outbox, due.run, row->person);
    due.channel = row_channel(outbox, row->channel);
    if (due.channel < 0 && !due.run->answer)
        due.channel = route_choose(outbox->programme, due.group,
                                   &due.recipient, -1);
    if (row->state == DELIVERY_UNKNOWN)
        treat_unknown(&due);
    else
        treat_waiting(&due);
}

struct row_list {
    struct held_row *rows;
    size_t count;
};

static bool
on_row(void *self, const struct store_row *row)
{
    struct row_list *list = self;

    row_hold(&list->rows[list->count++], row);
    return list->count < OUTBOX_BATCH;
}

static bool
is_before(const struct store_row *a, const struct store_row *b)
{
    if (a->due != b->due)
        return a->due < b->due;
    return a->wave != b->wave ? a->wave < b->wave : a->person < b->person;
}

/* A page of due rows, from the first on or behind `after`; whether there may
 * be more.  *last becomes the place of the last one. */
static bool
turn_page(struct outbox *outbox, struct held_row *rows,
          const struct store_row *after, struct store_row *last)
{
    struct row_list list = { rows, 0 };

    if (after == NULL)
        outbox->store->rows_due(outbox->store, outbox->now, OUTBOX_BATCH,
                                on_row, &list);
    else
        outbox->store->rows_due_after(outbox->store, after, outbox->now,
                                      OUTBOX_BATCH, on_row, &list);
    if (list.count != 0)
        *last = (struct store_row){
            .due = rows[list.count - 1].row.due,
            .wave = rows[list.count - 1].row.wave,
            .person = rows[list.count - 1].row.person,
        };
    for (size_t i = 0; i < list.count; i++)
        turn_row(outbox, &rows[i].row);
    return list.count == OUTBOX_BATCH;
}

/* The first rows every time; when they are stuck on a channel without room,
 * those behind them in turns, for another channel may have room. */
bool
due_turn(struct outbox *outbox)
{
    struct held_row *rows;
    struct store_row last = { 0 };
    bool more;

    outbox->blocked = false;
    if (outbox->store->rows_next(outbox->store) > outbox->now)
        return true;
    rows = memory_new(OUTBOX_BATCH, sizeof(rows[0]));
    more = turn_page(outbox, rows, NULL, &last);
    if (more && outbox->blocked) {
        if (is_before(&outbox->rows_seen, &last))
            outbox->rows_seen = last;
        for (int page = 1; more && page < OUTBOX_TURN_VISITS / OUTBOX_BATCH;
             page++)
            more = turn_page(outbox, rows, &outbox->rows_seen,
                             &outbox->rows_seen);
        if (!more)
            outbox->rows_seen = (struct store_row){ 0 };
    }
    free(rows);
    return !more || outbox->blocked;
}
