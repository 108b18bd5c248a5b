/*
 * foreseen - what a forecast says will be sent is what the daemon's own logic
 * sends when the time comes: on random programmes, message for message.
 *
 *   foreseen [FIRST [COUNT]]       seeds
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "calendar/zone.h"
#include "month.h"
#include "outbox/forecast.h"

enum { SEEDS = 60 };
#define LENGTH (21 * DAY)

struct comparison {
    struct month *month;
    size_t next;                /* message of the world */
    int failures;
};

static void
on_claim(void *self, const struct outbox_claim *claim)
{
    struct comparison *comparison = self;
    const struct world *world = &comparison->month->world;
    const struct sent *sent = comparison->next < world->sent_count
        ? &world->sent[comparison->next] : NULL;

    comparison->next++;
    if (sent != NULL && sent->at == claim->at &&
        sent->parts == claim->parts &&
        strcmp(sent->channel, claim->channel->name) == 0 &&
        strcmp(sent->person, claim->recipient->handle) == 0 &&
        strcmp(sent->text, claim->text) == 0)
        return;
    comparison->failures++;
    printf("seed %" PRIu64 ": foreseen, not sent: %s to %s: %s\n",
           comparison->month->seed, claim->channel->name,
           claim->recipient->handle, claim->text);
}

static int
foresee(struct month *month, struct comparison *comparison, instant from)
{
    struct load_options options = {
        .directory = month->world.directory, .people = true,
    };
    struct load load;
    struct error error;
    int result;

    programme_load(&options, &load);
    result = forecast_run(load.programme, &load, from, from + LENGTH,
                          on_claim, comparison, &error);
    programme_free(&load.programme);
    load_free(&load);
    return result;
}

static size_t
run(struct month *month, int *failures)
{
    struct comparison comparison = { .month = month };
    instant from;
    size_t count;

    month_begin(month);
    from = month->world.now;
    world_until(&month->world, from + LENGTH);
    count = month->world.sent_count;
    if (foresee(month, &comparison, from) < 0)
        comparison.failures++;
    if (comparison.next < count)
        month_wrong(month, &month->world.sent[comparison.next],
                    "sent, not foreseen");
    *failures += comparison.failures + month->failures;
    world_close(&month->world);
    return count;
}

int
main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : SEEDS;
    struct zones *zones = zones_new();
    const struct zone *zone;
    struct error error;
    size_t messages = 0;
    int failures = 0;

    if (sodium_init() < 0 ||
        (zone = zone_find(zones, "Europe/Brussels", &error)) == NULL)
        return 2;
    log_init("foreseen", LOG_STYLE_TEXT, LOG_ERR);
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct month month = { .seed = seed, .zone = zone };

        messages += run(&month, &failures);
    }
    printf("%" PRIu64 " months, %zu messages, %d failed\n", count, messages,
           failures);
    zones_free(&zones);
    return failures == 0 && messages != 0 ? 0 : 1;
}
