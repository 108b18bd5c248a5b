/* claim - hand one message to its channel, after writing down that it is
 * being sent; see private.h */
#include "outbox/private.h"

#include <string.h>

#include "base/failpoint.h"
#include "belief/belief.h"
#include "message/language.h"

static const struct language *
language_of(const struct outbox *outbox,
            const struct store_recipient *recipient)
{
    const struct language *language = NULL;

    if (recipient->language != NULL && *recipient->language != '\0')
        language = language_find(recipient->language);
    return language != NULL ? language
                            : outbox->programme->organisation.language;
}

static void
fill_telling(struct outbox *outbox, struct run *run, const char *role,
             const struct store_recipient *recipient, bool sms,
             struct telling *telling)
{
    const struct told *told = run->correction
        ? run_told(outbox, run, recipient->told_wave) : NULL;

    *telling = (struct telling){
        .purpose = run->wave.purpose,
        .event = run->event,
        .title = run->event != NULL ? run->event->title : run->wave.title,
        .truth = run->wave.facts,
        .told = told != NULL ? &told->facts : NULL,
        .reason = run->reason,
        .language = language_of(outbox, recipient),
        .role = role,
        .name = recipient->name,
        .sms = sms,
        .now = outbox->now,
    };
    /* each reader's own difference: who knew an older place hears of it */
    if (told != NULL)
        belief_correction(&told->facts, &run->wave.facts, &telling->purpose);
}

const struct composed *
claim_compose(struct outbox *outbox, struct run *run,
              const struct group *group,
              const struct store_recipient *recipient, size_t outlet)
{
    const struct language *language = language_of(outbox, recipient);
    const char *role = group != NULL ? group->role : "";
    int64_t told = run->correction ? recipient->told_wave : 0;
    struct telling telling;
    struct said *said;
    bool sms = outbox->programme->channels[outlet].sms;

    for (size_t i = 0; i < run->said_count; i++) {
        said = &run->said[i];
        if (said->language == language && said->sms == sms &&
            said->told == told && strcmp(said->role, role) == 0) {
            if (!said->composed.personal)
                return &said->composed;
            fill_telling(outbox, run, role, recipient, sms, &telling);
            compose_message(outbox->compose, &telling, &said->composed);
            return &said->composed;
        }
    }
    fill_telling(outbox, run, role, recipient, sms, &telling);
    said = GROW(run, said, said_count, said_room);
    said->language = language;
    said->role = pool_copy(run->pool, role);
    said->sms = sms;
    said->told = told;
    compose_message(outbox->compose, &telling, &said->composed);
    return &said->composed;
}

const struct group *
claim_group(struct outbox *outbox, const struct run *run, int64_t person)
{
    const struct programme *programme = outbox->programme;

    if (run->event != NULL) {
        for (size_t i = 0; i < run->event->group_count; i++) {
            const struct group *group = run->event->groups[i];

            if (outbox->store->member(outbox->store, group->id, person))
                return group;
        }
    }
    for (size_t i = 0; i < programme->group_count; i++) {
        const struct group *group = &programme->groups[i];

        if (outbox->store->member(outbox->store, group->id, person))
            return group;
    }
    return NULL;
}

int
claim_room(struct outbox *outbox, size_t outlet)
{
    const struct outlet *out = &outbox->outlets[outlet];

    if (outbox->doubted || outlet >= outbox->programme->channel_count ||
        outbox->held_channels[outlet])
        return 0;
    return out->room(out->self);
}

static const char *
why_of(const struct run *run)
{
    const struct reminder *reminder;

    if (run->correction || run->answer || run->event == NULL)
        return purpose_name(run->wave.purpose);
    reminder = plan_reminder(run->event, run->wave.slot);
    return reminder != NULL ? reminder->text : run->wave.slot;
}

static void
tell_claimed(struct outbox *outbox, const struct run *run,
             const struct store_recipient *recipient,
             const struct composed *composed, const struct store_row *row,
             size_t outlet)
{
    const struct channel_definition *channel =
        &outbox->programme->channels[outlet];
    struct outbox_claim claim = {
        .wave = &run->wave,
        .event = run->event,
        .recipient = recipient,
        .channel = channel,
        .text = composed->text.data + composed->text.start,
        .parts = composed->parts,
        .attempt = row->attempt,
        .price = composed->parts * channel->price,
        .why = why_of(run),
        .at = outbox->now,
    };

    outbox->events.claimed(outbox->self, &claim);
}

void
claim_send(struct outbox *outbox, struct run *run, const struct group *group,
           const struct store_recipient *recipient, struct store_row *row,
           size_t outlet, bool add)
{
    const struct channel_definition *channel =
        &outbox->programme->channels[outlet];
    const struct composed *composed =
        claim_compose(outbox, run, group, recipient, outlet);
    struct dispatch dispatch;

    row->wave = run->wave.id;
    row->person = recipient->person;
    row->state = DELIVERY_SENDING;
    row->channel = channel->name;
    row->attempt++;
    row->epoch++;
    row->due = 0;
    row->at = outbox->now;
    row->remote = row->reason = "";
    if (add) {
        if (!outbox->store->row_add(outbox->store, row))
            return;             /* was done before: the key is unique */
    } else {
        outbox->store->row_save(outbox->store, row);
    }
    FAILPOINT("claim.saved");
    budget_spend(outbox, outlet, composed->parts);
    dispatch = (struct dispatch){
        .wave = (uint64_t)run->wave.id,
        .person = (uint64_t)recipient->person,
        .epoch = row->epoch,
        .attempt = row->attempt,
        .parts = composed->parts,
        .to = recipient->sealed[channel->kind],
        .text = composed->text.data + composed->text.start,
        .subject = composed->subject.data + composed->subject.start,
        .topic = run->topic,
        .until = run->wave.until,
        .urgent = run->correction,
    };
    outbox->outlets[outlet].send(outbox->outlets[outlet].self, &dispatch);
    if (outbox->events.claimed != NULL)
        tell_claimed(outbox, run, recipient, composed, row, outlet);
}
