/* cases_talk - messages, answers, pings, and words it does not know */
#include <stdio.h>
#include <string.h>

#include "probe/cases.h"
#include "probe/hear.h"

enum {
    IDLE_MS = 200, PINGS = 3, PING_PATIENCE = 5000, MESSAGES = 50,
    AFTERWARDS_MS = 100         /* for answers that nobody asked */
};

static void
ping(struct player *player, struct verdict *verdict)
{
    player_ping(player);
    if (!player_wait(player, player_has_pongs, PING_PATIENCE))
        verdict_wrong(verdict, "no pong within %d ms", PING_PATIENCE);
}

static void
answers_ping(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (probe_open(probe, &player, verdict)) {
        for (int i = 0; i < PINGS && verdict->found == FOUND_FINE; i++) {
            player_wait(&player, player_never, IDLE_MS);
            ping(&player, verdict);
        }
    }
    probe_end(&player, verdict);
}

/* How many of each outcome, without what has none. */
static void
note_outcomes(const struct player *player, struct verdict *verdict)
{
    size_t counts[ALLO_UNDELIVERED + 1] = { 0 };

    for (size_t i = 0; i < player->asked_count; i++) {
        if (player->asked[i].answered)
            counts[player->asked[i].outcome]++;
    }
    verdict_note(verdict, "%zu delivered, %zu accepted, %zu retry, %zu "
                 "rejected, %zu unknown", counts[ALLO_DELIVERED],
                 counts[ALLO_ACCEPTED], counts[ALLO_RETRY],
                 counts[ALLO_REJECTED], counts[ALLO_UNKNOWN]);
}

static void
answers_each_once(struct probe *probe, struct verdict *verdict)
{
    struct player player;
    char text[64];

    if (probe_open(probe, &player, verdict) &&
        probe_warm(probe, &player, verdict)) {
        for (int i = 0; i < MESSAGES; i++) {
            snprintf(text, sizeof(text), "Message %d: " HEAR_SECRET, i);
            if (!player_wait(&player, player_has_room, NEVER / 2))
                break;
            player_send(&player, text, NULL);
        }
        if (probe_answers(&player, verdict))
            player_wait(&player, player_never, AFTERWARDS_MS);
        note_outcomes(&player, verdict);
    }
    probe_end(&player, verdict);
}

static void
answers_a_window(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (probe_open(probe, &player, verdict) &&
        probe_warm(probe, &player, verdict)) {
        for (uint32_t i = 0; i < player.window; i++)
            player_send(&player, "One of many: " HEAR_SECRET, NULL);
        if (probe_answers(&player, verdict))
            player_wait(&player, player_never, AFTERWARDS_MS);
        verdict_note(verdict, "a window of %u", player.window);
        note_outcomes(&player, verdict);
    }
    probe_end(&player, verdict);
}

static void
ignores_the_unknown(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (!probe_start(probe, &player, verdict))
        return;
    buffer_add_text(&player.out, "frobnicate\n");
    probe_settings(probe, &player, SIZE_MAX);
    buffer_add_text(&player.out, "frobnicate\tcolour=blue\n");
    if (!player_wait(&player, player_has_started,
                     probe->options->start_timeout) || !player.ready)
        verdict_wrong(verdict, "it is not ready after a verb that it does "
                      "not know");
    else if (probe_warm(probe, &player, verdict)) {
        buffer_add_text(&player.out, "frobnicate\n");
        player_send(&player, "With a new key: " HEAR_SECRET,
                    "\tcolour=dark blue");
        if (probe_answers(&player, verdict) &&
            probe->dialect != DIALECT_EXEC)
            ping(&player, verdict);
    }
    probe_end(&player, verdict);
}

const struct probe_case cases_talk[] = {
    { "answers ping while idle", NEEDS_READY | NEEDS_WIRE, answers_ping },
    { "answers each message once, in time", NEEDS_READY | NEEDS_FAR_SIDE,
      answers_each_once },
    { "answers a full window, each once and no more",
      NEEDS_READY | NEEDS_FAR_SIDE, answers_a_window },
    { "ignores verbs and keys that it does not know",
      NEEDS_READY | NEEDS_FAR_SIDE, ignores_the_unknown },
    { NULL, 0, NULL }
};
