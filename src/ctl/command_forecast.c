/* command_forecast - alloctl forecast: each message that the files will lead
 * to, by the daemon's own planner on a virtual clock; needs no daemon */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "calendar/civil.h"
#include "calendar/zone.h"
#include "ctl/commands.h"
#include "ctl/diagnoses.h"
#include "ctl/forecast.h"
#include "ctl/stopped.h"
#include "outbox/forecast.h"
#include "programme/programme.h"

#define AHEAD (31 * DAY)

static const struct option options[] = {
    { "from", 0, "DATE", "not before: 2027-01-13, or with an hour (now)" },
    { "to", 0, "DATE", "up to this moment (31 days later)" },
    { "event", 'e', "EVENT", "only about this event" },
    { "group", 'g', "GROUP", "only to members of this group" },
    { "all", 'a', NULL, "a line for each person, however many" },
    { "totals", 0, NULL, "only what it adds up to, by day and channel" },
    { "csv", 0, NULL, "for a spreadsheet" },
    { "diff", 0, NULL, "only what an edit changes; asks the daemon" },
    { "against", 0, "DIR", "only what differs from these other files" },
    { NULL, 0, NULL, NULL }
};

bool
forecast_streams(const struct call *call)
{
    return call->json || call_option(call, "csv") != NULL;
}

enum foretold_form
forecast_form(const struct call *call)
{
    if (forecast_streams(call))
        return call->json ? FORETOLD_JSON : FORETOLD_CSV;
    return call_option(call, "all") != NULL ? FORETOLD_ALL : FORETOLD_TABLE;
}

/* -- what was asked ------------------------------------------------------- */

/* A moment of the command line, in the zone of the organisation. */
static int
moment(const struct call *call, const char *name, const struct zone *zone,
       instant *at)
{
    const char *written = call_option(call, name);
    struct civil civil;
    struct error error;

    if (written == NULL)
        return 0;
    if (civil_parse(written, &civil, &error) != 0) {
        call_error(call, NULL, "--%s: %s", name, error.text);
        return -1;
    }
    *at = zone_instant(zone, &civil);
    return 0;
}

static int
stretch(struct forecast_call *forecast, instant now)
{
    const struct call *call = forecast->call;
    const struct zone *zone = forecast->load->programme->organisation.zone;

    forecast->from = now;
    if (moment(call, "from", zone, &forecast->from) != 0)
        return -1;
    forecast->to = forecast->from + AHEAD;
    if (moment(call, "to", zone, &forecast->to) != 0)
        return -1;
    if (forecast->to > forecast->from)
        return 0;
    call_error(call, NULL, "--to is not later than --from");
    return -1;
}

/* An id of the command line that is in no file. */
static int
unknown(const struct call *call, const char *what, const char *written,
        const char *const *names)
{
    const char *nearest = text_nearest(written, names);

    if (nearest != NULL)
        call_error(call, NULL, "there is no %s '%s'; did you mean '%s'?",
                   what, written, nearest);
    else
        call_error(call, NULL, "there is no %s '%s' in these files", what,
                   written);
    return -1;
}

static int
check_event(const struct call *call, const struct programme *programme)
{
    const char *written = call_option(call, "event");
    const char **names;
    int result = 0;

    if (written == NULL || programme_event(programme, written) != NULL)
        return 0;
    names = memory_new(programme->event_count + 1, sizeof(*names));
    for (size_t i = 0; i < programme->event_count; i++)
        names[i] = programme->events[i].id;
    result = unknown(call, "event", written, names);
    free(names);
    return result;
}

static int
check_group(const struct call *call, const struct programme *programme)
{
    const char *written = call_option(call, "group");
    const char **names;
    int result = 0;

    if (written == NULL || programme_group(programme, written) != NULL)
        return 0;
    names = memory_new(programme->group_count + 1, sizeof(*names));
    for (size_t i = 0; i < programme->group_count; i++)
        names[i] = programme->groups[i].id;
    result = unknown(call, "group", written, names);
    free(names);
    return result;
}

/* Options that say different things. */
static int
check_forms(const struct call *call)
{
    bool compares = call_option(call, "diff") != NULL ||
                    call_option(call, "against") != NULL;

    if (call->json && call_option(call, "csv") != NULL) {
        call_error(call, NULL, "it is --json or --csv");
        return -1;
    }
    if (compares && call_option(call, "totals") != NULL) {
        call_error(call, NULL, "--totals adds up a whole forecast, not what "
                   "differs");
        return -1;
    }
    return 0;
}

/* -- the forecast --------------------------------------------------------- */

int
forecast_load(const struct call *call, const char *directory,
              struct load *load)
{
    struct load_options wanted = {
        .directory = directory, .people = true, .leave_secrets = true,
        .rehearsal = true
    };
    char count[DIAGNOSES_TEXT];

    programme_load(&wanted, load);
    if (load->error_count == 0 && load->programme != NULL)
        return 0;
    call_error(call, "'alloctl check' tells which",
               "%s in the files: nothing can be foretold",
               diagnoses_count(load->error_count, 0, count));
    return CTL_NO;
}

static void
on_claim(void *self, const struct outbox_claim *claim)
{
    struct forecast_call *forecast = self;
    struct foreseen foreseen;

    foreseen_of(&forecast->foreseer, claim, &foreseen);
    foretold_add(forecast->foretold, &foreseen);
}

static bool
on_progress(void *self, instant at)
{
    struct forecast_call *forecast = self;

    progress_at(&forecast->progress,
                forecast->load->programme->organisation.zone, at);
    return true;
}

static bool
is_stopped(void *self, const char *handle)
{
    const struct forecast_call *forecast = self;

    return stopped_has(forecast->stopped, handle);
}

static void
tell_stopped(const struct forecast_call *forecast)
{
    size_t count = stopped_count(forecast->stopped);

    if (count != 0 && !forecast_streams(forecast->call))
        fprintf(forecast->call->out, "%zu %s said STOP and %s nothing.\n",
                count, count == 1 ? "person" : "people",
                count == 1 ? "gets" : "get");
}

static int
foretell(struct forecast_call *forecast)
{
    struct call *call = forecast->call;
    struct forecast_wanted wanted = {
        .from = forecast->from, .to = forecast->to,
        .event = call_option(call, "event"),
        .group = call_option(call, "group"),
        .each = on_claim, .progress = on_progress, .stopped = is_stopped,
        .self = forecast,
    };
    struct error error;
    int result;

    forecast->stopped = stopped_ask(call);
    forecast->foreseer.programme = forecast->load->programme;
    forecast->foretold = foretold_new(call->out, forecast_form(call),
                                      call_option(call, "totals") != NULL,
                                      false);
    progress_begin(&forecast->progress, call, forecast_streams(call));
    result = forecast_run(forecast->load->programme, forecast->load, &wanted,
                          &error);
    progress_end(&forecast->progress);
    if (result == 0)
        foretold_end(forecast->foretold, call->color,
                     "Nothing will be sent.");
    if (result == 0)
        tell_stopped(forecast);
    else
        call_error(call, NULL, "%s", error.text);
    foretold_free(&forecast->foretold);
    foreseer_free(&forecast->foreseer);
    stopped_free(&forecast->stopped);
    return result == 0 ? CTL_FINE : CTL_NO;
}

static int
run_loaded(struct call *call, struct load *load)
{
    struct forecast_call forecast = { .call = call, .load = load };
    const char *against = call_option(call, "against");

    if (check_event(call, load->programme) != 0 ||
        check_group(call, load->programme) != 0 ||
        stretch(&forecast, clock_now(&clock_system)) != 0)
        return CTL_USAGE;
    return against != NULL ? forecast_against(&forecast, against)
                           : foretell(&forecast);
}

static int
run(struct call *call)
{
    struct load load;
    int code;

    if (check_forms(call) != 0)
        return CTL_USAGE;
    if (call_option(call, "diff") != NULL &&
        call_option(call, "against") == NULL)
        return forecast_ask(call);
    code = forecast_load(call, call->directory, &load);
    if (code == 0)
        code = run_loaded(call, &load);
    load_free(&load);
    return code;
}

const struct command command_forecast = {
    .name = "forecast",
    .arguments = "",
    .summary = "each message that the files will lead to: when, to whom, why",
    .help = "Runs the daemon's own planner on a clock that jumps ahead, over "
            "channels that accept\neverything.  Needs no daemon (but for "
            "--diff) and sends nothing;\nwhen one runs with these files, who "
            "said STOP to it is left out.",
    .options = options,
    .run = run
};
