/* world - see world.h */
#include "world.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "outbox/adopt.h"
#include "outbox/hear.h"

static void
die(const char *what, const char *why)
{
    fprintf(stderr, "world: %s: %s\n", what, why);
    exit(99);
}

/* -- channels that do as they are told ------------------------------------------- */

static int
room(void *self)
{
    struct world_outlet *outlet = self;
    const struct world *world = outlet->world;
    size_t channel = outlet->channel;

    if (world->modes[channel] == MODE_DOWN)
        return 0;
    if (world->windows[channel] == 0)
        return OUTLET_PLENTY;
    return world->windows[channel] - world->in_flight[channel];
}

/* An SMS centre tells what became of a message, a mail server does not. */
static bool
gives_receipts(void *self)
{
    const struct world_outlet *outlet = self;

    return outlet->world->programme->channels[outlet->channel].sms;
}

static void
say(struct world *world, const struct saying *saying)
{
    *GROW(world, sayings, saying_count, saying_room) = *saying;
}

static void
answer(struct world *world, size_t channel, const struct dispatch *dispatch)
{
    static const enum allo_outcome outcomes[] = {
        [MODE_ACCEPT] = ALLO_ACCEPTED, [MODE_SILENT] = ALLO_ACCEPTED,
        [MODE_UNDELIVERED] = ALLO_ACCEPTED, [MODE_REJECT] = ALLO_REJECTED,
        [MODE_RETRY] = ALLO_RETRY, [MODE_UNKNOWN] = ALLO_UNKNOWN,
    };
    enum mode mode = world->modes[channel];
    struct saying saying = {
        .at = world->now + world->latency[channel], .channel = channel,
        .wave = dispatch->wave, .person = dispatch->person,
        .epoch = dispatch->epoch, .outcome = outcomes[mode],
    };

    snprintf(saying.remote, sizeof(saying.remote), "r%llu",
             (unsigned long long)++world->next_remote);
    say(world, &saying);
    if ((mode != MODE_ACCEPT && mode != MODE_UNDELIVERED) ||
        !gives_receipts(&world->selves[channel]))
        return;
    saying.receipt = true;
    saying.at = world->now + (world->receipt[channel] != 0
                                  ? world->receipt[channel] : SECOND);
    saying.outcome = mode == MODE_ACCEPT ? ALLO_DELIVERED : ALLO_UNDELIVERED;
    say(world, &saying);
    if (world->receipt_twice[channel])
        say(world, &saying);
}

static void
take(void *self, const struct dispatch *dispatch)
{
    struct world_outlet *outlet = self;
    struct world *world = outlet->world;

    world->in_flight[outlet->channel]++;
    if (world->modes[outlet->channel] != MODE_MUTE)
        answer(world, outlet->channel, dispatch);
}

static void
on_claimed(void *self, const struct outbox_claim *claim)
{
    struct world *world = self;
    struct sent *sent = GROW(world, sent, sent_count, sent_room);

    sent->at = claim->at;
    snprintf(sent->channel, sizeof(sent->channel), "%s",
             claim->channel->name);
    snprintf(sent->person, sizeof(sent->person), "%s",
             claim->recipient->handle);
    snprintf(sent->purpose, sizeof(sent->purpose), "%s",
             purpose_name(claim->wave->purpose));
    snprintf(sent->event, sizeof(sent->event), "%s", claim->wave->event);
    snprintf(sent->occurrence, sizeof(sent->occurrence), "%s",
             claim->wave->occurrence);
    snprintf(sent->slot, sizeof(sent->slot), "%s", claim->wave->slot);
    sent->text = memory_copy(claim->text);
    sent->place = memory_copy(claim->wave->facts.place);
    sent->facts = claim->wave->facts;
    sent->facts.place = sent->place;
    sent->wave = claim->wave->id;
    sent->id = claim->recipient->person;
    sent->until = claim->wave->until;
    sent->version = claim->wave->version;
    sent->mode = world->modes[world_channel(world, claim->channel->name)];
    sent->doubted = world->doubted;
    sent->parts = claim->parts;
}

static const struct outbox_events world_events = { .claimed = on_claimed };

/* -- the process --------------------------------------------------------------------- */

static void
commit(struct world *world)
{
    if (world->store->commit(world->store, NULL, NULL) < 0)
        die("commit", world->store->error.text);
}

static void
open_store(struct world *world)
{
    struct error error;
    char path[192];

    snprintf(path, sizeof(path), "%s/allo.db", world->directory);
    world->store = store_sqlite_open(path, &error);
    if (world->store == NULL)
        die(path, error.text);
    adopt_key(world->store, &world->random, &world->key);
    world->outbox = outbox_new(world->store, &world->random, &world_events,
                               world);
    outbox_recover(world->outbox, world->now);
    commit(world);
}

void
world_open(struct world *world, instant start)
{
    const char *base = getenv("TMPDIR");
    char path[192];

    /* what is written is as durable as a replay is long */
    if (base == NULL && access("/dev/shm", W_OK) == 0)
        base = "/dev/shm";

    *world = (struct world){ .now = start, .wake = start };
    random_seed(&world->random, 1);
    snprintf(world->directory, sizeof(world->directory), "%.80s/world.XXXXXX",
             base != NULL ? base : "/tmp");
    if (mkdtemp(world->directory) == NULL)
        die(world->directory, strerror(errno));
    snprintf(path, sizeof(path), "%s/events.d", world->directory);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/people.d", world->directory);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/calendars.d", world->directory);
    mkdir(path, 0700);
    open_store(world);
}

static void
close_process(struct world *world)
{
    outbox_free(&world->outbox);
    programme_free(&world->programme);
    if (world->store != NULL)
        world->store->close(&world->store);
    free(world->outlets);
    free(world->selves);
    world->outlets = NULL;
    world->selves = NULL;
    world->saying_count = 0;
    memset(world->in_flight, 0, sizeof(world->in_flight));
}

/* Messages from number `from` on. */
static void
forget_sent(struct world *world, size_t from)
{
    for (size_t i = from; i < world->sent_count; i++) {
        free(world->sent[i].text);
        free(world->sent[i].place);
    }
    world->sent_count = from;
}

static int
remove_one(const char *path, const struct stat *status, int kind,
           struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void
world_close(struct world *world)
{
    close_process(world);
    forget_sent(world, 0);
    free(world->sent);
    free(world->sayings);
    nftw(world->directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void
world_file(struct world *world, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", world->directory, name);
    if (text == NULL) {
        unlink(path);
        return;
    }
    file = fopen(path, "w");
    if (file == NULL)
        die(path, strerror(errno));
    fputs(text, file);
    fclose(file);
    chmod(path, 0600);
}

static char *
read_file(const struct world *world, const char *name)
{
    struct buffer text = { 0 };
    char path[256], part[4096], *copy;
    size_t got;
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", world->directory, name);
    file = fopen(path, "r");
    if (file == NULL)
        die(path, strerror(errno));
    while ((got = fread(part, 1, sizeof(part), file)) > 0)
        buffer_add(&text, part, got);
    fclose(file);
    copy = memory_copy(buffer_text(&text));
    buffer_free(&text);
    return copy;
}

size_t
world_edit(struct world *world, const char *name, const char *from,
           const char *to)
{
    char *old = read_file(world, name), *at = old, *found;
    struct buffer text = { 0 };
    size_t count = 0;

    while ((found = strstr(at, from)) != NULL) {
        buffer_add(&text, at, (size_t)(found - at));
        buffer_add_text(&text, to);
        at = found + strlen(from);
        count++;
    }
    buffer_add_text(&text, at);
    if (count != 0)
        world_file(world, name, buffer_text(&text));
    buffer_free(&text);
    free(old);
    return count;
}

static void
make_outlets(struct world *world, const struct programme *programme)
{
    size_t count = programme->channel_count;

    free(world->outlets);
    free(world->selves);
    world->outlets = memory_new(count, sizeof(*world->outlets));
    world->selves = memory_new(count, sizeof(*world->selves));
    for (size_t i = 0; i < count; i++) {
        world->selves[i] = (struct world_outlet){ world, i };
        world->outlets[i] = (struct outlet){ .room = room, .send = take,
                                             .receipts = gives_receipts,
                                             .self = &world->selves[i] };
    }
}

size_t
world_load(struct world *world)
{
    struct load_options options = {
        .directory = world->directory, .last_valid = adopt_last_valid,
        .self = world->store, .people = true, .now = world->now,
    };
    struct programme *old = world->programme;
    struct adopted adopted;
    struct load load;
    size_t errors;

    programme_load(&options, &load);
    errors = load_print(&load, false);
    if (load.programme != NULL) {
        adopt_load(world->store, &world->key, &load, &adopted);
        world->programme = load.programme;
        load.programme = NULL;
        make_outlets(world, world->programme);
        outbox_programme(world->outbox, world->programme, world->outlets,
                         world->now);
        commit(world);
        programme_free(&old);
        world->wake = world->now;
    }
    load_free(&load);
    return errors;
}

void
world_stop(struct world *world)
{
    close_process(world);
}

size_t
world_start(struct world *world)
{
    open_store(world);
    return world_load(world);
}

void
world_crash(struct world *world)
{
    world->store->rollback(world->store);
    world_stop(world);
    world_start(world);
}

void
world_power_cut(struct world *world)
{
    world->power_cut = true;
    world->wake = world->now;
}

/* -- time ----------------------------------------------------------------------------- */

static instant
next_saying(const struct world *world)
{
    instant next = NEVER;

    for (size_t i = 0; i < world->saying_count; i++) {
        if (world->sayings[i].at < next)
            next = world->sayings[i].at;
    }
    return next;
}

static void
hear(struct world *world, const struct saying *saying)
{
    struct outbox_result result = {
        .wave = saying->wave, .person = saying->person,
        .epoch = saying->epoch, .outcome = saying->outcome,
        .remote = saying->remote, .reason = "as the replay says",
    };

    if (saying->receipt) {
        outbox_receipt(world->outbox, saying->channel, saying->remote,
                       saying->outcome, "", world->now);
        return;
    }
    world->in_flight[saying->channel]--;
    outbox_result(world->outbox, saying->channel, &result, world->now);
}

/* In the order in which they were said. */
static bool
hear_all(struct world *world)
{
    size_t kept = 0, count = world->saying_count;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (world->sayings[i].at <= world->now) {
            hear(world, &world->sayings[i]);
            any = true;
        } else {
            world->sayings[kept++] = world->sayings[i];
        }
    }
    world->saying_count = kept;
    return any;
}

/* Nothing of this turn has left: the frames wait for the commit. */
static void
lose_turn(struct world *world, size_t sent)
{
    world->power_cut = false;
    forget_sent(world, sent);
    world_crash(world);
}

/* One instant: turns until nothing more happens at it. */
static void
happen(struct world *world)
{
    for (int turns = 0; turns < 100000; turns++) {
        size_t sent = world->sent_count;
        bool heard = hear_all(world);

        if (world->doubted)
            world->wake = NEVER;
        else if (heard || world->wake <= world->now)
            world->wake = outbox_turn(world->outbox, world->now);
        if (world->power_cut && world->sent_count > sent)
            lose_turn(world, sent);
        commit(world);
        if (world->wake > world->now && next_saying(world) > world->now)
            return;
    }
    die("time", "a turn that never ends");
}

void
world_until(struct world *world, instant to)
{
    while (world->outbox != NULL && world->now <= to) {
        instant next;

        happen(world);
        next = next_saying(world);
        if (world->wake < next)
            next = world->wake;
        if (next > to)
            break;
        world->now = next;
    }
    world->now = to;
}

/* -- people ----------------------------------------------------------------------------- */

int
world_channel(const struct world *world, const char *name)
{
    const struct channel_definition *channel =
        programme_channel(world->programme, name);

    return channel != NULL ? (int)(channel - world->programme->channels) : -1;
}

bool
world_reply(struct world *world, const char *channel, const char *from,
            const char *text)
{
    const struct phone_rules rules = { .country = "BE" };
    struct inbox_message message = { .channel = channel, .text = text,
                                     .key = "", .at = world->now };
    struct inbox_verdict verdict;
    struct address address;

    if (world_channel(world, channel) < 0 ||
        address_phone(&address, from, &rules, NULL) < 0)
        return false;
    message.from = &address;
    hear_message(world->outbox, &world->key,
                 (size_t)world_channel(world, channel), &message, &verdict);
    commit(world);
    world->wake = world->now;
    return true;
}
