/* forecast - see forecast.h */
#include "outbox/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "outbox/private.h"

#define AHEAD (92 * DAY)        /* a look at the plan of all events */

/* A channel that has room for everything and accepts it; what it took is
 * answered after the turn, as a real one does. */
struct taken {
    uint64_t wave, person;
    uint32_t epoch;
    size_t channel;
};

struct forecast {
    const struct forecast_wanted *wanted;
    struct store *store;
    struct outbox *outbox;
    struct outlet *outlets;
    struct forecast_outlet *selves;
    struct random random;
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

static void
on_claim(void *self, const struct outbox_claim *claim)
{
    const struct forecast *forecast = self;
    const struct forecast_wanted *wanted = forecast->wanted;
    struct store *store = forecast->store;

    if ((wanted->event == NULL ||
         strcmp(wanted->event, claim->wave->event) == 0) &&
        (wanted->group == NULL ||
         store->member(store, wanted->group, claim->recipient->person)))
        wanted->each(wanted->self, claim);
}

static void
begin(struct forecast *forecast, const struct outbox *running,
      const struct programme *programme)
{
    const struct outbox_events events = { .claimed = on_claim };
    size_t channels = programme->channel_count;

    forecast->outlets = memory_new(channels, sizeof(*forecast->outlets));
    forecast->selves = memory_new(channels, sizeof(*forecast->selves));
    for (size_t i = 0; i < channels; i++) {
        forecast->selves[i] = (struct forecast_outlet){ forecast, i };
        forecast->outlets[i] = (struct outlet){
            .room = always_room, .send = take, .self = &forecast->selves[i]
        };
    }
    forecast->outbox = outbox_beside(running, forecast->store,
                                     &forecast->random, &events, forecast);
    outbox_foretell(forecast->outbox, AHEAD);
    outbox_programme(forecast->outbox, programme, forecast->outlets,
                     forecast->wanted->from);
}

static void
end(struct forecast *forecast)
{
    outbox_free(&forecast->outbox);
    free(forecast->taken);
    free(forecast->outlets);
    free(forecast->selves);
}

/* Whether to go on after this moment. */
static bool
go_on(const struct forecast *forecast, instant now)
{
    const struct forecast_wanted *wanted = forecast->wanted;

    return !forecast->store->broken &&
           (wanted->progress == NULL || wanted->progress(wanted->self, now));
}

/* `forget`: what is over is let go, so that memory does not grow. */
static void
run(struct forecast *forecast, bool forget)
{
    const struct forecast_wanted *wanted = forecast->wanted;
    instant now = wanted->from, forgot = now;

    while (now <= wanted->to && go_on(forecast, now)) {
        instant next = outbox_turn(forecast->outbox, now);

        answer_taken(forecast, now);
        if (forget && now >= forgot + DAY) {
            store_memory_forget(forecast->store, now - DAY);
            forgot = now;
        }
        now = next;
    }
}

static int
conclude(const struct store *store, struct error *error)
{
    if (store->broken)
        *error = store->error;
    return store->broken ? -1 : 0;
}

/* STOP counts for the address. */
static void
stop_person(struct store *store, const struct address_key *key,
            const struct person *person, instant at)
{
    for (size_t i = 0; i < person->address_count; i++) {
        unsigned char index[ADDRESS_INDEX];
        struct address address;

        if (address_restore(&address, person->addresses[i].kind,
                            person->addresses[i].sealed, NULL) < 0)
            continue;
        address_index(key, &address, index);
        store->stop_set(store, index, at);
    }
}

static void
stop_people(const struct forecast *forecast, const struct address_key *key,
            const struct load *load)
{
    const struct forecast_wanted *wanted = forecast->wanted;

    for (size_t i = 0; wanted->stopped != NULL && i < load->source_count;
         i++) {
        const struct source *source = &load->sources[i];

        for (size_t j = 0; j < source->person_count; j++) {
            if (wanted->stopped(wanted->self, source->people[j].id))
                stop_person(forecast->store, key, &source->people[j],
                            wanted->from);
        }
    }
}

int
forecast_run(const struct programme *programme, const struct load *load,
             const struct forecast_wanted *wanted, struct error *error)
{
    struct forecast forecast = { .wanted = wanted,
                                 .store = store_memory_open() };
    struct address_key key;
    struct adopted adopted;
    int result;

    random_seed(&forecast.random, 1);
    adopt_key(forecast.store, &forecast.random, &key);
    adopt_load(forecast.store, &key, load, &adopted);
    stop_people(&forecast, &key, load);
    begin(&forecast, NULL, programme);
    run(&forecast, true);
    end(&forecast);
    result = conclude(forecast.store, error);
    forecast.store->close(&forecast.store);
    return result;
}

int
forecast_beside(const struct outbox *running, struct store *store,
                const struct address_key *key,
                const struct programme *programme, const struct load *load,
                const struct forecast_wanted *wanted, struct error *error)
{
    struct forecast forecast = { .wanted = wanted, .store = store };
    struct adopted adopted = { 0 };

    random_seed(&forecast.random, 1);
    if (load != NULL)
        adopt_load(store, key, load, &adopted);
    if (load != NULL && wanted->adopted != NULL)
        *wanted->adopted = adopted;
    begin(&forecast, running, programme);
    /* its time goes on: only a load begins it anew */
    if (load == NULL && running != NULL)
        forecast.outbox->newcomers = running->newcomers;
    run(&forecast, false);
    end(&forecast);
    store->rollback(store);
    return conclude(store, error);
}
