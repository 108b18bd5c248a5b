/*
 * rename - an event that got another id; see private.h.
 *
 * Its people were told under the old one.  When it is gone, and one event that
 * was never there before has its title and the very same starts for all that
 * was told, then it is the same: what was told goes over to the new id, and
 * nobody hears that it is off.  When there is any doubt it is not done; then
 * the old one is off, as for every event that is gone.
 */
#include "outbox/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

/* One meeting that people believe in, of an event that is gone. */
struct orphan {
    char *event, *title;
    char key[OCCURRENCE_KEY];
    instant start;
};

struct orphans {
    const struct programme *programme;
    instant now;
    struct orphan *items;
    size_t count, room;
};

static bool
on_newest(void *self, const struct store_wave *wave)
{
    struct orphans *orphans = self;
    struct orphan *orphan;

    if (*wave->event == '\0' || wave->facts.cancelled ||
        facts_last_start(&wave->facts) <= orphans->now ||
        programme_event(orphans->programme, wave->event) != NULL)
        return true;
    orphan = GROW(orphans, items, count, room);
    orphan->event = memory_copy(wave->event);
    orphan->title = memory_copy(wave->title);
    snprintf(orphan->key, sizeof(orphan->key), "%s", wave->occurrence);
    orphan->start = wave->facts.start;
    return true;
}

static void
free_orphans(struct orphans *orphans)
{
    for (size_t i = 0; i < orphans->count; i++) {
        free(orphans->items[i].event);
        free(orphans->items[i].title);
    }
    free(orphans->items);
}

static bool
was_known(struct outbox *outbox, const char *event)
{
    char key[96];

    snprintf(key, sizeof(key), "since.%s", event);
    return outbox->store->get(outbox->store, key) != NULL;
}

/* Whether all that was told of the event that is gone is true of this one. */
static bool
is_same(const struct orphans *orphans, const char *gone,
        const struct event *event)
{
    for (size_t i = 0; i < orphans->count; i++) {
        const struct orphan *orphan = &orphans->items[i];
        struct occurrence occurrence;

        if (strcmp(orphan->event, gone) == 0 &&
            (strcmp(orphan->title, event->title) != 0 ||
             !occurrence_find(event, orphan->key, orphan->start,
                              &occurrence) ||
             strcmp(occurrence.key, orphan->key) != 0 ||
             occurrence.facts.start != orphan->start))
            return false;
    }
    return true;
}

static const struct event *
find_heir(struct outbox *outbox, const struct orphans *orphans,
          const char *gone)
{
    const struct programme *programme = outbox->programme;
    const struct event *heir = NULL;

    for (size_t i = 0; i < programme->event_count; i++) {
        const struct event *event = &programme->events[i];

        if (was_known(outbox, event->id) || !is_same(orphans, gone, event))
            continue;
        if (heir != NULL)
            return NULL;        /* which of the two? */
        heir = event;
    }
    return heir;
}

/* "since.old" goes to "since.new". */
static void
move_value(struct outbox *outbox, const char *prefix, const char *from,
           const char *to)
{
    char old[160], new[160], *copy;
    const char *value;

    snprintf(old, sizeof(old), "%s.%s", prefix, from);
    snprintf(new, sizeof(new), "%s.%s", prefix, to);
    value = outbox->store->get(outbox->store, old);
    if (value == NULL)
        return;
    copy = memory_copy(value);
    outbox->store->put(outbox->store, new, copy);
    outbox->store->put(outbox->store, old, NULL);
    free(copy);
}

static void
carry_over(struct outbox *outbox, const char *gone, const struct event *heir)
{
    struct renamed *renamed;

    if (!outbox->store->event_rename(outbox->store,
                                     outbox->programme->organisation.id,
                                     gone, heir->id))
        return;
    move_value(outbox, "since", gone, heir->id);
    move_value(outbox, "hold", gone, heir->id);
    renamed = GROW(&outbox->renamed, items, count, room);
    renamed->from = memory_copy(gone);
    renamed->to = memory_copy(heir->id);
    log_event(LOG_NOTICE, "event.renamed", LOG_T("from", gone),
              LOG_T("event", heir->id));
}

void
rename_forget(struct renamed_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].from);
        free(list->items[i].to);
    }
    free(list->items);
    *list = (struct renamed_list){ 0 };
}

void
rename_find(struct outbox *outbox)
{
    struct orphans orphans = { .programme = outbox->programme,
                               .now = outbox->now };

    rename_forget(&outbox->renamed);
    if (outbox->programme->incomplete)
        return;
    outbox->store->waves_newest(outbox->store,
                                outbox->now - EVENT_DAYS_MOST * DAY,
                                on_newest, &orphans);
    for (size_t i = 0; i < orphans.count; i++) {
        const char *gone = orphans.items[i].event;
        const struct event *heir = NULL;
        bool done = false;

        for (size_t j = 0; j < i && !done; j++)
            done = strcmp(orphans.items[j].event, gone) == 0;
        if (!done)
            heir = find_heir(outbox, &orphans, gone);
        if (heir != NULL)
            carry_over(outbox, gone, heir);
    }
    free_orphans(&orphans);
}

void
outbox_renamed(const struct outbox *outbox, outbox_rename *each, void *self)
{
    for (size_t i = 0; i < outbox->renamed.count; i++)
        each(self, outbox->renamed.items[i].from, outbox->renamed.items[i].to);
}
