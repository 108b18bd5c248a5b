/* figures - see figures.h */
#include "daemon/figures.h"

#include <stdlib.h>

#include "base/memory.h"

enum { WALK_BATCH = 512, WALK_MOST = 50000 };

bool
figures_count(void *self, const struct store_wave *wave)
{
    struct figures *figures = self;
    struct store_count count = { { 0 } };

    figures->store->wave_count(figures->store, wave->id, &count);
    for (int i = 0; i < DELIVERY_STATES; i++)
        figures->rows[i] += count.rows[i];
    return true;
}

void
figures_add(const struct figures *figures, struct control_answer *answer)
{
    const int64_t *rows = figures->rows;

    control_answer_add_number(answer, "delivered", rows[DELIVERY_DELIVERED]);
    control_answer_add_number(answer, "accepted", rows[DELIVERY_ACCEPTED] +
                                                  rows[DELIVERY_NO_RECEIPT]);
    control_answer_add_number(answer, "unknown", rows[DELIVERY_UNKNOWN] +
                                             rows[DELIVERY_UNKNOWN_FINAL]);
    control_answer_add_number(answer, "failed", rows[DELIVERY_UNDELIVERED] +
                                                rows[DELIVERY_REJECTED]);
    control_answer_add_number(answer, "expired", rows[DELIVERY_EXPIRED]);
}

/* -- messages of the last month ------------------------------------------- */

/* A settled wave may still get a receipt that comes late; after this it does
 * not change any more, and is not counted again. */
#define CHANGES_FOR (3 * DAY)

struct month {
    struct figures *figures;
    struct figures_kept *kept;
    instant from, now;
};

static struct figures_wave *
kept_wave(struct figures_kept *kept, int64_t wave)
{
    for (size_t i = 0; i < kept->count; i++) {
        if (kept->waves[i].wave == wave)
            return &kept->waves[i];
    }
    return NULL;
}

static void
count_kept(struct month *month, const struct store_wave *wave)
{
    struct figures_kept *kept = month->kept;
    struct store *store = month->figures->store;
    struct figures_wave *one = kept_wave(kept, wave->id);

    if (one == NULL) {
        one = GROW(kept, waves, count, room);
        *one = (struct figures_wave){ .wave = wave->id };
    }
    if (!one->final) {
        store->wave_count(store, wave->id, &one->figures);
        one->final = wave->until < month->now - CHANGES_FOR &&
                     wave->due < month->now - CHANGES_FOR;
    }
    one->asked = true;
    for (int i = 0; i < DELIVERY_STATES; i++)
        month->figures->rows[i] += one->figures.rows[i];
}

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct month *month = self;

    if (wave->due < month->from)
        return true;
    if (wave->state == WAVE_SETTLED)
        count_kept(month, wave);
    else
        figures_count(month->figures, wave);
    return true;
}

/* Those that were not asked for are too old. */
static void
forget_old(struct figures_kept *kept)
{
    size_t count = 0;

    for (size_t i = 0; i < kept->count; i++) {
        if (!kept->waves[i].asked)
            continue;
        kept->waves[count] = kept->waves[i];
        kept->waves[count++].asked = false;
    }
    kept->count = count;
}

void
figures_month(struct figures *figures, struct figures_kept *kept, instant now)
{
    /* what was told before a change was told all the same */
    static const enum wave_state states[] = { WAVE_OPEN, WAVE_DONE,
                                              WAVE_SUPERSEDED, WAVE_SETTLED };
    struct month month = { .figures = figures, .kept = kept,
                           .from = now - FIGURES_DAYS * DAY, .now = now };

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        figures->store->waves_in(figures->store, states[i], on_wave, &month);
    forget_old(kept);
}

void
figures_forget(struct figures_kept *kept)
{
    free(kept->waves);
    *kept = (struct figures_kept){ 0 };
}

/* -- how many are invited ------------------------------------------------- */

struct crowd {
    struct store *store;
    const struct event *event;
    size_t group;
    int64_t last, count;
};

static bool
on_member(void *self, const struct store_recipient *recipient)
{
    struct crowd *crowd = self;

    crowd->last = recipient->person;
    for (size_t i = 0; i < crowd->group; i++) {
        if (crowd->store->member(crowd->store, crowd->event->groups[i]->id,
                                 recipient->person))
            return true;        /* was counted there */
    }
    crowd->count++;
    return true;
}

int64_t
figures_invited(struct store *store, const struct event *event)
{
    struct crowd crowd = { .store = store, .event = event };
    int64_t all = 0;

    for (size_t i = 0; i < event->group_count; i++)
        all += store->people_count(store, event->groups[i]->id);
    if (event->group_count < 2 || all > WALK_MOST)
        return all;
    for (; crowd.group < event->group_count; crowd.group++) {
        crowd.last = 0;
        while (store->members(store, event->groups[crowd.group]->id,
                              crowd.last, WALK_BATCH, on_member,
                              &crowd) == WALK_BATCH)
            ;
    }
    return crowd.count;
}
