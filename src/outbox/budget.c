/* budget - what a channel may send and cost in a day, in messages and money;
 * see private.h */
#include "outbox/private.h"

#include <stdio.h>

#include "base/log.h"
#include "calendar/zone.h"

static const struct channel_definition *
definition(const struct outbox *outbox, size_t channel)
{
    return &outbox->programme->channels[channel];
}

/* Midnight before `now`, and after. */
static void
bounds(const struct outbox *outbox, struct spending *spending,
       struct civil *civil)
{
    const struct zone *zone = outbox->programme->organisation.zone;
    struct civil end;

    zone_civil(zone, outbox->now, civil);
    civil->hour = civil->minute = civil->second = 0;
    spending->begin = zone_instant(zone, civil);
    end = *civil;
    civil_add_days(&end, 1);
    spending->end = zone_instant(zone, &end);
}

/* The counters of today, read from the store when a day begins. */
static struct spending *
today(struct outbox *outbox, size_t channel)
{
    struct spending *spending = &outbox->spending[channel];
    struct civil civil;
    char day[CIVIL_TEXT];

    if (spending->begin <= outbox->now && outbox->now < spending->end)
        return spending;
    *spending = (struct spending){ .day = "" };
    bounds(outbox, spending, &civil);
    civil_format_date(&civil, day);
    snprintf(spending->day, sizeof(spending->day), "%.15s", day);
    outbox->store->spent(outbox->store, definition(outbox, channel)->name,
                         day, &spending->messages, &spending->money);
    return spending;
}

static void
tell_once(struct outbox *outbox, size_t channel, const char *day)
{
    const char *name = definition(outbox, channel)->name;
    char key[128], text[256];

    snprintf(key, sizeof(key), "budget.%s.%s", name, day);
    snprintf(text, sizeof(text),
             "the channel '%s' has used up its budget of today; what still "
             "had to go over it waits until tomorrow", name);
    outbox->store->notice(outbox->store, key, text, outbox->now);
    log_event(LOG_WARNING, "budget.spent", LOG_T("channel", name));
}

static bool
has_left(const struct channel_definition *limits,
         const struct spending *spending, int parts)
{
    return (limits->daily_budget == 0 ||
            spending->money + parts * limits->price <=
                limits->daily_budget) &&
           (limits->daily_limit == 0 ||
            spending->messages < limits->daily_limit);
}

bool
outbox_spent(struct outbox *outbox, const char *channel, instant *until)
{
    int index = row_channel(outbox, channel);
    const struct spending *spending;

    if (index < 0 || outbox->now == 0)
        return false;
    spending = today(outbox, (size_t)index);
    if (has_left(definition(outbox, (size_t)index), spending, 1))
        return false;
    *until = spending->end;
    return true;
}

bool
budget_allows(struct outbox *outbox, size_t channel, int parts, instant *wait)
{
    const struct channel_definition *limits = definition(outbox, channel);
    struct spending *spending;

    if (limits->daily_budget == 0 && limits->daily_limit == 0)
        return true;
    spending = today(outbox, channel);
    if (has_left(limits, spending, parts))
        return true;
    tell_once(outbox, channel, spending->day);
    *wait = spending->end;
    return false;
}

static void
count(struct outbox *outbox, size_t channel, int messages, int parts)
{
    const struct channel_definition *limits = definition(outbox, channel);
    struct spending *spending;

    if (limits->daily_budget == 0 && limits->daily_limit == 0 &&
        limits->price == 0)
        return;
    spending = today(outbox, channel);
    spending->messages += messages;
    spending->money += parts * limits->price;
    spending->new_messages += messages;
    spending->new_money += parts * limits->price;
}

void
budget_spend(struct outbox *outbox, size_t channel, int parts)
{
    count(outbox, channel, 1, parts);
}

void
budget_refund(struct outbox *outbox, size_t channel, int parts)
{
    count(outbox, channel, -1, -parts);
}

void
budget_flush(struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->programme->channel_count; i++) {
        struct spending *spending = &outbox->spending[i];

        if (spending->new_messages == 0 && spending->new_money == 0)
            continue;
        outbox->store->spend(outbox->store, definition(outbox, i)->name,
                             spending->day, spending->new_messages,
                             spending->new_money);
        spending->new_messages = spending->new_money = 0;
    }
}
