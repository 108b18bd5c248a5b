/*
 * spawn - start allo-host with a plugin: a process that has the wire on
 * descriptor 3, its stderr on a pipe, and nothing else of the daemon's.
 */
#ifndef CHANNEL_SPAWN_H
#define CHANNEL_SPAWN_H

#include <sys/types.h>

#include "base/error.h"

struct spawned {
    pid_t pid;                  /* also its process group */
    int wire, errors;           /* ours, non-blocking, closed on exec */
};

/* host NULL: allo-host in $ALLO_LIBEXEC (for tests), else where it was
 * installed.  plugin: a path, or a name in $ALLO_PLUGINDIR or PLUGINDIR.
 * -1 when there is no process; that allo-host cannot be executed only shows
 * as its exit with SPAWN_NO_HOST. */
int spawn(const char *host, const char *plugin, struct spawned *spawned,
          struct error *error);

/* The same with the host's option -n: it holds the settings against the
 * plugin's table, answers `ready` or `failed`, and never opens the plugin. */
int spawn_check(const char *plugin, struct spawned *spawned,
                struct error *error);

/* Whether the host can be executed and the directory of the plugins is
 * there; -1 says which is not. */
int spawn_installed(struct error *error);

enum { SPAWN_NO_HOST = 127 };

#endif
