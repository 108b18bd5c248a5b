/* look - see look.h */
#include "daemon/look.h"

#include "base/log.h"
#include "programme/programme.h"

int
look_begin(struct daemon *daemon, struct error *error)
{
    outbox_flush(daemon->outbox);
    if (daemon->store->commit(daemon->store, NULL, NULL) == 0)
        return 0;
    *error = daemon->store->error;
    return -1;
}

static void
on_claim(void *self, const struct outbox_claim *claim)
{
    struct look *look = self;
    struct foreseen foreseen;

    look->count++;
    consequences_foresee(&look->effects, look->daemon->store, claim);
    if (look->difference == NULL)
        return;
    foreseen_of(&look->foreseer, claim, &foreseen);
    if (look->after)
        difference_after(look->difference, &foreseen);
    else
        difference_before(look->difference, &foreseen);
}

/* Stop between two moments; within one only when it has no end. */
static bool
on_progress(void *self, instant at)
{
    struct look *look = self;
    bool between = at > look->last;

    look->last = at;
    if (look->count < LOOK_MOST ||
        (!between && look->count < (size_t)4 * LOOK_MOST))
        return true;
    look->cut = at - 1;
    return false;
}

int
look_ahead(struct look *look, const struct load *load, int64_t *gone,
           struct error *error)
{
    struct daemon *daemon = look->daemon;
    const struct programme *programme = load != NULL ? load->programme
                                                     : daemon->programme;
    struct adopted adopted = { .gone = 0 };
    struct forecast_wanted wanted = {
        .from = look->from, .to = look->cut != 0 ? look->cut : look->to,
        .event = look->event, .group = look->group, .each = on_claim,
        .progress = on_progress, .self = look, .adopted = &adopted,
    };
    int result;

    consequences_free(&look->effects);
    foreseer_free(&look->foreseer);
    look->foreseer.programme = programme;
    look->count = 0;
    look->last = 0;
    log_pause(true);
    result = forecast_beside(daemon->outbox, daemon->store, &daemon->key,
                             programme, load, &wanted, error);
    log_pause(false);
    look->effects.cut = look->cut;
    if (gone != NULL)
        *gone = adopted.gone;
    return result;
}

void
look_free(struct look *look)
{
    consequences_free(&look->effects);
    foreseer_free(&look->foreseer);
    difference_free(&look->difference);
}
