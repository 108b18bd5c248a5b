/* readiness - sd_notify(3) without libsystemd; see daemon.h */
#include "daemon/daemon.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void
readiness_tell(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    size_t length = path != NULL ? strlen(path) : 0;
    int fd;

    if (length == 0 || length >= sizeof(to.sun_path))
        return;
    memcpy(to.sun_path, path, length);
    if (to.sun_path[0] == '@')
        to.sun_path[0] = '\0';
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    /* nobody there is no reason to stop */
    (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL,
                  (struct sockaddr *)&to,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
                              length));
    close(fd);
}
