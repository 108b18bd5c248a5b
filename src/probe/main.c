/* main - allo-probe, the kit that tests a channel: see allo-probe(1) */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "probe/cases.h"

enum { EXIT_NOT_UNDERSTOOD = 2 };

/* A descriptor below 3 that is closed would be given to a pipe of ours. */
static int
hold_the_first_three(void)
{
    int fd;

    do {
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    } while (fd >= 0 && fd < 3);
    if (fd >= 0)
        close(fd);
    return fd < 0 ? -1 : 0;
}

int
main(int argc, char **argv)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct probe_options options;
    struct error error = { "" };
    int wrong;

    if (hold_the_first_three() < 0 || sigaction(SIGPIPE, &ignore, NULL) < 0)
        return EXIT_NOT_UNDERSTOOD;
    switch (probe_options_read(argc, argv, &options, &error)) {
    case OPTIONS_DONE:
        probe_options_free(&options);
        return EXIT_SUCCESS;
    case OPTIONS_BAD:
        fprintf(stderr, "allo-probe: %s (see --help)\n", error.text);
        probe_options_free(&options);
        return EXIT_NOT_UNDERSTOOD;
    case OPTIONS_RUN:
        break;
    }
    wrong = cases_run(&options);
    probe_options_free(&options);
    return wrong > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
