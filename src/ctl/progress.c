/* progress - see progress.h */
#include "ctl/progress.h"

#include <sys/stat.h>
#include <unistd.h>

#include "calendar/civil.h"
#include "calendar/zone.h"

#define FIRST (300 * SECOND / 1000)     /* what is done at once shows nothing */
#define EVERY (100 * SECOND / 1000)

static bool
is_terminal(FILE *file)
{
    return fileno(file) >= 0 && isatty(fileno(file)) != 0;
}

static bool
is_file(FILE *file)
{
    struct stat status;

    return fileno(file) >= 0 && fstat(fileno(file), &status) == 0 &&
           (S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) &&
                                        !is_terminal(file)));
}

void
progress_begin(struct progress *progress, const struct call *call,
               bool streams)
{
    bool shows = is_terminal(call->err) && (!streams || is_file(call->out));

    *progress = (struct progress){ .err = shows ? call->err : NULL };
    if (shows)
        progress->shown = clock_monotonic(&clock_system) + FIRST - EVERY;
}

void
progress_at(struct progress *progress, const struct zone *zone, instant at)
{
    char date[CIVIL_TEXT];
    struct civil civil;
    instant now;

    if (progress->err == NULL)
        return;
    now = clock_monotonic(&clock_system);
    if (now < progress->shown + EVERY)
        return;
    progress->shown = now;
    progress->written = true;
    zone_civil(zone, at, &civil);
    fprintf(progress->err, "\r\033[K%s", civil_format_date(&civil, date));
    fflush(progress->err);
}

void
progress_end(struct progress *progress)
{
    if (!progress->written)
        return;
    fputs("\r\033[K", progress->err);
    fflush(progress->err);
    progress->written = false;
}
