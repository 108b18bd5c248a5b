/* requests: what the daemon answers to alloctl, over a store in memory, a
 * programme from files, and channels that note what they are given */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "calendar/civil.h"
#include "calendar/zone.h"
#include "control/server.h"
#include "daemon/daemon.h"
#include "daemon/requests.h"
#include "outbox/adopt.h"

enum { SENT_MOST = 16 };

struct world {
    char directory[64];
    struct daemon daemon;
    struct dispatch sent[SENT_MOST];
    size_t sent_count;
    int pokes;
    instant now, start;         /* of the event */
};

/* -- what stands in for the rest of the daemon ---------------------------- */

static struct world *world;

void
daemon_poke(struct daemon *daemon)
{
    (void)daemon;
    world->pokes++;
}

void
readiness_tell(const char *state)
{
    (void)state;
}

static int
room(void *self)
{
    (void)self;
    return SENT_MOST - (int)world->sent_count;
}

static void
take(void *self, const struct dispatch *dispatch)
{
    (void)self;
    world->sent[world->sent_count++] = *dispatch;
}

void
channels_match(struct daemon *daemon, const struct programme *programme,
               struct outlet *outlets)
{
    (void)daemon;
    for (size_t i = 0; i < programme->channel_count; i++)
        outlets[i] = (struct outlet){ .room = room, .send = take };
}

static void
swallow(void *self, const char *line)
{
    (void)self;
    (void)line;
}

/* -- files ---------------------------------------------------------------- */

static void
write_file(const char *name, const char *text)
{
    char path[160];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", world->directory, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    chmod(path, 0600);
}

static void
write_event(instant start, const char *place)
{
    struct zones *zones = zones_new();
    struct civil civil;
    char text[600], when[CIVIL_TEXT];

    zone_civil(zone_find(zones, "Europe/Brussels", NULL), start, &civil);
    snprintf(text, sizeof(text),
             "events = ( { id = \"overleg\"; title = \"Overleg\"; start = "
             "\"%s\"; place = \"%s\"; invite = [ \"jong\", \"oud\" ]; remind "
             "= [ \"2 hours before\", \"1 hour before\" ]; } );",
             civil_format(&civil, when), place);
    write_file("events.d/overleg.conf", text);
    zones_free(&zones);
}

static const char allo_conf[] =
    "organisation = { id = \"test\"; name = \"Test\"; };\n"
    "clock = \"trusted\"; useful_before = \"0 minutes\";\n"
    "channels = ( { name = \"sms\"; plugin = \"smpp\"; } );\n"
    "groups = ( { id = \"jong\"; role = \"youngster\"; quiet = \"none\"; },\n"
    "           { id = \"oud\"; role = \"officer\"; quiet = \"none\"; },\n"
    "           { id = \"los\"; role = \"officer\"; quiet = \"none\"; } );\n";

static const char people_conf[] =
    "people = (\n"
    "  { id = \"aya\"; phone = \"+32470000001\"; groups = [ \"jong\" ]; },\n"
    "  { id = \"lien\"; phone = \"+32470000002\"; groups = [ \"jong\", "
    "\"oud\" ]; },\n"
    "  { id = \"marc\"; phone = \"+32470000003\"; groups = [ \"oud\" ]; },\n"
    "  { id = \"zoe\"; phone = \"+32470000004\"; groups = [ \"los\" ]; } );\n";

/* -- setting up ----------------------------------------------------------- */

static void
start_daemon(struct daemon *daemon)
{
    static const struct outbox_events nobody = { NULL };
    struct reload_report report;
    struct error error;
    struct load load;
    char path[96];

    daemon->directory = world->directory;
    daemon->base = event_base_new();
    random_seed(&daemon->random, 7);
    snprintf(path, sizeof(path), "%s/allo.db", world->directory);
    daemon->store = store_sqlite_open(path, &error);
    assert_non_null(daemon->store);
    daemon->trusted = true;
    daemon->started = world->now - 90 * SECOND;
    adopt_key(daemon->store, &daemon->random, &daemon->key);
    daemon->outbox = outbox_new(daemon->store, &daemon->random, &nobody,
                                NULL);
    assert_int_equal(reload_first(daemon, &load), 0);
    for (size_t i = 0; i < load.diagnosis_count; i++) {
        if (!load.diagnoses[i].warning)
            print_message("# %s:%d: %s\n", load.diagnoses[i].file,
                          load.diagnoses[i].line, load.diagnoses[i].text);
    }
    assert_int_equal(load.error_count, 0);
    reload_adopt(daemon, &load, &report);
    load_free(&load);
    daemon->control = control_server_new(daemon->base, NULL, requests_verbs,
                                         daemon, NULL);
}

/* Somebody of an import, whom no channel reaches. */
static void
add_bram(struct store *store)
{
    struct store_person bram = {
        .handle = "bram", .name = "", .language = "nl", .source = "import",
        .reach = "", .group_count = 1,
        .groups = (const char *const[]){ "jong" },
    };

    store->person_put(store, &bram);
}

static int
set_up(void **state)
{
    char path[96];

    world = test_calloc(1, sizeof(*world));
    *state = world;
    log_to(swallow, NULL);
    snprintf(world->directory, sizeof(world->directory),
             "/tmp/allo-requests-XXXXXX");
    assert_non_null(mkdtemp(world->directory));
    snprintf(path, sizeof(path), "%s/events.d", world->directory);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/people.d", world->directory);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file("allo.conf", allo_conf);
    write_file("people.d/all.conf", people_conf);
    world->now = clock_now(&clock_system) / MINUTE * MINUTE;
    /* "2 hours before" is past, "1 hour before" comes in half an hour */
    world->start = world->now + 90 * MINUTE;
    write_event(world->start, "Aalst");
    start_daemon(&world->daemon);
    add_bram(world->daemon.store);
    return 0;
}

static void
remove_file(const char *name)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/%s", world->directory, name);
    remove(path);
}

static int
tear_down(void **state)
{
    static const char *const files[] = {
        "allo.conf", "events.d/overleg.conf", "events.d", "people.d/all.conf",
        "people.d", ""
    };
    struct daemon *daemon = &world->daemon;

    (void)state;
    control_server_free(&daemon->control);
    outbox_free(&daemon->outbox);
    programme_free(&daemon->programme);
    daemon->store->close(&daemon->store);
    figures_forget(&daemon->kept);
    event_base_free(daemon->base);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        remove_file(files[i]);
    test_free(world);
    return 0;
}

/* The reminder of an hour before leaves, as if it were its time. */
static void
send_reminder(void)
{
    outbox_turn(world->daemon.outbox, world->start - HOUR + SECOND);
}

/* The request as on the wire ("why\tperson=aya\n"), and all that comes. */
static const char *
ask(const char *request)
{
    static char answer[65536];
    size_t length = 0;
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
                                ends), 0);
    control_server_adopt(world->daemon.control, ends[0]);
    assert_int_equal(send(ends[1], request, strlen(request), 0),
                     strlen(request));
    for (int i = 0; i < 4; i++) {
        ssize_t got;

        event_base_loop(world->daemon.base, EVLOOP_NONBLOCK);
        control_server_flush(world->daemon.control);
        got = recv(ends[1], answer + length, sizeof(answer) - 1 - length, 0);
        length += got > 0 ? (size_t)got : 0;
    }
    answer[length] = '\0';
    close(ends[1]);
    event_base_loop(world->daemon.base, EVLOOP_NONBLOCK);
    return answer;
}

static void
assert_says(const char *answer, const char *what)
{
    if (strstr(answer, what) == NULL)
        fail_msg("'%s' is not in:\n%s", what, answer);
}

static int
rows_in(const char *answer)
{
    int count = 0;

    for (; (answer = strstr(answer, "row\t")) != NULL; answer++)
        count++;
    return count;
}

static void
result(size_t which, enum allo_outcome outcome, const char *reason)
{
    const struct dispatch *sent = &world->sent[which];
    struct outbox_result said = {
        .wave = sent->wave, .person = sent->person, .epoch = sent->epoch,
        .outcome = outcome, .remote = "r", .reason = reason,
    };

    outbox_result(world->daemon.outbox, 0, &said,
                  world->start - HOUR + 2 * SECOND);
}

static void
set_stop(const char *handle, instant at)
{
    struct store *store = world->daemon.store;
    struct store_recipient person;
    struct address address;
    unsigned char index[STORE_INDEX];

    assert_true(store->person_find(store, handle, &person));
    assert_int_equal(address_restore(&address, ADDRESS_PHONE,
                                     person.sealed[ADDRESS_PHONE], NULL), 0);
    address_index(&world->daemon.key, &address, index);
    assert_true(store->stop_set(store, index, at));
}

static void
stop(const char *handle)
{
    set_stop(handle, world->now - MINUTE);
}

static void
start(const char *handle)
{
    set_stop(handle, 0);
}

/* -- status, events ------------------------------------------------------- */

static void
status_counts(void **state)
{
    const char *answer;

    (void)state;
    outbox_turn(world->daemon.outbox, world->now);
    answer = ask("status\n");
    assert_says(answer, "row\tversion=" PACKAGE_VERSION "\tpid=");
    assert_says(answer, "\tclock=trusted\tengine=sqlite\tevents=1\tpeople=5\t"
                "stopped=0\tnext_at=");
    assert_says(answer, "\tnext_event=overleg\tdue=0");
    /* the reminder that was past when it was written */
    assert_says(answer, "row\tnotice=1\tat=");
    assert_says(answer, "end\tcode=0\n");
    send_reminder();
    result(0, ALLO_DELIVERED, NULL);
    answer = ask("status\n");
    assert_says(answer, "\tsending=2\theld=0\tsettling=0\t"
                "delivered=1\taccepted=0");
    world->daemon.trusted = false;
    world->daemon.guard.reason = "it jumped";
    answer = ask("status\n");
    assert_says(answer, "\tclock=it jumped\t");
    assert_says(answer, "end\tcode=1\n");
}

static void
status_finds_a_reminder_that_is_months_away(void **state)
{
    char expected[160], next[ZONE_TEXT];
    const char *answer;

    (void)state;
    world->start = world->now + 200 * DAY;
    write_event(world->start, "Aalst");
    ask("reload\n");
    outbox_turn(world->daemon.outbox, world->now);
    zone_format(world->daemon.programme->organisation.zone,
                world->start - 2 * HOUR, next);
    snprintf(expected, sizeof(expected), "\tnext_at=%s\tnext_event=overleg\t",
             next);
    answer = ask("status\n");
    assert_says(answer, expected);
    remove_file("events.d/overleg.conf");
    ask("reload\n");
    assert_says(ask("status\n"), "\tnext_at=\tnext_event=\t");
}

static void
status_counts_who_the_channel_has_no_room_for(void **state)
{
    (void)state;
    world->sent_count = SENT_MOST;
    assert_says(ask("status\n"), "\tdue=0\t");
    ask("release\twhat=overleg\n");
    outbox_turn(world->daemon.outbox, world->now + MINUTE);
    assert_int_equal(rows_in(ask("outbox\tstate=due\n")), 0);
    assert_says(ask("status\n"), "\tdue=4\t");
    world->sent_count = 0;
    outbox_turn(world->daemon.outbox, world->now + 2 * MINUTE);
    assert_says(ask("status\n"), "\tdue=0\tsending=3\t");
}

static void
status_says_what_is_in_the_way(void **state)
{
    const char *answer;

    (void)state;
    assert_null(strstr(ask("status\n"), "attention="));
    ask("hold\twhat=overleg\twhat=channel:sms\n");
    stop("aya");
    answer = ask("status\n");
    assert_says(answer, "\tstopped=1\t");
    assert_says(answer, "row\tattention=1\ttext=channel:sms is held; "
                "'alloctl release channel:sms' lets it go\n");
    assert_says(answer, "row\tattention=1\ttext=overleg is held; ");
    write_file("events.d/overleg.conf", "events = ( { id = 5; } );\n");
    ask("reload\n");
    assert_says(ask("status\n"), "text=the last load had ");
    assert_says(ask("status\n"), "events.d/overleg.conf:1: ");
    write_event(world->start, "Aalst");
    ask("reload\n");
    assert_null(strstr(ask("status\n"), "the last load had"));
}

static void
settle_wave(enum wave_state state, instant due, int64_t person)
{
    struct store *store = world->daemon.store;
    struct store_wave wave = {
        .organisation = "test", .event = "oud", .title = "", .version = 1,
        .occurrence = "-", .slot = "", .due = due, .until = due + HOUR,
        .facts = { .start = due + HOUR, .place = "" }, .state = state,
    };
    char slot[32];

    snprintf(slot, sizeof(slot), "%lld", (long long)due);
    wave.slot = slot;
    store->wave_open(store, &wave);
    wave.state = state;
    store->wave_save(store, &wave);
    store->row_add(store, &(struct store_row){
        .wave = wave.id, .person = person, .state = DELIVERY_DELIVERED,
        .channel = "sms", .due = due, .at = due, .remote = "", .reason = "" });
}

static void
status_does_not_forget_what_has_settled(void **state)
{
    (void)state;
    settle_wave(WAVE_SETTLED, world->now - 40 * DAY, 1);
    assert_says(ask("status\n"), "\tdelivered=0\t");
    settle_wave(WAVE_SETTLED, world->now - 20 * DAY, 1);
    settle_wave(WAVE_SETTLED, world->now - DAY, 1);
    settle_wave(WAVE_DONE, world->now - 2 * DAY, 1);
    assert_says(ask("status\n"), "\tdelivered=3\t");
    assert_says(ask("status\n"), "\tdelivered=3\t");
    assert_int_equal(world->daemon.kept.count, 2);
}

static void
events_tell_who_is_invited_once_each(void **state)
{
    char start[ZONE_TEXT], due[ZONE_TEXT], expected[500];
    const struct zone *zone = world->daemon.programme->organisation.zone;
    const char *answer = ask("events\n");

    (void)state;
    zone_format(zone, world->start, start);
    zone_format(zone, world->start - HOUR, due);
    snprintf(expected, sizeof(expected),
             "row\tevent=overleg\toccurrence=%s\tstart=%s\tplace=Aalst\t"
             "status=planned\tnext_due=%s\tinvited=4\tdelivered=0\t"
             "accepted=0\tunknown=0\tfailed=0\texpired=0\nend\tcode=0\n",
             start, start, due);
    assert_string_equal(answer, expected);
    send_reminder();
    assert_int_equal(world->sent_count, 3);
    result(0, ALLO_DELIVERED, NULL);
    result(1, ALLO_ACCEPTED, NULL);
    result(2, ALLO_REJECTED, "no such number");
    ask("hold\twhat=overleg\n");
    answer = ask("events\n");
    assert_says(answer, "status=held");
    assert_says(answer, "delivered=1\taccepted=1\tunknown=0\tfailed=1");
}

static void
events_that_are_over_are_past(void **state)
{
    (void)state;
    world->start = world->now - 3 * HOUR;
    write_event(world->start, "Aalst");
    ask("reload\n");
    assert_says(ask("events\n"), "\tstatus=past\tnext_due=\t");
}

/* -- outbox --------------------------------------------------------------- */

static void
outbox_lists_by_event_state_and_person(void **state)
{
    const char *answer;

    (void)state;
    assert_string_equal(ask("outbox\n"), "end\tcode=0\n");
    send_reminder();
    result(0, ALLO_DELIVERED, NULL);
    answer = ask("outbox\n");
    assert_int_equal(rows_in(answer), 4);
    assert_says(answer, "\tevent=overleg\t");
    assert_says(answer, "\tpurpose=reminder 1h\tperson=aya\tchannel=sms\t"
                "state=delivered\tattempt=1\tdue=\t");
    assert_says(answer, "person=bram\tchannel=\tstate=cancelled\tattempt=0\t");
    assert_says(answer, "reason=no channel that reaches this person\n");
    assert_int_equal(rows_in(ask("outbox\tstate=sending\n")), 2);
    assert_int_equal(rows_in(ask("outbox\tstate=held\n")), 0);
    assert_int_equal(rows_in(ask("outbox\tmost=1\n")), 1);
    assert_int_equal(rows_in(ask("outbox\tevent=overleg\tmost=3\n")), 3);
    assert_int_equal(rows_in(ask("outbox\tevent=overleg\tperson=lien\n")), 1);
    assert_int_equal(rows_in(ask("outbox\tperson=zoe\n")), 0);
    assert_says(ask("outbox\tevent=overlag\n"), "error\ttext=there is no "
                "event 'overlag'; did you mean 'overleg'?\n");
    assert_says(ask("outbox\tstate=helt\n"), "did you mean 'held'?");
    assert_says(ask("outbox\tperson=nobody\n"), "error\ttext=there is no "
                "person 'nobody'\n");
}

/* -- why ------------------------------------------------------------------ */

static void
why_tells_what_stands_in_the_way(void **state)
{
    (void)state;
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "text=not planned yet: the reminder '1 hour before' is due "
                "on ");
    assert_says(ask("why\tperson=aya\tevent=overleg\n"), "end\tcode=1\n");
    assert_says(ask("why\tperson=zoe\tevent=overleg\n"),
                "text=not invited: zoe is in none of the groups of overleg "
                "(jong, oud)\n");
    assert_says(ask("why\tperson=bram\tevent=overleg\n"),
                "text=not sent: no channel reaches bram\n");
    assert_says(ask("why\tperson=x\tevent=overleg\n"),
                "error\ttext=there is no person 'x'\n");
    assert_says(ask("why\tperson=overleg\tevent=aya\n"), "error\ttext="
                "'overleg' is an event; the person comes first: alloctl why "
                "aya overleg\n");
    assert_says(ask("why\tperson=aya\tevent=overlegt\n"), "did you mean "
                "'overleg'?");
    assert_says(ask("why\tperson=aya\n"), "error\t");
    ask("hold\twhat=overleg\n");
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "text=waits: overleg is held;");
    world->daemon.trusted = false;
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "text=waits: the clock cannot be trusted");
    stop("aya");
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "text=not sent: STOP on ");
}

static void
why_tells_what_became_of_each_message(void **state)
{
    const char *answer;

    (void)state;
    stop("marc");
    send_reminder();
    assert_int_equal(world->sent_count, 2);
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "state=sending\tchannel=sms\ttext=handed to sms on ");
    result(0, ALLO_DELIVERED, NULL);
    answer = ask("why\tperson=aya\tevent=overleg\n");
    assert_says(answer, "purpose=reminder 1h\tstate=delivered\tchannel=sms\t"
                "text=sent over sms, delivered on ");
    assert_says(answer, ":02\nend\tcode=0\n");
    result(1, ALLO_RETRY, "queue full");
    assert_says(ask("why\tperson=lien\tevent=overleg\n"),
                "text=will be tried again on ");
    assert_says(ask("why\tperson=lien\tevent=overleg\n"), ": queue full\n");
    assert_says(ask("why\tperson=marc\tevent=overleg\n"),
                "state=cancelled\tchannel=\ttext=not sent: STOP on ");
}

static void
why_says_stop_by_its_own_time(void **state)
{
    const struct zone *zone = world->daemon.programme->organisation.zone;
    char expected[120], at[MOMENT_TEXT];

    (void)state;
    stop("marc");
    send_reminder();
    snprintf(expected, sizeof(expected), "text=not sent: STOP on %s\n",
             words_moment(zone, world->now - MINUTE, world->now, at));
    assert_says(ask("why\tperson=marc\tevent=overleg\n"), expected);
    start("marc");
    assert_says(ask("why\tperson=marc\tevent=overleg\n"),
                "text=not sent: the person had said STOP\n");
}

static const char loop_text[] =
    "the same text went to this address 5 times within half an hour";

static void
put_row(enum purpose purpose, enum delivery_state row_state, instant due,
        instant until, const char *reason)
{
    struct store *store = world->daemon.store;
    struct store_recipient person;
    struct store_wave wave = {
        .organisation = "test", .event = "overleg", .title = "Overleg",
        .occurrence = "-", .purpose = purpose, .slot = "", .version = 3,
        .due = world->now - MINUTE, .until = until,
        .facts = { .start = world->start, .place = "Gent" },
        .state = WAVE_DONE,
    };

    assert_true(store->person_find(store, "aya", &person));
    assert_true(store->wave_open(store, &wave));
    assert_true(store->row_add(store, &(struct store_row){
        .wave = wave.id, .person = person.person, .state = row_state,
        .channel = "sms", .due = due, .at = world->now, .remote = "",
        .reason = reason }));
}

static void
why_words_a_correction_for_whoever_reads_it(void **state)
{
    const struct zone *zone = world->daemon.programme->organisation.zone;
    char expected[160], at[MOMENT_TEXT];

    (void)state;
    put_row(PURPOSE_RESTORED, DELIVERY_DELIVERED, world->now, world->start,
            "");
    snprintf(expected, sizeof(expected), "text=corrected: now %s, Gent; sent "
             "over sms, delivered on ",
             words_moment(zone, world->start, world->now, at));
    assert_says(ask("why\tperson=aya\tevent=overleg\n"), expected);
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "\tpurpose=correction\t");
    put_row(PURPOSE_CANCELLED, DELIVERY_DELIVERED, world->now, world->start,
            "");
    assert_says(ask("why\tperson=aya\tevent=overleg\n"),
                "text=corrected: cancelled; sent over sms");
}

static void
why_says_that_quiet_hours_end_too_late(void **state)
{
    const struct zone *zone = world->daemon.programme->organisation.zone;
    char expected[160], at[MOMENT_TEXT], until[MOMENT_TEXT];

    (void)state;
    words_moment(zone, world->now + HOUR, world->now, at);
    put_row(PURPOSE_REMINDER, DELIVERY_DUE, world->now + HOUR,
            world->now + 2 * HOUR, "quiet hours");
    snprintf(expected, sizeof(expected), "text=waits: quiet hours until %s\n",
             at);
    assert_says(ask("why\tperson=aya\tevent=overleg\n"), expected);
    put_row(PURPOSE_MOVED, DELIVERY_DUE, world->now + HOUR,
            world->now + 30 * MINUTE, "quiet hours");
    snprintf(expected, sizeof(expected), "too late: quiet hours until %s, of "
             "no use from %s on\n", at,
             words_moment(zone, world->now + 30 * MINUTE, world->now, until));
    assert_says(ask("why\tperson=aya\tevent=overleg\n"), expected);
}

static void
why_says_that_the_budget_is_used_up(void **state)
{
    char conf[sizeof(allo_conf) + 40];
    const char *at = strstr(allo_conf, "plugin");
    struct store_wave wave = {
        .organisation = "test", .event = "overleg", .title = "Overleg",
        .occurrence = "-", .purpose = PURPOSE_REMINDER, .slot = "1h",
        .version = 9, .due = world->now - MINUTE, .until = world->start,
        .facts = { .start = world->start, .place = "Aalst" },
        .state = WAVE_OPEN,
    };

    (void)state;
    snprintf(conf, sizeof(conf), "%.*sdaily_limit = 1; %s",
             (int)(at - allo_conf), allo_conf, at);
    write_file("allo.conf", conf);
    ask("reload\n");
    send_reminder();
    world->daemon.store->wave_open(world->daemon.store, &wave);
    assert_says(ask("why\tperson=lien\tevent=overleg\n"),
                "text=waits: the budget of the channel 'sms' is used up "
                "until ");
    assert_says(ask("status\n"), "the channel 'sms' has used up its budget "
                "of today");
}

static void
what_went_round_says_so(void **state)
{
    (void)state;
    put_row(PURPOSE_REMINDER, DELIVERY_HELD, 0, world->start, loop_text);
    assert_says(ask("why\tperson=aya\tevent=overleg\n"), loop_text);
    assert_says(ask("outbox\tstate=held\n"), loop_text);
}

/* -- hold and release ----------------------------------------------------- */

static void
what_is_held_stays_and_is_released(void **state)
{
    (void)state;
    assert_says(ask("hold\twhat=overleg\n"), "row\ttext=nothing of overleg "
                "leaves until 'alloctl release overleg'\nend\tcode=0\n");
    send_reminder();
    assert_int_equal(world->sent_count, 0);
    assert_says(ask("release\twhat=overleg\n"), "row\ttext=overleg is "
                "released\nend\tcode=0\n");
    assert_int_equal(world->pokes, 3);
    send_reminder();
    assert_int_equal(world->sent_count, 3);
    assert_says(ask("hold\twhat=overlag\n"), "did you mean 'overleg'?\n"
                "end\tcode=1\n");
    assert_says(ask("hold\twhat=channel:sms\n"), "end\tcode=0\n");
    assert_says(ask("release\twhat=channel:sms\twhat=channel:mail\n"),
                "row\ttext=channel:sms is released\nrow\ttext=there is no "
                "'channel:mail' to hold or release");
    assert_says(ask("release\twhat=channel:sms\n"),
                "is not held\nend\tcode=1\n");
}

static void
rows_that_were_held_go_on_with_their_event(void **state)
{
    char id[64], request[96];

    (void)state;
    send_reminder();
    result(0, ALLO_RETRY, "queue full");
    result(1, ALLO_RETRY, "queue full");
    ask("hold\twhat=overleg\n");
    outbox_turn(world->daemon.outbox, world->start - 31 * MINUTE);
    assert_int_equal(rows_in(ask("outbox\tstate=held\n")), 2);
    snprintf(id, sizeof(id), "%llu.%llu",
             (unsigned long long)world->sent[0].wave,
             (unsigned long long)world->sent[0].person);
    assert_says(ask("why\tperson=aya\tevent=overleg\n"), id);
    snprintf(request, sizeof(request), "release\twhat=%s\n", id);
    assert_says(ask(request), "goes on\nend\tcode=0\n");
    assert_says(ask(request), "that is held\nend\tcode=1\n");
    assert_says(ask("release\twhat=overleg\n"),
                "overleg is released; 1 message goes on\n");
    assert_int_equal(rows_in(ask("outbox\tstate=held\n")), 0);
    assert_int_equal(rows_in(ask("outbox\tstate=due\n")), 2);
}

static void
a_missed_reminder_is_sent_once_when_it_is_released(void **state)
{
    (void)state;
    assert_says(ask("release\twhat=overleg\n"),
                "1 reminder of overleg that had been past leaves now\n"
                "end\tcode=0\n");
    outbox_turn(world->daemon.outbox, world->now + MINUTE);
    assert_int_equal(world->sent_count, 3);
    /* done: nobody is asked to release it any more */
    assert_null(strstr(ask("status\n"), "notice=1"));
    assert_says(ask("release\twhat=overleg\n"),
                "nothing of overleg is held\nend\tcode=1\n");
}

static void
the_clock_is_released_only_when_it_is_held(void **state)
{
    struct clockguard *guard = &world->daemon.guard;

    (void)state;
    assert_says(ask("release\twhat=clock\n"), "end\tcode=1\n");
    clockguard_init(guard, 0);
    clockguard_look(guard, world->now, 1000, true);
    clockguard_look(guard, world->now + DAY, 2000, true);
    assert_true(guard->jumped);
    assert_says(ask("release\twhat=clock\n"), "end\tcode=0\n");
    assert_false(guard->jumped);
    clockguard_init(guard, world->now + DAY);
    clockguard_look(guard, world->now, 1000, true);
    assert_non_null(guard->reason);
    assert_says(ask("release\twhat=clock\n"), "end\tcode=0\n");
    assert_true(clockguard_look(guard, world->now, 1000, true));
}

/* -- reload --------------------------------------------------------------- */

static void
forecast_tells_what_a_reload_would_do_and_does_nothing(void **state)
{
    const char *answer = ask("forecast\n");

    (void)state;
    assert_null(strstr(answer, "kind=message"));
    send_reminder();
    result(0, ALLO_DELIVERED, NULL);
    result(1, ALLO_ACCEPTED, NULL);
    result(2, ALLO_REJECTED, "no such number");
    write_event(world->start, "Gent");
    for (int i = 0; i < 2; i++) {
        answer = ask("forecast\n");
        assert_says(answer, "\ttext=overleg is changed\n");
        assert_says(answer, ": 2 people get a correction at ");
        assert_says(answer, "row\tkind=message\tchange=comes\tat=");
        assert_null(strstr(answer, "+3247"));
        assert_says(answer, "end\tcode=0\n");
    }
    answer = ask("events\n");
    assert_says(answer, "place=Aalst");
    answer = ask("forecast\tevent=overlg\n");
    assert_says(answer, "did you mean 'overleg'?");
    answer = ask("reload\n");
    assert_says(answer, ": 2 people get a correction at ");
    assert_null(strstr(ask("forecast\n"), "kind=message"));
}

static void
reload_tells_what_is_different_and_what_follows(void **state)
{
    const char *answer = ask("reload\n");

    (void)state;
    assert_says(answer, "end\tcode=0\n");
    assert_null(strstr(answer, "kind=change"));
    assert_null(strstr(answer, "kind=effect"));
    assert_null(strstr(answer, "kind=error"));
    send_reminder();
    result(0, ALLO_DELIVERED, NULL);
    result(1, ALLO_ACCEPTED, NULL);
    result(2, ALLO_REJECTED, "no such number");
    write_event(world->start, "Gent");
    answer = ask("reload\n");
    assert_says(answer, "row\tkind=change\tfile=events.d/overleg.conf\tline=1"
                "\ttext=overleg is changed\n");
    assert_says(answer, "row\tkind=effect\tfile=\tline=0\ttext=overleg of ");
    assert_says(answer, ": 2 people get a correction at ");
    assert_says(answer, "; 'alloctl hold overleg' stops it\nend\tcode=0\n");
    remove_file("events.d/overleg.conf");
    answer = ask("reload\n");
    assert_says(answer, "text=overleg is gone\n");
    assert_says(answer, ": 2 people get a correction at ");
}

static void
reload_refuses_what_is_broken(void **state)
{
    const char *answer;

    (void)state;
    write_file("allo.conf", "organisation = { id = \"test\"; };\nquite = 1;");
    answer = ask("reload\n");
    assert_says(answer, "row\tkind=error\tfile=allo.conf\tline=2\ttext=");
    assert_says(answer, "end\tcode=1\n");
    assert_null(strstr(answer, "kind=change"));
    assert_int_equal(world->daemon.programme->event_count, 1);
    assert_says(ask("events\n"), "event=overleg");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(status_counts),
        TEST(status_finds_a_reminder_that_is_months_away),
        TEST(status_counts_who_the_channel_has_no_room_for),
        TEST(status_says_what_is_in_the_way),
        TEST(status_does_not_forget_what_has_settled),
        TEST(events_tell_who_is_invited_once_each),
        TEST(events_that_are_over_are_past),
        TEST(outbox_lists_by_event_state_and_person),
        TEST(why_tells_what_stands_in_the_way),
        TEST(why_tells_what_became_of_each_message),
        TEST(why_says_stop_by_its_own_time),
        TEST(why_words_a_correction_for_whoever_reads_it),
        TEST(why_says_that_quiet_hours_end_too_late),
        TEST(why_says_that_the_budget_is_used_up),
        TEST(what_went_round_says_so),
        TEST(what_is_held_stays_and_is_released),
        TEST(rows_that_were_held_go_on_with_their_event),
        TEST(a_missed_reminder_is_sent_once_when_it_is_released),
        TEST(the_clock_is_released_only_when_it_is_held),
        TEST(forecast_tells_what_a_reload_would_do_and_does_nothing),
        TEST(reload_tells_what_is_different_and_what_follows),
        TEST(reload_refuses_what_is_broken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
