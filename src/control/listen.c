/* listen - see listen.h */
#include "control/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum { BACKLOG = 64 };

/* Two daemons that start at once must not both find the same stale socket:
 * whoever holds the lock on the directory looks, removes and binds. */
static int
lock_directory(const char *path, struct error *error)
{
    char *copy = memory_copy(path), *directory = dirname(copy);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        error_set(error, "%s: %s; it holds the control socket", directory,
                  strerror(errno));
    else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        error_set(error, "%s: another daemon is starting", directory);
        close(fd);
        fd = -1;
    }
    free(copy);
    return fd;
}

/* What stands in the way of bind(2): nothing, a stale socket that is removed,
 * or something that must stay. */
static int
clear_the_way(const struct sockaddr_un *address, struct error *error)
{
    const char *path = address->sun_path;
    struct stat there;
    int fd, problem = 0;

    if (lstat(path, &there) != 0)
        return errno == ENOENT ? 0
               : error_set(error, "%s: %s", path, strerror(errno));
    if (!S_ISSOCK(there.st_mode))
        return error_set(error, "%s is there and is no socket", path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return error_set(error, "no socket: %s", strerror(errno));
    if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0)
        problem = errno;
    close(fd);
    /* EAGAIN: so busy that its queue is full */
    if (problem == 0 || problem == EAGAIN)
        return error_set(error, "another daemon answers on %s", path);
    if (problem != ECONNREFUSED)
        return error_set(error, "%s: %s", path, strerror(problem));
    if (unlink(path) != 0)
        return error_set(error, "%s: %s", path, strerror(errno));
    return 0;
}

static int
bind_and_listen(struct control_socket *made, const struct sockaddr_un *address,
                struct error *error)
{
    struct stat there;
    mode_t mask;
    int bound;

    made->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made->fd < 0)
        return error_set(error, "no socket: %s", strerror(errno));
    mask = umask(0177);
    bound = bind(made->fd, (const struct sockaddr *)address,
                 sizeof(*address));
    umask(mask);
    if (bound != 0 || listen(made->fd, BACKLOG) != 0 ||
        lstat(address->sun_path, &there) != 0) {
        error_set(error, "%s: %s", address->sun_path, strerror(errno));
        close(made->fd);
        made->fd = -1;
        return -1;
    }
    made->device = there.st_dev;
    made->inode = there.st_ino;
    return 0;
}

int
control_socket_open(struct control_socket *socket, const char *path,
                    struct error *error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int lock, result = -1;

    *socket = (struct control_socket){ .fd = -1 };
    if (strlen(path) >= sizeof(address.sun_path))
        return error_set(error, "%s: longer than the %zu bytes that a socket "
                         "may have", path, sizeof(address.sun_path) - 1);
    text_copy(address.sun_path, sizeof(address.sun_path), path);
    lock = lock_directory(path, error);
    if (lock < 0)
        return -1;
    if (clear_the_way(&address, error) == 0 &&
        bind_and_listen(socket, &address, error) == 0) {
        socket->path = memory_copy(path);
        result = 0;
    }
    close(lock);
    return result;
}

int
control_socket_share(const struct control_socket *socket, gid_t group,
                     struct error *error)
{
    if (chown(socket->path, (uid_t)-1, group) != 0 ||
        chmod(socket->path, 0660) != 0)
        return error_set(error, "%s: %s; its group cannot be set",
                         socket->path, strerror(errno));
    return 0;
}

void
control_socket_close(struct control_socket *socket)
{
    struct stat there;

    if (socket->fd < 0)
        return;
    if (lstat(socket->path, &there) == 0 &&
        there.st_dev == socket->device && there.st_ino == socket->inode)
        unlink(socket->path);
    close(socket->fd);
    free(socket->path);
    *socket = (struct control_socket){ .fd = -1 };
}
