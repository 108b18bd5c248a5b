/*
 * config - the settings of one channel: a copy of its own, and whether two are
 * the same (channel_same_config() in channel.h).
 */
#ifndef CHANNEL_CONFIG_H
#define CHANNEL_CONFIG_H

#include "channel/channel.h"

/* A deep copy with every default filled in. */
void channel_config_copy(struct channel_config *to,
                         const struct channel_config *from);

/* Only of a copy.  Wipes secrets. */
void channel_config_free(struct channel_config *config);

#endif
