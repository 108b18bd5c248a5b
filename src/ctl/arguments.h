/*
 * arguments - the command line taken apart, by the tables of the command and
 * of what goes for all commands.
 */
#ifndef CTL_ARGUMENTS_H
#define CTL_ARGUMENTS_H

#include "ctl/command.h"

enum arguments_got {
    ARGUMENTS_RUN,              /* run call->command */
    ARGUMENTS_HELP,             /* show help: of call->command, or of all */
    ARGUMENTS_VERSION,
    ARGUMENTS_WRONG             /* what is wrong has been said */
};

/* For all commands; ends with a NULL name. */
extern const struct option arguments_general[];

/* Fill `call` (out and err are there).  The texts are those of argv. */
enum arguments_got arguments_take(struct call *call, int argc,
                                  const char *const *argv);

#endif
