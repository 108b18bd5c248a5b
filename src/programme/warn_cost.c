/*
 * warn_cost - see warn_cost.h
 *
 * Nobody is told of a shortage that is not there: who is counted surely gets
 * the reminder over that channel, and it has at least so many parts.
 */
#include "programme/warn_cost.h"

#include <stdlib.h>
#include <string.h>

#include "message/price.h"
#include "programme/part.h"
#include "programme/wording.h"

/* Counting who is invited costs a walk over all people: so many different
 * invitations are looked at. */
enum { INVITATIONS = 32 };

/* Which groups are invited, and how many people that is per channel. */
struct invitation {
    const struct group *const *groups;
    size_t group_count;
    size_t *people;             /* by the index of the channel */
    bool told;
};

struct look {
    struct loading *loading;
    const struct programme *programme;
    struct invitation items[INVITATIONS];
    size_t count;
    const struct event *event;  /* whose parts are counted */
    int parts;                  /* the least of any reader; 0: nobody */
};

static const struct group *
group_of(const struct person *person, const struct invitation *invitation)
{
    for (size_t i = 0; i < invitation->group_count; i++) {
        for (size_t j = 0; j < person->group_count; j++) {
            if (strcmp(person->groups[j], invitation->groups[i]->id) == 0)
                return invitation->groups[i];
        }
    }
    return NULL;
}

static bool
has_address(const struct person *person, enum address_kind kind)
{
    for (size_t i = 0; i < person->address_count; i++) {
        if (person->addresses[i].kind == kind)
            return true;
    }
    return false;
}

/* The first channel that they have an address for; NULL when none. */
static const struct channel_definition *
channel_of(const struct programme *programme, const struct person *person,
           const struct group *group)
{
    const char *const *reach = person->reach_count != 0 ? person->reach
        : group->reach;
    size_t count = person->reach_count != 0 ? person->reach_count
        : group->reach_count;

    for (size_t i = 0; i < (count != 0 ? count : programme->channel_count);
         i++) {
        const struct channel_definition *channel = count != 0
            ? programme_channel(programme, reach[i]) : &programme->channels[i];

        if (channel != NULL && has_address(person, channel->kind))
            return channel;
    }
    return NULL;
}

static void
count_people(struct look *look, struct invitation *invitation)
{
    const struct load *load = look->loading->load;

    for (size_t i = 0; i < load->source_count; i++) {
        for (size_t j = 0; j < load->sources[i].person_count; j++) {
            const struct person *person = &load->sources[i].people[j];
            const struct group *group = group_of(person, invitation);
            const struct channel_definition *channel = group == NULL ? NULL
                : channel_of(look->programme, person, group);

            if (channel != NULL)
                invitation->people[channel - look->programme->channels]++;
        }
    }
}

static struct invitation *
invitation_of(struct look *look, const struct event *event)
{
    struct invitation *invitation;

    for (size_t i = 0; i < look->count; i++) {
        invitation = &look->items[i];
        if (invitation->group_count == event->group_count &&
            memcmp(invitation->groups, event->groups, event->group_count *
                   sizeof(event->groups[0])) == 0)
            return invitation;
    }
    if (look->count == INVITATIONS)
        return NULL;
    invitation = &look->items[look->count++];
    invitation->groups = event->groups;
    invitation->group_count = event->group_count;
    invitation->people = memory_new(look->programme->channel_count + 1,
                                    sizeof(*invitation->people));
    count_people(look, invitation);
    return invitation;
}

static void
on_wording(void *self, const struct group *group,
           const struct wording *wording)
{
    struct look *look = self;
    struct buffer text = { 0 };
    struct sms_size size;

    (void)group;
    wording_render(look->loading, look->event, wording, &text);
    gsm7_measure(buffer_text(&text), &size);
    buffer_free(&text);
    if (look->parts == 0 || size.parts < look->parts)
        look->parts = size.parts;
}

/* The least number of parts that a reader of this event gets. */
static int
parts_of(struct look *look, const struct event *event)
{
    look->event = event;
    look->parts = 0;
    wording_each(look->loading, event, on_wording, look);
    return look->parts > 0 ? look->parts : 1;
}

static bool
warn_budget(struct look *look, const struct event *event,
            const struct channel_definition *channel, size_t people)
{
    money each, whole;
    char text[PRICE_TEXT], budget[PRICE_TEXT];

    if (channel->daily_budget == 0 || channel->price == 0 || people == 0)
        return false;
    each = price_times(channel->price, (uint64_t)(channel->sms
                       ? parts_of(look, event) : 1));
    whole = price_times(each, people);
    if (whole <= channel->daily_budget)
        return false;
    diagnose_warning(&look->loading->diagnoses, event->at.file,
                     event->at.line, "%s: one reminder costs %s euro over "
                     "'%s', and its daily_budget is %s: %zu of %zu people "
                     "would not get it that day", event->id,
                     price_format(whole, text), channel->name,
                     price_format(channel->daily_budget, budget),
                     people - (size_t)(channel->daily_budget / each), people);
    return true;
}

static bool
warn_limit(struct look *look, const struct event *event,
           const struct channel_definition *channel, size_t people)
{
    if (channel->daily_limit == 0 || people <= (size_t)channel->daily_limit)
        return false;
    diagnose_warning(&look->loading->diagnoses, event->at.file,
                     event->at.line, "%s: one reminder goes to %zu people "
                     "over '%s', and its daily_limit is %lld: %zu would not "
                     "get it that day", event->id, people, channel->name,
                     (long long)channel->daily_limit,
                     people - (size_t)channel->daily_limit);
    return true;
}

/* Of events that invite the same people, one is enough. */
static void
look_at(struct look *look, const struct event *event)
{
    const struct programme *programme = look->programme;
    struct invitation *invitation = invitation_of(look, event);

    if (invitation == NULL || invitation->told)
        return;
    for (size_t i = 0; i < programme->channel_count; i++) {
        const struct channel_definition *channel = &programme->channels[i];
        size_t people = invitation->people[i];

        if (warn_budget(look, event, channel, people))
            invitation->told = true;
        if (warn_limit(look, event, channel, people))
            invitation->told = true;
    }
}

static bool
has_limits(const struct programme *programme)
{
    for (size_t i = 0; i < programme->channel_count; i++) {
        if (programme->channels[i].daily_budget != 0 ||
            programme->channels[i].daily_limit != 0)
            return true;
    }
    return false;
}

void
warn_cost(struct loading *loading)
{
    const struct programme *programme = loading->programme;
    struct look look = { .loading = loading, .programme = programme };

    for (size_t i = 0; has_limits(programme) && i < programme->event_count;
         i++) {
        if (programme->events[i].reminder_count != 0)
            look_at(&look, &programme->events[i]);
    }
    for (size_t i = 0; i < look.count; i++)
        free(look.items[i].people);
}
