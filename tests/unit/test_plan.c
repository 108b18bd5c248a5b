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

/* -- skips -------------------------------------------------------------------------- */

static const char every_second_week[] =
    "start = \"2027-01-13 19:00\"; repeat = \"every 2 weeks until"
    " 2027-03-10\"; skip = [ \"2027-02-10 to 2027-02-16\" ];";

static const struct event *
skipping(const char *rest)
{
    char text[512];

    snprintf(text, sizeof(text), "%s %s", every_second_week, rest);
    return event_of(text);
}

static void
assert_february(const char *rest, const char *wanted)
{
    assert_occurs(skipping(rest), "2027-02-01", "2027-02-22", wanted);
}

static void
a_skipped_date_is_left_out_or_goes_where_on_skip_says(void **state)
{
    (void)state;
    assert_february("", "");
    assert_february("on_skip = \"drop\";", "");
    assert_february("on_skip = \"next week\";",
                    "20270210=2027-02-17 19:00");
    assert_february("on_skip = \"day before\";",
                    "20270210=2027-02-09 19:00");
    /* the day after is skipped too, and so on until the 17th */
    assert_february("on_skip = \"day after\";",
                    "20270210=2027-02-17 19:00");
    assert_february("on_skip = \"next workday\";",
                    "20270210=2027-02-17 19:00");
}

static void
the_next_workday_is_no_weekend_and_no_public_holiday(void **state)
{
    (void)state;
    /* Friday 26 March 2027; Easter Monday is the 29th */
    assert_occurs(event_of("start = \"2027-03-12 19:00\"; repeat = \"every 2"
                           " weeks, 2 times\"; skip = [ \"2027-03-26\" ];"
                           "on_skip = \"next workday\";"),
                  "2027-03-20", "2027-04-20", "20270326=2027-03-30 19:00");
}

static void
a_skipped_date_never_lands_on_or_passes_another(void **state)
{
    (void)state;
    assert_occurs(event_of("start = \"2027-01-13 19:00\"; repeat = \"weekly,"
                           " 3 times\"; skip = [ \"2027-01-20\" ];"
                           "on_skip = \"next week\";"),
                  "2027-01-01", "2027-03-01",
                  "20270113=2027-01-13 19:00; 20270127=2027-01-27 19:00");
    assert_occurs(event_of("start = \"2027-01-13 19:00\"; repeat = \"weekly"
                           " on wednesday and thursday, 4 times\";"
                           "skip = [ \"2027-01-20 to 2027-01-21\" ];"
                           "on_skip = \"day after\";"),
                  "2027-01-15", "2027-03-01", "20270121=2027-01-22 19:00");
    assert_occurs(event_of("start = \"2027-01-13 19:00\"; repeat = \"weekly,"
                           " 3 times\"; skip = [ \"2027-01-20\" ];"
                           "on_skip = \"day after\"; change = ("
                           "{ on = \"2027-01-27\"; start ="
                           " \"2027-01-21 10:00\"; } );"),
                  "2027-01-15", "2027-03-01", "20270127=2027-01-21 10:00");
}

static void
a_date_that_finds_no_day_within_sixty_is_left_out(void **state)
{
    (void)state;
    assert_occurs(event_of("start = \"2027-01-13 19:00\"; repeat = \"yearly,"
                           " 2 times\"; skip = [ \"2027-01-13 to 2027-03-13\""
                           " ]; on_skip = \"day after\";"),
                  "2027-01-01", "2027-12-01", "20270113=2027-03-14 19:00");
    assert_occurs(event_of("start = \"2027-01-13 19:00\"; repeat = \"yearly,"
                           " 2 times\"; skip = [ \"2027-01-13 to 2027-03-14\""
                           " ]; on_skip = \"day after\";"),
                  "2027-01-01", "2027-12-01", "");
}

static void
a_date_that_a_skip_moved_far_is_found_where_it_went(void **state)
{
    const struct event *event = event_of(
        "start = \"2027-01-13 19:00\"; repeat = \"yearly, 2 times\";"
        "skip = [ \"2027-01-13 to 2027-03-13\" ];"
        "on_skip = \"day after\";");
    struct occurrence found;

    (void)state;
    assert_occurs(event, "2027-03-14", "2027-03-15",
                  "20270113=2027-03-14 19:00");
    assert_occurs(event, "2027-03-13", "2027-03-14", "");
    assert_true(occurrence_find(event, "20270113", 0, &found));
    assert_int_equal(found.facts.start, at("2027-03-14 19:00"));
}

static void
what_is_left_out_is_not_found_any_more(void **state)
{
    struct occurrence found;

    (void)state;
    assert_false(occurrence_find(skipping(""), "20270210", 0, &found));
    assert_true(occurrence_find(skipping(""), "20270127", 0, &found));
}

static void
a_change_speaks_louder_than_a_skip(void **state)
{
    (void)state;
    assert_february("change = ( { on = \"2027-02-10\"; cancelled = false; }"
                    " );", "20270210=2027-02-10 19:00");
    assert_february("on_skip = \"next week\"; change = ( { on ="
                    " \"2027-02-10\"; start = \"2027-02-12 18:00\"; } );",
                    "20270210=2027-02-12 18:00");
    assert_february("change = ( { on = \"2027-02-10\"; cancelled = \"vol\";"
                    " } );", "20270210=2027-02-10 19:00 off");
}

/* -- a rule with dates beside it ---------------------------------------------- */

static void
dates_beside_a_rule_keep_apart_from_it(void **state)
{
    const struct event *event = event_of(
        "start = \"2027-01-13 19:00\"; repeat = \"weekly, 2 times\";"
        "dates = [ \"2027-01-09 10:00\", \"2027-01-13 14:00\","
        " \"2027-01-25 10:00\" ];");
    struct occurrence found;

    (void)state;
    /* the rule's date keeps the name it has without the other */
    assert_occurs(event, "2027-01-01", "2027-02-01",
                  "20270113=2027-01-13 19:00; 20270120=2027-01-20 19:00; "
                  "20270109=2027-01-09 10:00; "
                  "20270113T1400=2027-01-13 14:00; "
                  "20270125=2027-01-25 10:00");
    assert_true(occurrence_find(event, "20270113", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-13 19:00"));
    assert_true(occurrence_find(event, "20270113T1400", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-13 14:00"));
    assert_true(occurrence_find(event, "20270125", 0, &found));
    assert_int_equal(found.facts.start, at("2027-01-25 10:00"));
    assert_false(occurrence_find(event, "20270126", 0, &found));
    assert_false(occurrence_find(event, "20270113T1500", 0, &found));
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
assert_slices(int wanted)
{
    struct random random;

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
        assert_int_equal(whole.count, wanted);
    }
}

#define THREE "remind = [ \"1 month before\", \"1 day before at 18:00\"," \
              " \"90 minutes before\" ];"

static void
whatever_the_slices_each_job_is_planned_once(void **state)
{
    (void)state;
    event_of("start = \"2027-01-06 02:30\"; repeat = \"weekly until"
             " 2027-12-29\";" THREE
             "change = ( { on = \"2027-03-31\"; start = \"2027-06-01 10:00\"; }"
             ", { on = \"2027-04-07\"; start = \"2027-03-01 10:00\"; } );");
    assert_slices(52 * 3);
    event_of("start = \"2027-01-06 02:30\"; repeat = \"every 4 weeks until"
             " 2027-12-29\";" THREE "on_skip = \"next week\";"
             "skip = [ \"2027-02-03 to 2027-02-19\", \"2027-03-31\","
             " \"2027-08-18 to 2027-09-20\" ];");
    /* 13 dates, and one whose way leads to the next */
    assert_slices(12 * 3);
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
        cmocka_unit_test(a_skipped_date_is_left_out_or_goes_where_on_skip_says),
        cmocka_unit_test(the_next_workday_is_no_weekend_and_no_public_holiday),
        cmocka_unit_test(a_skipped_date_never_lands_on_or_passes_another),
        cmocka_unit_test(a_date_that_finds_no_day_within_sixty_is_left_out),
        cmocka_unit_test(a_date_that_a_skip_moved_far_is_found_where_it_went),
        cmocka_unit_test(what_is_left_out_is_not_found_any_more),
        cmocka_unit_test(a_change_speaks_louder_than_a_skip),
        cmocka_unit_test(dates_beside_a_rule_keep_apart_from_it),
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
