/* load: a directory of files to a programme, whatever is in them */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "calendar/dayset.h"
#include "calendar/zone.h"
#include "config_files.h"
#include "message/language.h"
#include "message/template.h"
#include "programme/channel.h"
#include "programme/load.h"
#include "programme/programme.h"
#include "programme/skip.h"

static const char allo[] =
    "organisation = { id = \"demo\"; name = \"ALLO?!\"; };\n"
    "channels = ( { name = \"sms\"; plugin = \"smpp\"; host = \"h\";\n"
    "  port = 2775; tls = true; weight = 1.5; price = 0.075; },\n"
    "  { name = \"mail\"; plugin = \"/usr/lib/allo/smtp.so\"; } );\n"
    "groups = ( { id = \"politie\"; role = \"officer\"; reach = \"mail\"; },\n"
    "  { id = \"jongeren\"; } );\n";

static const char event[] =
    "events = ( { id = \"b\"; title = \"B\"; start = \"2027-01-13 19:00\";\n"
    "  place = \"X\"; invite = \"jongeren\"; } );\n";

static const char other_event[] =
    "events = ( { id = \"a\"; title = \"A\"; start = \"2027-01-14 19:00\";\n"
    "  place = \"X\"; invite = [ \"politie\", \"jongeren\" ]; } );\n";

static const char broken[] = "events = ( { id = \"b\"; titel = \"B\"; } );\n";

struct fixture {
    struct config_files files;
    struct load_options options;
    struct load load;
    const char *last;           /* what last_valid() answers */
    char asked[100];            /* and for which file it was asked last */
};

static const char *
last_valid(void *self, const char *name)
{
    struct fixture *fixture = self;

    snprintf(fixture->asked, sizeof(fixture->asked), "%s", name);
    return fixture->last;
}

static int
set_up(void **state)
{
    struct fixture *fixture = NEW(struct fixture);

    config_files_make(&fixture->files);
    config_files_put(&fixture->files, "allo.conf", allo);
    fixture->options.directory = fixture->files.directory;
    fixture->options.last_valid = last_valid;
    fixture->options.self = fixture;
    fixture->options.people = true;
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    load_free(&fixture->load);
    config_files_remove(&fixture->files);
    free(fixture);
    return 0;
}

static const struct programme *
load(struct fixture *fixture)
{
    load_free(&fixture->load);
    programme_load(&fixture->options, &fixture->load);
    return fixture->load.programme;
}

static const struct source *
source(const struct fixture *fixture, const char *name)
{
    for (size_t i = 0; i < fixture->load.source_count; i++) {
        if (strcmp(fixture->load.sources[i].name, name) == 0)
            return &fixture->load.sources[i];
    }
    return NULL;
}

static void
a_few_lines_are_a_whole_event(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;
    const struct event *b;

    config_files_put(&fixture->files, "events.d/b.conf", event);
    programme = load(fixture);
    assert_non_null(programme);
    assert_int_equal(fixture->load.error_count, 0);
    assert_false(programme->incomplete);
    b = programme_event(programme, "b");
    assert_non_null(b);
    assert_string_equal(b->title, "B");
    assert_string_equal(zone_name(b->zone), "Europe/Brussels");
    assert_int_equal(b->reminder_count, 1);
    assert_string_equal(b->reminders[0].slot, "1d");
    assert_true(b->reminders[0].offset.has_clock);
    assert_int_equal(b->reminders[0].offset.hour, 18);
    assert_int_equal(b->group_count, 1);
    assert_ptr_equal(b->groups[0], programme_group(programme, "jongeren"));
    assert_string_equal(b->at.file, "events.d/b.conf");
    assert_int_equal(b->at.line, 1);
    assert_null(programme_event(programme, "c"));
    assert_null(programme_group(programme, "c"));
    assert_null(programme_channel(programme, "c"));
}

static void
defaults_are_right_for_flanders(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme = load(fixture);
    const struct group *group;

    assert_non_null(programme);
    assert_string_equal(language_tag(programme->organisation.language), "nl");
    assert_string_equal(programme->organisation.country, "BE");
    assert_int_equal(programme->settings.settle, 5 * MINUTE);
    assert_int_equal(programme->settings.useful_before, 30 * MINUTE);
    assert_int_equal(programme->settings.clock, CLOCK_SYNCHRONISED);
    assert_int_equal(programme->settings.max_parts, 3);
    assert_true(programme->settings.transliterate);
    assert_false(programme->settings.watch);
    assert_string_equal(programme->settings.store_path,
                        LOCALSTATEDIR "/allo.db");
    group = programme_group(programme, "jongeren");
    assert_string_equal(group->role, "youngster");
    assert_true(group->has_quiet);
    assert_int_equal(group->quiet.from, 20 * 60);
    assert_int_equal(group->quiet.to, 9 * 60);
    assert_int_equal(group->reach_count, 0);
    assert_false(programme_group(programme, "politie")->has_quiet);
}

static void
what_a_channel_does_not_know_is_its_plugins(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme = load(fixture);
    const struct channel_definition *channel =
        programme_channel(programme, "sms");

    assert_string_equal(channel_setting(channel, "host"), "h");
    assert_string_equal(channel_setting(channel, "port"), "2775");
    assert_string_equal(channel_setting(channel, "tls"), "true");
    assert_string_equal(channel_setting(channel, "weight"), "1.5");
    assert_null(channel_setting(channel, "price"));
    assert_int_equal(channel->price, 75000);
    assert_int_equal(channel->deadline, MINUTE);
    assert_int_equal(channel->workers, 1);
    assert_int_equal(channel->kind, ADDRESS_PHONE);
    assert_true(channel->sms);
    channel = programme_channel(programme, "mail");
    assert_int_equal(channel->kind, ADDRESS_EMAIL);
    assert_false(channel->sms);
}

static void
paths_are_below_the_configuration(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;
    char text[1000], path[200];

    snprintf(text, sizeof(text), "%sstore = { path = \"allo.db\"; };\n"
             "control = \"/run/x\"; clock = \"trusted\"; settle = "
             "\"5 seconds\"; useful_before = \"0 minutes\";\n", allo);
    config_files_put(&fixture->files, "allo.conf", text);
    programme = load(fixture);
    assert_non_null(programme);
    snprintf(path, sizeof(path), "%s/allo.db", fixture->files.directory);
    assert_string_equal(programme->settings.store_path, path);
    assert_string_equal(programme->settings.control_path, "/run/x");
    assert_int_equal(programme->settings.clock, CLOCK_TRUSTED);
    assert_int_equal(programme->settings.settle, 5 * SECOND);
    assert_int_equal(programme->settings.useful_before, 0);
}

static void
files_are_read_in_the_order_of_their_names(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;

    config_files_put(&fixture->files, "events.d/2.conf", other_event);
    config_files_put(&fixture->files, "events.d/1.conf", event);
    config_files_put(&fixture->files, "events.d/.hidden.conf", "x");
    config_files_put(&fixture->files, "events.d/#1.conf#", "x");
    config_files_put(&fixture->files, "events.d/1.conf~", "x");
    config_files_put(&fixture->files, "events.d/1.conf.dpkg-old", "x");
    config_files_put(&fixture->files, "events.d/1.conf.txt", "x");
    programme = load(fixture);
    assert_int_equal(fixture->load.source_count, 3);
    assert_string_equal(fixture->load.sources[0].name, "allo.conf");
    assert_string_equal(fixture->load.sources[1].name, "events.d/1.conf");
    assert_string_equal(fixture->load.sources[2].name, "events.d/2.conf");
    assert_int_equal(programme->event_count, 2);
    assert_string_equal(programme->events[0].id, "a");
    assert_int_equal(fixture->load.diagnosis_count, 1);
    assert_string_equal(fixture->load.diagnoses[0].file,
                        "events.d/1.conf.txt");
    assert_true(fixture->load.diagnoses[0].warning);
}

static void
a_broken_file_leaves_the_others_alone(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;

    config_files_put(&fixture->files, "events.d/a.conf", other_event);
    config_files_put(&fixture->files, "events.d/b.conf", broken);
    fixture->last = event;
    programme = load(fixture);
    assert_non_null(programme);
    assert_int_equal(fixture->load.error_count, 3);
    assert_string_equal(fixture->asked, "events.d/b.conf");
    assert_non_null(programme_event(programme, "a"));
    assert_string_equal(programme_event(programme, "b")->title, "B");
    assert_false(programme->incomplete);
    assert_true(source(fixture, "events.d/a.conf")->valid);
    assert_string_equal(source(fixture, "events.d/a.conf")->text,
                        other_event);
    assert_false(source(fixture, "events.d/b.conf")->valid);
    assert_string_equal(source(fixture, "events.d/b.conf")->text, event);
}

static void
without_a_valid_text_something_is_missing(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;

    config_files_put(&fixture->files, "events.d/b.conf", broken);
    for (int round = 0; round < 2; round++) {
        fixture->last = round == 0 ? NULL : "events = ( { } );";
        programme = load(fixture);
        assert_non_null(programme);
        assert_true(programme->incomplete);
        assert_int_equal(programme->event_count, 0);
        assert_false(source(fixture, "events.d/b.conf")->valid);
        assert_null(source(fixture, "events.d/b.conf")->text);
    }
}

static void
a_file_that_cannot_be_read_falls_back_too(void **state)
{
    struct fixture *fixture = *state;
    char path[200];

    snprintf(path, sizeof(path), "%s/events.d/b.conf",
             fixture->files.directory);
    assert_int_equal(mkdir(path, 0700), 0);
    fixture->last = event;
    assert_non_null(programme_event(load(fixture), "b"));
    assert_int_equal(fixture->load.error_count, 1);
    assert_false(source(fixture, "events.d/b.conf")->valid);
}

static void
a_directory_that_is_none_makes_it_incomplete(void **state)
{
    struct fixture *fixture = *state;

    config_files_drop(&fixture->files, "events.d");
    config_files_put(&fixture->files, "events.d", "x");
    assert_true(load(fixture)->incomplete);
    assert_int_equal(fixture->load.error_count, 1);
    config_files_drop(&fixture->files, "events.d");
    assert_false(load(fixture)->incomplete);
    assert_int_equal(fixture->load.error_count, 0);
}

/* b moved from one file to another, and the one it left is broken. */
static void
what_moved_to_another_file_is_not_doubled(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;

    config_files_put(&fixture->files, "events.d/1.conf", broken);
    config_files_put(&fixture->files, "events.d/2.conf",
                     "events = ( { id = \"b\"; title = \"New\"; "
                     "start = \"2027-01-13 19:00\"; place = \"X\"; "
                     "invite = \"jongeren\"; } );");
    fixture->last = event;
    programme = load(fixture);
    assert_int_equal(programme->event_count, 1);
    assert_string_equal(programme->events[0].title, "New");
    assert_string_equal(programme->events[0].at.file, "events.d/2.conf");
}

static void
a_broken_allo_conf_gives_nothing_but_all_its_errors(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "allo.conf", "organisation = {");
    config_files_put(&fixture->files, "events.d/b.conf", event);
    config_files_put(&fixture->files, "events.d/c.conf", broken);
    assert_null(load(fixture));
    /* allo.conf's own, and the three of c.conf: no group is called unknown */
    assert_int_equal(fixture->load.error_count, 4);
    assert_string_equal(fixture->load.diagnoses[0].file, "allo.conf");
    assert_string_equal(fixture->load.diagnoses[1].file, "events.d/c.conf");
    config_files_drop(&fixture->files, "allo.conf");
    assert_null(load(fixture));
    assert_string_equal(fixture->load.diagnoses[0].text,
                        "there is no such file");
}

static void
people_get_their_addresses_in_one_writing(void **state)
{
    struct fixture *fixture = *state;
    const struct source *from;
    const struct person *lien;

    config_files_put(&fixture->files, "people.d/p.conf",
                     "people = (\n{ id = \"lien\"; name = \" Lien \"; "
                     "phone = \"0470 12 34 56\"; email = "
                     "\"lien@Politie.example\"; groups = [ \"politie\", "
                     "\"jongeren\" ]; reach = [ \"sms\" ]; } );");
    assert_non_null(load(fixture));
    assert_int_equal(fixture->load.error_count, 0);
    from = source(fixture, "people.d/p.conf");
    assert_int_equal(from->person_count, 1);
    lien = from->people;
    assert_string_equal(lien->id, "lien");
    assert_string_equal(lien->name, "Lien");
    assert_string_equal(lien->language, "nl");
    assert_int_equal(lien->line, 2);
    assert_int_equal(lien->group_count, 2);
    assert_string_equal(lien->groups[1], "jongeren");
    assert_int_equal(lien->reach_count, 1);
    assert_int_equal(lien->address_count, 2);
    assert_int_equal(lien->addresses[0].kind, ADDRESS_PHONE);
    assert_string_equal(lien->addresses[0].sealed, "c:+32470123456");
    assert_int_equal(lien->addresses[1].kind, ADDRESS_EMAIL);
    assert_string_equal(lien->addresses[1].sealed, "c:lien@politie.example");
}

static void
people_can_be_left_alone(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "people.d/p.conf", "broken");
    fixture->options.people = false;
    assert_non_null(load(fixture));
    assert_int_equal(fixture->load.error_count, 0);
    assert_null(source(fixture, "people.d/p.conf"));
}

static void
peoples_numbers_are_for_nobody_else(void **state)
{
    struct fixture *fixture = *state;

    config_files_put(&fixture->files, "people.d/p.conf", "people = ( { id = "
                     "\"lien\"; email = \"l@p.example\"; groups = "
                     "\"politie\"; } );");
    config_files_mode(&fixture->files, "people.d/p.conf", 0640);
    config_files_put(&fixture->files, "events.d/b.conf", event);
    load(fixture);
    assert_int_equal(fixture->load.error_count, 1);
    assert_string_equal(fixture->load.diagnoses[0].text, "others can read "
                        "this file, and it holds people's addresses; type: "
                        "chmod 600 people.d/p.conf");
}

static void
a_password_in_an_open_file_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char text[1000];

    snprintf(text, sizeof(text), "%s\n", allo);
    memcpy(strstr(text, "host = \"h\""), "password=1", 10);
    config_files_put(&fixture->files, "allo.conf", text);
    assert_non_null(load(fixture));
    config_files_mode(&fixture->files, "allo.conf", 0604);
    assert_null(load(fixture));
    assert_string_equal(fixture->load.diagnoses[0].text, "others can read "
                        "this file and the password in it; type: chmod 600 "
                        "allo.conf, or write password = "
                        "\"@credential:NAME\"");
    /* what the caller may keep of it holds no secret */
    assert_string_equal(source(fixture, "allo.conf")->text, "");
}

static void
secrets_can_be_left_where_they_are(void **state)
{
    struct fixture *fixture = *state;
    const struct channel_definition *channel;
    char text[1000];

    snprintf(text, sizeof(text), "%s\n", allo);
    memcpy(strstr(text, "port = 2775"), "x=\"@env:XX\"", 11);
    config_files_put(&fixture->files, "allo.conf", text);
    unsetenv("XX");
    assert_null(load(fixture));
    fixture->options.leave_secrets = true;
    channel = programme_channel(load(fixture), "sms");
    assert_string_equal(channel_setting(channel, "x"), "");
    fixture->options.leave_secrets = false;
    setenv("XX", "hush", 1);
    channel = programme_channel(load(fixture), "sms");
    assert_string_equal(channel_setting(channel, "x"), "hush");
    assert_true(channel->settings[1].secret);
    unsetenv("XX");
}

/* An event with these lines more. */
static const struct event *
with(struct fixture *fixture, const char *lines)
{
    char text[2000];

    snprintf(text, sizeof(text), "events = ( { id = \"e\"; title = \"E\"; "
             "place = \"X\"; invite = [ \"jongeren\", \"politie\" ]; %s } );",
             lines);
    config_files_put(&fixture->files, "events.d/e.conf", text);
    assert_non_null(load(fixture));
    for (size_t i = 0; i < fixture->load.diagnosis_count; i++)
        print_message("%s\n", fixture->load.diagnoses[i].text);
    assert_int_equal(fixture->load.error_count, 0);
    return programme_event(fixture->load.programme, "e");
}

static void
slots_are_leads_without_the_hour(void **state)
{
    static const char *const slots[] = {
        "7d", "1d", "1d.2", "2h", "1h30min", "1mo", "0d", "1d.3"
    };
    struct fixture *fixture = *state;
    const struct event *e = with(
        fixture, "start = \"2027-01-13 19:00\"; remind = [ \"1 week before "
        "at 18:00\", \"1 day before at 18:00\", \"1 day before\", "
        "\"2 hours before\", \"90 minutes before\", \"1 month before\", "
        "\"on the day at 09:00\", \"1 day before at 12:00\" ];");

    assert_int_equal(e->reminder_count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(e->reminders[i].slot, slots[i]);
    assert_int_equal(with(fixture, "start = \"2027-01-13 19:00\"; remind = "
                          "[ ];")->reminder_count, 0);
}

static void
listed_dates_are_put_in_order(void **state)
{
    struct fixture *fixture = *state;
    const struct event *e = with(
        fixture, "dates = [ \"2027-06-08 14:00\", \"2027-03-02 14:00\" ];");

    assert_int_equal(e->date_count, 2);
    assert_int_equal(e->dates[0].month, 3);
    assert_int_equal(e->start.month, 3);
    e = with(fixture, "start = \"2027-01-13 19:00\"; dates = "
             "[ \"2027-06-08 14:00\" ];");
    assert_int_equal(e->date_count, 2);
    assert_int_equal(e->start.month, 1);
    /* beside a rule the start is the rule's */
    e = with(fixture, "start = \"2027-01-13 19:00\"; repeat = \"weekly\"; "
             "dates = [ \"2027-06-08 14:00\", \"2027-01-02 14:00\" ];");
    assert_int_equal(e->date_count, 2);
    assert_int_equal(e->dates[0].month, 1);
    assert_int_equal(e->start.day, 13);
}

static void
texts_and_notes_are_for_a_language_and_a_role(void **state)
{
    struct fixture *fixture = *state;
    const struct event *e = with(
        fixture, "start = \"2027-01-13 19:00\"; text = { nl = "
        "\"{event.title}\"; fr = \"{event.title} fr\"; officer = { nl = "
        "\"{event.title} o\"; }; youngster = \"{event.title} y\"; }; "
        "notes = \"Neem  een\\njas mee\";");

    assert_int_equal(e->text_count, 4);
    assert_ptr_equal(e->texts[0].language, language_find("nl"));
    assert_null(e->texts[0].role);
    assert_ptr_equal(e->texts[1].language, language_find("fr"));
    assert_string_equal(e->texts[2].role, "officer");
    assert_string_equal(e->texts[3].role, "youngster");
    assert_ptr_equal(e->texts[3].language, language_find("nl"));
    assert_true(template_uses(e->texts[3].template, TEMPLATE_EVENT_TITLE));
    assert_int_equal(e->note_count, 1);
    assert_string_equal(e->notes[0].text, "Neem een jas mee");
}

static void
changes_are_about_dates_of_the_event(void **state)
{
    struct fixture *fixture = *state;
    const struct event *e = with(
        fixture, "start = \"2027-01-13 19:00\"; repeat = \"monthly on the "
        "2nd wednesday\"; change = ( { on = \"2027-04-14\"; start = "
        "\"2027-04-15 18:00\"; place = \"Y\"; }, { on = \"2027-05-12 19:00\";"
        " cancelled = \"zaal bezet\"; }, { on = \"2027-06-09\"; cancelled = "
        "true; }, { on = \"2027-07-14\"; cancelled = false; duration = "
        "\"1 hour\"; } );");

    assert_int_equal(e->change_count, 4);
    assert_true(e->changes[0].has_start);
    assert_false(e->changes[0].on_has_time);
    assert_false(e->changes[0].cancelled);
    assert_string_equal(e->changes[0].place, "Y");
    assert_true(e->changes[1].cancelled);
    assert_true(e->changes[1].on_has_time);
    assert_string_equal(e->changes[1].reason, "zaal bezet");
    assert_true(e->changes[2].cancelled);
    assert_null(e->changes[2].reason);
    assert_false(e->changes[3].cancelled);
    assert_int_equal(e->changes[3].duration, HOUR);
}

static void
the_schedule_tells_a_new_plan_from_a_typo(void **state)
{
    static const char start[] = "start = \"2027-01-13 19:00\"; ";
    static const char *const others[] = {
        "start = \"2027-01-13 19:30\"; ",
        "start = \"2027-01-13 19:00\"; repeat = \"weekly\";",
        "start = \"2027-01-13 19:00\"; dates = [ \"2027-06-08 14:00\" ];",
        "start = \"2027-01-13 19:00\"; timezone = \"Europe/London\";",
        "start = \"2027-01-13 19:00\"; remind = \"2 hours before\";",
        "start = \"2027-01-13 19:00\"; remind = \"1 day before at 17:00\";",
        "start = \"2027-01-13 19:00\"; remind = [ ];",
    };
    static const char *const same[] = {
        "start = \"2027-01-13 19:00\"; duration = \"2 hours\";",
        "start = \"2027-01-13T19:00\"; text = \"{event.title}\";",
        "start = \"2027-01-13 19:00\"; remind = \"1 dag ervoor om 18:00\";",
        "start = \"2027-01-13 19:00\"; timezone = \"Europe/Brussels\";",
    };
    struct fixture *fixture = *state;
    uint64_t schedule = with(fixture, start)->schedule;

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_true(with(fixture, others[i])->schedule != schedule);
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        assert_true(with(fixture, same[i])->schedule == schedule);
}

static void
the_samples_are_right(void **state)
{
    static const char *const samples[][2] = {
        { "allo.conf", "events.d/straatoverleg.conf" },
        { "demo/allo.conf", "demo/events.d/straatoverleg.conf" },
    };
    static const char *const people[] = {
        "people.d/politie.conf", "demo/people.d/mensen.conf"
    };
    char *youngsters = config_files_slurp("../../etc/people.d/jongeren.conf");
    struct fixture *fixture = *state;
    char name[100];

    fixture->options.leave_secrets = true;
    for (size_t i = 0; i < 2; i++) {
        const char *files[] = { samples[i][0], samples[i][1], people[i] };
        const char *to[] = { "allo.conf", "events.d/x.conf",
                             "people.d/x.conf" };

        for (size_t j = 0; j < 3; j++) {
            char *text;

            snprintf(name, sizeof(name), "../../etc/%s", files[j]);
            text = config_files_slurp(name);
            config_files_put(&fixture->files, to[j], text);
            free(text);
        }
        config_files_put(&fixture->files, "people.d/y.conf",
                         i == 0 ? youngsters : "people = ( );");
        assert_non_null(load(fixture));
        assert_int_equal(fixture->load.diagnosis_count, 0);
        assert_int_equal(fixture->load.programme->event_count, 1);
        assert_true(fixture->load.sources[2].person_count >= 2);
    }
    free(youngsters);
}

/* Change some bytes, lines or words of a text. */
static void
mutate(struct random *random, char *text, size_t room)
{
    static const char *const words[] = {
        "\"", "{", "}", "(", ")", "[", "]", ";", ",", "=", "0", "-", "\\",
        "/*", "@include \"allo.conf\"\n", "true", "99999999999", "\n", "#",
        "\xc3", "id", "\"2027-02-30 25:00\"", "\x01"
    };
    uint64_t count = 1 + random_below(random, 4);

    while (count-- > 0) {
        size_t length = strlen(text), at = random_below(random, length + 1);
        size_t cut = random_below(random, 2) == 0
            ? 0 : random_below(random, 12);
        const char *word = words[random_below(
            random, sizeof(words) / sizeof(words[0]))];

        if (cut > length - at)
            cut = length - at;
        memmove(text + at, text + at + cut, length - at - cut + 1);
        length -= cut;
        if (random_below(random, 3) == 0 || length + 40 > room)
            continue;
        memmove(text + at + strlen(word), text + at, length - at + 1);
        memcpy(text + at, word, strlen(word));
    }
}

/* Whatever is typed: it is valid, or somebody is told what is wrong. */
static void
a_mutated_file_is_valid_or_told(void **state)
{
    static const char *const files[] = {
        "allo.conf", "events.d/straatoverleg.conf", "people.d/politie.conf"
    };
    struct fixture *fixture = *state;
    struct random random;
    size_t valid = 0, wrong = 0;
    char *good[3];

    random_seed(&random, 24);
    for (size_t i = 0; i < 3; i++) {
        char name[100];

        snprintf(name, sizeof(name), "../../etc/%s", files[i]);
        good[i] = config_files_slurp(name);
        config_files_put(&fixture->files, files[i], good[i]);
    }
    fixture->options.leave_secrets = true;
    fixture->options.now = INT64_C(1795320000) * SECOND;
    for (int round = 0; round < 1000; round++) {
        size_t which = random_below(&random, 3);
        char text[8192];

        snprintf(text, sizeof(text), "%s", good[which]);
        mutate(&random, text, sizeof(text));
        config_files_put(&fixture->files, files[which], text);
        load(fixture);
        config_files_put(&fixture->files, files[which], good[which]);
        for (size_t i = 0; i < fixture->load.diagnosis_count; i++) {
            assert_true(fixture->load.diagnoses[i].text[0] != '\0');
            assert_null(strstr(fixture->load.diagnoses[i].text,
                               "syntax error"));
        }
        if (fixture->load.error_count == 0) {
            valid++;
            assert_non_null(fixture->load.programme);
            assert_false(fixture->load.programme->incomplete);
            assert_true(source(fixture, files[which])->valid);
        } else {
            wrong++;
            /* a group that lost its name makes others wrong */
            assert_true(which == 0 || !source(fixture, files[which])->valid);
            assert_int_equal(fixture->load.programme != NULL,
                             source(fixture, "allo.conf")->valid);
        }
    }
    for (size_t i = 0; i < 3; i++)
        free(good[i]);
    assert_true(valid > 50);
    assert_true(wrong > 300);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* -- sets of days ------------------------------------------------------------------ */

#define EXAMS(days) \
    "calendars = ( { id = \"exams\"; days = ( " days " ); } );\n"

static const char skipping[] =
    "events = ( { id = \"b\"; title = \"B\"; start = \"2027-01-13 19:00\";\n"
    "  repeat = \"weekly\"; skip = \"exams\"; invite = \"jongeren\"; } );\n";

/* How many spans the set `exams` has; -1 when there is none. */
static int
exams(const struct programme *programme)
{
    const struct dayset *set = programme_calendar(programme, "exams");

    return set != NULL ? (int)set->span_count : -1;
}

static void
ones_own_set_takes_the_place_of_one_that_comes_along(void **state)
{
    struct fixture *fixture = *state;
    char path[200];

    snprintf(path, sizeof(path), "%s/calendars", fixture->files.directory);
    mkdir(path, 0700);
    config_files_put(&fixture->files, "calendars/x.conf",
                     EXAMS("\"2027-06-07\", \"2027-06-09\""));
    setenv("ALLO_DATADIR", fixture->files.directory, 1);
    assert_int_equal(exams(load(fixture)), 2);
    config_files_put(&fixture->files, "calendars.d/mine.conf",
                     EXAMS("\"2027-01-13\""));
    assert_int_equal(exams(load(fixture)), 1);
    assert_int_equal(fixture->load.error_count, 0);
    unsetenv("ALLO_DATADIR");
    config_files_drop(&fixture->files, "calendars.d/mine.conf");
    assert_int_equal(exams(load(fixture)), -1);
}

static void
a_broken_set_is_kept_as_it_was_and_so_are_its_events(void **state)
{
    struct fixture *fixture = *state;
    static const char valid[] = EXAMS("\"2027-01-13\"");
    const struct programme *programme;

    config_files_put(&fixture->files, "events.d/b.conf", skipping);
    config_files_put(&fixture->files, "calendars.d/mine.conf",
                     EXAMS("\"2027-01-33\""));
    fixture->last = valid;
    programme = load(fixture);
    assert_int_equal(fixture->load.error_count, 1);
    assert_int_equal(exams(programme), 1);
    assert_int_equal(programme->event_count, 1);
    assert_false(programme->incomplete);
    assert_false(source(fixture, "calendars.d/mine.conf")->valid);
    assert_string_equal(source(fixture, "calendars.d/mine.conf")->text, valid);
    assert_true(source(fixture, "events.d/b.conf")->valid);
}

static void
without_its_set_an_event_is_missing_and_not_cancelled(void **state)
{
    struct fixture *fixture = *state;
    const struct programme *programme;

    config_files_put(&fixture->files, "events.d/b.conf", skipping);
    config_files_put(&fixture->files, "calendars.d/mine.conf", "calendars");
    programme = load(fixture);
    assert_int_equal(fixture->load.error_count, 2);
    assert_int_equal(programme->event_count, 0);
    assert_true(programme->incomplete);
}

static void
an_event_is_different_when_a_set_that_it_skips_is(void **state)
{
    struct fixture *fixture = *state;
    uint64_t one;

    config_files_put(&fixture->files, "events.d/b.conf", skipping);
    config_files_put(&fixture->files, "calendars.d/mine.conf",
                     EXAMS("\"2027-01-13\""));
    one = skip_hash(&load(fixture)->events[0]);
    assert_true(skip_hash(&load(fixture)->events[0]) == one);
    config_files_put(&fixture->files, "calendars.d/mine.conf",
                     EXAMS("\"2027-01-20\""));
    assert_true(skip_hash(&load(fixture)->events[0]) != one);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_few_lines_are_a_whole_event),
        TEST(defaults_are_right_for_flanders),
        TEST(what_a_channel_does_not_know_is_its_plugins),
        TEST(paths_are_below_the_configuration),
        TEST(files_are_read_in_the_order_of_their_names),
        TEST(a_broken_file_leaves_the_others_alone),
        TEST(without_a_valid_text_something_is_missing),
        TEST(a_file_that_cannot_be_read_falls_back_too),
        TEST(a_directory_that_is_none_makes_it_incomplete),
        TEST(what_moved_to_another_file_is_not_doubled),
        TEST(a_broken_allo_conf_gives_nothing_but_all_its_errors),
        TEST(people_get_their_addresses_in_one_writing),
        TEST(people_can_be_left_alone),
        TEST(peoples_numbers_are_for_nobody_else),
        TEST(a_password_in_an_open_file_is_refused),
        TEST(secrets_can_be_left_where_they_are),
        TEST(slots_are_leads_without_the_hour),
        TEST(listed_dates_are_put_in_order),
        TEST(texts_and_notes_are_for_a_language_and_a_role),
        TEST(changes_are_about_dates_of_the_event),
        TEST(the_schedule_tells_a_new_plan_from_a_typo),
        TEST(the_samples_are_right),
        TEST(a_mutated_file_is_valid_or_told),
        TEST(ones_own_set_takes_the_place_of_one_that_comes_along),
        TEST(a_broken_set_is_kept_as_it_was_and_so_are_its_events),
        TEST(without_its_set_an_event_is_missing_and_not_cancelled),
        TEST(an_event_is_different_when_a_set_that_it_skips_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
