/* requests_hold - hold and release: events, channels, the clock, single
 * messages; see requests.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "daemon/daemon.h"
#include "daemon/requests.h"

enum { ROWS_MOST = 100000, TEXT = 512, WHAT = 128 };

struct telling {
    struct daemon *daemon;
    struct control_answer *answer;
    instant now;
    bool refused;
};

static void __attribute__((format(printf, 2, 3)))
say(struct telling *telling, const char *format, ...)
{
    char text[TEXT];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    control_answer_row_begin(telling->answer);
    control_answer_add(telling->answer, "text", text);
    control_answer_row_end(telling->answer);
}

static void
say_unknown(struct telling *telling, const char *what)
{
    const char *nearest = words_nearest_event(telling->daemon->programme,
                                              what);

    telling->refused = true;
    if (nearest != NULL)
        say(telling, "there is no '%s' to hold or release; did you mean "
            "'%s'?", what, nearest);
    else
        say(telling, "there is no '%s' to hold or release", what);
}

static void
hold(struct telling *telling, const char *what)
{
    if (!outbox_hold(telling->daemon->outbox, what, true, telling->now))
        say_unknown(telling, what);
    else
        say(telling, "nothing of %s leaves until 'alloctl release %s'", what,
            what);
}

/* -- rows that were held with their event --------------------------------- */

struct row_key {
    int64_t wave, person;
};

struct held {
    struct store *store;
    size_t count, room;
    struct row_key *rows;
    size_t waves;
};

/* With the event, by the outbox: what is held for a reason of its own (too
 * long, for instance) stays. */
static bool
on_held_row(void *self, const struct store_row *row)
{
    struct held *held = self;

    if (strcmp(row->reason, "the event is held") == 0) {
        struct row_key *key = GROW(held, rows, count, room);

        key->wave = row->wave;
        key->person = row->person;
    }
    return true;
}

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct held *held = self;

    held->waves++;
    if (held->store != NULL)
        held->store->rows_list(held->store, wave->id, DELIVERY_HELD,
                               ROWS_MOST, on_held_row, held);
    return true;
}

struct copy {
    struct store_row row;
    char channel[64], remote[80];
    bool found;
};

static bool
on_copy(void *self, const struct store_row *row)
{
    struct copy *copy = self;

    copy->row = *row;
    text_copy(copy->channel, sizeof(copy->channel), row->channel);
    text_copy(copy->remote, sizeof(copy->remote), row->remote);
    copy->row.channel = copy->channel;
    copy->row.remote = copy->remote;
    copy->row.reason = "";
    copy->found = true;
    return false;
}

/* A held message may leave now; false when it is not held. */
static bool
let_go(struct telling *telling, int64_t wave, int64_t person)
{
    struct store *store = telling->daemon->store;
    struct copy copy = { .found = false };

    store->row_get(store, wave, person, on_copy, &copy);
    if (!copy.found || copy.row.state != DELIVERY_HELD ||
        !delivery_next(DELIVERY_HELD, DELIVERY_ON_DUE, &copy.row.state))
        return false;
    copy.row.due = copy.row.at = telling->now;
    store->row_save(store, &copy.row);
    return true;
}

/* -- release -------------------------------------------------------------- */

static size_t
count_waves(struct daemon *daemon, const char *event)
{
    struct held counted = { 0 };

    daemon->store->waves_of(daemon->store, daemon->programme->organisation.id,
                            event, NULL, on_wave, &counted);
    return counted.waves;
}

/* It was not held: then a reminder that was past when it was written may be
 * meant. */
static void
send_missed(struct telling *telling, const char *event)
{
    struct daemon *daemon = telling->daemon;
    size_t before = count_waves(daemon, event), sent;

    outbox_send_now(daemon->outbox, event, telling->now);
    sent = count_waves(daemon, event) - before;
    if (sent != 0) {
        say(telling, "%zu reminder%s of %s that had been past leave%s now",
            sent, sent == 1 ? "" : "s", event, sent == 1 ? "s" : "");
        return;
    }
    telling->refused = true;
    say(telling, "nothing of %s is held", event);
}

static void
release_event(struct telling *telling, const char *event)
{
    struct daemon *daemon = telling->daemon;
    struct held held = { .store = daemon->store };
    bool was = outbox_held(daemon->outbox, event);
    size_t released;

    if (programme_event(daemon->programme, event) == NULL) {
        say_unknown(telling, event);
        return;
    }
    if (!was) {
        send_missed(telling, event);
        return;
    }
    daemon->store->waves_of(daemon->store, daemon->programme->organisation.id,
                            event, NULL, on_wave, &held);
    released = held.count;
    free(held.rows);
    outbox_hold(daemon->outbox, event, false, telling->now);
    if (released != 0)
        say(telling, "%s is released; %zu message%s go%s on", event, released,
            released == 1 ? "" : "s", released == 1 ? "es" : "");
    else
        say(telling, "%s is released", event);
}

static void
release_channel(struct telling *telling, const char *what)
{
    struct daemon *daemon = telling->daemon;
    bool was = outbox_held(daemon->outbox, what);

    if (!outbox_hold(daemon->outbox, what, false, telling->now)) {
        say_unknown(telling, what);
    } else if (was) {
        say(telling, "%s is released", what);
    } else {
        telling->refused = true;
        say(telling, "%s is not held", what);
    }
}

static void
release_clock(struct telling *telling)
{
    struct daemon *daemon = telling->daemon;
    const struct clockguard *guard = &daemon->guard;
    char now[ZONE_TEXT];

    if (telling->now < BUILD_TIME * SECOND) {
        telling->refused = true;
        say(telling, "it cannot be %s: this program was built later; set the "
            "clock first", zone_format(daemon->programme->organisation.zone,
                                       telling->now, now));
        return;
    }
    if (!guard->jumped && guard->wall >= guard->floor) {
        telling->refused = true;
        say(telling, "the clock is not held%s%s",
            guard->reason != NULL ? ", but it is not trusted: " : "",
            guard->reason != NULL ? guard->reason : "");
        return;
    }
    clockguard_confirm(&daemon->guard);
    daemon->noted = 0;          /* the store's mark may be ahead of it */
    say(telling, "it is %s from now on",
        zone_format(daemon->programme->organisation.zone, telling->now, now));
}

/* "12.7"; false when it is no such id. */
static bool
is_row(const char *what, int64_t *wave, int64_t *person)
{
    const char *dot = strchr(what, '.');
    char first[24];

    if (dot == NULL || (size_t)(dot - what) >= sizeof(first))
        return false;
    text_copy(first, (size_t)(dot - what) + 1, what);
    return number_parse(first, 1, INT64_MAX, wave) &&
           number_parse(dot + 1, 1, INT64_MAX, person);
}

static void
release(struct telling *telling, const char *what)
{
    int64_t wave, person;

    if (strcmp(what, "clock") == 0) {
        release_clock(telling);
    } else if (strncmp(what, "channel:", 8) == 0) {
        release_channel(telling, what);
    } else if (!is_row(what, &wave, &person)) {
        release_event(telling, what);
    } else if (let_go(telling, wave, person)) {
        say(telling, "message %s goes on", what);
    } else {
        telling->refused = true;
        say(telling, "there is no message %s that is held", what);
    }
}

/* Each thing that the request names, in its order. */
static void
tell(struct daemon *daemon, const struct frame *request,
     struct control_answer *answer,
     void (*each)(struct telling *telling, const char *what))
{
    struct telling telling = { .daemon = daemon, .answer = answer,
                               .now = clock_now(&clock_system) };

    for (size_t i = 0; i < request->count; i++) {
        const char *what = request->fields[i].value;

        if (strcmp(request->fields[i].key, "what") != 0)
            continue;
        if (strlen(what) >= WHAT) {
            say_unknown(&telling, "(a very long name)");
            continue;
        }
        log_event(LOG_NOTICE, each == hold ? "control.hold"
                                           : "control.release",
                  LOG_T("what", what),
                  LOG_N("uid", control_answer_uid(answer)));
        each(&telling, what);
    }
    daemon_poke(daemon);
    control_answer_end(answer, telling.refused ? 1 : 0);
}

void
requests_hold(void *self, const struct frame *request,
              struct control_answer *answer)
{
    tell(self, request, answer, hold);
}

void
requests_release(void *self, const struct frame *request,
                 struct control_answer *answer)
{
    tell(self, request, answer, release);
}
