/* month - see month.h */
#include "month.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "calendar/zone.h"

#define START (INT64_C(1799056800) * SECOND)    /* 2027-01-04 10:00 UTC */

const char *const month_people[PEOPLE] = { "an", "bo", "cis", "dis", "els",
                                           "fa" };
static const char *const places[] = { "De Kouter", "Stadspark",
                                      "Stationsplein" };
static const char *const reminders[] = {
    "\"1 day before at 18:00\"",
    "\"1 week before at 18:00\", \"1 day before at 18:00\"",
    "\"1 day before at 18:00\", \"2 hours before\"",
    "\"3 hours before\"",
    "\"3 days before at 10:00\", \"1 day before at 18:00\"",
    "\"3 days before\", \"5 hours before\"",
};
static const char *const rules[] = { NULL, "weekly", "every 2 weeks" };
static const char *const groups[] = { "\"jong\"", "\"pol\"",
                                      "\"jong\", \"pol\"" };
static const char *const invites[] = { "\"jong\", \"pol\"", "\"jong\"",
                                       "\"pol\"", "\"pol\", \"jong\"" };
enum { REMINDERS = sizeof(reminders) / sizeof(reminders[0]) };
/* Of a weekly one, its first date: 0 is none. */
static const char *const skips[] = {
    "", "", " on_skip = \"day after\";", " on_skip = \"next workday\";"
};
enum { SKIPS = sizeof(skips) / sizeof(skips[0]) };

static int
below(struct month *month, int bound)
{
    return (int)random_below(&month->random, (uint64_t)bound);
}

__attribute__((format(printf, 2, 3))) static void
note(struct month *month, const char *format, ...)
{
    char text[CIVIL_TEXT];
    struct civil civil;
    va_list args;

    if (!month->verbose)
        return;
    zone_civil(month->zone, month->world.now, &civil);
    printf("%s  ", civil_format(&civil, text));
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

void
month_wrong(struct month *month, const struct sent *sent, const char *what)
{
    char text[CIVIL_TEXT];
    struct civil civil;

    zone_civil(month->zone, sent->at, &civil);
    printf("seed %" PRIu64 ": %s: %s %s %s v%d %s %s: %s\n", month->seed,
           what, civil_format(&civil, text), sent->channel, sent->person,
           sent->version, sent->purpose, sent->slot, sent->text);
    month->failures++;
}

/* -- files ---------------------------------------------------------------------- */

static void
write_people(struct month *month)
{
    struct buffer text = { 0 };
    const char *comma = "";

    buffer_add_text(&text, "people = (\n");
    for (int i = 0; i < PEOPLE; i++) {
        if (month->away[i])
            continue;
        buffer_add_format(&text, "%s  { id = \"%s\"; phone = "
                          "\"047000000%d\";%s groups = [ %s ]; }", comma,
                          month_people[i], i,
                          i >= 4 ? " email = \"p@lejo.example\";" : "",
                          groups[month->group[i]]);
        comma = ",\n";
    }
    buffer_add_text(&text, " );\n");
    world_file(&month->world, "people.d/p.conf", buffer_text(&text));
    buffer_free(&text);
}

static void
write_fixed(struct month *month)
{
    world_file(&month->world, "allo.conf",
        "organisation = { id = \"o\"; name = \"O\"; contact = \"Sam\"; };\n"
        "store = { path = \"allo.db\"; };\n"
        "channels = (\n"
        "  { name = \"sms\"; plugin = \"smpp\"; host = \"h\"; sender = \"+32470000000\"; },\n"
        "  { name = \"mail\"; plugin = \"smtp\"; host = \"h\"; from = \"a@lejo.example\"; } );\n"
        "groups = (\n"
        "  { id = \"jong\"; role = \"youngster\"; reach = [ \"sms\" ]; quiet = \"21:00-09:00\"; },\n"
        "  { id = \"pol\"; role = \"officer\"; reach = [ \"mail\", \"sms\" ]; quiet = \"none\"; } );\n");
    write_people(month);
}

static void
write_meetings(struct month *month)
{
    struct buffer text = { 0 };
    const char *comma = "";
    char rule[80];

    buffer_add_text(&text, "events = (\n");
    for (int i = 0; i < EVENTS; i++) {
        const struct meeting *meeting = &month->meetings[i];
        char date[CIVIL_TEXT];

        if (!meeting->there)
            continue;
        rule[0] = '\0';
        if (meeting->rule != 0)
            snprintf(rule, sizeof(rule), " repeat = \"%s until %s\";",
                     rules[meeting->rule],
                     month->until != NULL ? month->until : "2027-02-28");
        buffer_add_format(&text, "%s  { id = \"m%d-%d\"; title = \"M%d\"; "
                          "start = \"%s %02d:00\"; "
                          "place = \"%s\"; remind = [ %s ]; "
                          "invite = [ %s ];%s", comma, i,
                          meeting->name, i,
                          civil_format_date(&meeting->date, date),
                          meeting->hour, places[meeting->place],
                          reminders[meeting->reminders],
                          invites[meeting->invite], rule);
        if (meeting->rule != 0 && meeting->skip != 0)
            buffer_add_format(&text, " skip = [ \"%s\" ];%s", date,
                              skips[meeting->skip]);
        if (meeting->cancelled)
            buffer_add_format(&text, " change = ( { on = \"%s\"; "
                              "cancelled = true; } );", date);
        buffer_add_text(&text, " }");
        comma = ",\n";
    }
    buffer_add_text(&text, " );\n");
    world_file(&month->world, "events.d/m.conf", buffer_text(&text));
    buffer_free(&text);
    if (!month->down && world_load(&month->world) != 0) {
        printf("seed %" PRIu64 ": a file is wrong\n", month->seed);
        month->failures++;
    }
}

/* One of the next days: of which people were or are about to be told. */
static void
set_date(struct month *month, struct meeting *meeting)
{
    zone_civil(month->zone, month->world.now, &meeting->date);
    civil_add_days(&meeting->date, 1 + below(month, 5));
}

/* Mostly the meeting that somebody was told of last: then it matters. */
static int
choose(struct month *month)
{
    const struct world *world = &month->world;

    for (size_t i = world->sent_count; i-- > 0 && below(month, 4) != 0;) {
        const struct sent *sent = &world->sent[i];

        if (sent->facts.start > world->now && sent->event[0] == 'm')
            return atoi(sent->event + 1);
    }
    return below(month, EVENTS);
}

void
month_edit(struct month *month)
{
    int which = choose(month);
    struct meeting *meeting = &month->meetings[which];
    struct meeting before = *meeting;

    switch (below(month, 15)) {
    case 14:
        meeting->skip = below(month, SKIPS);
        break;
    case 13:
        meeting->name++;
        break;
    case 12:
        meeting->rule = below(month, 3);
        break;
    case 11:
    case 10:
        meeting->invite = below(month, 4);
        break;
    case 0:
        set_date(month, meeting);
        break;
    case 1:
    case 2:
    case 3:
        meeting->hour = 12 + below(month, 9);
        break;
    case 4:
    case 5:
        meeting->place = below(month, 3);
        break;
    case 6:
    case 7:
        meeting->cancelled = !meeting->cancelled;
        break;
    case 8:
        meeting->there = !meeting->there;
        break;
    default:
        meeting->reminders = below(month, REMINDERS);
        break;
    }
    note(month, "m%d.%d: there %d day %d hour %d place %d cancelled %d "
         "reminders %d rule %d invite %d skip %d", which, meeting->name,
         meeting->there, meeting->date.day, meeting->hour, meeting->place,
         meeting->cancelled, meeting->reminders, meeting->rule,
         meeting->invite, meeting->skip);
    write_meetings(month);
    /* taken back, within the settle time or not */
    if (below(month, 4) == 0) {
        world_until(&month->world, month->world.now +
                                       below(month, 9) * MINUTE);
        *meeting = before;
        note(month, "m%d: taken back", which);
        write_meetings(month);
    }
}

/* Somebody comes, goes, or changes groups. */
static void
edit_people(struct month *month)
{
    int person = below(month, PEOPLE);

    if (below(month, 2) == 0)
        month->away[person] = !month->away[person];
    else
        month->group[person] = below(month, 3);
    note(month, "%s: away %d group %d", month_people[person],
         month->away[person], month->group[person]);
    write_people(month);
    write_meetings(month);
}

/* -- everything that happens ------------------------------------------------------ */

static void
change_channel(struct month *month)
{
    static const enum mode modes[] = {
        MODE_ACCEPT, MODE_ACCEPT, MODE_ACCEPT, MODE_ACCEPT, MODE_SILENT,
        MODE_UNDELIVERED, MODE_REJECT, MODE_RETRY, MODE_UNKNOWN, MODE_MUTE,
        MODE_DOWN, MODE_ACCEPT
    };
    int channel = below(month, 2);
    struct world *world = &month->world;

    world->modes[channel] = modes[below(month, 12)];
    world->windows[channel] = below(month, 2) * (1 + below(month, 3));
    world->latency[channel] = below(month, 3) * 20 * SECOND;
    world->receipt[channel] = below(month, 3) * 30 * SECOND;
    world->receipt_twice[channel] = below(month, 2) == 0;
    world->wake = world->now;
    note(month, "channel %d: mode %d window %d", channel,
         (int)world->modes[channel], world->windows[channel]);
}

bool
month_is_answer(const struct sent *sent)
{
    return strcmp(sent->purpose, "stopped") == 0 ||
           strcmp(sent->purpose, "started") == 0;
}

void
month_check_stops(struct month *month)
{
    for (int i = 0; i < PEOPLE; i++) {
        for (size_t j = month->stopped_from[i];
             month->stopped[i] && j < month->world.sent_count; j++) {
            const struct sent *sent = &month->world.sent[j];

            if (strcmp(sent->person, month_people[i]) == 0 && !month_is_answer(sent))
                month_wrong(month, sent, "after STOP");
        }
    }
}

void
month_write_back(struct month *month)
{
    int person = below(month, PEOPLE);
    bool stop = !month->stopped[person] && below(month, 3) == 0;
    char from[16];

    snprintf(from, sizeof(from), "047000000%d", person);
    world_reply(&month->world, "sms", from, stop ? "STOP" : "START");
    month_check_stops(month);
    if (stop && !month->stopped[person])
        month->stopped_from[person] = month->world.sent_count;
    month->stopped[person] = stop;
    note(month, "%s: %s", month_people[person], stop ? "STOP" : "START");
}

static void
end_process(struct month *month)
{
    switch (below(month, 3)) {
    case 0:
        note(month, "crash");
        world_crash(&month->world);
        break;
    case 1:
        note(month, "power cut");
        world_power_cut(&month->world);
        break;
    default:
        note(month, "stop");
        world_stop(&month->world);
        month->down = true;
        break;
    }
}

void
month_step(struct month *month)
{
    static const instant spans[] = { MINUTE, 7 * MINUTE, HOUR, 3 * HOUR,
                                     5 * HOUR, 13 * HOUR };

    if (month->down) {
        month->down = false;
        note(month, "restart");
        world_start(&month->world);
    }
    switch (below(month, 11)) {
    case 10:
        edit_people(month);
        break;
    case 0:
    case 1:
        change_channel(month);
        break;
    case 2:
        month_write_back(month);
        break;
    case 3:
        end_process(month);
        if (month->down && below(month, 2) == 0)
            month_edit(month);
        break;
    case 4:
        month->world.doubted = !month->world.doubted;
        outbox_doubt(month->world.outbox, month->world.doubted);
        note(month, "doubted %d", month->world.doubted);
        month->world.wake = month->world.now;
        break;
    default:
        month_edit(month);
        break;
    }
    world_until(&month->world, month->world.now +
                                   spans[below(month, 6)] +
                                   below(month, 50) * SECOND);
}

void
month_calm(struct month *month)
{
    struct world *world = &month->world;
    struct civil civil;

    if (month->down)
        world_start(world);
    month->down = false;
    world->doubted = false;
    outbox_doubt(world->outbox, false);
    for (int i = 0; i < 2; i++) {
        world->modes[i] = MODE_ACCEPT;
        world->windows[i] = 0;
    }
    world_crash(world);
    /* a meeting that some are reminded of the evening before ... */
    zone_civil(month->zone, world->now + 6 * HOUR + 30 * MINUTE, &civil);
    civil_add_days(&civil, 1);
    civil.hour = civil.minute = 0;
    month->meetings[0] = (struct meeting){
        .there = true, .date = civil, .hour = 20,
        .invite = 1 + below(month, 2), .name = month->meetings[0].name,
    };
    write_meetings(month);
    civil_add_days(&civil, -1);
    civil.hour = 18;
    civil.minute = 30;
    world_until(world, zone_instant(month->zone, &civil));
    /* ... and then all are invited */
    for (int i = 0; i < PEOPLE; i++) {
        month->away[i] = false;
        month->group[i] = 2;
    }
    month->meetings[0].invite = 3;
    write_people(month);
    write_meetings(month);
    civil_add_days(&civil, 1);
    civil.hour = 12;
    world_until(world, zone_instant(month->zone, &civil));
}

/* In the night nothing falls due. */
void
month_settle(struct month *month)
{
    struct world *world = &month->world;
    struct civil civil;
    size_t before;

    zone_civil(month->zone, world->now, &civil);
    civil_add_days(&civil, 2);
    civil.hour = 3;
    world_until(world, zone_instant(month->zone, &civil));
    before = world->sent_count;
    for (int i = 0; i < 3; i++) {
        world_load(world);
        world_until(world, world->now + 10 * MINUTE);
    }
    if (world->sent_count != before)
        month_wrong(month, &world->sent[before], "sent for nothing");
}

void
month_begin(struct month *month)
{
    random_seed(&month->random, month->seed);
    world_open(&month->world, START);
    for (int i = 0; i < PEOPLE; i++)
        month->group[i] = i >= 4;
    for (int i = 0; i < EVENTS; i++) {
        month->meetings[i] = (struct meeting){
            .there = true, .hour = 12 + below(month, 9),
            .place = below(month, 3), .reminders = below(month, REMINDERS),
            .rule = below(month, 3) == 0, .invite = below(month, 4),
        };
        set_date(month, &month->meetings[i]);
    }
    write_fixed(month);
    write_meetings(month);
}
