/* peer - see peer.h */
#include "control/peer.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

enum { GROUPS_AT_FIRST = 32 };

/* SO_PEERCRED only has the primary group. */
static bool
in_group(int fd, gid_t group)
{
    socklen_t size = GROUPS_AT_FIRST * sizeof(gid_t);
    gid_t *groups = memory_new(1, size);
    bool found = false;
    int got = getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size);

    if (got != 0 && errno == ERANGE) {
        groups = memory_resize(groups, 1, size);
        got = getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size);
    }
    for (size_t i = 0; got == 0 && i < size / sizeof(*groups); i++)
        found |= groups[i] == group;
    free(groups);
    return found;
}

bool
control_peer_allowed(int fd, gid_t group, uid_t *uid)
{
    struct ucred peer;
    socklen_t size = sizeof(peer);

    *uid = (uid_t)-1;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    *uid = peer.uid;
    if (peer.uid == 0 || peer.uid == geteuid())
        return true;
    return group != (gid_t)-1 && (peer.gid == group || in_group(fd, group));
}
