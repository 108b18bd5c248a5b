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
 *   remove NAME
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
 *   sent PERSON LEAST MOST         so many messages were not expected yet
 *   row PERSON EVENT STATE         the newest message of EVENT to PERSON
 *   notice TEXT                    a notice that holds TEXT was given
 *   no-notice TEXT                 none that holds TEXT was given
 *   none                           nothing else was sent so far
 *
 * TIME is "2027-01-13 19:00[:SS]".  Exit 0, or 1 with file:line: what.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "calendar/zone.h"
#include "world.h"

struct replay {
    const char *path;
    FILE *file;
    int line;
    struct zones *zones;
    const struct zone *zone;
    struct world world;
    bool open;
    int failures, checks;
};

__attribute__((format(printf, 2, 3))) static void
complain(struct replay *replay, const char *format, ...)
{
    va_list args;

    printf("%s:%d: ", replay->path, replay->line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    replay->failures++;
}

/* -- words of a line ------------------------------------------------------------ */

static char *
word(char **rest)
{
    char *start;

    *rest += strspn(*rest, " \t");
    start = *rest;
    *rest += strcspn(*rest, " \t");
    if (**rest != '\0')
        *(*rest)++ = '\0';
    return start;
}

static char *
last(char **rest)
{
    *rest += strspn(*rest, " \t");
    return *rest;
}

static bool
read_time(struct replay *replay, char **rest, instant *at)
{
    char *date = word(rest), *hour = word(rest), text[64];
    struct civil civil;
    struct error error;

    snprintf(text, sizeof(text), "%s %s", date, hour);
    if (civil_parse(text, &civil, &error) < 0) {
        complain(replay, "%s", error.text);
        return false;
    }
    *at = zone_instant(replay->zone, &civil);
    return true;
}

/* -- commands ---------------------------------------------------------------------- */

static void
do_zone(struct replay *replay, char *rest)
{
    struct error error;

    replay->zone = zone_find(replay->zones, word(&rest), &error);
    if (replay->zone == NULL) {
        complain(replay, "%s", error.text);
        exit(1);
    }
}

static void
do_start(struct replay *replay, char *rest)
{
    instant at;

    if (read_time(replay, &rest, &at) && !replay->open) {
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
    world_file(&replay->world, word(&rest), buffer_text(&text));
    free(line);
    buffer_free(&text);
}

static void
do_edit(struct replay *replay, char *rest)
{
    const char *name = word(&rest);
    char *from = last(&rest), *to = strstr(from, " => ");

    if (to == NULL) {
        complain(replay, "edit NAME OLD => NEW");
        return;
    }
    *to = '\0';
    if (world_edit(&replay->world, name, from, to + strlen(" => ")) == 0)
        complain(replay, "'%s' does not stand in %s", from, name);
}

static void
do_remove(struct replay *replay, char *rest)
{
    world_file(&replay->world, word(&rest), NULL);
}

static void
check_errors(struct replay *replay, char *rest, size_t errors)
{
    size_t wanted = strtoul(word(&rest), NULL, 10);

    if (errors != wanted)
        complain(replay, "%zu errors, not %zu", errors, wanted);
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

    if (read_time(replay, &rest, &at))
        world_until(&replay->world, at);
}

static void
do_channel(struct replay *replay, char *rest)
{
    static const char *const modes[] = {
        "accept", "silent", "undelivered", "reject", "retry", "unknown",
        "mute", "down"
    };
    int channel = world_channel(&replay->world, word(&rest));
    const char *mode = word(&rest);

    for (size_t i = 0; channel >= 0 && i < 8; i++) {
        if (strcmp(modes[i], mode) == 0) {
            replay->world.modes[channel] = (enum mode)i;
            replay->world.wake = replay->world.now;
            return;
        }
    }
    complain(replay, "no such channel or mode");
}

static void
do_window(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, word(&rest));

    if (channel < 0)
        complain(replay, "no such channel");
    else
        replay->world.windows[channel] = atoi(word(&rest));
}

static void
do_latency(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, word(&rest));

    if (channel < 0)
        complain(replay, "no such channel");
    else
        replay->world.latency[channel] = atoi(word(&rest)) * SECOND;
}

static void
do_late(struct replay *replay, char *rest)
{
    int channel = world_channel(&replay->world, word(&rest));
    const char *remote = word(&rest), *outcome = word(&rest);

    if (channel < 0) {
        complain(replay, "no such channel");
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
    int channel = world_channel(&replay->world, word(&rest));

    if (channel < 0) {
        complain(replay, "no such channel");
        return;
    }
    replay->world.receipt[channel] = atoi(word(&rest)) * SECOND;
    replay->world.receipt_twice[channel] = strcmp(word(&rest), "twice") == 0;
}

static void
do_reply(struct replay *replay, char *rest)
{
    const char *channel = word(&rest), *from = word(&rest);

    if (!world_reply(&replay->world, channel, from, last(&rest)))
        complain(replay, "no such channel, or no such number");
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
    replay->world.doubted = strcmp(word(&rest), "doubted") == 0;
    outbox_doubt(replay->world.outbox, replay->world.doubted);
    outbox_doubt(replay->world.outbox, replay->world.doubted);
    replay->world.wake = replay->world.now;
}

static void
hold(struct replay *replay, const char *what, bool hold)
{
    if (!outbox_hold(replay->world.outbox, what, hold, replay->world.now))
        complain(replay, "nothing is called '%s'", what);
    replay->world.wake = replay->world.now;
}

static void
do_hold(struct replay *replay, char *rest)
{
    hold(replay, word(&rest), true);
}

static void
do_release(struct replay *replay, char *rest)
{
    hold(replay, word(&rest), false);
}

static void
do_send_now(struct replay *replay, char *rest)
{
    const char *event = word(&rest);
    int wanted = atoi(word(&rest)), count;

    count = outbox_send_now(replay->world.outbox, event, replay->world.now);
    replay->world.wake = replay->world.now;
    if (count != wanted)
        complain(replay, "%d reminders, not %d", count, wanted);
}

/* -- what must have happened --------------------------------------------------------- */

static const char *
show_time(const struct replay *replay, instant at, char text[CIVIL_TEXT])
{
    struct civil civil;

    zone_civil(replay->zone, at, &civil);
    return civil_format(&civil, text);
}

static void
show_sent(const struct replay *replay, const struct sent *sent)
{
    char text[CIVIL_TEXT];

    printf("  sent: %s %s %s %s %s\n", show_time(replay, sent->at, text),
           sent->channel, sent->person, sent->purpose, sent->text);
}

static void
do_expect(struct replay *replay, char *rest)
{
    const char *channel, *person, *purpose, *text;
    struct sent *near = NULL;
    instant at;

    if (!read_time(replay, &rest, &at))
        return;
    channel = word(&rest);
    person = word(&rest);
    purpose = word(&rest);
    text = last(&rest);
    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (sent->checked || strcmp(sent->person, person) != 0 ||
            strcmp(sent->purpose, purpose) != 0)
            continue;
        if (sent->at == at && strcmp(sent->channel, channel) == 0 &&
            (strcmp(text, "*") == 0 || strcmp(sent->text, text) == 0)) {
            sent->checked = true;
            return;
        }
        if (near == NULL)
            near = sent;
    }
    complain(replay, "not sent: %s to %s over %s: %s", purpose, person,
             channel, text);
    if (near != NULL) {
        show_sent(replay, near);
        near->checked = true;
    }
}

static void
do_expect_within(struct replay *replay, char *rest)
{
    const char *channel, *person, *purpose;
    instant from, to;

    if (!read_time(replay, &rest, &from) || !read_time(replay, &rest, &to))
        return;
    channel = word(&rest);
    person = word(&rest);
    purpose = word(&rest);
    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (!sent->checked && sent->at >= from && sent->at <= to &&
            strcmp(sent->channel, channel) == 0 &&
            strcmp(sent->person, person) == 0 &&
            strcmp(sent->purpose, purpose) == 0) {
            sent->checked = true;
            return;
        }
    }
    complain(replay, "not sent: %s to %s over %s", purpose, person, channel);
}

static void
do_sent(struct replay *replay, char *rest)
{
    const char *person = word(&rest);
    int least = atoi(word(&rest)), most = atoi(word(&rest)), count = 0;

    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (!sent->checked && strcmp(sent->person, person) == 0) {
            sent->checked = true;
            count++;
        }
    }
    if (count < least || count > most)
        complain(replay, "%d messages to %s", count, person);
}

static void
do_none(struct replay *replay, char *rest)
{
    (void)rest;
    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (sent->checked)
            continue;
        complain(replay, "this was sent too:");
        show_sent(replay, sent);
        sent->checked = true;
    }
}

struct newest {
    struct replay *replay;
    const char *event;
    enum delivery_state state;
    bool right_event, found;
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct newest *newest = self;

    newest->right_event = strcmp(wave->event, newest->event) == 0;
    return false;
}

static bool
on_row(void *self, const struct store_row *row)
{
    struct newest *newest = self;
    struct store *store = newest->replay->world.store;

    store->wave_get(store, row->wave, on_wave, newest);
    if (!newest->right_event)
        return true;
    newest->found = true;
    newest->state = row->state;
    return false;
}

static void
do_row(struct replay *replay, char *rest)
{
    struct store *store = replay->world.store;
    struct newest newest = { .replay = replay };
    const char *person = word(&rest);
    struct store_recipient recipient;
    const char *state;

    newest.event = word(&rest);
    state = word(&rest);
    replay->checks++;
    if (store->person_find(store, person, &recipient))
        store->rows_person(store, recipient.person, 1000, on_row, &newest);
    if (!newest.found)
        complain(replay, "no message of %s to %s", newest.event, person);
    else if (strcmp(delivery_name(newest.state), state) != 0)
        complain(replay, "%s, not %s", delivery_name(newest.state), state);
}

struct notice {
    const char *text;
    bool found;
};

static bool
on_notice(void *self, instant at, const char *text)
{
    struct notice *notice = self;

    (void)at;
    notice->found = notice->found || strstr(text, notice->text) != NULL;
    return true;
}

static bool
show_notice(void *self, instant at, const char *text)
{
    (void)self;
    (void)at;
    printf("  notice: %s\n", text);
    return true;
}

static void
look_for_notice(struct replay *replay, char *rest, bool wanted)
{
    struct store *store = replay->world.store;
    struct notice notice = { last(&rest), false };

    replay->checks++;
    store->notices(store, 1000, on_notice, &notice);
    if (notice.found != wanted) {
        complain(replay, "%s notice says: %s", wanted ? "no" : "a",
                 notice.text);
        store->notices(store, 1000, show_notice, NULL);
    }
}

static void
do_notice(struct replay *replay, char *rest)
{
    look_for_notice(replay, rest, true);
}

static void
do_no_notice(struct replay *replay, char *rest)
{
    look_for_notice(replay, rest, false);
}

/* -- the file -------------------------------------------------------------------------- */

static void do_include(struct replay *replay, char *rest);

/* The first two may stand before `start`. */
static const struct {
    const char *name;
    void (*run)(struct replay *, char *rest);
} commands[] = {
    { "zone", do_zone }, { "start", do_start }, { "file", do_file },
    { "edit", do_edit }, { "remove", do_remove }, { "load", do_load },
    { "until", do_until }, { "channel", do_channel },
    { "window", do_window }, { "latency", do_latency },
    { "receipts", do_receipts }, { "late", do_late }, { "reply", do_reply },
    { "crash", do_crash }, { "power-cut", do_power_cut },
    { "stop", do_stop }, { "restart", do_restart }, { "clock", do_clock },
    { "hold", do_hold }, { "release", do_release },
    { "send-now", do_send_now }, { "expect", do_expect },
    { "expect-within", do_expect_within }, { "sent", do_sent },
    { "none", do_none }, { "row", do_row }, { "notice", do_notice },
    { "no-notice", do_no_notice }, { "include", do_include },
};

static void
run_line(struct replay *replay, char *line)
{
    char *rest = line, *name;

    line[strcspn(line, "\n")] = '\0';
    name = word(&rest);
    if (*name == '\0' || *name == '#')
        return;
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(commands[i].name, name) != 0)
            continue;
        if (!replay->open && i > 1) {
            complain(replay, "'start TIME' comes first");
            exit(1);
        }
        commands[i].run(replay, rest);
        return;
    }
    complain(replay, "unknown command '%s'", name);
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
    const char *outer_path = replay->path, *name = word(&rest);
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
        complain(replay, "there is no %s", path);
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
        do_none(&replay, nothing);
        world_close(&replay.world);
    }
    printf("%s: %d checks, %d failed\n", replay.path, replay.checks,
           replay.failures);
    zones_free(&replay.zones);
    return replay.failures == 0 && replay.checks > 1 ? 0 : 1;
}
