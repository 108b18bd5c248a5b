/* reload - from files to what runs, as a whole or not at all; see daemon.h */
#include "daemon/daemon.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/failpoint.h"
#include "base/log.h"
#include "base/memory.h"
#include "outbox/adopt.h"

static void
log_diagnoses(const struct load *load)
{
    for (size_t i = 0; i < load->diagnosis_count; i++) {
        const struct diagnosis *diagnosis = &load->diagnoses[i];

        log_event(diagnosis->warning ? LOG_WARNING : LOG_ERR,
                  diagnosis->warning ? "config.warning" : "config.error",
                  LOG_T("file", diagnosis->file),
                  LOG_N("line", diagnosis->line),
                  LOG_T("text", diagnosis->text));
    }
}

/* Until the next one: 'alloctl status' says it. */
static void
keep_errors(struct daemon *daemon, const struct load *load)
{
    daemon->load_errors = load->error_count;
    daemon->load_error[0] = '\0';
    for (size_t i = 0; i < load->diagnosis_count; i++) {
        const struct diagnosis *diagnosis = &load->diagnoses[i];

        if (diagnosis->warning)
            continue;
        snprintf(daemon->load_error, sizeof(daemon->load_error), "%s:%d: %s",
                 diagnosis->file, diagnosis->line, diagnosis->text);
        return;
    }
}

static struct load_options
options(struct daemon *daemon)
{
    struct load_options options = {
        .directory = daemon->directory,
        .people = true,
        .now = clock_now(&clock_system),
    };

    if (daemon->store != NULL) {
        options.last_valid = adopt_last_valid;
        options.self = daemon->store;
    }
    return options;
}

void
reload_look(struct daemon *daemon, struct load *load)
{
    struct load_options wanted = options(daemon);

    programme_load(&wanted, load);
}

int
reload_first(struct daemon *daemon, struct load *load)
{
    struct load_options wanted = options(daemon);

    programme_load(&wanted, load);
    if (load->programme == NULL)
        log_diagnoses(load);
    return load->programme != NULL ? 0 : -1;
}

void
reload_adopt(struct daemon *daemon, struct load *load,
             struct reload_report *report)
{
    struct programme *old = daemon->programme, *new = load->programme;
    struct outlet *outlets = memory_new(new->channel_count,
                                        sizeof(*outlets));
    struct adopted adopted;
    struct error error;

    log_diagnoses(load);
    keep_errors(daemon, load);
    FAILPOINT("reload.before-adopt");
    adopt_load(daemon->store, &daemon->key, load, &adopted);
    channels_match(daemon, new, outlets);
    daemon->programme = new;
    load->programme = NULL;
    outbox_programme(daemon->outbox, new, outlets, clock_now(&clock_system));
    programme_free(&old);
    free(outlets);
    FAILPOINT("reload.adopted");
    if (watch_match(daemon, &error) < 0)
        log_event(LOG_ERR, "watch.failed", LOG_T("reason", error.text));
    report->accepted = true;
    report->people = adopted.people;
    report->gone = adopted.gone;
    report->sources = adopted.sources;
    log_event(LOG_NOTICE, "config.loaded",
              LOG_N("events", (int64_t)new->event_count),
              LOG_N("people", adopted.people), LOG_N("gone", adopted.gone),
              LOG_N("errors", (int64_t)load->error_count));
    daemon_poke(daemon);
}

void
reload_now(struct daemon *daemon, struct reload_report *report)
{
    struct load_options wanted = options(daemon);

    *report = (struct reload_report){ .accepted = false };
    readiness_tell("RELOADING=1");
    programme_load(&wanted, &report->load);
    if (report->load.programme != NULL) {
        reload_adopt(daemon, &report->load, report);
    } else {
        log_diagnoses(&report->load);
        keep_errors(daemon, &report->load);
        log_event(LOG_ERR, "config.refused",
                  LOG_N("errors", (int64_t)report->load.error_count));
    }
    readiness_tell("READY=1");
}
