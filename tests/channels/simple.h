/* What every little channel of the tests shares: it opens, it closes, and it
 * differs by what SIMPLE_CHANNEL() is given. */
#ifndef TESTS_CHANNELS_SIMPLE_H
#define TESTS_CHANNELS_SIMPLE_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "allo/channel.h"

static const struct allo_host *host;

static int
simple_open(const struct allo_host *lent, void **self)
{
    host = lent;
    *self = NULL;
    return 0;
}

static void
simple_close(void *self)
{
    (void)self;
}

/* Whether the message's text holds the word: bad on demand. */
static inline int
asks_for(const struct allo_message *message, const char *word)
{
    return strstr(host->field(message, "text"), word) != NULL;
}

#define SIMPLE_CHANNEL(its_name, ...)                                        \
    static const struct allo_channel channel = {                             \
        .size = sizeof(struct allo_channel), .name = its_name,               \
        .version = "1", .summary = "for the tests",                          \
        .open = simple_open, .close = simple_close, __VA_ARGS__              \
    };                                                                       \
    const struct allo_channel *                                              \
    allo_channel_v1(void)                                                    \
    {                                                                        \
        return &channel;                                                     \
    }

#endif
