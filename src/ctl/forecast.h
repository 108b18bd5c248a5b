/*
 * forecast - what `alloctl forecast` and its comparisons share.
 */
#ifndef CTL_FORECAST_H
#define CTL_FORECAST_H

#include "base/clock.h"
#include "ctl/command.h"
#include "ctl/foretold.h"
#include "ctl/progress.h"
#include "programme/load.h"

/* One run over the files of one directory. */
struct stopped;

struct forecast_call {
    struct call *call;
    struct load *load;          /* the files that are asked about */
    struct stopped *stopped;    /* who wants nothing; NULL: not known */
    instant from, to;
    struct foretold *foretold;
    struct progress progress;
    struct foreseer foreseer;
};

/* Read a configuration as a forecast does; 0, or CTL_NO and it is told what
 * is wrong.  load_free() it in any case. */
int forecast_load(const struct call *call, const char *directory,
                  struct load *load);

/* How the messages are wanted. */
enum foretold_form forecast_form(const struct call *call);
/* Whether each is written as it comes. */
bool forecast_streams(const struct call *call);

/* `alloctl forecast --diff`: asks the daemon; gives the exit code. */
int forecast_ask(struct call *call);
/* `--against DIR`: compares with other files; gives the exit code. */
int forecast_against(struct forecast_call *forecast, const char *directory);

#endif
