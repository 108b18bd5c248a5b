/* consequences - see consequences.h */
#include "daemon/consequences.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/daemon.h"
#include "daemon/requests.h"
#include "programme/programme.h"
#include "programme/skip.h"

enum { TEXT = 512 };

static void
add_row(struct control_answer *answer, const char *kind, const char *file,
        int line, const char *text)
{
    control_answer_row_begin(answer);
    control_answer_add(answer, "kind", kind);
    control_answer_add(answer, "file", file);
    control_answer_add_number(answer, "line", line);
    control_answer_add(answer, "text", text);
    control_answer_row_end(answer);
}

void
consequences_diagnoses(const struct load *load, struct control_answer *answer)
{
    for (size_t i = 0; i < load->diagnosis_count; i++) {
        const struct diagnosis *diagnosis = &load->diagnoses[i];

        add_row(answer, diagnosis->warning ? "warning" : "error",
                diagnosis->file, diagnosis->line, diagnosis->text);
    }
}

/* -- what is different ---------------------------------------------------- */

/* The old programme is gone when the new one is there: what has to be
 * compared is noted before. */
struct noted {
    const char *id;
    uint64_t hash;
};

struct consequences_before {
    struct pool *pool;
    size_t event_count, channel_count;
    struct noted *events, *channels;
};

static uint64_t
mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static uint64_t
mix_text(uint64_t hash, const char *text)
{
    return mix(hash, text != NULL ? text : "",
               text != NULL ? strlen(text) + 1 : 1);
}

static uint64_t
mix_change(uint64_t hash, const struct change *change)
{
    const bool flags[] = { change->on_has_time, change->has_start,
                           change->cancelled };

    hash = mix(hash, &change->on, sizeof(change->on));
    hash = mix(hash, flags, sizeof(flags));
    if (change->has_start)
        hash = mix(hash, &change->start, sizeof(change->start));
    hash = mix(hash, &change->duration, sizeof(change->duration));
    hash = mix_text(hash, change->place);
    for (size_t i = 0; i < change->reason_count; i++)
        hash = mix_text(hash, change->reasons[i].text);
    return mix_text(hash, change->reason);
}

/* Of all that a person who is invited would notice. */
static uint64_t
event_hash(const struct event *event)
{
    uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), &event->schedule,
                        sizeof(event->schedule));
    uint64_t skips = skip_hash(event);

    hash = mix_text(hash, event->title);
    hash = mix_text(hash, event->place);
    hash = mix(hash, &event->duration, sizeof(event->duration));
    hash = mix(hash, &event->days, sizeof(event->days));
    hash = mix(hash, &skips, sizeof(skips));
    for (size_t i = 0; i < event->change_count; i++)
        hash = mix_change(hash, &event->changes[i]);
    for (size_t i = 0; i < event->group_count; i++)
        hash = mix_text(hash, event->groups[i]->id);
    return hash;
}

struct consequences_before *
consequences_note(const struct programme *programme)
{
    struct consequences_before *before = NEW(struct consequences_before);

    before->pool = pool_new();
    before->event_count = programme->event_count;
    before->channel_count = programme->channel_count;
    before->events = pool_take(before->pool, (before->event_count + 1) *
                                                 sizeof(*before->events));
    before->channels = pool_take(before->pool,
                                 (before->channel_count + 1) *
                                     sizeof(*before->channels));
    for (size_t i = 0; i < before->event_count; i++) {
        before->events[i].id = pool_copy(before->pool,
                                         programme->events[i].id);
        before->events[i].hash = event_hash(&programme->events[i]);
    }
    for (size_t i = 0; i < before->channel_count; i++)
        before->channels[i].id = pool_copy(before->pool,
                                           programme->channels[i].name);
    return before;
}

void
consequences_forget(struct consequences_before **before)
{
    pool_free(&(*before)->pool);
    free(*before);
    *before = NULL;
}

static void
tell_event(struct control_answer *answer, const struct event *event,
           const char *what)
{
    char text[TEXT];

    snprintf(text, sizeof(text), "%s %s", event->id, what);
    add_row(answer, "change", event->at.file, event->at.line, text);
}

static void
tell_gone(struct control_answer *answer, const char *kind, const char *name)
{
    char text[TEXT];

    snprintf(text, sizeof(text), "%s%s is gone", kind, name);
    add_row(answer, "change", "", 0, text);
}

/* Both lists are in the order of their ids. */
static void
tell_events(const struct consequences_before *before,
            const struct programme *programme, struct control_answer *answer)
{
    size_t old = 0, new = 0;

    while (old < before->event_count || new < programme->event_count) {
        int order = old == before->event_count ? 1
                    : new == programme->event_count ? -1
                    : strcmp(before->events[old].id,
                             programme->events[new].id);

        if (order < 0) {
            tell_gone(answer, "", before->events[old++].id);
        } else if (order > 0) {
            tell_event(answer, &programme->events[new++], "is new");
        } else {
            if (before->events[old++].hash !=
                event_hash(&programme->events[new]))
                tell_event(answer, &programme->events[new], "is changed");
            new++;
        }
    }
}

static void
tell_channels(const struct consequences_before *before,
              const struct programme *programme,
              struct control_answer *answer)
{
    for (size_t i = 0; i < before->channel_count; i++) {
        if (programme_channel(programme, before->channels[i].id) == NULL)
            tell_gone(answer, "channel ", before->channels[i].id);
    }
    for (size_t i = 0; i < programme->channel_count; i++) {
        const struct channel_definition *channel = &programme->channels[i];
        char text[TEXT];
        size_t at = 0;

        while (at < before->channel_count &&
               strcmp(before->channels[at].id, channel->name) != 0)
            at++;
        if (at < before->channel_count)
            continue;
        snprintf(text, sizeof(text), "channel %s is new", channel->name);
        add_row(answer, "change", channel->at.file, channel->at.line, text);
    }
}

static void
tell_people(int64_t gone, struct control_answer *answer)
{
    char text[TEXT];

    if (gone == 0)
        return;
    snprintf(text, sizeof(text), "%lld %s in no file any more",
             (long long)gone, gone == 1 ? "person stands" : "people stand");
    add_row(answer, "change", "", 0, text);
}

void
consequences_changes(const struct consequences_before *before,
                     const struct programme *programme, int64_t gone,
                     struct control_answer *answer)
{
    tell_events(before, programme, answer);
    tell_channels(before, programme, answer);
    tell_people(gone, answer);
}

/* -- what follows --------------------------------------------------------- */

static bool
same_effect(const struct effect *effect, const struct outbox_claim *claim)
{
    return effect->at == claim->at &&
           strcmp(effect->event, claim->wave->event) == 0 &&
           strcmp(effect->occurrence, claim->wave->occurrence) == 0;
}

static bool
on_told(void *self, const struct store_wave *wave)
{
    struct effect *effect = self;

    effect->start = wave->facts.start;
    return false;
}

void
consequences_foresee(struct consequences_effects *effects,
                     struct store *store, const struct outbox_claim *claim)
{
    struct effect *effect;

    if (!words_is_correction(claim->wave))
        return;
    for (size_t i = effects->count; i-- > 0;) {
        effect = &effects->items[i];
        if (same_effect(effect, claim)) {
            effect->people++;
            return;
        }
    }
    if (effects->pool == NULL)
        effects->pool = pool_new();
    effect = GROW(effects, items, count, room);
    effect->event = pool_copy(effects->pool, claim->wave->event);
    effect->occurrence = pool_copy(effects->pool, claim->wave->occurrence);
    effect->at = claim->at;
    effect->start = claim->wave->facts.start;
    effect->people = 1;
    store->wave_get(store, claim->recipient->told_wave, on_told, effect);
}

void
consequences_renamed(void *answer, const char *from, const char *to)
{
    char text[TEXT];

    snprintf(text, sizeof(text), "%s has the title and the dates of %s: what "
             "people were told of %s counts for it, and nobody hears that it "
             "is off", to, from, from);
    add_row(answer, "change", "", 0, text);
}

/* What is not in the files any more cannot be held. */
static void
say_stop(const struct programme *programme, const char *event, char *text,
         size_t room)
{
    snprintf(text, room, programme_event(programme, event) != NULL
                 ? "'alloctl hold %s' stops it"
                 : "write '%s' again and reload to stop it", event);
}

void
consequences_effects(const struct consequences_effects *effects,
                     const struct programme *programme, instant now,
                     struct control_answer *answer)
{
    const struct zone *zone = programme->organisation.zone;

    for (size_t i = 0; i < effects->count; i++) {
        const struct effect *effect = &effects->items[i];
        char text[TEXT], at[MOMENT_TEXT], start[MOMENT_TEXT], stop[160];

        say_stop(programme, effect->event, stop, sizeof(stop));
        snprintf(text, sizeof(text), "%s of %s: %lld %s a correction at %s; "
                 "%s", effect->event,
                 words_moment(zone, effect->start, now, start),
                 (long long)effect->people,
                 effect->people == 1 ? "person gets" : "people get",
                 words_moment(zone, effect->at, now, at), stop);
        add_row(answer, "effect", "", 0, text);
    }
    if (effects->cut != 0) {
        char text[TEXT], at[MOMENT_TEXT];

        snprintf(text, sizeof(text), "there are so many messages that this "
                 "looks no further than %s",
                 words_moment(zone, effects->cut, now, at));
        add_row(answer, "effect", "", 0, text);
    }
}

void
consequences_free(struct consequences_effects *effects)
{
    pool_free(&effects->pool);
    free(effects->items);
    *effects = (struct consequences_effects){ 0 };
}
