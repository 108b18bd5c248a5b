/* allo-smsc - the practice SMSC: see allo-smsc(1) */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "smsc/options.h"
#include "smsc/smsc.h"

enum { EXIT_CANNOT_START = 2 };

int
main(int argc, char **argv)
{
    struct error error = { "" };
    struct smsc_options options;
    struct smsc *smsc;

    switch (smsc_options_read(argc, argv, &options, &error)) {
    case OPTIONS_DONE:
        return EXIT_SUCCESS;
    case OPTIONS_BAD:
        fprintf(stderr, "allo-smsc: %s (see --help)\n", error.text);
        return EXIT_CANNOT_START;
    case OPTIONS_RUN:
        break;
    }
    smsc = NEW(struct smsc);
    if (server_open(smsc, &options, &clock_system, &error) < 0) {
        fprintf(stderr, "allo-smsc: %s\n", error.text);
        server_close(smsc);
        free(smsc);
        return EXIT_CANNOT_START;
    }
    server_run(smsc);
    server_close(smsc);
    free(smsc);
    return EXIT_SUCCESS;
}
