/*
 * foreseen - what a forecast says will be sent is what the daemon's own logic
 * sends when the time comes, message for message: of the files of random
 * programmes, and through a year of random edits, STOPs and STARTs, as a
 * running daemon foresees it, of what is loaded and of files that are not
 * loaded yet.
 *
 *   foreseen [FIRST [COUNT]]       seeds
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "calendar/zone.h"
#include "month.h"
#include "outbox/forecast.h"

enum { SEEDS = 60, YEARS = 20 };   /* a year for every third */
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
    struct forecast_wanted wanted = {
        .from = from, .to = from + LENGTH, .each = on_claim,
        .self = comparison,
    };
    struct load load;
    struct error error;
    int result;

    programme_load(&options, &load);
    result = forecast_run(load.programme, &load, &wanted, &error);
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

/* -- a year --------------------------------------------------------------- */

/* Messages that are foreseen, until the time has come. */
struct foreseeing {
    size_t count, room;
    struct expected {
        instant at;
        char person[16], channel[16];
        int parts;
        char *text;
    } *messages;
};

static void
on_foreseen(void *self, const struct outbox_claim *claim)
{
    struct foreseeing *foreseeing = self;
    struct expected *message = GROW(foreseeing, messages, count, room);

    message->at = claim->at;
    message->parts = claim->parts;
    message->text = memory_copy(claim->text);
    snprintf(message->person, sizeof(message->person), "%s",
             claim->recipient->handle);
    snprintf(message->channel, sizeof(message->channel), "%s",
             claim->channel->name);
}

static void
forget(struct foreseeing *foreseeing)
{
    for (size_t i = 0; i < foreseeing->count; i++)
        free(foreseeing->messages[i].text);
    free(foreseeing->messages);
    *foreseeing = (struct foreseeing){ 0 };
}

/* From where the world is; `load` NULL: with the files as they are loaded. */
static void
foresee_beside(struct month *month, const struct load *load, instant to,
               struct foreseeing *foreseeing)
{
    struct world *world = &month->world;
    struct forecast_wanted wanted = {
        .from = world->now, .to = to, .each = on_foreseen,
        .self = foreseeing,
    };
    struct error error;

    if (forecast_beside(world->outbox, world->store, &world->key,
                        load != NULL ? load->programme : world->programme,
                        load, &wanted, &error) < 0) {
        printf("seed %" PRIu64 ": %s\n", month->seed, error.text);
        month->failures++;
    }
}

/* Files that are written are looked at before they are loaded. */
static void
foresee_edit(struct month *month, instant to, struct foreseeing *foreseeing)
{
    struct world *world = &month->world;
    struct load_options options = {
        .directory = world->directory, .people = true,
        .last_valid = adopt_last_valid, .self = world->store,
    };
    struct load load;

    programme_load(&options, &load);
    foresee_beside(month, &load, to, foreseeing);
    load_free(&load);
    world_load(world);
}

static bool
is_expected(const struct expected *message, const struct sent *sent)
{
    return message->at == sent->at && message->parts == sent->parts &&
           strcmp(message->person, sent->person) == 0 &&
           strcmp(message->channel, sent->channel) == 0 &&
           strcmp(message->text, sent->text) == 0;
}

/* The time comes: message for message, in their order. */
static void
compare(struct month *month, const struct foreseeing *foreseeing,
        instant to)
{
    struct world *world = &month->world;
    size_t first = world->sent_count, sent;

    world_until(world, to);
    sent = world->sent_count - first;
    for (size_t i = 0; i < sent || i < foreseeing->count; i++) {
        const struct expected *message = i < foreseeing->count
            ? &foreseeing->messages[i] : NULL;

        if (i < sent && message != NULL &&
            is_expected(message, &world->sent[first + i]))
            continue;
        if (message != NULL)
            printf("seed %" PRIu64 ": foreseen: %" PRId64 " %s to %s: %s\n",
                   month->seed, message->at, message->channel,
                   message->person, message->text);
        if (i < sent)
            month_wrong(month, &world->sent[first + i], "sent");
        else
            month->failures++;
        return;
    }
}

/* Until before the edit has settled, or for days. */
static instant
some_time(struct random *random)
{
    if (random_below(random, 3) == 0)
        return (instant)random_below(random, 9 * 60) * SECOND;
    return (instant)random_below(random, 8 * 24 * 60) * MINUTE;
}

static void
year_step(struct month *month)
{
    struct random *random = &month->random;
    struct foreseeing foreseeing = { 0 };
    instant to;

    if (random_below(random, 3) == 0)
        month_write_back(month);
    /* written, not loaded */
    month->down = true;
    month_edit(month);
    month->down = false;
    /* the answer to a STOP, and what a taken back edit left, go first */
    world_until(&month->world, month->world.now + 10 * SECOND);
    to = month->world.now + some_time(random);
    foresee_edit(month, to, &foreseeing);
    compare(month, &foreseeing, to);
    forget(&foreseeing);
    /* and once more, when the edit has settled, or not */
    to = month->world.now + some_time(random);
    foresee_beside(month, NULL, to, &foreseeing);
    compare(month, &foreseeing, to);
    forget(&foreseeing);
}

static size_t
run_year(struct month *month, int *failures)
{
    instant end;
    size_t count;

    month->until = "2028-12-31";
    month_begin(month);
    end = month->world.now + 365 * DAY;
    while (month->world.now < end && month->failures == 0)
        year_step(month);
    count = month->world.sent_count;
    *failures += month->failures;
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
        if (seed % (SEEDS / YEARS) == 1) {
            month = (struct month){ .seed = seed, .zone = zone };
            messages += run_year(&month, &failures);
        }
    }
    printf("%" PRIu64 " months and some years, %zu messages, %d failed\n", count, messages,
           failures);
    zones_free(&zones);
    return failures == 0 && messages != 0 ? 0 : 1;
}
