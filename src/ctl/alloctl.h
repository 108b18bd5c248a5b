/*
 * alloctl - the whole program but for its main(), so that a test can call it.
 */
#ifndef CTL_ALLOCTL_H
#define CTL_ALLOCTL_H

#include <stdio.h>

/* Run one command line (argv[0] is the program); what the shell gets. */
int alloctl_run(int argc, const char *const *argv, FILE *out, FILE *err);

#endif
