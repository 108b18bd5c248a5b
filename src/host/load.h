/*
 * load - the only dlopen in the tree: a plugin from its file, held against
 * the contract.
 */
#ifndef HOST_LOAD_H
#define HOST_LOAD_H

#include "allo/channel.h"
#include "base/error.h"

/* Load the plugin and copy its table; members that lie beyond the plugin's
 * `size` are NULL.  The library stays loaded for the life of the process.
 * -1 says in one sentence what is wrong with it. */
int load_channel(const char *path, struct allo_channel *channel,
                 struct error *error);

/* The checks alone, for a table that is in memory already. */
int load_check(const struct allo_channel *theirs,
               struct allo_channel *channel, struct error *error);

#endif
