/*
 * foreseen - a message of a forecast in words, as people and programs read
 * it; those that are the same but for the person share a number.
 */
#ifndef OUTBOX_FORESEEN_H
#define OUTBOX_FORESEEN_H

#include "base/buffer.h"
#include "calendar/zone.h"
#include "outbox/outbox.h"

struct programme;

struct foreseen {
    const char *at, *at_utc;    /* RFC 3339, the first by the clocks of the
                                 * organisation */
    const char *event, *occurrence, *purpose, *person, *channel, *why, *text;
    const char *key;            /* of the occurrence, however far it moved */
    instant when;
    int64_t parts, price;       /* micro-euro */
    uint64_t same;              /* differs when anything but the person does;
                                 * from 1 */
};

enum { FORESEEN_PURPOSE = 96, FORESEEN_KEPT = 16 };

/* What makes them of claims; begins zeroed but for the programme. */
struct foreseer {
    const struct programme *programme;
    uint64_t last, at_wave;
    instant at;
    char local[ZONE_TEXT], utc[ZONE_TEXT], occurrence[ZONE_TEXT];
    char purpose[FORESEEN_PURPOSE];
    struct foreseen_kept {
        uint64_t same;          /* 0: empty */
        instant at;
        int64_t wave;
        const void *channel;
        struct buffer text;
    } kept[FORESEEN_KEPT];
};

/* The texts are the claim's and the foreseer's, until its next call. */
void foreseen_of(struct foreseer *foreseer, const struct outbox_claim *claim,
                 struct foreseen *foreseen);
void foreseer_free(struct foreseer *foreseer);

#endif
