/* command_check - alloctl check: what is wrong with a configuration; needs no
 * daemon and changes nothing */
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "base/clock.h"
#include "ctl/commands.h"
#include "ctl/dates.h"
#include "ctl/diagnoses.h"
#include "ctl/whereabouts.h"
#include "ctl/plugins.h"
#include "programme/load.h"
#include "programme/programme.h"

static const struct option options[] = {
    { "dates", 0, NULL, "the next dates of every event that repeats, not "
      "only of ten" },
    { NULL, 0, NULL, NULL }
};

static size_t
people_count(const struct load *load)
{
    size_t count = 0;

    for (size_t i = 0; i < load->source_count; i++)
        count += load->sources[i].person_count;
    return count;
}

static void
print_diagnoses(const struct call *call, const struct load *load,
                size_t *warnings)
{
    size_t errors = 0;

    for (size_t i = 0; i < load->diagnosis_count; i++) {
        const struct diagnosis *diagnosis = &load->diagnoses[i];

        *warnings += diagnosis->warning;
        errors += !diagnosis->warning;
        diagnoses_print(call, diagnosis->warning ? "warning" : "error",
                        diagnosis->file, diagnosis->line, diagnosis->text);
    }
    /* the list stops at some length; the count does not */
    if (load->error_count > errors && !call->json)
        fprintf(call->out, "and %zu more errors\n",
                load->error_count - errors);
}

static void
summarise_json(const struct call *call, const struct load *load,
               size_t warnings)
{
    json_t *object = json_pack("{s:s, s:I, s:I}", "kind", "summary",
                               "errors", (json_int_t)load->error_count,
                               "warnings", (json_int_t)warnings);

    if (load->programme != NULL) {
        json_object_set_new(object, "events", json_integer(
                            (json_int_t)load->programme->event_count));
        json_object_set_new(object, "groups", json_integer(
                            (json_int_t)load->programme->group_count));
        json_object_set_new(object, "people", json_integer(
                            (json_int_t)people_count(load)));
    }
    json_dumpf(object, call->out, JSON_COMPACT);
    putc('\n', call->out);
    json_decref(object);
}

static const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void
summarise(const struct call *call, const struct load *load, size_t warnings)
{
    const struct programme *programme = load->programme;
    char count[DIAGNOSES_TEXT];
    size_t people = people_count(load);

    diagnoses_count(load->error_count, warnings, count);
    if (programme == NULL || load->error_count != 0) {
        fprintf(call->out, "%s; nothing was changed\n", count);
        return;
    }
    fprintf(call->out, "%zu event%s, %zu group%s, %zu %s: %s\n",
            programme->event_count, plural(programme->event_count),
            programme->group_count, plural(programme->group_count),
            people, people == 1 ? "person" : "people",
            *count != '\0' ? count : "all fine");
}

/* Where there are errors they come first, and nothing else. */
static void
print_dates(const struct call *call, const struct load *load, instant now)
{
    bool all = call->json || call_option(call, "dates") != NULL;

    if (load->programme != NULL && (all || load->error_count == 0))
        dates_print(call, load->programme, now,
                    all ? SIZE_MAX : DATES_SHOWN);
}

static int
run(struct call *call)
{
    struct load_options loading = {
        .directory = call->argument_count == 1 ? call->arguments[0]
                                               : call->directory,
        .people = true,
        .leave_secrets = true,
        .now = clock_now(&clock_system),
    };
    struct load load;
    size_t warnings = 0;
    int code;

    programme_load(&loading, &load);
    plugins_check(&load);
    print_diagnoses(call, &load, &warnings);
    print_dates(call, &load, loading.now);
    if (call->json)
        summarise_json(call, &load, warnings);
    else
        summarise(call, &load, warnings);
    if (whereabouts_unread(loading.directory) == ENOENT)
        call_error(call, "say where it is with -c DIR, or 'alloctl check "
                   "DIR'", "there is no allo.conf in %s", loading.directory);
    code = load.programme == NULL || load.error_count != 0 ? CTL_NO
                                                           : CTL_FINE;
    load_free(&load);
    return code;
}

const struct command command_check = {
    .name = "check",
    .arguments = "[DIR]",
    .summary = "what is wrong with the files; changes nothing",
    .help = "Reads allo.conf, texts.d, events.d, people.d and calendars.d "
            "below DIR, or of\n--config, and tells every error and warning "
            "at once as 'file:line: error: what is\nwrong; what would be "
            "right'.  Each plugin is asked about its settings, in a\nprocess "
            "of its own that opens nothing.  Then each event that repeats is "
            "said back: its\nrule in words and its next five dates, of ten "
            "events at most unless --dates.\nNeeds no daemon.  Exit status 1: "
            "there is an error.",
    .options = options,
    .least = 0,
    .most = 1,
    .run = run
};
