/* foretold: messages of a forecast as a table, CSV and JSON; differences */
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/csv.h"
#include "ctl/foretold.h"
#include "ctl/progress.h"
#include "outbox/difference.h"

static struct foreseen
message(const char *person, const char *at, uint64_t same)
{
    return (struct foreseen){
        .at = at, .at_utc = at, .event = "overleg", .occurrence = at,
        .purpose = "reminder 1d", .person = person, .channel = "sms",
        .why = "1 day before", .text = "Tot morgen!", .key = "-",
        .when = (at[12] - '0') * HOUR, .parts = 1, .price = 75000, .same = same,
    };
}

/* What so many people are told at one moment looks like; the caller frees. */
static char *
shown(enum foretold_form form, bool totals, size_t people)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct foretold *foretold = foretold_new(out, form, totals, false);

    for (size_t i = 0; i < people; i++) {
        char person[32];
        struct foreseen one;

        snprintf(person, sizeof(person), "p%zu", i);
        one = message(person, "2027-01-12T18:00:00+01:00", 1);
        foretold_add(foretold, &one);
    }
    foretold_end(foretold, false, "nothing");
    foretold_free(&foretold);
    fclose(out);
    return text;
}

static size_t
lines(const char *text)
{
    size_t count = 0;

    while ((text = strchr(text, '\n')) != NULL) {
        count++;
        text++;
    }
    return count;
}

static void
a_few_people_are_named_and_many_are_counted(void **state)
{
    char *few = shown(FORETOLD_TABLE, false, FORETOLD_FEW);
    char *many = shown(FORETOLD_TABLE, false, 412);

    (void)state;
    assert_non_null(strstr(few, "p0"));
    assert_non_null(strstr(few, "p4"));
    assert_null(strstr(few, "people"));
    assert_non_null(strstr(many, "  412 people  sms "));
    assert_null(strstr(many, "p0"));
    assert_non_null(strstr(many, "412 messages, 412 parts, 30.90 euro\n"));
    assert_int_equal(lines(many), 4);
    free(few);
    free(many);
}

static void
who_wants_each_gets_each_up_to_an_end_that_is_told(void **state)
{
    char *all = shown(FORETOLD_ALL, false, 412);
    char *more = shown(FORETOLD_ALL, false, FORETOLD_LINES + 3);

    (void)state;
    assert_non_null(strstr(all, "p411"));
    assert_int_equal(lines(all), 412 + 3);
    assert_non_null(strstr(more, "\n... and 3 lines more: "));
    assert_non_null(strstr(more, "\n2003 messages"));
    free(all);
    free(more);
}

static void
a_stream_has_every_message_and_its_person(void **state)
{
    char *csv = shown(FORETOLD_CSV, false, 412);
    char *json = shown(FORETOLD_JSON, false, 412);
    char *none = shown(FORETOLD_CSV, false, 0);

    (void)state;
    assert_int_equal(lines(csv), 413);
    assert_non_null(strstr(csv, ",p411,sms,1,0.075,1 day before,"
                           "Tot morgen!\r\n"));
    assert_int_equal(lines(json), 412);
    assert_non_null(strstr(json, "\"person\":\"p411\",\"channel\":\"sms\","
                           "\"parts\":1,\"price\":0.075,"));
    assert_int_equal(lines(none), 1);
    free(csv);
    free(json);
    free(none);
}

static void
totals_stand_by_day_and_channel(void **state)
{
    char *table = shown(FORETOLD_TABLE, true, 412);
    char *none = shown(FORETOLD_TABLE, true, 0);

    (void)state;
    assert_non_null(strstr(table, "412 messages, 412 parts, 30.90 euro\n"));
    assert_null(strstr(table, "people"));
    assert_string_equal(none, "nothing\n");
    free(table);
    free(none);
}

static const char *
csv(const char *text)
{
    static char line[128];
    struct buffer buffer = { 0 };

    csv_add(&buffer, text);
    snprintf(line, sizeof(line), "%s", buffer_text(&buffer));
    buffer_free(&buffer);
    return line;
}

static void
a_spreadsheet_takes_no_text_for_a_formula(void **state)
{
    (void)state;
    assert_string_equal(csv("Tot morgen"), "Tot morgen");
    assert_string_equal(csv("a, b"), "\"a, b\"");
    assert_string_equal(csv("zeg \"ja\""), "\"zeg \"\"ja\"\"\"");
    assert_string_equal(csv("twee\nregels"), "\"twee\nregels\"");
    assert_string_equal(csv("=1+1"), "\"'=1+1\"");
    assert_string_equal(csv("+32"), "\"'+32\"");
    assert_string_equal(csv("-"), "\"'-\"");
    assert_string_equal(csv("@SUM(A1)"), "\"'@SUM(A1)\"");
    assert_string_equal(csv("\tx"), "\"'\tx\"");
    assert_string_equal(csv(""), "");
}

/* What a run of some seconds writes on a terminal, with its end. */
static void
progress_is_a_line_of_a_terminal_that_goes_away(void **state)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    struct zones *zones = zones_new();
    struct call call = { .out = stdout };
    struct progress progress;
    struct error error;
    const struct zone *zone = zone_find(zones, "Europe/Brussels", &error);
    static const char whole[] = "\r\033[K2027-12-31\r\033[K";
    char text[64] = "";
    size_t used = 0;
    ssize_t got;

    (void)state;
    assert_non_null(zone);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
        (call.err = fopen(ptsname(master), "w")) == NULL)
        skip();
    progress_begin(&progress, &call, false);
    progress.shown -= MINUTE;   /* it has run for some time */
    progress_at(&progress, zone, INT64_C(1830279600) * SECOND);
    progress_at(&progress, zone, INT64_C(1840279600) * SECOND);
    progress_end(&progress);
    /* it may come in pieces */
    while (used < strlen(whole) &&
           (got = read(master, text + used, sizeof(text) - 1 - used)) > 0)
        used += (size_t)got;
    assert_string_equal(text, whole);
    fclose(call.err);
    call.err = fopen("/dev/null", "w");
    progress_begin(&progress, &call, false);
    assert_null(progress.err);
    fclose(call.err);
    close(master);
    zones_free(&zones);
}

struct seen {
    char text[256];
};

static void
on_difference(void *self, enum difference_kind kind,
              const struct foreseen *before, const struct foreseen *after)
{
    struct seen *seen = self;
    size_t length = strlen(seen->text);

    snprintf(seen->text + length, sizeof(seen->text) - length, "%s %s; ",
             difference_name(kind),
             after != NULL ? after->person : before->person);
}

static void
a_message_comes_goes_or_changes_and_else_it_is_not_told(void **state)
{
    struct difference *difference = difference_new();
    struct foreseen stays = message("an", "2027-01-12T18:00:00", 1);
    struct foreseen goes = message("bo", "2027-01-12T18:00:00", 1);
    struct foreseen comes = message("cis", "2027-01-12T18:00:00", 1);
    struct foreseen before = message("dis", "2027-01-12T18:00:00", 1);
    struct foreseen later = message("dis", "2027-01-12T19:00:00", 2);
    struct foreseen worded = message("els", "2027-01-12T18:00:00", 3);
    struct seen seen = { "" };

    (void)state;
    later.when += DAY;
    difference_before(difference, &stays);
    difference_before(difference, &goes);
    difference_before(difference, &before);
    difference_before(difference, &worded);
    worded.text = "Tot straks!";
    difference_after(difference, &later);
    difference_after(difference, &worded);
    difference_after(difference, &comes);
    stays.same = 9;
    difference_after(difference, &stays);
    assert_int_equal(difference_size(difference), 8);
    difference_each(difference, on_difference, &seen);
    assert_string_equal(seen.text, "goes bo; comes cis; changes els; "
                        "changes dis; ");
    difference_free(&difference);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_few_people_are_named_and_many_are_counted),
        cmocka_unit_test(who_wants_each_gets_each_up_to_an_end_that_is_told),
        cmocka_unit_test(a_stream_has_every_message_and_its_person),
        cmocka_unit_test(totals_stand_by_day_and_channel),
        cmocka_unit_test(progress_is_a_line_of_a_terminal_that_goes_away),
        cmocka_unit_test(a_spreadsheet_takes_no_text_for_a_formula),
        cmocka_unit_test(
            a_message_comes_goes_or_changes_and_else_it_is_not_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
