/*
 * replay - run a .replay file: a programme, a stretch of virtual time with
 * edits, outages and replies in it, and every message that must have left.
 *
 * One command a line; `#` begins a comment:
 *
 *   zone NAME                      of the times below (Europe/Brussels)
 *   start TIME                     begin here; once, before anything else
 *   file NAME                      the lines up to "." are the file
 *   edit NAME OLD => NEW           NEW for each OLD in the file
 *   crowd NAME N GROUP             a file of so many people with a phone
 *   remove NAME
 *   programme NAME                 all files of etc/programmes/NAME
 *   tzdata NAME AS                 from the next load on zone NAME has the
 *                                  rules of AS
 *   load [ERRORS]                  read the files; so many errors (0)
 *   until TIME                     let time pass, this instant included
 *   channel NAME accept|silent|undelivered|reject|retry|unknown|mute|down
 *   window NAME N                  so many messages at a time
 *   latency NAME SECONDS           from a message to its answer
 *   receipts NAME SECONDS [twice]  from a message to its receipt
 *   late CHANNEL REMOTE accepted|delivered|undelivered   what a far side says
 *                                  of a message by this name, just now
 *   reply CHANNEL FROM TEXT        FROM without spaces
 *   crash                          the process dies and starts again
 *   power-cut                      ... before its next claims are committed
 *   stop / restart [ERRORS]        time passes without it
 *   include NAME                   the commands of another file beside this
 *   clock doubted|trusted
 *   hold WHAT / release WHAT
 *   send-now EVENT N               so many reminders that had passed
 *   expect TIME CHANNEL PERSON PURPOSE TEXT     TEXT "*" is any
 *   expect-within TIME TIME CHANNEL PERSON PURPOSE
 *   sent PERSON LEAST MOST         so many messages were not expected yet;
 *                                  PERSON "*" is everyone
 *   row PERSON EVENT STATE [REASON]   the newest message of EVENT to PERSON
 *   replaces PERSON REMOTE         their last message asks to take back the one
 *                                  of that name; "-": none
 *   notice TEXT                    a notice that holds TEXT was given
 *   no-notice TEXT                 none that holds TEXT was given
 *   none                           nothing else was sent so far
 *
 * TIME is "2027-01-13 19:00[:SS]".  Exit 0, or 1 with file:line: what.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "calendar/zone.h"
#include "replay.h"

/* -- commands ---------------------------------------------------------------------- */

static void
do_zone(struct replay *replay, char *rest)
{
    struct error error;

    replay->zone = zone_find(replay->zones, replay_word(&rest), &error);
    if (replay->zone == NULL) {
        replay_complain(replay, "%s", error.text);
        exit(1);
    }
}

static void
do_start(struct replay *replay, char *rest)
{
    instant at;

    if (replay_time(replay, &rest, &at) && !replay->open) {
        world_open(&replay->world, at);
        replay->open = true;
    }
}

static void
do_file(struct replay *replay, char *rest)
{
    struct buffer text = { 0 };
    char *line = NULL;
    size_t room = 0;

    while (getline(&line, &room, replay->file) > 0) {
        replay->line++;
        if (strcmp(line, ".\n") == 0)
            break;
        buffer_add_text(&text, line);
    }
    world_file(&replay->world, replay_word(&rest), buffer_text(&text));
    free(line);
    buffer_free(&text);
}

static void
do_crowd(struct replay *replay, char *rest)
{
    const char *name = replay_word(&rest);
    int count = atoi(replay_word(&rest));
    const char *group = replay_word(&rest);
    struct buffer text = { 0 };

    buffer_add_text(&text, "people = (\n");
    for (int i = 0; i < count; i++)
        buffer_add_format(&text, "  { id = \"crowd%d\"; "
                          "phone = \"0471 %06d\"; groups = [ \"%s\" ]; }%s\n",
                          i, i, group, i < count - 1 ? "," : "");
    buffer_add_text(&text, ");\n");
    world_file(&replay->world, name, buffer_text(&text));
    buffer_free(&text);
}

static void
do_edit(struct replay *replay, char *rest)
{
    const char *name = replay_word(&rest);
    char *from = replay_last(&rest), *to = strstr(from, " => ");

    if (to == NULL) {
        replay_complain(replay, "edit NAME OLD => NEW");
        return;
    }
    *to = '\0';
    if (world_edit(&replay->world, name, from, to + strlen(" => ")) == 0)
        replay_complain(replay, "'%s' does not stand in %s", from, name);
}

static void
do_remove(struct replay *replay, char *rest)
{
    world_file(&replay->world, replay_word(&rest), NULL);
}

static void
do_tzdata(struct replay *replay, char *rest)
{
    const char *name = replay_word(&rest);

    world_zone(&replay->world, name, replay_word(&rest));
}

static void
check_errors(struct replay *replay, char *rest, size_t errors)
{
    size_t wanted = strtoul(replay_word(&rest), NULL, 10);

    if (errors != wanted)
        replay_complain(replay, "%zu errors, not %zu", errors, wanted);
}

static void
do_load(struct replay *replay, char *rest)
{
    check_errors(replay, rest, world_load(&replay->world));
}

static void
do_stop(struct replay *replay, char *rest)
{
    (void)rest;
    world_stop(&replay->world);
}

static void
do_restart(struct replay *replay, char *rest)
{
    check_errors(replay, rest, world_start(&replay->world));
}

static void
do_until(struct replay *replay, char *rest)
{
    instant at;

    if (replay_time(replay, &rest, &at))
        world_until(&replay->world, at);
}

static void
do_channel(struct replay *replay, char *rest)
{
    static const char *const modes[] = {
        "accept", "silent", "undelivered", "reject", "retry", "unknown",
        "mute", "down"
    };
    int channel = world_channel(&replay->world, replay_word(&rest));
    const char *mode = replay_word(&rest);

    for (size_t i = 0; channel >= 0 && i < 8; i++) {
        if (strcmp(modes[i], mode) == 0) {
            replay->world.modes[channel] = (enum mode)i;
            replay->world.wake = replay->world.now;
            return;
        }
    }
    replay_complain(replay, "no such channel or mode");
}

static void
do_window(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, replay_word(&rest));

    if (channel < 0)
        replay_complain(replay, "no such channel");
    else
        replay->world.windows[channel] = atoi(replay_word(&rest));
}

static void
do_latency(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, replay_word(&rest));

    if (channel < 0)
        replay_complain(replay, "no such channel");
    else
        replay->world.latency[channel] = atoi(replay_word(&rest)) * SECOND;
}

static void
do_late(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, replay_word(&rest));
    const char *remote = replay_word(&rest), *outcome = replay_word(&rest);

    if (channel < 0) {
        replay_complain(replay, "no such channel");
        return;
    }
    outbox_receipt(replay->world.outbox, (size_t)channel, remote,
                   strcmp(outcome, "accepted") == 0 ? ALLO_ACCEPTED
                   : strcmp(outcome, "delivered") == 0 ? ALLO_DELIVERED
                   : ALLO_UNDELIVERED, "", replay->world.now);
    replay->world.wake = replay->world.now;
}

static void
do_receipts(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, replay_word(&rest));

    if (channel < 0) {
        replay_complain(replay, "no such channel");
        return;
    }
    replay->world.receipt[channel] = atoi(replay_word(&rest)) * SECOND;
    replay->world.receipt_twice[channel] = strcmp(replay_word(&rest), "twice") == 0;
}

static void
do_reply(struct replay *replay, char *rest)
{
    const char *channel = replay_word(&rest), *from = replay_word(&rest);

    if (!world_reply(&replay->world, channel, from, replay_last(&rest)))
        replay_complain(replay, "no such channel, or no such number");
}

static void
do_crash(struct replay *replay, char *rest)
{
    (void)rest;
    world_crash(&replay->world);
}

static void
do_power_cut(struct replay *replay, char *rest)
{
    (void)rest;
    world_power_cut(&replay->world);
}

static void
do_clock(struct replay *replay, char *rest)
{
    replay->world.doubted = strcmp(replay_word(&rest), "doubted") == 0;
    outbox_doubt(replay->world.outbox, replay->world.doubted);
    outbox_doubt(replay->world.outbox, replay->world.doubted);
    replay->world.wake = replay->world.now;
}

static void
hold(struct replay *replay, const char *what, bool hold)
{
    if (!outbox_hold(replay->world.outbox, what, hold, replay->world.now))
        replay_complain(replay, "nothing is called '%s'", what);
    replay->world.wake = replay->world.now;
}

static void
do_hold(struct replay *replay, char *rest)
{
    hold(replay, replay_word(&rest), true);
}

static void
do_release(struct replay *replay, char *rest)
{
    hold(replay, replay_word(&rest), false);
}

static void
do_send_now(struct replay *replay, char *rest)
{
    const char *event = replay_word(&rest);
    int wanted = atoi(replay_word(&rest)), count;

    count = outbox_send_now(replay->world.outbox, event, replay->world.now);
    replay->world.wake = replay->world.now;
    if (count != wanted)
        replay_complain(replay, "%d reminders, not %d", count, wanted);
}

/* -- the file -------------------------------------------------------------------------- */

static void do_include(struct replay *replay, char *rest);

/* The first two may stand before `start`. */
static const struct {
    const char *name;
    void (*run)(struct replay *, char *rest);
} commands[] = {
    { "zone", do_zone }, { "start", do_start }, { "file", do_file },
    { "crowd", do_crowd }, { "edit", do_edit }, { "remove", do_remove },
    { "programme", programme_copy }, { "load", do_load },
    { "until", do_until }, { "channel", do_channel },
    { "window", do_window }, { "latency", do_latency },
    { "receipts", do_receipts }, { "late", do_late }, { "reply", do_reply },
    { "tzdata", do_tzdata }, { "crash", do_crash }, { "power-cut", do_power_cut },
    { "stop", do_stop }, { "restart", do_restart }, { "clock", do_clock },
    { "hold", do_hold }, { "release", do_release },
    { "send-now", do_send_now }, { "expect", expect_message },
    { "expect-within", expect_within }, { "sent", expect_sent },
    { "none", expect_none }, { "row", expect_row },
    { "replaces", expect_replaces }, { "notice", expect_notice },
    { "no-notice", expect_no_notice }, { "include", do_include },
};

static void
run_line(struct replay *replay, char *line)
{
    char *rest = line, *name;

    line[strcspn(line, "\n")] = '\0';
    name = replay_word(&rest);
    if (*name == '\0' || *name == '#')
        return;
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(commands[i].name, name) != 0)
            continue;
        if (!replay->open && i > 1) {
            replay_complain(replay, "'start TIME' comes first");
            exit(1);
        }
        commands[i].run(replay, rest);
        return;
    }
    replay_complain(replay, "unknown command '%s'", name);
}

static void
run_file(struct replay *replay)
{
    char *line = NULL;
    size_t room = 0;

    while (getline(&line, &room, replay->file) > 0) {
        replay->line++;
        run_line(replay, line);
    }
    free(line);
    fclose(replay->file);
}

static void
do_include(struct replay *replay, char *rest)
{
    const char *outer_path = replay->path, *name = replay_word(&rest);
    const char *slash = strrchr(outer_path, '/');
    FILE *outer = replay->file;
    int outer_line = replay->line;
    char path[512];

    snprintf(path, sizeof(path), "%.*s%s",
             slash != NULL ? (int)(slash + 1 - outer_path) : 0, outer_path,
             name);
    replay->file = fopen(path, "r");
    if (replay->file != NULL) {
        replay->path = path;
        replay->line = 0;
        run_file(replay);
    }
    replay->path = outer_path;
    replay->line = outer_line;
    if (replay->file == NULL)
        replay_complain(replay, "there is no %s", path);
    replay->file = outer;
}

int
main(int argc, char **argv)
{
    struct replay replay = { .path = argc > 1 ? argv[1] : "" };
    char zone[] = "Europe/Brussels", nothing[] = "";

    if (argc != 2 || sodium_init() < 0 ||
        (replay.file = fopen(replay.path, "r")) == NULL) {
        fputs("usage: replay FILE.replay\n", stderr);
        return 2;
    }
    log_init("replay", LOG_STYLE_TEXT,
             getenv("REPLAY_VERBOSE") != NULL ? LOG_DEBUG : LOG_ERR);
    replay.zones = zones_new();
    do_zone(&replay, zone);
    run_file(&replay);
    if (replay.open) {
        expect_none(&replay, nothing);
        world_close(&replay.world);
    }
    printf("%s: %d checks, %d failed\n", replay.path, replay.checks,
           replay.failures);
    zones_free(&replay.zones);
    return replay.failures == 0 && replay.checks > 1 ? 0 : 1;
}
