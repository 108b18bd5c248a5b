/* load - see load.h */
#include "host/load.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* The first version of the contract ended behind `stored`: a plugin with a
 * shorter table was built against something else. */
#define LEAST_SIZE                                                           \
    (offsetof(struct allo_channel, stored) +                                 \
     sizeof(((struct allo_channel *)NULL)->stored))
enum { MOST_SIZE = 4096 };

int
load_check(const struct allo_channel *theirs, struct allo_channel *channel,
           struct error *error)
{
    uint32_t size;

    if (theirs == NULL)
        return error_set(error, "the plugin has no channel to offer");
    size = theirs->size;
    if (size < LEAST_SIZE || size > MOST_SIZE)
        return error_set(error, "the plugin was built for another version "
                         "of allo/channel.h (a table of %u bytes, %zu were "
                         "expected)", size, sizeof(*channel));
    memset(channel, 0, sizeof(*channel));
    memcpy(channel, theirs, size < sizeof(*channel) ? size
                                                    : sizeof(*channel));
    if (channel->name == NULL || *channel->name == '\0')
        return error_set(error, "the plugin does not say its name");
    if (channel->open == NULL || channel->send == NULL ||
        channel->close == NULL)
        return error_set(error, "the plugin lacks open, send or close");
    if ((channel->watch == NULL) != (channel->wake == NULL))
        return error_set(error, "the plugin has only one of watch and wake");
    return 0;
}

int
load_channel(const char *path, struct allo_channel *channel,
             struct error *error)
{
    const struct allo_channel *(*entry)(void);
    void *library, *symbol;

    if (access(path, F_OK) < 0)
        return error_set(error, "there is no plugin '%s'", path);
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return error_set(error, "the plugin cannot be loaded: %s",
                         dlerror());
    symbol = dlsym(library, "allo_channel_v1");
    if (symbol == NULL)
        return error_set(error, "'%s' is not a channel of version 1: it does "
                         "not export allo_channel_v1", path);
    memcpy(&entry, &symbol, sizeof(entry));
    return load_check(entry(), channel, error);
}
