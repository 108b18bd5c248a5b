/* forecast - see forecast.h */
#include "outbox/forecast.h"

#include <stdlib.h>

#include "outbox/adopt.h"

/* A channel that has room for everything and accepts it; what it took is
 * answered after the turn, as a real one does. */
struct taken {
    uint64_t wave, person;
    uint32_t epoch;
    size_t channel;
};

struct forecast {
    struct store *store;
    struct outbox *outbox;
    size_t count, room;
    struct taken *taken;
};

struct forecast_outlet {
    struct forecast *forecast;
    size_t channel;
};

static int
always_room(void *self)
{
    (void)self;
    return OUTLET_PLENTY;
}

static void
take(void *self, const struct dispatch *dispatch)
{
    struct forecast_outlet *outlet = self;
    struct taken *taken = GROW(outlet->forecast, taken, count, room);

    taken->wave = dispatch->wave;
    taken->person = dispatch->person;
    taken->epoch = dispatch->epoch;
    taken->channel = outlet->channel;
}

static void
answer_taken(struct forecast *forecast, instant now)
{
    for (size_t i = 0; i < forecast->count; i++) {
        const struct taken *taken = &forecast->taken[i];
        struct outbox_result result = {
            .wave = taken->wave, .person = taken->person,
            .epoch = taken->epoch, .outcome = ALLO_DELIVERED,
        };

        outbox_result(forecast->outbox, taken->channel, &result, now);
    }
    forecast->count = 0;
}

static int
run(struct forecast *forecast, instant from, instant to, struct error *error)
{
    instant now = from;

    while (now <= to) {
        instant next = outbox_turn(forecast->outbox, now);

        answer_taken(forecast, now);
        if (forecast->store->commit(forecast->store, NULL, NULL) < 0) {
            *error = forecast->store->error;
            return -1;
        }
        now = next;
    }
    return 0;
}

int
forecast_run(const struct programme *programme, const struct load *load,
             instant from, instant to,
             void (*each)(void *self, const struct outbox_claim *claim),
             void *self, struct error *error)
{
    const struct outbox_events events = { .claimed = each };
    struct forecast forecast = { .store = store_memory_open() };
    size_t channels = programme->channel_count;
    struct outlet *outlets = memory_new(channels, sizeof(*outlets));
    struct forecast_outlet *selves = memory_new(channels, sizeof(*selves));
    struct address_key key;
    struct adopted adopted;
    struct random random;
    int result;

    random_seed(&random, 1);
    for (size_t i = 0; i < channels; i++) {
        selves[i] = (struct forecast_outlet){ &forecast, i };
        outlets[i] = (struct outlet){ .room = always_room, .send = take,
                                      .self = &selves[i] };
    }
    adopt_key(forecast.store, &random, &key);
    adopt_load(forecast.store, &key, load, &adopted);
    forecast.outbox = outbox_new(forecast.store, &random, &events, self);
    outbox_programme(forecast.outbox, programme, outlets, from);
    result = run(&forecast, from, to, error);
    outbox_free(&forecast.outbox);
    forecast.store->close(&forecast.store);
    free(forecast.taken);
    free(outlets);
    free(selves);
    return result;
}
