/* cases_end - stop, the end of the wire, SIGTERM and SIGKILL */
#include <signal.h>

#include "probe/cases.h"
#include "probe/hear.h"

static void
fill_the_window(struct player *player)
{
    for (uint32_t i = 0; i < player->window; i++)
        player_send(player, "In flight: " HEAR_SECRET, NULL);
}

static bool
ends(struct player *player, const char *after, struct verdict *verdict)
{
    if (player_wait(player, player_has_ended, END_PATIENCE))
        return true;
    verdict_wrong(verdict, "it still runs %d ms after %s", END_PATIENCE,
                  after);
    return false;
}

/* What was handed over before `stop` is answered before the end. */
static void
drains(struct probe *probe, struct verdict *verdict)
{
    struct player player;
    size_t first, unknown = 0;

    if (probe_open(probe, &player, verdict) &&
        probe_warm(probe, &player, verdict)) {
        first = player.asked_count;
        fill_the_window(&player);
        player_stop(&player, probe->dialect == DIALECT_EXEC);
        probe_answers(&player, verdict);
        ends(&player, "stop", verdict);
        for (size_t i = first; i < player.asked_count; i++)
            unknown += player.asked[i].answered &&
                       player.asked[i].outcome == ALLO_UNKNOWN;
        if (unknown > 0 && probe->far_side == FAR_THERE)
            verdict_wrong(verdict, "%zu of %u were forgotten (unknown)",
                          unknown, player.window);
        if (player.ended && player.status != 0 &&
            probe->dialect == DIALECT_HOST) {
            char how[REASON_SIZE];

            player_how(&player, how);
            verdict_wrong(verdict, "%s", how);
        }
    }
    probe_end(&player, verdict);
}

static void
ends_with_the_wire(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (probe_open(probe, &player, verdict)) {
        player_hang_up(&player);
        ends(&player, "the wire's end", verdict);
    }
    probe_end(&player, verdict);
}

static void
ends_at_sigterm(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (probe_open(probe, &player, verdict)) {
        kill(player.process.pid, SIGTERM);
        ends(&player, "SIGTERM", verdict);
    }
    probe_end(&player, verdict);
}

/* Whatever it locked, left half-written or bound must not be in the way. */
static void
starts_after_a_kill(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (!probe_open(probe, &player, verdict) ||
        !probe_warm(probe, &player, verdict)) {
        probe_end(&player, verdict);
        return;
    }
    fill_the_window(&player);
    player_wait(&player, player_has_written, player.deadline);
    kill(player.process.pid, SIGKILL);
    ends(&player, "SIGKILL", verdict);
    probe_end(&player, verdict);
    if (probe_open(probe, &player, verdict) &&
        probe_warm(probe, &player, verdict)) {
        player_send(&player, "After the fall: " HEAR_SECRET, NULL);
        probe_answers(&player, verdict);
    }
    probe_end(&player, verdict);
}

const struct probe_case cases_end[] = {
    { "drains when told to stop", NEEDS_READY | NEEDS_FAR_SIDE, drains },
    { "ends when the wire does", NEEDS_READY, ends_with_the_wire },
    { "ends at SIGTERM", NEEDS_READY, ends_at_sigterm },
    { "starts again after kill -9 in mid-send",
      NEEDS_READY | NEEDS_FAR_SIDE, starts_after_a_kill },
    { NULL, 0, NULL }
};
