/* forecast_diff - what an edit changes: by the daemon, which knows who was
 * told what, or by the files alone; see forecast.h */
#include "ctl/forecast.h"

#include <string.h>

#include "base/memory.h"
#include "ctl/ask.h"
#include "ctl/consequences.h"
#include "outbox/difference.h"
#include "outbox/forecast.h"
#include "programme/programme.h"

static const char nothing[] = "No message is different.";

/* -- by the daemon -------------------------------------------------------- */

struct asking {
    struct consequences consequences;
    struct foretold *foretold;
    struct kept {
        struct frame row;
        struct pool *pool;
    } kept[FORESEEN_KEPT];
    bool lines;                 /* something was said before the messages */
};

static const char *
field(const struct frame *row, const char *key)
{
    const char *value = frame_get(row, key);

    return value != NULL ? value : "";
}

/* What stands in a row only where it was other before. */
static const char *
was(const struct frame *row, const char *key, const char *now)
{
    const char *value = frame_get(row, key);

    return value != NULL ? value : now;
}

/* A message whose texts are copied, for those that read the same. */
static void
keep(struct kept *kept, const struct frame *row)
{
    struct frame *copy = &kept->row;

    if (kept->pool == NULL)
        kept->pool = pool_new();
    pool_clear(kept->pool);
    *copy = *row;
    for (size_t i = 0; i < row->count; i++) {
        copy->fields[i].key = pool_copy(kept->pool, row->fields[i].key);
        copy->fields[i].value = pool_copy(kept->pool, row->fields[i].value);
    }
}

static void
add_message(struct asking *asking, const struct frame *row,
            const char *person)
{
    const char *change = field(row, "change");
    struct foreseen now = {
        .at = field(row, "at"), .at_utc = field(row, "at_utc"),
        .event = field(row, "event"), .occurrence = field(row, "occurrence"),
        .purpose = field(row, "purpose"), .person = person,
        .channel = field(row, "channel"), .why = field(row, "why"),
        .text = field(row, "text"), .key = "",
        .parts = frame_number(row, "parts", 0),
        .price = frame_number(row, "price", 0),
        .same = (uint64_t)frame_number(row, "same", 0),
    };
    struct foreseen before = now;

    before.at = was(row, "was_at", now.at);
    before.at_utc = was(row, "was_at_utc", now.at_utc);
    before.channel = was(row, "was_channel", now.channel);
    before.text = was(row, "was_text", now.text);
    before.price = frame_number(row, "was_price", now.price);
    foretold_add_change(asking->foretold, change, &now,
                        strcmp(change, "changes") == 0 ? &before : NULL);
}

static void
on_row(void *self, const struct frame *row)
{
    struct asking *asking = self;
    const struct call *call = asking->consequences.call;
    const char *kind = field(row, "kind");
    struct kept *kept = &asking->kept[
        (uint64_t)frame_number(row, "same", 0) % FORESEEN_KEPT];

    if (strcmp(kind, "message") == 0)
        keep(kept, row);
    if (strcmp(kind, "message") == 0 || strcmp(kind, "also") == 0) {
        add_message(asking, &kept->row, field(row, "person"));
    } else if (!forecast_streams(call) || call->json) {
        consequences_row(&asking->consequences, row);
        asking->lines = true;
    }
}

static int
refuse_options(const struct call *call)
{
    if (call_option(call, "from") == NULL)
        return 0;
    call_error(call, NULL, "what the daemon does begins now: --from goes "
               "with --against DIR only");
    return -1;
}

int
forecast_ask(struct call *call)
{
    struct asking asking = { .consequences = { .call = call } };
    struct control_client *client;
    int code;

    if (refuse_options(call) != 0)
        return CTL_USAGE;
    client = ask_begin(call, "forecast");
    if (client == NULL) {
        fprintf(call->err, "  --diff asks the daemon what people were told; "
                "to compare with other files instead: --against DIR\n");
        return CTL_UNREACHABLE;
    }
    ask_add_option(call, client, "to");
    ask_add_option(call, client, "event");
    ask_add_option(call, client, "group");
    asking.foretold = foretold_new(call->out, forecast_form(call), false,
                                   true);
    code = ask_end(call, &client, on_row, &asking);
    if (code == CTL_FINE) {
        if (asking.lines && !forecast_streams(call))
            putc('\n', call->out);
        foretold_end(asking.foretold, call->color, nothing);
    } else if (code == CTL_NO && asking.consequences.errors != 0) {
        call_error(call, NULL, "a reload would be refused, and change "
                   "nothing");
    }
    foretold_free(&asking.foretold);
    for (size_t i = 0; i < FORESEEN_KEPT; i++)
        pool_free(&asking.kept[i].pool);
    return code;
}

/* -- by the files alone --------------------------------------------------- */

struct comparing {
    struct forecast_call *forecast;
    struct difference *difference;
    bool after;
};

static void
on_claim(void *self, const struct outbox_claim *claim)
{
    struct comparing *comparing = self;
    struct foreseen foreseen;

    foreseen_of(&comparing->forecast->foreseer, claim, &foreseen);
    if (comparing->after)
        difference_after(comparing->difference, &foreseen);
    else
        difference_before(comparing->difference, &foreseen);
}

static bool
on_progress(void *self, instant at)
{
    struct comparing *comparing = self;
    struct forecast_call *forecast = comparing->forecast;

    progress_at(&forecast->progress,
                forecast->load->programme->organisation.zone, at);
    return true;
}

static int
run_side(struct comparing *comparing, const struct load *load, bool after)
{
    struct forecast_call *forecast = comparing->forecast;
    struct forecast_wanted wanted = {
        .from = forecast->from, .to = forecast->to,
        .event = call_option(forecast->call, "event"),
        .group = call_option(forecast->call, "group"),
        .each = on_claim, .progress = on_progress, .self = comparing,
    };
    struct error error;
    int result;

    comparing->after = after;
    forecast->foreseer.programme = load->programme;
    result = forecast_run(load->programme, load, &wanted, &error);
    foreseer_free(&forecast->foreseer);
    if (result != 0)
        call_error(forecast->call, NULL, "%s", error.text);
    return result;
}

static void
on_difference(void *self, enum difference_kind kind,
              const struct foreseen *before, const struct foreseen *after)
{
    struct foretold *foretold = self;

    foretold_add_change(foretold, difference_name(kind),
                        after != NULL ? after : before,
                        kind == DIFFERENCE_CHANGES ? before : NULL);
}

static void
print(struct forecast_call *forecast, struct difference *difference)
{
    struct call *call = forecast->call;

    forecast->foretold = foretold_new(call->out, forecast_form(call), false,
                                      true);
    difference_each(difference, on_difference, forecast->foretold);
    foretold_end(forecast->foretold, call->color, nothing);
    foretold_free(&forecast->foretold);
}

int
forecast_against(struct forecast_call *forecast, const char *directory)
{
    struct call *call = forecast->call;
    struct comparing comparing = { .forecast = forecast };
    struct load other;
    int code = forecast_load(call, directory, &other);

    if (code == 0) {
        comparing.difference = difference_new();
        progress_begin(&forecast->progress, call, forecast_streams(call));
        if (run_side(&comparing, &other, false) != 0 ||
            run_side(&comparing, forecast->load, true) != 0)
            code = CTL_NO;
        progress_end(&forecast->progress);
        if (code == 0)
            print(forecast, comparing.difference);
        difference_free(&comparing.difference);
    }
    load_free(&other);
    return code;
}
