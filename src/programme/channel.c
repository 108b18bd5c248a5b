/* channel - see channel.h */
#include "programme/channel.h"

#include <inttypes.h>
#include <string.h>

#include "config/secret.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/price.h"
#include "programme/part.h"

struct raw_channel {
    const char *name, *plugin;
    int64_t workers, daily_limit, recycle;
    double rate;
    money price, daily_budget;
    instant deadline;
};

#define AT(member) offsetof(struct raw_channel, member)
static const struct setting channel_settings[] = {
    { .key = "name", .type = SETTING_ID, .required = true, .offset = AT(name),
      .example = "\"sms\"", .help = "what groups and people call it" },
    { .key = "plugin", .type = SETTING_TEXT, .required = true,
      .offset = AT(plugin), .least = 1, .most = 1000,
      .example = "\"smpp\"",
      .help = "smpp, smtp, ntfy, exec, console; or the path of one" },
    { .key = "workers", .type = SETTING_INTEGER, .offset = AT(workers),
      .fallback = "1", .least = 1, .most = 64, .example = "1",
      .help = "processes that send at the same time" },
    { .key = "rate", .type = SETTING_NUMBER, .offset = AT(rate),
      .fallback = "0", .least = 0, .most = 100000, .example = "20",
      .help = "most SMS parts (or mails) a second; 0 is no limit" },
    { .key = "price", .type = SETTING_MONEY, .offset = AT(price),
      .fallback = "0", .least = 0, .most = 100, .example = "0.075",
      .help = "of one part" },
    { .key = "daily_budget", .type = SETTING_MONEY,
      .offset = AT(daily_budget), .fallback = "0", .least = 0,
      .most = 1000000, .example = "50.0",
      .help = "nothing is sent any more that day when it is spent; 0 is no "
              "limit" },
    { .key = "daily_limit", .type = SETTING_INTEGER,
      .offset = AT(daily_limit), .fallback = "0", .least = 0,
      .most = 100000000, .example = "1000",
      .help = "most messages a day; 0 is no limit" },
    { .key = "deadline", .type = SETTING_DURATION, .offset = AT(deadline),
      .fallback = "60 seconds", .least = (double)SECOND,
      .most = (double)HOUR, .example = "\"60 seconds\"",
      .help = "for the answer to one message; then its process is ended" },
    { .key = "recycle", .type = SETTING_INTEGER, .offset = AT(recycle),
      .fallback = "0", .least = 0, .most = 1000000000,
      .example = "10000",
      .help = "replace a process after so many messages; 0 is never" },
    { .key = NULL }
};
#undef AT

const struct section channel_section = {
    .path = "channels", .name = "a channel", .settings = channel_settings,
    .open = true
};

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

const char *
channel_setting(const struct channel_definition *channel, const char *key)
{
    for (size_t i = 0; i < channel->setting_count; i++) {
        if (strcmp(channel->settings[i].key, key) == 0)
            return channel->settings[i].value;
    }
    return NULL;
}

/* What kind of address a channel takes: its setting `kind`, or what its
 * plugin is known for, or else phone. */
static void
set_kind(struct channel_definition *channel)
{
    const char *slash = strrchr(channel->plugin, '/');
    const char *plugin = slash != NULL ? slash + 1 : channel->plugin;
    const char *kind = channel_setting(channel, "kind");

    channel->kind = ADDRESS_PHONE;
    if (kind != NULL && address_kind_find(kind, &channel->kind)) {
        channel->sms = channel->kind == ADDRESS_PHONE;
        return;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        size_t length = strlen(known[i].plugin);

        if (strncmp(plugin, known[i].plugin, length) == 0 &&
            (plugin[length] == '\0' || plugin[length] == '.')) {
            channel->kind = known[i].kind;
            channel->sms = known[i].sms;
            return;
        }
    }
}

/* A value as the plugin gets it; NULL when it is no single value. */
static const char *
plain(struct pool *pool, const struct node *node)
{
    switch (node_type(node)) {
    case NODE_TEXT:
        return pool_copy(pool, node_text(node));
    case NODE_INTEGER:
        return pool_format(pool, "%" PRId64, node_integer(node));
    case NODE_NUMBER:
        return pool_format(pool, "%.15g", node_number(node));
    case NODE_BOOL:
        return node_bool(node) ? "true" : "false";
    default:
        return NULL;
    }
}

static void
read_secret(struct part *part, const struct node *node,
            struct channel_setting_text *setting)
{
    struct loading *loading = part->loading;
    struct error error;

    setting->secret = true;
    if (loading->options->leave_secrets) {
        setting->value = "";
        return;
    }
    if (secret_read(loading->programme->pool, loading->options->directory,
                    setting->value, &setting->value, &error) < 0)
        settings_error(part->diagnoses, node, "%s: %s", node_name(node),
                       error.text);
}

/* A key that is not ours is the plugin's. */
static void
read_setting(struct part *part, const struct node *node,
             struct channel_setting_text *setting)
{
    struct pool *pool = part->loading->programme->pool;

    setting->key = pool_copy(pool, node_name(node));
    setting->value = plain(pool, node);
    if (setting->value == NULL) {
        settings_error(part->diagnoses, node, "%s is %s; a plugin takes "
                       "texts, numbers, true and false", node_name(node),
                       node_type_words(node));
        setting->value = "";
    } else if (node_type(node) == NODE_TEXT &&
               secret_is_elsewhere(setting->value)) {
        read_secret(part, node, setting);
    } else if (secret_is_key(setting->key) && setting->value[0] != '\0') {
        setting->secret = true;
        if (part->file.open_to_others &&
            !part->loading->options->rehearsal)
            settings_error(part->diagnoses, node, "others can read this file "
                           "and the %s in it; type: chmod 600 %s, or write "
                           "%s = \"@credential:NAME\"", setting->key,
                           part->name, setting->key);
    }
}

static void
read_settings(struct part *part, const struct node *node,
              struct channel_definition *channel)
{
    struct channel_setting_text *settings = pool_take(
        part->loading->programme->pool,
        (node_count(node) + 1) * sizeof(*settings));

    for (size_t i = 0; i < node_count(node); i++) {
        const struct node *member = node_at(node, i);

        if (settings_find(&channel_section, node_name(member)) == NULL)
            read_setting(part, member, &settings[channel->setting_count++]);
    }
    channel->settings = settings;
}

static void
read_channel(struct part *part, const struct node *node,
             struct channel_definition *channel)
{
    struct pool *pool = part->loading->programme->pool;
    struct raw_channel raw = { .name = "", .plugin = "" };

    settings_read(&channel_section, node, part->diagnoses, &raw);
    channel->name = pool_copy(pool, raw.name);
    channel->plugin = pool_copy(pool, raw.plugin);
    channel->workers = (int)raw.workers;
    channel->rate = raw.rate;
    channel->price = raw.price;
    channel->daily_budget = raw.daily_budget;
    channel->daily_limit = raw.daily_limit;
    channel->deadline = raw.deadline;
    channel->recycle = (int)raw.recycle;
    channel->at = part_place(part, node);
    read_settings(part, node, channel);
    set_kind(channel);
    if (raw.daily_budget > 0 && raw.price == 0)
        settings_error(part->diagnoses, node_member(node, "daily_budget"),
                       "a daily_budget needs the price of a part; for "
                       "example price = 0.075;");
}

void
channel_read_all(struct part *part, const struct node *list)
{
    struct programme *programme = part->loading->programme;
    size_t count = list != NULL ? node_count(list) : 0;
    struct channel_definition *channels =
        pool_take(programme->pool, (count + 1) * sizeof(*channels));

    for (size_t i = 0; i < count; i++) {
        read_channel(part, node_at(list, i), &channels[i]);
        for (size_t j = 0; j < i; j++) {
            if (channels[i].name[0] != '\0' &&
                strcmp(channels[i].name, channels[j].name) == 0)
                settings_error(part->diagnoses, node_at(list, i), "there are "
                               "two channels with the name '%s'; the other "
                               "is in line %d", channels[i].name,
                               channels[j].at.line);
        }
    }
    programme->channels = channels;
    programme->channel_count = count;
}
