/*
 * help - what --help says, made from the tables of commands and options.
 */
#ifndef CTL_HELP_H
#define CTL_HELP_H

#include "ctl/command.h"

/* What --help prints: of alloctl, and of one command. */
void help_all(FILE *out);
void help_command(const struct command *command, FILE *out);

#endif
