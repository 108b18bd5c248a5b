/*
 * script - the child process that does the work: started without a shell,
 * with the wire on its stdin and stdout and our stderr.
 */
#ifndef EXEC_SCRIPT_H
#define EXEC_SCRIPT_H

#include <sys/types.h>

enum { SCRIPT_ARGUMENTS = 8 };

struct script {
    char *words;                /* the command, cut at its spaces */
    char *arguments[SCRIPT_ARGUMENTS + 2];
    pid_t pid;                  /* 0: not running */
    int in, out;                /* its stdin and stdout; non-blocking */
};

/* Cut the command in a path and up to SCRIPT_ARGUMENTS words; returns NULL or
 * what is wrong with it. */
const char *script_init(struct script *script, const char *command);

/* Start it; -1 with errno. */
int script_start(struct script *script);

/* Kill it, wait for it, and write how it ended. */
void script_end(struct script *script, char *how, size_t size);

/* Frees what script_init() took; the process must have ended. */
void script_free(struct script *script);

#endif
