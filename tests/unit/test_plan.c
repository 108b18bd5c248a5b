/* occurrence, plan and route, on a programme read from a file */
#include "unit.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "calendar/zone.h"
#include "config_files.h"
#include "plan/plan.h"
#include "plan/route.h"
#include "programme/load.h"

static struct config_files files;
static struct load load;

static const char settings[] =
    "organisation = { id = \"o\"; name = \"O\"; contact = \"Sam\"; };\n"
    "store = { path = \"s.db\"; };\n"
    "channels = ("
    " { name = \"sms\"; plugin = \"smpp\"; host = \"h\"; sender = \"+32470000000\"; },"
    " { name = \"mail\"; plugin = \"smtp\"; host = \"h\"; from = \"a@lejo.example\"; },"
    " { name = \"sms2\"; plugin = \"smpp\"; host = \"i\"; sender = \"+32470000000\"; } );\n"
    "groups = ( { id = \"g\"; role = \"r\"; reach = [ \"mail\", \"sms\" ]; },"
    " { id = \"any\"; role = \"r\"; } );\n";

/* The programme of one event, as it is written between the braces. */
static const struct event *
event_of(const char *text)
{
    struct load_options options = { .directory = files.directory };
    char file[2048];

    snprintf(file, sizeof(file), "events = ( { id = \"e\"; title = \"E\"; "
             "invite = [ \"g\" ]; %s } );\n", text);
    config_files_put(&files, "events.d/e.conf", file);
    programme_free(&load.programme);
    load_free(&load);
    programme_load(&options, &load);
    assert_int_equal(load_print(&load, false), 0);
    return &load.programme->events[0];
}

static instant
at(const char *text)
{
    struct civil civil;

    assert_int_equal(civil_parse(text, &civil, NULL), 0);
    return zone_instant(load.programme->organisation.zone, &civil);
}

static int
setup(void **state)
{
    (void)state;
    config_files_make(&files);
    config_files_put(&files, "allo.conf", settings);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    programme_free(&load.programme);
    load_free(&load);
    config_files_remove(&files);
    return 0;
}

/* -- occurrences ------------------------------------------------------------------ */

struct listed {
    char text[1024];
};

static bool
on_occurrence(void *self, const struct occurrence *occurrence)
{
    struct listed *listed = self;
    size_t used = strlen(listed->text);
    char start[CIVIL_TEXT];

    snprintf(listed->text + used, sizeof(listed->text) - used, "%s%s=%s%s",
             used != 0 ? "; " : "", occurrence->key,
             civil_format(&occurrence->start, start),
             occurrence->facts.cancelled ? " off" : "");
    return true;
}

static void
assert_occurs(const struct event *event, const char *from, const char *to,
              const char *wanted)
{
    struct listed listed = { "" };

    occurrence_between(event, at(from), at(to), on_occurrence, &listed);
    assert_string_equal(listed.text, wanted);
}

static void
a_single_event_keeps_its_name_wherever_it_moves(void **state)
{
    struct occurrence found;

    (void)state;
    assert_occurs(event_of("start = \"2027-01-13 19:00\";"), "2027-01-01",
                  "2027-02-01", "-=2027-01-13 19:00");
    assert_occurs(event_of("start = \"2027-01-20 20:00\";"), "2027-01-01",
                  "2027-02-01", "-=2027-01-20 20:00");
    assert_true(occurrence_find(&load.programme->events[0], "-", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-20 20:00"));
}

static void
a_rule_names_its_days_and_changes_move_them(void **state)
{
    const struct event *event = event_of(
        "start = \"2027-01-06 19:00\"; repeat = \"weekly until 2027-01-27\";"
        "change = ( { on = \"2027-01-13\"; start = \"2027-01-15 18:00\"; },"
        " { on = \"2027-01-20\"; cancelled = \"vol\"; } );");
    struct occurrence found;

    (void)state;
    assert_occurs(event, "2027-01-01", "2027-02-01",
                  "20270106=2027-01-06 19:00; 20270120=2027-01-20 19:00 off; "
                  "20270127=2027-01-27 19:00; 20270113=2027-01-15 18:00");
    assert_occurs(event, "2027-01-13", "2027-01-14", "");
    assert_occurs(event, "2027-01-15", "2027-01-16",
                  "20270113=2027-01-15 18:00");
    assert_true(occurrence_find(event, "20270113", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-15 18:00"));
    assert_true(occurrence_find(event, "20270120", 0, &found));
    assert_string_equal(occurrence_reason(found.change, NULL, ""), "vol");
    assert_false(occurrence_find(event, "20270114", 0, &found));
    assert_false(occurrence_find(event, "20270113T1", 0, &found));
    assert_false(occurrence_find(event, "", 0, &found));
    assert_false(occurrence_find(event, "2027011", 0, &found));
}

static void
an_hour_is_in_a_name_only_where_it_must(void **state)
{
    const struct event *event = event_of(
        "dates = [ \"2027-01-06 10:00\", \"2027-01-06 14:00\","
        " \"2027-01-07 10:00\" ];");
    struct occurrence found;

    (void)state;
    assert_occurs(event, "2027-01-01", "2027-02-01",
                  "20270106T1000=2027-01-06 10:00; "
                  "20270106T1400=2027-01-06 14:00; "
                  "20270107=2027-01-07 10:00");
    assert_true(occurrence_find(event, "20270106T1400", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-06 14:00"));
    assert_false(occurrence_find(event, "20270106T1500", 0, &found));
    event = event_of("dates = [ \"2027-01-06 10:00\","
                     " \"2027-01-07 11:30\" ];");
    assert_true(occurrence_find(event, "20270107", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-07 11:30"));
    assert_false(occurrence_find(event, "20270106T1400", 0, &found));
}

static void
what_was_told_of_a_single_event_is_found_in_its_rule(void **state)
{
    const struct event *event = event_of(
        "start = \"2027-01-13 20:00\"; repeat = \"weekly until 2027-02-28\";");
    struct occurrence found;

    (void)state;
    assert_true(occurrence_find(event, "-", at("2027-01-13 19:00"), &found));
    assert_int_equal(found.facts.start, at("2027-01-13 20:00"));
    assert_false(occurrence_find(event, "-", at("2027-01-14 19:00"),
                                 &found));
    event = event_of("start = \"2027-01-13 20:00\";");
    assert_true(occurrence_find(event, "20270113", 0, &found));
    assert_false(occurrence_find(event, "20270120", 0, &found));
}

static void
an_end_is_a_fact_only_where_a_text_says_it(void **state)
{
    struct occurrence found;

    (void)state;
    assert_true(occurrence_find(
        event_of("start = \"2027-01-13 19:00\"; duration = \"2 hours\";"),
        "-", 0, &found));
    assert_int_equal(found.facts.end, 0);
    assert_true(occurrence_find(
        event_of("start = \"2027-01-13 19:00\"; duration = \"2 hours\";"
                 "text = { nl = \"{event.when} tot {event.end}\"; };"),
        "-", 0, &found));
    assert_int_equal(found.facts.end, at("2027-01-13 21:00"));
}

/* -- the plan --------------------------------------------------------------------------- */

struct jobs {
    int count;
    char slots[256];
};

static bool
on_job(void *self, const struct job *job)
{
    struct jobs *jobs = self;
    size_t used = strlen(jobs->slots);

    jobs->count++;
    snprintf(jobs->slots + used, sizeof(jobs->slots) - used, "%s%s",
             used != 0 ? " " : "", job->reminder->slot);
    return true;
}

static struct jobs
planned(const char *after, const char *upto)
{
    struct jobs jobs = { .count = 0 };

    plan_between(load.programme, at(after), at(upto), on_job, &jobs);
    return jobs;
}

static void
a_job_falls_in_one_stretch_of_time(void **state)
{
    (void)state;
    event_of("start = \"2027-01-13 19:00\"; remind = [ \"1 week before\","
             " \"1 day before at 18:00\", \"2 hours before\" ];");
    assert_string_equal(planned("2027-01-06 18:59", "2027-01-06 19:00").slots,
                        "7d");
    assert_int_equal(planned("2027-01-06 19:00", "2027-01-12 17:59").count,
                     0);
    assert_string_equal(planned("2027-01-12 17:59", "2027-01-12 18:00").slots,
                        "1d");
    assert_string_equal(planned("2027-01-01", "2027-02-01").slots,
                        "7d 1d 2h");
}

static void
a_reminder_of_a_cancelled_meeting_is_not_planned(void **state)
{
    (void)state;
    event_of("start = \"2027-01-13 19:00\"; remind = [ \"1 day before\" ];"
             "change = ( { on = \"2027-01-13\"; cancelled = true; } );");
    assert_int_equal(planned("2027-01-01", "2027-02-01").count, 0);
}

static void
a_short_reminder_is_of_use_until_the_start(void **state)
{
    const struct event *event = event_of(
        "start = \"2027-01-13 19:00\"; remind = [ \"1 hour before\","
        " \"15 minutes before\" ];");
    struct occurrence found;
    struct job job;

    (void)state;
    assert_true(occurrence_find(event, "-", 0, &found));
    plan_job(load.programme, &found, &event->reminders[0], &job);
    assert_int_equal(job.until, at("2027-01-13 18:30"));
    plan_job(load.programme, &found, &event->reminders[1], &job);
    assert_int_equal(job.until, at("2027-01-13 19:00"));
}

static void
whatever_the_slices_each_job_is_planned_once(void **state)
{
    struct random random;

    (void)state;
    event_of("start = \"2027-01-06 02:30\"; repeat = \"weekly until"
             " 2027-12-29\"; remind = [ \"1 month before\", \"1 day before at"
             " 18:00\", \"90 minutes before\" ];"
             "change = ( { on = \"2027-03-31\"; start = \"2027-06-01 10:00\"; }"
             ", { on = \"2027-04-07\"; start = \"2027-03-01 10:00\"; } );");
    random_seed(&random, 5);
    for (int run = 0; run < 20; run++) {
        instant from = at("2026-11-01"), end = at("2028-01-01");
        struct jobs whole = { .count = 0 }, parts = { .count = 0 };

        plan_between(load.programme, from, end, on_job, &whole);
        while (from < end) {
            instant to = from + 1 + (instant)random_below(&random, 9 * DAY);

            if (to > end)
                to = end;
            plan_between(load.programme, from, to, on_job, &parts);
            from = to;
        }
        assert_int_equal(parts.count, whole.count);
        assert_int_equal(whole.count, 52 * 3);
    }
}

/* -- routes ------------------------------------------------------------------------------- */

static void
a_route_follows_the_persons_order_before_the_groups(void **state)
{
    struct store_recipient person = { .reach = "" };
    const struct group *group, *any;

    (void)state;
    event_of("start = \"2027-01-13 19:00\";");
    group = programme_group(load.programme, "g");
    any = programme_group(load.programme, "any");
    assert_int_equal(route_choose(load.programme, group, &person, -1), -1);
    person.sealed[ADDRESS_PHONE] = "x";
    assert_int_equal(route_choose(load.programme, group, &person, -1), 0);
    person.sealed[ADDRESS_EMAIL] = "y";
    assert_int_equal(route_choose(load.programme, group, &person, -1), 1);
    assert_int_equal(route_choose(load.programme, group, &person, 1), 0);
    assert_int_equal(route_choose(load.programme, group, &person, 0), -1);
    assert_int_equal(route_choose(load.programme, any, &person, -1), 0);
    assert_int_equal(route_choose(load.programme, any, &person, 0), 1);
    assert_int_equal(route_choose(load.programme, NULL, &person, 1), 2);
    person.reach = "sms2,mail";
    assert_int_equal(route_choose(load.programme, group, &person, -1), 2);
    assert_int_equal(route_choose(load.programme, group, &person, 2), 1);
    /* one that is not in the list any more was before all of them */
    assert_int_equal(route_choose(load.programme, group, &person, 0), 2);
    person.reach = "gone,mail";
    assert_int_equal(route_choose(load.programme, group, &person, -1), 1);
    person.reach = "gone";
    assert_int_equal(route_choose(load.programme, group, &person, -1), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_event_keeps_its_name_wherever_it_moves),
        cmocka_unit_test(a_rule_names_its_days_and_changes_move_them),
        cmocka_unit_test(an_hour_is_in_a_name_only_where_it_must),
        cmocka_unit_test(what_was_told_of_a_single_event_is_found_in_its_rule),
        cmocka_unit_test(an_end_is_a_fact_only_where_a_text_says_it),
        cmocka_unit_test(a_job_falls_in_one_stretch_of_time),
        cmocka_unit_test(a_reminder_of_a_cancelled_meeting_is_not_planned),
        cmocka_unit_test(a_short_reminder_is_of_use_until_the_start),
        cmocka_unit_test(whatever_the_slices_each_job_is_planned_once),
        cmocka_unit_test(a_route_follows_the_persons_order_before_the_groups),
    };

    if (sodium_init() < 0)
        return 2;
    return cmocka_run_group_tests(tests, setup, teardown);
}
