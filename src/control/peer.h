/*
 * peer - who is at the other end of a Unix socket, as the kernel says.
 */
#ifndef CONTROL_PEER_H
#define CONTROL_PEER_H

#include <stdbool.h>
#include <sys/types.h>

/* Whether the process that connected `fd` may give orders: root, the same
 * user as ours, or a member of `group` ((gid_t)-1: no group).  *uid gets who
 * it is, (uid_t)-1 when the kernel does not say. */
bool control_peer_allowed(int fd, gid_t group, uid_t *uid);

#endif
