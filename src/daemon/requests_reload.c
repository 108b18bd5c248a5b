/* requests_reload - load the files again, and tell what is different and what
 * will follow from it; see requests.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "belief/belief.h"
#include "daemon/daemon.h"
#include "daemon/requests.h"
#include "plan/occurrence.h"
#include "programme/skip.h"

enum { BATCH = 512, TEXT = 512 };

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

/* -- what is different ---------------------------------------------------- */

/* The old programme is gone when the new one is there: what has to be
 * compared is noted before. */
struct noted {
    const char *id;
    uint64_t hash;
};

struct before {
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
    hash = mix(hash, &skips, sizeof(skips));
    for (size_t i = 0; i < event->change_count; i++)
        hash = mix_change(hash, &event->changes[i]);
    for (size_t i = 0; i < event->group_count; i++)
        hash = mix_text(hash, event->groups[i]->id);
    return hash;
}

static void
note(const struct programme *programme, struct before *before)
{
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
tell_events(const struct before *before, const struct programme *programme,
            struct control_answer *answer)
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
tell_channels(const struct before *before, const struct programme *programme,
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
on_renamed(void *self, const char *from, const char *to)
{
    char text[TEXT];

    snprintf(text, sizeof(text), "%s has the title and the dates of %s: what "
             "people were told of %s counts for it, and nobody hears that it "
             "is off", to, from, from);
    add_row(self, "change", "", 0, text);
}

static void
tell_people(const struct reload_report *report, struct control_answer *answer)
{
    char text[TEXT];

    if (report->gone == 0)
        return;
    snprintf(text, sizeof(text), "%lld %s in no file any more",
             (long long)report->gone,
             report->gone == 1 ? "person stands" : "people stand");
    add_row(answer, "change", "", 0, text);
}

/* -- what follows --------------------------------------------------------- */

struct effects {
    struct daemon *daemon;
    struct control_answer *answer;
    instant now;
    /* of the occurrence at hand */
    const char *event, *occurrence;
    struct facts truth;
    bool gone;                  /* it is not in the programme any more */
    int64_t last, people;
    instant start;              /* as it was told */
    /* of the wave that a believer was told in */
    int64_t wave;
    bool differs;
};

static bool
on_told_wave(void *self, const struct store_wave *wave)
{
    struct effects *effects = self;
    struct facts truth = effects->truth;
    enum purpose purpose;

    if (effects->gone) {
        truth = wave->facts;
        truth.cancelled = true;
    }
    effects->differs = belief_correction(&wave->facts, &truth, &purpose);
    effects->start = wave->facts.start;
    return true;
}

static bool
on_believer(void *self, const struct store_recipient *recipient)
{
    struct effects *effects = self;
    struct store *store = effects->daemon->store;

    effects->last = recipient->person;
    if (recipient->told_wave != effects->wave) {
        effects->wave = recipient->told_wave;
        effects->differs = false;
        store->wave_get(store, recipient->told_wave, on_told_wave, effects);
    }
    effects->people += effects->differs && recipient->stopped == 0 &&
                       !recipient->gone;
    return true;
}

static void
count_believers(struct effects *effects)
{
    struct daemon *daemon = effects->daemon;
    const struct event *event = programme_event(daemon->programme,
                                                effects->event);
    struct occurrence occurrence;

    effects->gone = event == NULL ||
                    !occurrence_find(event, effects->occurrence, 0,
                                     &occurrence);
    if (!effects->gone)
        effects->truth = occurrence.facts;
    effects->wave = effects->people = effects->last = 0;
    while (daemon->store->believers(daemon->store,
                                    daemon->programme->organisation.id,
                                    effects->event, effects->occurrence,
                                    effects->last, BATCH, on_believer,
                                    effects) == BATCH)
        ;
}

static bool
on_unsettled(void *self, const char *event, const char *occurrence,
             instant due)
{
    struct effects *effects = self;
    const struct zone *zone = effects->daemon->programme->organisation.zone;
    bool there = programme_event(effects->daemon->programme, event) != NULL;
    char text[TEXT], at[MOMENT_TEXT], start[MOMENT_TEXT], stop[160];

    effects->event = event;
    effects->occurrence = occurrence;
    count_believers(effects);
    if (effects->people == 0)
        return true;
    snprintf(stop, sizeof(stop), there
                 ? "'alloctl hold %s' stops it"
                 : "write '%s' again and reload to stop it", event);
    snprintf(text, sizeof(text), "%s of %s: %lld %s a correction at %s; "
             "%s", event,
             words_moment(zone, effects->start, effects->now, start),
             (long long)effects->people,
             effects->people == 1 ? "person gets" : "people get",
             words_moment(zone, due, effects->now, at), stop);
    add_row(effects->answer, "effect", "", 0, text);
    return true;
}

void
requests_reload(void *self, const struct frame *request,
                struct control_answer *answer)
{
    struct daemon *daemon = self;
    struct effects effects = { .daemon = daemon, .answer = answer,
                               .now = clock_now(&clock_system) };
    struct reload_report report;
    struct before before;

    (void)request;
    log_event(LOG_NOTICE, "control.reload",
              LOG_N("uid", control_answer_uid(answer)));
    note(daemon->programme, &before);
    reload_now(daemon, &report);
    for (size_t i = 0; i < report.load.diagnosis_count; i++) {
        const struct diagnosis *diagnosis = &report.load.diagnoses[i];

        add_row(answer, diagnosis->warning ? "warning" : "error",
                diagnosis->file, diagnosis->line, diagnosis->text);
    }
    if (report.accepted) {
        tell_events(&before, daemon->programme, answer);
        tell_channels(&before, daemon->programme, answer);
        outbox_renamed(daemon->outbox, on_renamed, answer);
        tell_people(&report, answer);
        outbox_unsettled(daemon->outbox, on_unsettled, &effects);
    }
    load_free(&report.load);
    pool_free(&before.pool);
    control_answer_end(answer, report.accepted ? 0 : 1);
}
