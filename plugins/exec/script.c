/* script - see script.h */
#include "exec/script.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *
script_init(struct script *script, const char *command)
{
    char *rest, *word;
    size_t count = 0;

    *script = (struct script){ .in = -1, .out = -1 };
    script->words = rest = strdup(command);
    if (rest == NULL)
        return "no memory";
    while ((word = strsep(&rest, " ")) != NULL) {
        if (*word == '\0')
            continue;
        if (count == SCRIPT_ARGUMENTS + 1)
            return "more than 8 arguments";
        script->arguments[count++] = word;
    }
    if (count == 0)
        return "no command";
    if (script->arguments[0][0] != '/')
        return "the path must start with '/'";
    if (access(script->arguments[0], X_OK) < 0)
        return strerror(errno);
    return NULL;
}

static void __attribute__((noreturn))
become_script(const struct script *script, int in, int out, pid_t parent)
{
    struct sigaction normal = { .sa_handler = SIG_DFL };
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    sigaction(SIGPIPE, &normal, NULL);
    sigaction(SIGTERM, &normal, NULL);
    /* pipe2() never gave us 0 to 2: the host has those */
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        close_range(3, ~0u, 0) < 0 ||
        prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(126);
    execv(script->arguments[0], script->arguments);
    _exit(127);
}

static void
close_both(int pair[2])
{
    if (pair[0] >= 0)
        close(pair[0]);
    if (pair[1] >= 0)
        close(pair[1]);
}

int
script_start(struct script *script)
{
    int to[2] = { -1, -1 }, from[2] = { -1, -1 }, saved;
    pid_t parent = getpid(), pid;

    if (pipe2(to, O_CLOEXEC) < 0 || pipe2(from, O_CLOEXEC) < 0 ||
        fcntl(to[1], F_SETFL, O_NONBLOCK) < 0 ||
        fcntl(from[0], F_SETFL, O_NONBLOCK) < 0 || (pid = fork()) < 0) {
        saved = errno;
        close_both(to);
        close_both(from);
        errno = saved;
        return -1;
    }
    if (pid == 0)
        become_script(script, to[0], from[1], parent);
    close(to[0]);
    close(from[1]);
    script->pid = pid;
    script->in = to[1];
    script->out = from[0];
    return 0;
}

static void
describe(int status, char *how, size_t size)
{
    if (WIFSIGNALED(status))
        snprintf(how, size, "the script was killed by signal %d",
                 WTERMSIG(status));
    else
        snprintf(how, size, "the script ended with status %d",
                 WEXITSTATUS(status));
}

void
script_end(struct script *script, char *how, size_t size)
{
    static const struct timespec moment = { 0, 20 * 1000 * 1000 };
    int status = 0;

    if (script->in >= 0)
        close(script->in);
    if (script->out >= 0)
        close(script->out);
    script->in = script->out = -1;
    if (script->pid <= 0)
        return;
    /* it has closed its end and is mostly on its way out: hear its status */
    if (waitpid(script->pid, &status, WNOHANG) == 0) {
        nanosleep(&moment, NULL);
        if (waitpid(script->pid, &status, WNOHANG) == 0) {
            kill(script->pid, SIGKILL);
            while (waitpid(script->pid, &status, 0) < 0 && errno == EINTR)
                ;
        }
    }
    script->pid = 0;
    describe(status, how, size);
}

void
script_free(struct script *script)
{
    free(script->words);
    script->words = NULL;
}
