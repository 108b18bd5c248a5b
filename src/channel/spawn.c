/* spawn - see spawn.h */
#include "channel/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { WIRE = 3, MOST_FILES = 1024, MOST_VARIABLES = 8 };

/* What the child gets, put together before the fork: after it, only what is
 * safe in a signal handler is called. */
struct image {
    char *host, *plugin;
    bool checks;                /* the settings, and nothing else */
    char *variables[MOST_VARIABLES + 1];
    int wire, errors, nothing;
    pid_t parent;
};

/* An environment from scratch, plus what the time zone and a build with
 * sanitizers need. */
static void
make_environment(struct image *image)
{
    static const char *const passed[] = {
        "TZ", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"
    };
    size_t count = 0;

    image->variables[count++] =
        memory_copy("PATH=/usr/local/bin:/usr/bin:/bin");
    image->variables[count++] = memory_copy("LANG=C.UTF-8");
    for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
        const char *value = getenv(passed[i]);
        struct buffer line = { 0 };

        if (value == NULL)
            continue;
        buffer_add_format(&line, "%s=%s", passed[i], value);
        image->variables[count++] = memory_copy(buffer_text(&line));
        buffer_free(&line);
    }
}

static char *
join(const char *directory, const char *name, const char *suffix)
{
    struct buffer path = { 0 };
    char *joined;

    buffer_add_format(&path, "%s/%s%s", directory, name, suffix);
    joined = memory_copy(buffer_text(&path));
    buffer_free(&path);
    return joined;
}

static const char *
directory(const char *variable, const char *installed)
{
    const char *set = getenv(variable);

    return set != NULL && *set != '\0' ? set : installed;
}

static void
image_free(struct image *image)
{
    free(image->host);
    free(image->plugin);
    for (size_t i = 0; i < MOST_VARIABLES; i++)
        free(image->variables[i]);
}

static void __attribute__((noreturn))
child_failed(const char *what)
{
    const char *why = strerrorname_np(errno);
    ssize_t put = write(STDERR_FILENO, what, strlen(what));

    if (put > 0 && why != NULL)
        put = write(STDERR_FILENO, why, strlen(why));
    (void)put;
    _exit(SPAWN_NO_HOST);
}

static void
close_the_rest(void)
{
    if (close_range(WIRE + 1, ~0u, 0) == 0)
        return;
    for (int fd = WIRE + 1; fd < 65536; fd++)
        close(fd);
}

/* Put the three descriptors where they belong, whatever their numbers are. */
static int
place_descriptors(const struct image *image)
{
    int wire = fcntl(image->wire, F_DUPFD, 16);
    int errors = fcntl(image->errors, F_DUPFD, 16);
    int nothing = fcntl(image->nothing, F_DUPFD, 16);

    if (wire < 0 || errors < 0 || nothing < 0 ||
        dup2(nothing, STDIN_FILENO) < 0 || dup2(errors, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0 || dup2(wire, WIRE) < 0)
        return -1;
    close_the_rest();
    return 0;
}

static void
default_signals(void)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    sigset_t none;

    for (int number = 1; number < NSIG; number++)
        sigaction(number, &action, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void __attribute__((noreturn))
become_host(const struct image *image)
{
    static const struct rlimit no_core = { 0, 0 };
    static const struct rlimit files = { MOST_FILES, MOST_FILES };
    char only_check[] = "-n";
    char *const plain[] = { image->host, image->plugin, NULL };
    char *const checking[] = { image->host, only_check, image->plugin, NULL };

    default_signals();
    if (place_descriptors(image) < 0)
        child_failed("descriptors: ");
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != image->parent)
        _exit(SPAWN_NO_HOST);
    setsid();
    umask(077);
    setrlimit(RLIMIT_CORE, &no_core);
    setrlimit(RLIMIT_NOFILE, &files);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        child_failed("no-new-privileges: ");
    execve(image->host, image->checks ? checking : plain,
           (char *const *)image->variables);
    child_failed("allo-host cannot be executed: ");
}

/* No handler of the daemon may run in the child: they write to pipes that
 * both still share. */
static pid_t
fork_quietly(const struct image *image)
{
    sigset_t all, before;
    pid_t pid;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid = fork();
    if (pid == 0)
        become_host(image);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

static void
close_pair(int pair[2])
{
    for (int i = 0; i < 2; i++) {
        if (pair[i] >= 0)
            close(pair[i]);
        pair[i] = -1;
    }
}

static int
start(struct image *image, struct spawned *spawned, struct error *error)
{
    int wire[2] = { -1, -1 }, errors[2] = { -1, -1 };

    image->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (image->nothing < 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wire) < 0 ||
        pipe2(errors, O_CLOEXEC) < 0 ||
        fcntl(wire[0], F_SETFL, O_NONBLOCK) < 0 ||
        fcntl(errors[0], F_SETFL, O_NONBLOCK) < 0) {
        error_set(error, "no descriptors for a process: %s",
                  strerror(errno));
        spawned->pid = -1;
    } else {
        image->wire = wire[1];
        image->errors = errors[1];
        image->parent = getpid();
        spawned->pid = fork_quietly(image);
        if (spawned->pid < 0)
            error_set(error, "no process: %s", strerror(errno));
    }
    if (image->nothing >= 0)
        close(image->nothing);
    if (spawned->pid < 0) {
        close_pair(wire);
        close_pair(errors);
        return -1;
    }
    close(wire[1]);
    close(errors[1]);
    spawned->wire = wire[0];
    spawned->errors = errors[0];
    return 0;
}

static char *
host_path(void)
{
    return join(directory("ALLO_LIBEXEC", PKGLIBEXECDIR), "allo-host", "");
}

static int
spawn_image(const char *host, const char *plugin, bool checks,
            struct spawned *spawned, struct error *error)
{
    struct image image = { .nothing = -1, .checks = checks };
    int status;

    image.host = host != NULL ? memory_copy(host) : host_path();
    image.plugin = strchr(plugin, '/') != NULL
        ? memory_copy(plugin)
        : join(directory("ALLO_PLUGINDIR", PLUGINDIR), plugin, ".so");
    make_environment(&image);
    status = start(&image, spawned, error);
    image_free(&image);
    return status;
}

int
spawn(const char *host, const char *plugin, struct spawned *spawned,
      struct error *error)
{
    return spawn_image(host, plugin, false, spawned, error);
}

int
spawn_check(const char *plugin, struct spawned *spawned, struct error *error)
{
    return spawn_image(NULL, plugin, true, spawned, error);
}

int
spawn_installed(struct error *error)
{
    const char *plugins = directory("ALLO_PLUGINDIR", PLUGINDIR);
    char *host = host_path();
    int status = 0;

    if (access(host, X_OK) < 0)
        status = error_set(error, "there is no %s", host);
    else if (access(plugins, X_OK) < 0)
        status = error_set(error, "there are no plugins in %s", plugins);
    free(host);
    return status;
}
