/* foreseen - see foreseen.h */
#include "outbox/foreseen.h"

#include <stdio.h>
#include <string.h>

#include "plan/occurrence.h"
#include "programme/programme.h"

/* Texts that are the same for many messages are made once. */
static void
note_moment(struct foreseer *foreseer, instant at)
{
    if (foreseer->at == at && foreseer->local[0] != '\0')
        return;
    foreseer->at = at;
    zone_format(foreseer->programme->organisation.zone, at, foreseer->local);
    zone_format_utc(at, foreseer->utc);
}

static void
note_wave(struct foreseer *foreseer, const struct outbox_claim *claim)
{
    const struct store_wave *wave = claim->wave;
    const struct zone *zone = claim->event != NULL
        ? claim->event->zone : foreseer->programme->organisation.zone;

    if (foreseer->at_wave == (uint64_t)wave->id)
        return;
    foreseer->at_wave = (uint64_t)wave->id;
    zone_format(zone, occurrence_original(claim->event, zone,
                                          wave->occurrence,
                                          wave->facts.start),
                foreseer->occurrence);
    snprintf(foreseer->purpose, sizeof(foreseer->purpose), "%s%s%s",
             purpose_name(wave->purpose), *wave->slot != '\0' ? " " : "",
             wave->slot);
}

static bool
is_same(const struct foreseen_kept *kept, const struct outbox_claim *claim,
        size_t length)
{
    return kept->same != 0 && kept->at == claim->at &&
           kept->wave == claim->wave->id && kept->channel == claim->channel &&
           buffer_length(&kept->text) == length &&
           memcmp(buffer_bytes(&kept->text), claim->text, length) == 0;
}

/* The number of all that are like this one. */
static uint64_t
number(struct foreseer *foreseer, const struct outbox_claim *claim)
{
    size_t length = strlen(claim->text);
    struct foreseen_kept *kept;

    for (uint64_t i = 0; i < FORESEEN_KEPT; i++) {
        kept = &foreseer->kept[(foreseer->last - i) % FORESEEN_KEPT];
        if (is_same(kept, claim, length))
            return kept->same;
    }
    kept = &foreseer->kept[++foreseer->last % FORESEEN_KEPT];
    kept->same = foreseer->last;
    kept->at = claim->at;
    kept->wave = claim->wave->id;
    kept->channel = claim->channel;
    buffer_clear(&kept->text);
    buffer_add(&kept->text, claim->text, length);
    return kept->same;
}

void
foreseen_of(struct foreseer *foreseer, const struct outbox_claim *claim,
            struct foreseen *foreseen)
{
    note_moment(foreseer, claim->at);
    note_wave(foreseer, claim);
    *foreseen = (struct foreseen){
        .at = foreseer->local, .at_utc = foreseer->utc,
        .event = claim->wave->event, .occurrence = foreseer->occurrence,
        .purpose = foreseer->purpose, .person = claim->recipient->handle,
        .channel = claim->channel->name, .why = claim->why,
        .text = claim->text, .key = claim->wave->occurrence,
        .when = claim->at, .parts = claim->parts, .price = claim->price,
        .same = number(foreseer, claim),
    };
}

void
foreseer_free(struct foreseer *foreseer)
{
    for (size_t i = 0; i < FORESEEN_KEPT; i++)
        buffer_free(&foreseer->kept[i].text);
    *foreseer = (struct foreseer){ .programme = foreseer->programme };
}
