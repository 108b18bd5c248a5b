/*
 * listen - the control socket in the file system: made safely, taken away
 * safely.
 */
#ifndef CONTROL_LISTEN_H
#define CONTROL_LISTEN_H

#include <sys/types.h>

#include "base/error.h"

/* A socket as it was made: which file it is. */
struct control_socket {
    char *path;
    int fd;                     /* listening, not blocking */
    dev_t device;
    ino_t inode;
};

/* Listen on `path`, which only its owner can reach.  A socket that nobody
 * answers on any more is replaced; -1 with a sentence when another daemon
 * does answer, when the file is something else, or when it cannot be made. */
int control_socket_open(struct control_socket *socket, const char *path,
                        struct error *error);

/* Let the members of a group connect too; -1 with a sentence. */
int control_socket_share(const struct control_socket *socket, gid_t group,
                         struct error *error);

/* Close it, and remove the file unless it is another daemon's by now. */
void control_socket_close(struct control_socket *socket);

#endif
