/*
 * command - what a command of alloctl is, and what one call of it knows.
 *
 * A command is one file with one const struct, listed in commands.c.
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What alloctl gives back to the shell; alloctl(8) lists them. */
enum {
    CTL_FINE = 0,
    CTL_NO = 1,                 /* the answer is no, or it was refused */
    CTL_USAGE = 2,
    CTL_UNREACHABLE = 69        /* EX_UNAVAILABLE: no daemon */
};

enum { CTL_OPTIONS = 16, CTL_ARGUMENTS = 64 };

struct option {
    const char *name;           /* "event", for --event */
    char letter;                /* 0: none */
    const char *value;          /* what it takes, "EVENT"; NULL: nothing */
    const char *help;           /* half a line */
};

struct call;

struct command {
    const char *name;
    const char *arguments;      /* "PERSON EVENT"; "" none */
    const char *summary;        /* one line, for the list of commands */
    const char *help;           /* what there is more to say; may be NULL */
    const struct option *options;       /* ends with a NULL name; or NULL */
    int least, most;            /* how many arguments */
    int (*run)(struct call *call);      /* gives one of the codes above */
};

struct call {
    const struct command *command;
    FILE *out, *err;
    bool json;
    bool color;                 /* on out */
    bool color_err;
    const char *directory;      /* of the configuration */
    int given_count, argument_count;
    struct {
        const struct option *option;
        const char *value;      /* "" for an option without one */
    } given[CTL_OPTIONS];
    const char *arguments[CTL_ARGUMENTS];
};

/* The value of an option; NULL when it was not given. */
const char *call_option(const struct call *call, const char *name);

/* "alloctl: text" on call->err, and what could be done about it below; hint
 * may be NULL. */
void call_error(const struct call *call, const char *hint,
                const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
