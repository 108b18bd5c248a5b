/* alloctl - see alloctl.h */
#include "ctl/alloctl.h"

#include <errno.h>
#include <string.h>

#include "ctl/arguments.h"
#include "ctl/commands.h"
#include "ctl/help.h"

static int
run(struct call *call, int argc, const char *const *argv)
{
    switch (arguments_take(call, argc, argv)) {
    case ARGUMENTS_RUN:
        return call->command->run(call);
    case ARGUMENTS_HELP:
        if (call->command != NULL)
            help_command(call->command, call->out);
        else
            help_all(call->out);
        return CTL_FINE;
    case ARGUMENTS_VERSION:
        fprintf(call->out, "alloctl (%s) %s\n", PACKAGE_NAME,
                PACKAGE_VERSION);
        return CTL_FINE;
    case ARGUMENTS_WRONG:
        break;
    }
    return CTL_USAGE;
}

int
alloctl_run(int argc, const char *const *argv, FILE *out, FILE *err)
{
    struct call call = { .out = out, .err = err };
    int code = run(&call, argc, argv);

    if ((fflush(out) != 0 || ferror(out)) && code == CTL_FINE) {
        call_error(&call, NULL, "cannot write: %s", strerror(errno));
        return CTL_NO;
    }
    return code;
}
