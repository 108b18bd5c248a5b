/* fake_daemon - see fake_daemon.h */
#include "fake_daemon.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

/* Each turn is as the daemon's: requests, (commit), answers. */
static void
serve(const char *path, const struct control_verb *verbs, void *self,
      int ready)
{
    struct event_base *base = event_base_new();
    struct error error;
    struct control_server *server =
        control_server_new(base, path, verbs, self, &error);

    if (server == NULL) {
        fprintf(stderr, "# fake daemon: %s\n", error.text);
        _exit(1);
    }
    if (write(ready, "r", 1) != 1)
        _exit(1);
    close(ready);
    while (event_base_loop(base, EVLOOP_ONCE) >= 0)
        control_server_flush(server);
    _exit(1);
}

pid_t
fake_daemon_start(const char *path, const struct control_verb *verbs,
                  void *self)
{
    int ready[2];
    pid_t daemon;
    char byte;

    if (pipe(ready) != 0)
        abort();
    daemon = fork();
    if (daemon == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ready[0]);
        serve(path, verbs, self, ready[1]);
    }
    close(ready[1]);
    if (daemon < 0 || read(ready[0], &byte, 1) != 1)
        abort();
    close(ready[0]);
    return daemon;
}

void
fake_daemon_stop(pid_t daemon, const char *path)
{
    kill(daemon, SIGKILL);
    waitpid(daemon, NULL, 0);
    unlink(path);
}
