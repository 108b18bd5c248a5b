/*
 * rezone - the rules of a zone have changed (a new tzdata); see private.h.
 *
 * A text says 19:00, and 19:00 it stays: what was told is the hour on the
 * wall, so its UTC is worked out again by the new rules, and nobody hears that
 * anything moved.  For that, the rules by which it was worked out are kept
 * beside it: the offset now and the changes of some years.
 */
#include "outbox/private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/log.h"
#include "calendar/zone.h"

#define AHEAD (3 * 366 * DAY)

enum { CHANGES = 32 };

struct rules {
    int offset;                 /* seconds east of UTC, before the first */
    size_t count;
    struct {
        instant at;
        int offset;
    } changes[CHANGES];
};

static void
rules_of(const struct zone *zone, instant now, struct rules *rules)
{
    instant at = now - DAY;

    *rules = (struct rules){ .offset = zone_offset(zone, at) };
    while (rules->count < CHANGES &&
           (at = zone_next_change(zone, at)) < now + AHEAD) {
        rules->changes[rules->count].at = at;
        rules->changes[rules->count++].offset = zone_offset(zone, at);
    }
}

static void
write_rules(const struct rules *rules, struct buffer *out)
{
    buffer_add_format(out, "%d", rules->offset);
    for (size_t i = 0; i < rules->count; i++)
        buffer_add_format(out, " %" PRId64 ":%d", rules->changes[i].at,
                          rules->changes[i].offset);
}

static bool
read_rules(const char *text, struct rules *rules)
{
    char *at;

    *rules = (struct rules){ .offset = 0 };
    if (text == NULL)
        return false;
    rules->offset = (int)strtol(text, &at, 10);
    while (*at == ' ' && rules->count < CHANGES) {
        instant change = strtoll(at + 1, &at, 10);

        if (*at != ':')
            return false;
        rules->changes[rules->count].at = change;
        rules->changes[rules->count++].offset = (int)strtol(at + 1, &at, 10);
    }
    return *at == '\0';
}

static int
offset_at(const struct rules *rules, instant at)
{
    int offset = rules->offset;

    for (size_t i = 0; i < rules->count && rules->changes[i].at <= at; i++)
        offset = rules->changes[i].offset;
    return offset;
}

/* The moment at which the wall shows now what it showed at `at` then. */
static instant
shifted(const struct zone *zone, const struct rules *then, instant at)
{
    struct civil civil;

    if (at == 0)
        return 0;
    civil_from_seconds(at / SECOND + offset_at(then, at), &civil);
    return zone_instant(zone, &civil);
}

/* -- what was told -------------------------------------------------------- */

struct retold {
    struct outbox *outbox;
    const struct zone *zone;
    struct rules then;
    /* occurrences to come in this zone, then the waves of one */
    size_t count, room;
    struct {
        char *event;
        char key[OCCURRENCE_KEY];
    } *items;
    size_t wave_count, wave_room;
    struct store_wave *waves;   /* id, start, end and until only */
};

static bool
on_newest(void *self, const struct store_wave *wave)
{
    struct retold *retold = self;
    const struct event *event = programme_event(retold->outbox->programme,
                                                wave->event);

    if (event == NULL || event->zone != retold->zone)
        return true;
    GROW(retold, items, count, room)->event = memory_copy(wave->event);
    snprintf(retold->items[retold->count - 1].key, OCCURRENCE_KEY, "%s",
             wave->occurrence);
    return true;
}

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct retold *retold = self;
    instant start = shifted(retold->zone, &retold->then, wave->facts.start);
    struct store_wave *moved;

    if (start == wave->facts.start ||
        wave->facts.start <= retold->outbox->now)
        return true;
    moved = GROW(retold, waves, wave_count, wave_room);
    moved->id = wave->id;
    moved->until = wave->until + start - wave->facts.start;
    moved->facts.start = start;
    moved->facts.end = shifted(retold->zone, &retold->then, wave->facts.end);
    return true;
}

static void
rezone(struct outbox *outbox, const struct zone *zone,
       const struct rules *then)
{
    struct retold retold = { .outbox = outbox, .zone = zone, .then = *then };

    outbox->store->waves_newest(outbox->store, outbox->now, on_newest,
                                &retold);
    for (size_t i = 0; i < retold.count; i++) {
        outbox->store->waves_of(outbox->store,
                                outbox->programme->organisation.id,
                                retold.items[i].event, retold.items[i].key,
                                on_wave, &retold);
        free(retold.items[i].event);
    }
    for (size_t i = 0; i < retold.wave_count; i++)
        outbox->store->wave_retime(outbox->store, &retold.waves[i]);
    log_event(LOG_NOTICE, "zone.changed", LOG_T("zone", zone_name(zone)),
              LOG_N("waves", (int64_t)retold.wave_count));
    free(retold.items);
    free(retold.waves);
}

static void
look_at(struct outbox *outbox, const struct zone *zone)
{
    struct buffer text = { 0 };
    struct rules now, then;
    const char *stored;
    char key[96];

    snprintf(key, sizeof(key), "zone.%.80s", zone_name(zone));
    rules_of(zone, outbox->now, &now);
    write_rules(&now, &text);
    stored = outbox->store->get(outbox->store, key);
    if (stored == NULL || strcmp(stored, buffer_text(&text)) != 0) {
        if (read_rules(stored, &then))
            rezone(outbox, zone, &then);
        outbox->store->put(outbox->store, key, buffer_text(&text));
    }
    buffer_free(&text);
}

void
rezone_all(struct outbox *outbox)
{
    const struct programme *programme = outbox->programme;

    for (size_t i = 0; i < programme->event_count; i++) {
        const struct zone *zone = programme->events[i].zone;
        size_t j = 0;

        while (j < i && programme->events[j].zone != zone)
            j++;
        if (j == i)
            look_at(outbox, zone);
    }
}
