/*
 * allo-host - one plugin in a process of its own.
 *
 * allo-host PLUGIN.so, with the wire on descriptor 3: started by the daemon,
 * see allo-channel(7).  allo-host -n PLUGIN.so only checks the settings that
 * come and opens nothing: for alloctl check.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "host/load.h"
#include "host/serve.h"

enum { WIRE = 3, LAST_SECONDS = 5 };

static int end_event = -1;

/* The plugin may be blocked for long: the alarm ends the process all the
 * same. */
static void
on_terminate(int signal)
{
    static const uint64_t one = 1;
    int saved = errno;
    ssize_t put = write(end_event, &one, sizeof(one));

    (void)signal;
    (void)put;
    alarm(LAST_SECONDS);
    errno = saved;
}

/* A crash leaves no core behind with addresses in it, nothing that is run
 * gains rights, and no host outlives its daemon. */
static int
harden(void)
{
    static const struct rlimit none = { 0, 0 };

    return setrlimit(RLIMIT_CORE, &none) < 0 ||
           prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 ||
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -1 : 0;
}

static int
set_signals(void)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction terminate = { .sa_handler = on_terminate };

    end_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return end_event < 0 || sigaction(SIGPIPE, &ignore, NULL) < 0 ||
           sigaction(SIGTERM, &terminate, NULL) < 0 ? -1 : 0;
}

/* The wire is for us alone; a library that prints does no harm. */
static int
set_descriptors(void)
{
    struct stat status;

    if (fstat(WIRE, &status) < 0 || !S_ISSOCK(status.st_mode)) {
        fprintf(stderr, "allo-host: started by the daemon, with the wire on "
                "descriptor 3\n");
        return -1;
    }
    if (fcntl(WIRE, F_SETFD, FD_CLOEXEC) < 0 ||
        fcntl(WIRE, F_SETFL, O_NONBLOCK) < 0 ||
        dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        return -1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    return 0;
}

int
main(int argc, char **argv)
{
    struct host host = {
        .checks = argc > 1 && strcmp(argv[1], "-n") == 0
    };
    struct error error;
    int status;

    if (argc != 2 + host.checks) {
        fprintf(stderr, "usage: allo-host [-n] PLUGIN.so\n");
        return EX_USAGE;
    }
    if (set_descriptors() < 0)
        return EX_USAGE;
    if (harden() < 0 || set_signals() < 0) {
        fprintf(stderr, "allo-host: %s\n", strerror(errno));
        return EX_OSERR;
    }
    services_of(&host);
    if (load_channel(argv[argc - 1], &host.channel, &error) < 0) {
        serve_failed(&host, WIRE, error.text, 1);
        status = 1;
    } else {
        status = serve(&host, WIRE, end_event);
    }
    settings_free(&host.settings);
    tickets_free(&host.tickets);
    buffer_free(&host.out);
    buffer_free(&host.sealed);
    buffer_free(&host.mended);
    return status;
}
