/*
 * tell - what hold and release share: tell the daemon about things by name,
 * and say what it says.
 */
#ifndef CTL_TELL_H
#define CTL_TELL_H

#include "ctl/command.h"

/* Ask the daemon for `verb` with the arguments of the call and print what it
 * answers; returns the exit status. */
int tell_run(struct call *call, const char *verb);

#endif
