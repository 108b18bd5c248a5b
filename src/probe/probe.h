/*
 * probe - one run of allo-probe: what it knows of the channel by now, and the
 * way its cases start an instance of it and end it again.
 */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include "probe/options.h"
#include "probe/player.h"
#include "probe/report.h"

enum dialect {
    DIALECT_HOST,               /* allo-host with a plugin */
    DIALECT_WIRE,               /* a script that says hello and ready */
    DIALECT_EXEC                /* a script as the channel exec runs it */
};

enum far_side { FAR_NOT_TRIED, FAR_THERE, FAR_ABSENT };

struct probe {
    const struct probe_options *options;
    enum dialect dialect;
    bool described, works;      /* said hello; was ready once */
    uint32_t traits;
    enum far_side far_side;
    char far_reason[REASON_SIZE];       /* why it is not there */
    char to[600];               /* an address, as this dialect takes it */
    uint64_t waves;             /* instances so far */
    struct report report;
};

enum { END_PATIENCE = 10 * 1000, FAR_PATIENCE = 4 * 1000 };

/* A process that has been told nothing yet; false: the verdict is wrong. */
bool probe_start(struct probe *probe, struct player *player,
                 struct verdict *verdict);

/* Tell all settings but the one with this place (SIZE_MAX: all), then start.
 * Whoever asks waits for player_has_started(). */
void probe_settings(struct probe *probe, struct player *player,
                    size_t without);

/* Both of these, and wait until it is ready. */
bool probe_open(struct probe *probe, struct player *player,
                struct verdict *verdict);

/* Where a far side was found before: hand messages over until one arrives. */
bool probe_warm(struct probe *probe, struct player *player,
                struct verdict *verdict);

/* Wait until everything is answered; what is not, and why, is wrong. */
bool probe_answers(struct player *player, struct verdict *verdict);

/* End it; every breach of the contract that it showed is wrong. */
void probe_end(struct player *player, struct verdict *verdict);

/* See, once, whether messages can be handed over at all. */
void probe_find_far_side(struct probe *probe);

#endif
