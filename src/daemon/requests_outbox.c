/* requests_outbox - message by message; see requests.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "daemon/daemon.h"
#include "daemon/requests.h"

enum { MOST = 200, MOST_EVER = 20000, WAVES_MOST = 4096, NO_STATE = -1 };

struct wave_key {
    int64_t id;
    instant due;
};

struct listing {
    struct daemon *daemon;
    struct control_answer *answer;
    size_t most, shown;
    int state;                  /* NO_STATE: any */
    const char *event;          /* NULL: any */
    /* the wave of the row at hand */
    int64_t wave;
    bool wanted;
    char event_id[128], occurrence[ZONE_TEXT], purpose[PURPOSE_TEXT];
    /* waves to look into */
    size_t count, room;
    struct wave_key *waves;
};

static bool
on_its_wave(void *self, const struct store_wave *wave)
{
    struct listing *listing = self;

    listing->wanted = listing->event == NULL ||
                      strcmp(listing->event, wave->event) == 0;
    text_copy(listing->event_id, sizeof(listing->event_id), wave->event);
    words_occurrence(listing->daemon->programme, wave, listing->occurrence);
    words_purpose(wave, listing->purpose);
    return true;
}

static void
know_wave(struct listing *listing, int64_t wave)
{
    struct store *store = listing->daemon->store;

    if (listing->wave == wave)
        return;
    listing->wave = wave;
    listing->wanted = false;
    store->wave_get(store, wave, on_its_wave, listing);
}

static bool
waits(enum delivery_state state)
{
    return state == DELIVERY_PLANNED || state == DELIVERY_DUE ||
           state == DELIVERY_UNKNOWN;
}

static void
add_row(struct listing *listing, const struct store_row *row)
{
    struct store *store = listing->daemon->store;
    const struct zone *zone = listing->daemon->programme->organisation.zone;
    struct control_answer *answer = listing->answer;
    struct store_recipient person;
    char id[48];

    snprintf(id, sizeof(id), "%lld.%lld", (long long)row->wave,
             (long long)row->person);
    control_answer_row_begin(answer);
    control_answer_add(answer, "id", id);
    control_answer_add(answer, "event", listing->event_id);
    control_answer_add(answer, "occurrence", listing->occurrence);
    control_answer_add(answer, "purpose", listing->purpose);
    control_answer_add(answer, "person",
                       store->person_get(store, row->person, &person)
                           ? person.handle : "");
    control_answer_add(answer, "channel", row->channel);
    control_answer_add(answer, "state", delivery_name(row->state));
    control_answer_add_number(answer, "attempt", row->attempt);
    words_add_moment(answer, "due", zone, waits(row->state) ? row->due : 0);
    words_add_moment(answer, "at", zone, row->at);
    control_answer_add(answer, "reason", row->reason);
    control_answer_row_end(answer);
    listing->shown++;
}

static bool
on_row(void *self, const struct store_row *row)
{
    struct listing *listing = self;

    if (listing->state != NO_STATE && (int)row->state != listing->state)
        return true;
    know_wave(listing, row->wave);
    if (listing->wanted)
        add_row(listing, row);
    return listing->shown < listing->most &&
           !control_answer_full(listing->answer);
}

/* -- where to look -------------------------------------------------------- */

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct listing *listing = self;
    struct wave_key *key = GROW(listing, waves, count, room);

    key->id = wave->id;
    key->due = wave->due;
    return true;
}

static int
newest_first(const void *a, const void *b)
{
    const struct wave_key *one = a, *other = b;

    if (one->due != other->due)
        return one->due > other->due ? -1 : 1;
    return one->id > other->id ? -1 : one->id < other->id;
}

static void
list_waves(struct listing *listing)
{
    struct store *store = listing->daemon->store;

    if (listing->count > 1)
        qsort(listing->waves, listing->count, sizeof(*listing->waves),
              newest_first);
    for (size_t i = 0; i < listing->count && i < WAVES_MOST &&
                       listing->shown < listing->most &&
                       !control_answer_full(listing->answer); i++)
        store->rows_list(store, listing->waves[i].id, listing->state,
                         listing->most - listing->shown, on_row, listing);
    free(listing->waves);
}

static void
list_event(struct listing *listing)
{
    struct store *store = listing->daemon->store;

    store->waves_of(store, listing->daemon->programme->organisation.id,
                    listing->event, NULL, on_wave, listing);
    list_waves(listing);
}

/* What goes on now, or all that is kept when a state was asked for. */
static void
list_all(struct listing *listing)
{
    static const enum wave_state states[] = { WAVE_OPEN, WAVE_DONE,
                                              WAVE_SUPERSEDED, WAVE_SETTLED };
    size_t count = listing->state == NO_STATE ? 2 : 4;
    struct store *store = listing->daemon->store;

    for (size_t i = 0; i < count; i++)
        store->waves_in(store, states[i], on_wave, listing);
    list_waves(listing);
}

/* True when there is no such person. */
static bool
list_person(struct listing *listing, const char *handle)
{
    struct store *store = listing->daemon->store;
    struct store_recipient person;

    if (!store->person_find(store, handle, &person))
        return true;
    store->rows_person(store, person.person, MOST_EVER, on_row, listing);
    return false;
}

static bool
find_state(const char *written, int *state, struct control_answer *answer)
{
    const char *names[DELIVERY_STATES + 1] = { NULL }, *nearest;
    enum delivery_state found;

    *state = NO_STATE;
    if (written == NULL)
        return true;
    if (delivery_find(written, &found)) {
        *state = (int)found;
        return true;
    }
    for (int i = 0; i < DELIVERY_STATES; i++)
        names[i] = delivery_name((enum delivery_state)i);
    nearest = text_nearest(written, names);
    control_answer_error(answer, "there is no state '%s'%s%s%s", written,
                         nearest != NULL ? "; did you mean '" : "",
                         nearest != NULL ? nearest : "",
                         nearest != NULL ? "'?" : "");
    return false;
}

static bool
on_any(void *self, const struct store_wave *wave)
{
    (void)wave;
    *(bool *)self = true;
    return false;
}

/* In the programme, or gone from it but not from the store. */
static bool
event_known(struct daemon *daemon, const char *event)
{
    bool any = programme_event(daemon->programme, event) != NULL;

    if (!any)
        daemon->store->waves_of(daemon->store,
                                daemon->programme->organisation.id, event,
                                NULL, on_any, &any);
    return any;
}

void
requests_outbox(void *self, const struct frame *request,
                struct control_answer *answer)
{
    struct listing listing = {
        .daemon = self, .answer = answer, .wave = -1,
        .event = frame_get(request, "event"),
    };
    const char *person = frame_get(request, "person");
    int64_t most = frame_number(request, "most", MOST);

    listing.most = most < 1 ? 1 : most > MOST_EVER ? MOST_EVER : (size_t)most;
    if (!find_state(frame_get(request, "state"), &listing.state, answer))
        return;
    if (listing.event != NULL && !event_known(self, listing.event)) {
        words_no_event(listing.daemon->programme, listing.event, answer);
        return;
    }
    if (person != NULL && list_person(&listing, person)) {
        control_answer_error(answer, "there is no person '%s'", person);
        return;
    }
    if (person == NULL && listing.event != NULL)
        list_event(&listing);
    else if (person == NULL)
        list_all(&listing);
    control_answer_end(answer, 0);
}
