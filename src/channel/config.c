/* config - see config.h */
#include "channel/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "channel/backoff.h"

static instant
or_default(instant set, instant otherwise)
{
    return set > 0 ? set : otherwise;
}

static void
fill_in(struct channel_config *config)
{
    if (config->workers < 1)
        config->workers = 1;
    config->deadline = or_default(config->deadline, MINUTE);
    config->start_timeout = or_default(config->start_timeout, 30 * SECOND);
    config->grace = or_default(config->grace, config->deadline + 5 * SECOND);
    config->backoff = or_default(config->backoff, BACKOFF_FIRST);
    config->ping = or_default(config->ping, 30 * SECOND);
}

void
channel_config_copy(struct channel_config *to,
                    const struct channel_config *from)
{
    struct channel_setting *settings =
        memory_new(from->setting_count + 1, sizeof(*settings));

    *to = *from;
    to->name = memory_copy(from->name);
    to->plugin = memory_copy(from->plugin);
    to->host = memory_copy(from->host);
    for (size_t i = 0; i < from->setting_count; i++) {
        settings[i].key = memory_copy(from->settings[i].key);
        settings[i].value = memory_copy(from->settings[i].value);
        settings[i].secret = from->settings[i].secret;
    }
    to->settings = settings;
    fill_in(to);
}

/* const is for readers; it is ours to free. */
static void
release(const char *text, bool wipe)
{
    char *ours;

    memcpy(&ours, &text, sizeof(ours));
    if (wipe && ours != NULL)
        explicit_bzero(ours, strlen(ours));
    free(ours);
}

void
channel_config_free(struct channel_config *config)
{
    struct channel_setting *settings;

    for (size_t i = 0; i < config->setting_count; i++) {
        release(config->settings[i].key, false);
        release(config->settings[i].value, config->settings[i].secret);
    }
    memcpy(&settings, &config->settings, sizeof(settings));
    free(settings);
    release(config->name, false);
    release(config->plugin, false);
    release(config->host, false);
}

static bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const struct channel_setting *
find(const struct channel_config *config, const char *key)
{
    for (size_t i = 0; i < config->setting_count; i++) {
        if (strcmp(config->settings[i].key, key) == 0)
            return &config->settings[i];
    }
    return NULL;
}

static bool
same_settings(const struct channel_config *a, const struct channel_config *b)
{
    if (a->setting_count != b->setting_count)
        return false;
    for (size_t i = 0; i < a->setting_count; i++) {
        const struct channel_setting *other = find(b, a->settings[i].key);

        if (other == NULL ||
            !same_text(a->settings[i].value, other->value))
            return false;
    }
    return true;
}

bool
channel_same_config(const struct channel_config *a,
                    const struct channel_config *b)
{
    struct channel_config left = *a, right = *b;

    fill_in(&left);
    fill_in(&right);
    return same_text(a->name, b->name) && same_text(a->plugin, b->plugin) &&
           same_text(a->host, b->host) && same_settings(a, b) &&
           left.workers == right.workers &&
           left.rate >= right.rate && left.rate <= right.rate &&
           left.recycle == right.recycle &&
           left.deadline == right.deadline &&
           left.start_timeout == right.start_timeout &&
           left.grace == right.grace && left.backoff == right.backoff &&
           left.ping == right.ping;
}
