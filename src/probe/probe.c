/* probe - see probe.h */
#include "probe/probe.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "probe/hear.h"

static const char plain[] = "Just a try: " HEAR_SECRET;

bool
probe_start(struct probe *probe, struct player *player,
            struct verdict *verdict)
{
    struct error error;

    *player = (struct player){
        .to = probe->to, .topic = "allo-probe",
        .subject = (probe->traits & ALLO_TRAIT_SUBJECT) != 0,
        .deadline = probe->options->deadline, .wave = ++probe->waves
    };
    if (player_start(player, probe->options->path, &error) == 0)
        return true;
    verdict_wrong(verdict, "%s", error.text);
    return false;
}

void
probe_settings(struct probe *probe, struct player *player, size_t without)
{
    const struct probe_options *options = probe->options;

    if (probe->dialect == DIALECT_EXEC) {
        player->ready = true;   /* it is not asked */
        player->window = WINDOW_OF_EXEC;
        return;
    }
    for (size_t i = 0; i < options->setting_count; i++) {
        if (i != without)
            wire_set(&player->out, options->settings[i].key,
                     options->settings[i].value);
    }
    wire_word(&player->out, "start");
}

bool
probe_open(struct probe *probe, struct player *player,
           struct verdict *verdict)
{
    char how[REASON_SIZE];

    if (!probe_start(probe, player, verdict))
        return false;
    probe_settings(probe, player, SIZE_MAX);
    if (player_wait(player, player_has_started,
                    probe->options->start_timeout) && player->ready)
        return true;
    player_how(player, how);
    if (player->failed)
        verdict_wrong(verdict, "it failed to start: %s", player->reason);
    else
        verdict_wrong(verdict, "not ready within %lld ms: %s",
                      (long long)probe->options->start_timeout, how);
    return false;
}

static bool
was_handed_over(const struct player *player)
{
    enum allo_outcome outcome = player->asked[player->asked_count - 1].outcome;

    return outcome == ALLO_DELIVERED || outcome == ALLO_ACCEPTED;
}

/* One after another until one arrives.  *why: what the last one met. */
static bool
hand_one_over(struct player *player, char why[REASON_SIZE])
{
    instant until = clock_monotonic(&clock_system) + FAR_PATIENCE;

    do {
        player_send(player, plain, NULL);
        if (!player_wait(player, player_has_answers,
                         player->deadline + SECOND)) {
            player_how(player, why);
            return false;
        }
        if (was_handed_over(player))
            return true;
        player_wait(player, player_never, 100);
    } while (clock_monotonic(&clock_system) < until && !player->ended);
    text_copy(why, REASON_SIZE, player->reason[0] != '\0'
                                    ? player->reason
                                    : "it takes no message");
    return false;
}

bool
probe_warm(struct probe *probe, struct player *player,
           struct verdict *verdict)
{
    char why[REASON_SIZE];

    if (probe->far_side != FAR_THERE || hand_one_over(player, why))
        return true;
    verdict_wrong(verdict, "no message could be handed over, as one was "
                  "before: %s", why);
    return false;
}

bool
probe_answers(struct player *player, struct verdict *verdict)
{
    char how[REASON_SIZE];

    if (player_wait(player, player_has_answers, NEVER / 2))
        return true;
    player_how(player, how);
    verdict_wrong(verdict, "%zu of %zu messages were not answered%s: %s",
                  player_in_flight(player), player->asked_count,
                  player_overdue(player) ? " before the deadline" : "", how);
    return false;
}

void
probe_end(struct player *player, struct verdict *verdict)
{
    for (size_t i = 0; i < player->breach_count; i++) {
        const struct breach *breach = &player->breaches[i];

        if (breach->times > 1)
            verdict_wrong(verdict, "%s (%llu times)", breach->text,
                          (unsigned long long)breach->times);
        else
            verdict_wrong(verdict, "%s", breach->text);
    }
    if (verdict->found == FOUND_WRONG && player->printed_length > 0)
        verdict_note(verdict, "it printed %zu bytes: %.500s",
                     player->printed_length, player->printed);
    player_end(player);
}

void
probe_find_far_side(struct probe *probe)
{
    struct verdict ignored = { 0 };
    struct player player;

    probe->far_side = FAR_ABSENT;
    if (!probe_open(probe, &player, &ignored))
        text_copy(probe->far_reason, sizeof(probe->far_reason),
                  "it was not ready");
    else if (hand_one_over(&player, probe->far_reason))
        probe->far_side = FAR_THERE;
    probe_end(&player, &ignored);
    buffer_free(&ignored.notes);
}
