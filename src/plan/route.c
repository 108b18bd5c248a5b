/* route - see route.h */
#include "plan/route.h"

#include <string.h>

static const struct {
    const char *plugin;
    enum address_kind kind;
    bool sms;
} known[] = {
    { "smpp", ADDRESS_PHONE, true },
    { "modem", ADDRESS_PHONE, true },
    { "spool", ADDRESS_PHONE, true },
    { "smtp", ADDRESS_EMAIL, false },
    { "ntfy", ADDRESS_PUSH, false },
    { "webpush", ADDRESS_PUSH, false },
};

static const char *
setting(const struct channel_definition *channel, const char *key)
{
    for (size_t i = 0; i < channel->setting_count; i++) {
        if (strcmp(channel->settings[i].key, key) == 0)
            return channel->settings[i].value;
    }
    return NULL;
}

enum address_kind
route_kind(const struct channel_definition *channel, bool *sms)
{
    const char *plugin = strrchr(channel->plugin, '/');
    const char *kind = setting(channel, "kind");
    enum address_kind found;

    plugin = plugin != NULL ? plugin + 1 : channel->plugin;
    if (kind != NULL && address_kind_find(kind, &found)) {
        *sms = found == ADDRESS_PHONE;
        return found;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        size_t length = strlen(known[i].plugin);

        if (strncmp(plugin, known[i].plugin, length) == 0 &&
            (plugin[length] == '\0' || plugin[length] == '.')) {
            *sms = known[i].sms;
            return known[i].kind;
        }
    }
    *sms = false;
    return ADDRESS_PHONE;
}

static int
index_of(const struct programme *programme, const char *name, size_t length)
{
    for (size_t i = 0; i < programme->channel_count; i++) {
        const char *known_name = programme->channels[i].name;

        if (strncmp(known_name, name, length) == 0 &&
            known_name[length] == '\0')
            return (int)i;
    }
    return -1;
}

/* A walk over candidate channels, best first. */
struct choice {
    const struct programme *programme;
    const struct store_recipient *recipient;
    int after;                  /* not before we have passed this one */
    bool open;
};

static bool
fits(struct choice *choice, int channel)
{
    bool sms;

    if (channel < 0)
        return false;
    if (!choice->open) {
        choice->open = channel == choice->after;
        return false;
    }
    return choice->recipient->sealed[route_kind(
               &choice->programme->channels[channel], &sms)] != NULL;
}

int
route_choose(const struct programme *programme, const struct group *group,
             const struct store_recipient *recipient, int after)
{
    struct choice choice = { programme, recipient, after, after < 0 };
    const char *own = recipient->reach;

    if (own != NULL && *own != '\0') {
        while (*own != '\0') {
            size_t length = strcspn(own, ",");
            int channel = index_of(programme, own, length);

            if (fits(&choice, channel))
                return channel;
            own += length + (own[length] == ',');
        }
        return -1;
    }
    if (group != NULL && group->reach_count != 0) {
        for (size_t i = 0; i < group->reach_count; i++) {
            int channel = index_of(programme, group->reach[i],
                                   strlen(group->reach[i]));

            if (fits(&choice, channel))
                return channel;
        }
        return -1;
    }
    for (size_t i = 0; i < programme->channel_count; i++) {
        if (fits(&choice, (int)i))
            return (int)i;
    }
    return -1;
}
