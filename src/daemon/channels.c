/* channels - the processes behind the programme's channels, and what they say;
 * see daemon.h */
#include "daemon/daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/failpoint.h"
#include "base/log.h"
#include "base/memory.h"
#include "outbox/hear.h"

/* -- configurations ------------------------------------------------------- */

static void
config_free(struct channel_config **config)
{
    if (*config == NULL)
        return;
    for (size_t i = 0; i < (*config)->setting_count; i++) {
        const struct channel_setting *setting = &(*config)->settings[i];

        if (setting->secret)
            explicit_bzero((char *)(uintptr_t)setting->value,
                           strlen(setting->value));
        free((char *)(uintptr_t)setting->key);
        free((char *)(uintptr_t)setting->value);
    }
    free((struct channel_setting *)(uintptr_t)(*config)->settings);
    free((char *)(uintptr_t)(*config)->name);
    free((char *)(uintptr_t)(*config)->plugin);
    free(*config);
    *config = NULL;
}

/* Everything but `kind`, which is for the planner, is the plugin's. */
static struct channel_config *
config_new(const struct channel_definition *definition)
{
    struct channel_config *config = NEW(struct channel_config);
    struct channel_setting *settings =
        memory_new(definition->setting_count, sizeof(*settings));

    for (size_t i = 0; i < definition->setting_count; i++) {
        const struct channel_setting_text *from = &definition->settings[i];
        struct channel_setting *to = &settings[config->setting_count];

        if (strcmp(from->key, "kind") == 0)
            continue;
        to->key = memory_copy(from->key);
        to->value = memory_copy(from->value);
        to->secret = from->secret;
        config->setting_count++;
    }
    config->settings = settings;
    config->name = memory_copy(definition->name);
    config->plugin = memory_copy(definition->plugin);
    config->workers = definition->workers;
    config->rate = definition->rate;
    config->recycle = definition->recycle;
    config->deadline = definition->deadline;
    return config;
}

/* -- what a channel says -------------------------------------------------- */

/* Its place in the programme; one that left it is beyond the last. */
static size_t
index_of(const struct slot *slot)
{
    const struct channel_definition *definition =
        programme_channel(slot->daemon->programme, slot->name);

    return definition != NULL
               ? (size_t)(definition - slot->daemon->programme->channels)
               : slot->daemon->programme->channel_count;
}

static void
on_result(void *self, struct channel *channel, uint64_t wave,
          uint64_t person, uint32_t epoch, enum allo_outcome outcome,
          const char *remote, const char *reason, uint32_t retry_after,
          bool quarantine)
{
    struct slot *slot = self;
    struct outbox_result result = {
        .wave = wave, .person = person, .epoch = epoch, .outcome = outcome,
        .remote = remote, .reason = reason, .retry_after = retry_after,
        .quarantine = quarantine,
    };

    (void)channel;
    FAILPOINT("result.received");
    outbox_result(slot->daemon->outbox, index_of(slot), &result,
                  clock_now(&clock_system));
    daemon_poke(slot->daemon);
}

static void
on_receipt(void *self, struct channel *channel, const char *remote,
           enum allo_outcome outcome, const char *reason)
{
    struct slot *slot = self;

    (void)channel;
    FAILPOINT("receipt.received");
    outbox_receipt(slot->daemon->outbox, index_of(slot), remote, outcome,
                   reason, clock_now(&clock_system));
    daemon_poke(slot->daemon);
}

static void
on_inbound(void *self, struct channel *channel, uint64_t token,
           const char *from, const char *to, const char *text)
{
    struct slot *slot = self;
    struct daemon *daemon = slot->daemon;
    const struct channel_definition *definition =
        programme_channel(daemon->programme, slot->name);
    struct inbox_message message = { .channel = slot->name, .text = text,
                                     .key = "" };
    struct inbox_verdict verdict;
    struct address address;

    (void)to;
    message.at = clock_now(&clock_system);
    if (definition == NULL ||
        address_restore(&address, definition->kind, from,
                        NULL) < 0) {
        /* what cannot be kept would come back for ever: let go of it */
        log_event(LOG_WARNING, "inbound.unreadable",
                  LOG_T("channel", slot->name));
        channel_stored(channel, token);
        daemon_poke(daemon);
        return;
    }
    message.from = &address;
    hear_message(daemon->outbox, &daemon->key, index_of(slot), &message,
                 &verdict);
    log_event(LOG_INFO, "inbound.stored", LOG_T("channel", slot->name),
              LOG_T("kind", classify_kind_name(verdict.kind)),
              LOG_N("changed", verdict.changed));
    FAILPOINT("inbound.received");
    channel_stored(channel, token);
    daemon_poke(daemon);
}

static void
on_changed(void *self, struct channel *channel)
{
    struct slot *slot = self;

    if (channel_idle(channel) && (slot->wanted != NULL || slot->leaving ||
                                  slot->daemon->stopping))
        slot->drained = true;
    daemon_poke(slot->daemon);
}

static const struct channel_events slot_events = {
    on_result, on_receipt, on_inbound, on_changed
};

/* -- outlets -------------------------------------------------------------- */

static int
outlet_room(void *self)
{
    struct slot *slot = self;

    return slot->channel == NULL || slot->wanted != NULL
               ? 0 : channel_room(slot->channel);
}

static void
outlet_send(void *self, const struct dispatch *dispatch)
{
    struct slot *slot = self;

    channel_send(slot->channel, dispatch);
}

static bool
outlet_receipts(void *self)
{
    const struct slot *slot = self;

    return slot->channel != NULL &&
           (channel_traits(slot->channel) & ALLO_TRAIT_RECEIPTS) != 0;
}

/* -- matching ------------------------------------------------------------- */

struct slot *
channels_find(const struct daemon *daemon, const char *name)
{
    for (size_t i = 0; i < daemon->slot_count; i++) {
        if (strcmp(daemon->slots[i]->name, name) == 0 &&
            !daemon->slots[i]->leaving)
            return daemon->slots[i];
    }
    return NULL;
}

static void
start(struct slot *slot, struct channel_config *config)
{
    struct daemon *daemon = slot->daemon;

    slot->config = config;
    slot->channel = channel_new(daemon->base, &clock_system, &daemon->random,
                                config, &slot_events, slot);
    channel_start(slot->channel);
}

static struct slot *
slot_new(struct daemon *daemon, struct channel_config *config)
{
    struct slot *slot = NEW(struct slot);

    slot->daemon = daemon;
    slot->name = memory_copy(config->name);
    *GROW(daemon, slots, slot_count, slot_room) = slot;
    start(slot, config);
    return slot;
}

static struct slot *
match(struct daemon *daemon, const struct channel_definition *definition)
{
    struct channel_config *config = config_new(definition);
    struct slot *slot = channels_find(daemon, definition->name);

    if (slot == NULL)
        return slot_new(daemon, config);
    if (slot->wanted == NULL && channel_same_config(slot->config, config)) {
        config_free(&config);
        return slot;
    }
    log_event(LOG_NOTICE, "channel.changed",
              LOG_T("channel", definition->name));
    config_free(&slot->wanted);
    slot->wanted = config;
    channel_stop(slot->channel);
    return slot;
}

void
channels_match(struct daemon *daemon, const struct programme *programme,
               struct outlet *outlets)
{
    for (size_t i = 0; i < daemon->slot_count; i++) {
        struct slot *slot = daemon->slots[i];

        if (slot->leaving || programme_channel(programme, slot->name) != NULL)
            continue;
        log_event(LOG_NOTICE, "channel.removed",
                  LOG_T("channel", slot->name));
        slot->leaving = true;
        channel_stop(slot->channel);
    }
    for (size_t i = 0; i < programme->channel_count; i++)
        outlets[i] = (struct outlet){
            .room = outlet_room, .send = outlet_send,
            .receipts = outlet_receipts,
            .self = match(daemon, &programme->channels[i]),
        };
}

static void
slot_free(struct slot **slot)
{
    channel_free(&(*slot)->channel);
    config_free(&(*slot)->config);
    config_free(&(*slot)->wanted);
    free((*slot)->name);
    free(*slot);
    *slot = NULL;
}

void
channels_turn(struct daemon *daemon)
{
    size_t i = 0;

    while (i < daemon->slot_count) {
        struct slot *slot = daemon->slots[i];
        struct channel_config *config = slot->wanted;

        if (!slot->drained || daemon->stopping) {
            i++;
        } else if (slot->leaving) {
            slot_free(&slot);
            daemon->slots[i] = daemon->slots[--daemon->slot_count];
        } else {
            channel_free(&slot->channel);
            config_free(&slot->config);
            slot->wanted = NULL;
            slot->drained = false;
            start(slot, config);
            i++;
        }
    }
}

void
channels_flush(struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->slot_count; i++)
        channel_flush(daemon->slots[i]->channel);
}

void
channels_reap(struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->slot_count; i++)
        channel_reap(daemon->slots[i]->channel);
}

void
channels_stop(struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->slot_count; i++)
        channel_stop(daemon->slots[i]->channel);
}

bool
channels_idle(const struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->slot_count; i++) {
        if (!channel_idle(daemon->slots[i]->channel))
            return false;
    }
    return true;
}

void
channels_free(struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->slot_count; i++)
        slot_free(&daemon->slots[i]);
    free(daemon->slots);
    daemon->slots = NULL;
    daemon->slot_count = daemon->slot_room = 0;
}
