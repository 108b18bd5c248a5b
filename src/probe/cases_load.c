/* cases_load - two at a time, and very many messages */
#include <signal.h>
#include <stdio.h>

#include "probe/cases.h"
#include "probe/hear.h"
#include "probe/measure.h"

enum {
    WARM = 100,                 /* after so many it has what it needs ... */
    WARM_PART = 5,              /* ... and its memory after a fifth of all */
    SPARE_DESCRIPTORS = 4, SPARE_KIB = 512, LEAK_BYTES = 32,
    TELLING = 1000              /* fewer say nothing of memory */
};

static bool
sends_one(struct player *player, struct verdict *verdict)
{
    player_send(player, "One of two: " HEAR_SECRET, NULL);
    return probe_answers(player, verdict);
}

/* A second beside the first, and its life goes on when that one dies. */
static void
shares_nothing(struct probe *probe, struct verdict *verdict)
{
    struct player first, second;

    if (probe_open(probe, &first, verdict)) {
        if (probe_open(probe, &second, verdict) &&
            probe_warm(probe, &first, verdict) &&
            probe_warm(probe, &second, verdict) &&
            sends_one(&first, verdict) && sends_one(&second, verdict)) {
            kill(first.process.pid, SIGKILL);
            player_wait(&first, player_has_ended, END_PATIENCE);
            sends_one(&second, verdict);
        }
        probe_end(&second, verdict);
    }
    probe_end(&first, verdict);
}

/* Never more than the window, and nothing in flight at the end. */
static bool
send_many(struct player *player, int64_t count, struct verdict *verdict)
{
    char text[64];

    for (int64_t i = 0; i < count; i++) {
        if (!player_wait(player, player_has_room, NEVER / 2))
            break;
        snprintf(text, sizeof(text), "%08lld " HEAR_SECRET, (long long)i);
        player_send(player, text, NULL);
    }
    return probe_answers(player, verdict);
}

static void
compare(const struct measure *before, const struct measure *after,
        int64_t sends, struct verdict *verdict)
{
    long descriptors = after->descriptors - before->descriptors;
    long memory = after->memory - before->memory;

    verdict_note(verdict, "%ld to %ld descriptors, %ld to %ld KiB",
                 before->descriptors, after->descriptors, before->memory,
                 after->memory);
    if (before->descriptors < 0 || before->memory < 0)
        verdict_skip(verdict, "/proc does not show what it holds");
    if (descriptors > SPARE_DESCRIPTORS)
        verdict_wrong(verdict, "%ld more descriptors are open", descriptors);
    if (sends < TELLING)
        verdict_note(verdict, "too few messages to judge its memory");
    else if (memory > SPARE_KIB + sends * LEAK_BYTES / 1024)
        verdict_wrong(verdict, "%ld KiB more for %lld messages", memory,
                      (long long)sends);
}

static void
does_not_grow(struct probe *probe, struct verdict *verdict)
{
    int64_t sends = probe->options->sends, fifth = sends / WARM_PART;
    int64_t first = fifth < WARM ? fifth : WARM;
    struct measure before, settled, after;
    struct player player;
    instant began;

    if (probe_open(probe, &player, verdict) &&
        probe_warm(probe, &player, verdict) &&
        send_many(&player, first, verdict)) {
        began = clock_monotonic(&clock_system);
        before = measure(player.process.pid);
        if (send_many(&player, fifth - first, verdict)) {
            settled = measure(player.process.pid);
            before.memory = settled.memory;
            if (send_many(&player, sends - fifth, verdict)) {
                after = measure(player.process.pid);
                compare(&before, &after, sends - fifth, verdict);
            }
        }
        verdict_note(verdict, "%lld messages in %lld ms",
                     (long long)(sends - first),
                     (long long)(clock_monotonic(&clock_system) - began));
    }
    probe_end(&player, verdict);
}

const struct probe_case cases_load[] = {
    { "two at a time share nothing", NEEDS_READY | NEEDS_FAR_SIDE,
      shares_nothing },
    { "very many messages leave no growth", NEEDS_READY | NEEDS_FAR_SIDE,
      does_not_grow },
    { NULL, 0, NULL }
};
