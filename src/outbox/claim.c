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

/* The day that a reminder of an event of several days is about; 0: all. */
static int
day_of(const struct run *run)
{
    const struct reminder *reminder = run->event != NULL && !run->correction
        ? plan_reminder(run->event, run->wave.slot) : NULL;

    return reminder != NULL ? reminder->day : 0;
}

/* After one that is off: the first to come.  Who is not invited any more
 * hears of no other. */
static instant
next_of(struct outbox *outbox, const struct run *run, bool invited)
{
    const struct facts *facts = &run->wave.facts;
    instant ends = outbox->programme->organisation.ends, next;

    if (run->event == NULL || !invited)
        return 0;
    next = occurrence_next(run->event, run->wave.occurrence,
                           facts->cancelled ? outbox->now : facts->start);
    return ends != 0 && next >= ends ? 0 : next;
}

static void
fill_telling(struct outbox *outbox, struct run *run, struct said *said,
             const struct store_recipient *recipient,
             struct telling *telling)
{
    const struct told *told = run->correction
        ? run_told(outbox, run, recipient->told_wave) : NULL;

    *telling = (struct telling){
        .purpose = run->wave.purpose,
        .event = run->event,
        .title = run->event != NULL ? run->event->title : run->wave.title,
        .truth = run->wave.facts,
        .day = day_of(run),
        .told = told != NULL ? &told->facts : NULL,
        .reason = occurrence_reason(run->change, said->language,
                                    said->role),
        .language = said->language,
        .role = said->role,
        .name = recipient->name,
        .sms = said->sms,
        .now = outbox->now,
    };
    /* each reader's own difference: who knew an older place hears of it */
    if (told != NULL)
        belief_correction(&told->facts, &run->wave.facts, &telling->purpose);
    said->next = compose_says(outbox->compose, telling, TEMPLATE_EVENT_NEXT)
                     ? next_of(outbox, run, said->invited) : 0;
    telling->next = said->next;
}

static const struct group *
invited_group(struct outbox *outbox, const struct run *run, int64_t person)
{
    for (size_t i = 0; run->event != NULL && i < run->event->group_count;
         i++) {
        const struct group *group = run->event->groups[i];

        if (outbox->store->member(outbox->store, group->id, person))
            return group;
    }
    return NULL;
}

bool
claim_is_invited(struct outbox *outbox, const struct run *run, int64_t person)
{
    return invited_group(outbox, run, person) != NULL;
}

static bool
same_reader(const struct said *a, const struct said *b)
{
    return a->language == b->language && a->sms == b->sms &&
           a->told == b->told && a->invited == b->invited &&
           strcmp(a->role, b->role) == 0;
}

const struct composed *
claim_compose(struct outbox *outbox, struct run *run,
              const struct group *group,
              const struct store_recipient *recipient, size_t outlet)
{
    struct said reader = {
        .language = language_of(outbox, recipient),
        .role = group != NULL ? group->role : "",
        .sms = outbox->programme->channels[outlet].sms,
        .invited = !run->answer && (!run->correction ||
                   claim_is_invited(outbox, run, recipient->person)),
        .told = run->correction ? recipient->told_wave : 0,
    };
    struct telling telling;
    struct said *said = NULL;

    for (size_t i = 0; i < run->said_count && said == NULL; i++) {
        if (same_reader(&run->said[i], &reader))
            said = &run->said[i];
    }
    if (said != NULL && !said->composed.personal &&
        (said->next == 0 || said->next > outbox->now))
        return &said->composed;
    if (said == NULL) {
        reader.role = pool_copy(run->pool, reader.role);
        said = GROW(run, said, said_count, said_room);
        *said = reader;
    }
    fill_telling(outbox, run, said, recipient, &telling);
    compose_message(outbox->compose, &telling, &said->composed);
    return &said->composed;
}

const struct group *
claim_group(struct outbox *outbox, const struct run *run, int64_t person)
{
    const struct programme *programme = outbox->programme;
    const struct group *invited = invited_group(outbox, run, person);

    if (invited != NULL)
        return invited;
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

/* Whether a correction comes while what it corrects is still under way over
 * the same channel: then the channel may take that back. */
static bool
find_undelivered(struct outbox *outbox, const struct run *run,
                 const struct store_recipient *recipient, const char *channel,
                 struct held_row *held)
{
    return run->correction && recipient->told_wave != 0 &&
           row_get(outbox, recipient->told_wave, recipient->person, held) &&
           held->row.state == DELIVERY_ACCEPTED && *held->remote != '\0' &&
           strcmp(held->channel, channel) == 0;
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
    struct held_row told;

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
    loop_count(outbox, recipient, outlet, composed);
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
    if (find_undelivered(outbox, run, recipient, channel->name, &told))
        dispatch.replaces = told.remote;
    outbox->outlets[outlet].send(outbox->outlets[outlet].self, &dispatch);
    if (outbox->events.claimed != NULL)
        tell_claimed(outbox, run, recipient, composed, row, outlet);
}
