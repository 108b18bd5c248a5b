/* hold - events and channels that a person holds, and what was held with
 * them; see outbox.h */
#include "outbox/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Set while there may be rows that are held, so that a load need not look. */
static const char note[] = "held";

static void
hold_key(char key[160], const char *what)
{
    snprintf(key, 160, "hold.%s", what);
}

bool
outbox_held(struct outbox *outbox, const char *what)
{
    const char *value;
    char key[160];

    hold_key(key, what);
    value = outbox->store->get(outbox->store, key);
    return value != NULL && strcmp(value, "1") == 0;
}

const char *
outbox_holder(struct outbox *outbox, const char *id)
{
    const struct event *event;

    if (outbox_held(outbox, id))
        return id;
    event = programme_event(outbox->programme, id);
    return event != NULL && event->base != NULL &&
           outbox_held(outbox, event->base->id) ? event->base->id : NULL;
}

/* -- rows that wait for a person ------------------------------------------ */

struct key {
    int64_t wave, person;
};

struct keys {
    struct key *items;
    size_t count, room;
    bool loops_too;             /* what went round stays held until asked */
};

static bool
on_row(void *self, const struct store_row *row)
{
    struct keys *keys = self;
    struct key *key;

    if (!keys->loops_too && row->reason != NULL &&
        strcmp(row->reason, loop_reason) == 0)
        return true;
    key = GROW(keys, items, count, room);

    key->wave = row->wave;
    key->person = row->person;
    return true;
}

/* It is looked at again, and perhaps held again. */
static void
release(struct outbox *outbox, int64_t wave, bool loops_too)
{
    struct keys keys = { .loops_too = loops_too };

    outbox->store->rows_list(outbox->store, wave, DELIVERY_HELD, SIZE_MAX / 2,
                             on_row, &keys);
    for (size_t i = 0; i < keys.count; i++) {
        struct held_row held;

        if (row_get(outbox, keys.items[i].wave, keys.items[i].person, &held))
            row_move(outbox, &held.row, DELIVERY_ON_DUE, outbox->now, "");
    }
    free(keys.items);
}

void
hold_release(struct outbox *outbox, int64_t wave)
{
    release(outbox, wave, true);
}

void
hold_note(struct outbox *outbox)
{
    outbox->store->put(outbox->store, note, "1");
}

static bool
on_wave(void *self, const struct store_wave *wave)
{
    if (wave->state == WAVE_OPEN || wave->state == WAVE_DONE)
        on_row(self, &(struct store_row){ .wave = wave->id });
    return true;
}

static void
release_waves(struct outbox *outbox, struct keys *waves, bool loops_too)
{
    for (size_t i = 0; i < waves->count; i++)
        release(outbox, waves->items[i].wave, loops_too);
    free(waves->items);
}

void
hold_look_again(struct outbox *outbox)
{
    struct keys waves = { 0 };

    if (outbox->store->get(outbox->store, note) == NULL)
        return;
    outbox->store->put(outbox->store, note, NULL);
    outbox->store->waves_in(outbox->store, WAVE_OPEN, on_wave, &waves);
    outbox->store->waves_in(outbox->store, WAVE_DONE, on_wave, &waves);
    release_waves(outbox, &waves, false);
}

static void
release_event(struct outbox *outbox, const char *event)
{
    struct keys waves = { 0 };

    outbox->store->waves_of(outbox->store, outbox->programme->organisation.id,
                            event, NULL, on_wave, &waves);
    release_waves(outbox, &waves, true);
}

/* What goes with it too. */
static void
release_around(struct outbox *outbox, const char *id)
{
    const struct programme *programme = outbox->programme;

    for (size_t i = 0; i < programme->event_count; i++) {
        const struct event *event = &programme->events[i];

        if (strcmp(event->id, id) == 0 ||
            (event->base != NULL && strcmp(event->base->id, id) == 0))
            release_event(outbox, event->id);
    }
}

bool
outbox_hold(struct outbox *outbox, const char *what, bool hold, instant now)
{
    static const char prefix[] = "channel:";
    const char *name = what + strlen(prefix);
    char key[160];
    int channel;

    outbox->now = now;
    if (strncmp(what, prefix, strlen(prefix)) == 0) {
        channel = row_channel(outbox, name);
        if (channel < 0)
            return false;
        outbox->held_channels[channel] = hold;
    } else if (programme_event(outbox->programme, what) == NULL) {
        return false;
    }
    hold_key(key, what);
    outbox->store->put(outbox->store, key, hold ? "1" : NULL);
    if (!hold && strncmp(what, prefix, strlen(prefix)) != 0)
        release_around(outbox, what);
    return true;
}
