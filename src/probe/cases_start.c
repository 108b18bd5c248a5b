/* cases_start - from the process to `ready` */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "probe/cases.h"
#include "probe/hear.h"

enum { SILENCE_OF_EXEC = 1000, PRINT_PATIENCE = 2000 };

static const uint32_t known_traits =
    ALLO_TRAIT_PHONE | ALLO_TRAIT_EMAIL | ALLO_TRAIT_PUSH | ALLO_TRAIT_SMS |
    ALLO_TRAIT_RECEIPTS | ALLO_TRAIT_INBOUND | ALLO_TRAIT_IDEMPOTENT |
    ALLO_TRAIT_REPLACES | ALLO_TRAIT_SUBJECT;

/* A number nobody has, a mail address of RFC 2606, a topic of our own.  Only
 * a host can open what is sealed. */
static void
choose_address(struct probe *probe)
{
    const char *to = probe->options->to;

    if (to == NULL && (probe->traits & ALLO_TRAIT_PHONE) == 0)
        to = (probe->traits & ALLO_TRAIT_EMAIL) != 0 ? "probe@example.org"
             : (probe->traits & ALLO_TRAIT_PUSH) != 0 ? "allo-probe-8fk2"
                                                      : NULL;
    if (to == NULL)
        to = "+32470000001";
    snprintf(probe->to, sizeof(probe->to), "%s%.500s",
             probe->dialect == DIALECT_HOST ? "c:" : "", to);
}

static void
check_hello(const struct player *player, struct verdict *verdict)
{
    if (player->abi != ALLO_CHANNEL_ABI)
        verdict_wrong(verdict, "abi=%d, and this is version %d", player->abi,
                      ALLO_CHANNEL_ABI);
    if (player->name[0] == '\0')
        verdict_wrong(verdict, "it has no name");
    if (player->version[0] == '\0')
        verdict_wrong(verdict, "it has no version");
    if ((player->traits & ~known_traits) != 0)
        verdict_wrong(verdict, "traits=%u has bits that there are not",
                      player->traits);
    verdict_note(verdict, "%s %s, traits %#x", player->name, player->version,
                 player->traits);
}

static void
describes_itself(struct probe *probe, struct verdict *verdict)
{
    struct player player;
    char how[REASON_SIZE];
    instant patience = probe->dialect == DIALECT_HOST
                           ? probe->options->start_timeout
                           : SILENCE_OF_EXEC;

    if (!probe_start(probe, &player, verdict))
        return;
    if (!player_wait(&player, player_has_hello, patience)) {
        player_how(&player, how);
        if (probe->dialect != DIALECT_HOST && !player.deaf) {
            probe->dialect = DIALECT_EXEC;
            probe->described = true;
            verdict_skip(verdict, "a script for the channel exec says no "
                         "hello");
        } else {
            verdict_wrong(verdict, "no hello: %s", how);
        }
    } else if (!player.hello) {
        verdict_wrong(verdict, "it does not load: %s", player.reason);
    } else {
        probe->described = true;
        probe->traits = player.traits;
        check_hello(&player, verdict);
    }
    choose_address(probe);
    probe_end(&player, verdict);
}

/* Start without one setting (SIZE_MAX: without any); 1 when it was refused,
 * 0 when it does without. */
static int
leave_out(struct probe *probe, size_t place, struct verdict *verdict)
{
    const char *key = place == SIZE_MAX
                          ? NULL : probe->options->settings[place].key;
    struct player player;
    int refused = 0;

    if (!probe_start(probe, &player, verdict))
        return 0;
    if (key != NULL)
        probe_settings(probe, &player, place);
    else
        wire_word(&player.out, "start");
    if (!player_wait(&player, player_has_started,
                     probe->options->start_timeout)) {
        verdict_wrong(verdict, "without %s it is neither ready nor failed",
                      key != NULL ? key : "any setting");
    } else if (player.failed) {
        refused = 1;
        verdict_note(verdict, "without %s: %s",
                     key != NULL ? key : "any setting", player.reason);
        if (strstr(player.reason, key != NULL ? key : "setting '") == NULL)
            verdict_wrong(verdict, "that does not name the key");
        if (!player.failed_final)
            verdict_wrong(verdict, "that is not final: it would be started "
                          "again and again");
    }
    probe_end(&player, verdict);
    return refused;
}

static void
names_what_is_missing(struct probe *probe, struct verdict *verdict)
{
    int refused = leave_out(probe, SIZE_MAX, verdict);

    for (size_t i = 0; i < probe->options->setting_count; i++)
        refused += leave_out(probe, i, verdict);
    if (refused == 0)
        verdict_skip(verdict, "there is no setting that it must have");
}

static void
names_what_is_unknown(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (!probe_start(probe, &player, verdict))
        return;
    wire_set(&player.out, "no_such_setting", "1");
    probe_settings(probe, &player, SIZE_MAX);
    if (!player_wait(&player, player_has_started,
                     probe->options->start_timeout) || !player.failed)
        verdict_wrong(verdict, "it took a setting 'no_such_setting'");
    else if (strstr(player.reason, "no_such_setting") == NULL)
        verdict_wrong(verdict, "it does not name the key: %s", player.reason);
    probe_end(&player, verdict);
}

static void
is_ready_in_time(struct probe *probe, struct verdict *verdict)
{
    instant began = clock_monotonic(&clock_system);
    struct player player;

    if (probe_open(probe, &player, verdict)) {
        probe->works = true;
        verdict_note(verdict, "after %lld ms, with a window of %u",
                     (long long)(clock_monotonic(&clock_system) - began),
                     player.window);
    }
    probe_end(&player, verdict);
}

static bool
has_printed(const struct player *player)
{
    return strstr(player->printed, "printed by a library") != NULL;
}

/* Print where the plugin's own printf() would: the other end must be what
 * becomes the log, and never the wire. */
static void
print_on_its_stdout(struct player *player, struct verdict *verdict)
{
    static const char line[] = "printed by a library\n";
    struct stat status;
    char path[64];
    int fd = -1;

    snprintf(path, sizeof(path), "/proc/%ld/fd/1", (long)player->process.pid);
    if (stat(path, &status) < 0 || S_ISSOCK(status.st_mode) ||
        (fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)) < 0 ||
        write(fd, line, sizeof(line) - 1) < 0)
        verdict_wrong(verdict, "its stdout is the wire, or closed");
    else if (!player_wait(player, has_printed, PRINT_PATIENCE))
        verdict_wrong(verdict, "what is printed does not come out at its "
                      "stderr");
    if (fd >= 0)
        close(fd);
}

static void
may_print(struct probe *probe, struct verdict *verdict)
{
    struct player player;

    if (probe_open(probe, &player, verdict)) {
        player.printed_length = 0;      /* what open() printed is enough */
        memset(player.printed, 0, sizeof(player.printed));
        print_on_its_stdout(&player, verdict);
        player_ping(&player);
        if (!player_wait(&player, player_has_pongs, probe->options->deadline))
            verdict_wrong(verdict, "after that it answers no more");
    }
    probe_end(&player, verdict);
}

const struct probe_case cases_start[] = {
    { "describes itself", 0, describes_itself },
    { "names each setting that is missing", NEEDS_DESCRIBED | NEEDS_WIRE,
      names_what_is_missing },
    { "refuses a setting that it does not have, by name",
      NEEDS_DESCRIBED | NEEDS_HOST, names_what_is_unknown },
    { "is ready in time", NEEDS_DESCRIBED, is_ready_in_time },
    { "what a library prints does no harm", NEEDS_READY | NEEDS_HOST,
      may_print },
    { NULL, 0, NULL }
};
