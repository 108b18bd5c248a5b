/* launch - see launch.h */
#include "probe/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "channel/spawn.h"

bool
launch_is_script(const char *path)
{
    size_t length = strlen(path);

    return strchr(path, '/') != NULL &&
           (length < 3 || strcmp(path + length - 3, ".so") != 0);
}

static int
launch_plugin(const char *path, struct process *process, struct error *error)
{
    struct spawned spawned;

    if (spawn(NULL, path, &spawned, error) < 0)
        return -1;
    *process = (struct process){ .pid = spawned.pid, .to = spawned.wire,
                                 .from = spawned.wire,
                                 .errors = spawned.errors };
    return 0;
}

static void __attribute__((noreturn))
become_script(const char *path, const int ends[3], pid_t parent)
{
    static const int caught[] = { SIGPIPE, SIGTERM, SIGINT };
    char *const arguments[] = { (char *)(uintptr_t)path, NULL };
    struct sigaction normal = { .sa_handler = SIG_DFL };

    for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++)
        sigaction(caught[i], &normal, NULL);
    /* none of the three is 0, 1 or 2: main() saw to that */
    for (int fd = 0; fd < 3; fd++) {
        if (dup2(ends[fd], fd) < 0)
            _exit(SPAWN_NO_HOST);
    }
    setsid();
    if (close_range(3, ~0u, 0) < 0 ||
        prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(SPAWN_NO_HOST);
    execv(path, arguments);
    _exit(SPAWN_NO_HOST);
}

static void
close_all(int (*pipes)[2])
{
    for (int i = 0; i < 3; i++) {
        for (int end = 0; end < 2; end++) {
            if (pipes[i][end] >= 0)
                close(pipes[i][end]);
        }
    }
}

static int
launch_script(const char *path, struct process *process, struct error *error)
{
    /* its stdin, stdout and stderr; it reads the first, we the others */
    int pipes[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
    pid_t parent = getpid();

    if (access(path, X_OK) < 0)
        return error_set(error, "%s: %s", path, strerror(errno));
    for (int i = 0; i < 3; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) < 0 ||
            fcntl(pipes[i][i == 0 ? 1 : 0], F_SETFL, O_NONBLOCK) < 0) {
            close_all(pipes);
            return error_set(error, "no pipes: %s", strerror(errno));
        }
    }
    process->pid = fork();
    if (process->pid == 0) {
        const int ends[3] = { pipes[0][0], pipes[1][1], pipes[2][1] };

        become_script(path, ends, parent);
    }
    if (process->pid < 0) {
        close_all(pipes);
        return error_set(error, "no process: %s", strerror(errno));
    }
    process->to = pipes[0][1];
    process->from = pipes[1][0];
    process->errors = pipes[2][0];
    close(pipes[0][0]);
    close(pipes[1][1]);
    close(pipes[2][1]);
    return 0;
}

int
launch(const char *path, struct process *process, struct error *error)
{
    *process = (struct process){ .pid = -1, .to = -1, .from = -1,
                                 .errors = -1 };
    return launch_is_script(path) ? launch_script(path, process, error)
                                  : launch_plugin(path, process, error);
}

void
launch_hang_up(struct process *process)
{
    if (process->to >= 0)
        close(process->to);
    if (process->from >= 0 && process->from != process->to)
        close(process->from);
    process->to = process->from = -1;
}

void
launch_end(struct process *process)
{
    if (process->pid > 0) {
        kill(process->pid, SIGKILL);
        while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    process->pid = -1;
    launch_hang_up(process);
    if (process->errors >= 0)
        close(process->errors);
    process->errors = -1;
}
