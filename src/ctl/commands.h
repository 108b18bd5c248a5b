/*
 * commands - every command of alloctl.
 */
#ifndef CTL_COMMANDS_H
#define CTL_COMMANDS_H

#include "ctl/command.h"

extern const struct command command_channels, command_check, command_events,
    command_forecast, command_hold, command_outbox, command_release,
    command_reload, command_status, command_why;

/* In the order in which they are shown; ends with NULL. */
extern const struct command *const commands[];

/* NULL when there is none of that name. */
const struct command *command_find(const char *name);

/* The name that was probably meant, or NULL. */
const char *command_nearest(const char *name);

#endif
