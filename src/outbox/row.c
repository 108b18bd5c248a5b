/* row - one message: its copy, its next state, what is told of it; see
 * private.h */
#include "outbox/private.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

void
row_hold(struct held_row *held, const struct store_row *row)
{
    held->row = *row;
    text_copy(held->channel, sizeof(held->channel), row->channel);
    text_copy(held->remote, sizeof(held->remote), row->remote);
    text_copy(held->reason, sizeof(held->reason), row->reason);
    held->row.channel = held->channel;
    held->row.remote = held->remote;
    held->row.reason = held->reason;
}

struct one_row {
    struct held_row *held;
    bool found;
};

static bool
on_row(void *self, const struct store_row *row)
{
    struct one_row *one = self;

    row_hold(one->held, row);
    one->found = true;
    return false;
}

bool
row_get(struct outbox *outbox, int64_t wave, int64_t person,
        struct held_row *held)
{
    struct one_row one = { held, false };

    outbox->store->row_get(outbox->store, wave, person, on_row, &one);
    return one.found;
}

int
row_channel(const struct outbox *outbox, const char *name)
{
    const struct channel_definition *channel =
        programme_channel(outbox->programme, name);

    return channel != NULL ? (int)(channel - outbox->programme->channels)
                           : -1;
}

bool
row_move(struct outbox *outbox, struct store_row *row,
         enum delivery_event event, instant due, const char *reason)
{
    enum delivery_state next;

    if (!delivery_next(row->state, event, &next))
        return false;
    /* what may have been read is never as if it had not been sent */
    if (row->unknowns > 0 && (next == DELIVERY_CANCELLED ||
                              next == DELIVERY_EXPIRED ||
                              next == DELIVERY_REJECTED))
        next = DELIVERY_UNKNOWN_FINAL;
    row->state = next;
    row->due = due;
    row->at = outbox->now;
    row->reason = reason != NULL ? reason : "";
    outbox->store->row_save(outbox->store, row);
    return true;
}

/* Nobody has to call who does not want to hear, or asked for an answer. */
static bool
is_worth_telling(const struct run *run,
                 const struct store_recipient *recipient)
{
    return !run->answer && recipient->stopped == 0 && !recipient->gone;
}

void
row_tell_unsure(struct outbox *outbox, const struct run *run,
                const struct store_recipient *recipient)
{
    char key[96], text[384];

    if (!is_worth_telling(run, recipient))
        return;
    snprintf(key, sizeof(key), "unknown.%lld.%lld", (long long)run->wave.id,
             (long long)recipient->person);
    snprintf(text, sizeof(text),
             "it is not certain that '%s' got the message (%s) of '%s': "
             "better call", recipient->handle,
             purpose_name(run->wave.purpose), run->wave.event);
    outbox->store->notice(outbox->store, key, text, outbox->now);
}

void
row_tell_late(struct outbox *outbox, const struct run *run,
              const struct store_recipient *recipient)
{
    char key[96], text[384];

    if (!run->correction || !is_worth_telling(run, recipient))
        return;
    snprintf(key, sizeof(key), "late.%lld.%lld", (long long)run->wave.id,
             (long long)recipient->person);
    snprintf(text, sizeof(text),
             "'%s' could not be told in time of the change (%s) of '%s': "
             "better call", recipient->handle,
             purpose_name(run->wave.purpose), run->wave.event);
    outbox->store->notice(outbox->store, key, text, outbox->now);
}
