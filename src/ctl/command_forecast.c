/* command_forecast - alloctl forecast: each message that the files will lead
 * to, by the daemon's own planner on a virtual clock; needs no daemon */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "calendar/civil.h"
#include "calendar/zone.h"
#include "ctl/commands.h"
#include "ctl/diagnoses.h"
#include "ctl/table.h"
#include "outbox/forecast.h"
#include "plan/occurrence.h"
#include "programme/load.h"
#include "programme/programme.h"

#define AHEAD (31 * DAY)

enum { NUMBER = 24, PRICE = 40, PURPOSE = 96 };

static const struct option options[] = {
    { "from", 0, "DATE", "not before: 2027-01-13, or with an hour (now)" },
    { "to", 0, "DATE", "up to this moment (31 days later)" },
    { NULL, 0, NULL, NULL }
};

static const struct column columns[] = {
    { "at", "AT", COLUMN_TIME },
    { "event", "EVENT", COLUMN_TEXT },
    { "occurrence", NULL, COLUMN_TIME },
    { "purpose", "PURPOSE", COLUMN_TEXT },
    { "person", "PERSON", COLUMN_TEXT },
    { "channel", "CHANNEL", COLUMN_TEXT },
    { "parts", "PARTS", COLUMN_NUMBER },
    { "price", "PRICE", COLUMN_NUMBER },
    { "why", "WHY", COLUMN_TEXT },
    { "text", "TEXT", COLUMN_TEXT },
    { NULL, NULL, COLUMN_TEXT }
};

struct forecast {
    const struct call *call;
    const struct programme *programme;
    instant from, to;
    struct table *table;
    size_t messages;
    int64_t parts, price;
};

/* Micro-euro as "0.075": as many digits as there are, at least two. */
static const char *
price_text(int64_t price, char text[PRICE])
{
    size_t length = (size_t)snprintf(text, PRICE, "%lld.%06lld",
                                     (long long)(price / 1000000),
                                     (long long)(price % 1000000));

    for (int i = 0; i < 4 && text[length - 1] == '0'; i++)
        text[--length] = '\0';
    return text;
}

static void
add_field(struct frame *row, const char *key, const char *value)
{
    row->fields[row->count].key = key;
    row->fields[row->count].value = value;
    row->count++;
}

static void
on_claim(void *self, const struct outbox_claim *claim)
{
    struct forecast *forecast = self;
    const struct zone *zone = forecast->programme->organisation.zone;
    const struct zone *its = claim->event != NULL ? claim->event->zone : zone;
    instant original = occurrence_original(its, claim->wave->occurrence,
                                           claim->wave->facts.start);
    char at[ZONE_TEXT], occurrence[ZONE_TEXT];
    char purpose[PURPOSE], parts[NUMBER], price[PRICE];
    struct frame row = { .verb = "row" };

    snprintf(purpose, sizeof(purpose), "%s%s%s",
             purpose_name(claim->wave->purpose),
             *claim->wave->slot != '\0' ? " " : "", claim->wave->slot);
    snprintf(parts, sizeof(parts), "%d", claim->parts);
    /* a program wants one moment, a reader the hour on the clock */
    add_field(&row, "at", forecast->call->json
                              ? zone_format_utc(claim->at, at)
                              : zone_format(zone, claim->at, at));
    add_field(&row, "event", claim->wave->event);
    add_field(&row, "occurrence", zone_format(its, original, occurrence));
    add_field(&row, "purpose", purpose);
    add_field(&row, "person", claim->recipient->handle);
    add_field(&row, "channel", claim->channel->name);
    add_field(&row, "parts", parts);
    add_field(&row, "price", price_text(claim->price, price));
    add_field(&row, "why", claim->why);
    add_field(&row, "text", claim->text);
    forecast->messages++;
    forecast->parts += claim->parts;
    forecast->price += claim->price;
    if (forecast->call->json)
        table_json(columns, &row, forecast->call->out);
    else
        table_add(forecast->table, &row);
}

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
stretch(struct forecast *forecast, instant now)
{
    const struct call *call = forecast->call;
    const struct zone *zone = forecast->programme->organisation.zone;

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

static void
summarise(const struct forecast *forecast)
{
    FILE *out = forecast->call->out;
    char price[PRICE];

    if (forecast->messages == 0) {
        fputs("Nothing will be sent.\n", out);
        return;
    }
    table_print(forecast->table, out, forecast->call->color);
    fprintf(out, "\n%zu message%s, %lld part%s, %s euro\n",
            forecast->messages, forecast->messages == 1 ? "" : "s",
            (long long)forecast->parts, forecast->parts == 1 ? "" : "s",
            price_text(forecast->price, price));
}

static int
run_loaded(struct call *call, const struct load *load, instant now)
{
    struct forecast forecast = { .call = call,
                                 .programme = load->programme };
    struct error error;
    int result;

    if (stretch(&forecast, now) != 0)
        return CTL_USAGE;
    forecast.table = table_new(columns);
    result = forecast_run(load->programme, load, forecast.from, forecast.to,
                          on_claim, &forecast, &error);
    if (result != 0)
        call_error(call, NULL, "%s", error.text);
    else if (!call->json)
        summarise(&forecast);
    table_free(&forecast.table);
    return result == 0 ? CTL_FINE : CTL_NO;
}

static int
run(struct call *call)
{
    struct load_options wanted = {
        .directory = call->directory, .people = true, .leave_secrets = true,
        .rehearsal = true
    };
    struct load load;
    char count[DIAGNOSES_TEXT];
    int code = CTL_NO;

    programme_load(&wanted, &load);
    if (load.error_count == 0 && load.programme != NULL)
        code = run_loaded(call, &load, clock_now(&clock_system));
    else
        call_error(call, "'alloctl check' tells which",
                   "%s in the files: nothing can be foretold",
                   diagnoses_count(load.error_count, 0, count));
    load_free(&load);
    return code;
}

const struct command command_forecast = {
    .name = "forecast",
    .arguments = "",
    .summary = "each message that the files will lead to: when, to whom, why",
    .help = "Runs the daemon's own planner on a clock that jumps ahead, over "
            "channels that accept\neverything.  Needs no daemon and sends "
            "nothing.",
    .options = options,
    .run = run
};
