/* recurrence: which dates a rule has, and what it says of itself */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "calendar/recurrence.h"
#include "calendar/zone.h"

static struct pool *pool;

static int
open_pool(void **state)
{
    (void)state;
    pool = pool_new();
    return 0;
}

static int
close_pool(void **state)
{
    (void)state;
    pool_free(&pool);
    return 0;
}

static struct civil
civil(const char *text)
{
    struct civil read;
    struct error error;

    if (civil_parse(text, &read, &error) < 0)
        fail_msg("%s", error.text);
    return read;
}

static struct recurrence *
rule(const char *start, const char *text)
{
    struct civil first = civil(start);
    struct recurrence *recurrence;
    struct error error;

    if (recurrence_parse(pool, text, &first, NULL, &recurrence, &error) < 0)
        fail_msg("%s: %s", text, error.text);
    return recurrence;
}

static const char *
refusal(const char *start, const char *text)
{
    static struct error error;
    struct civil first = civil(start);
    struct recurrence *recurrence = NULL;

    if (recurrence_parse(pool, text, &first, NULL, &recurrence, &error) == 0)
        fail_msg("'%s' was taken", text);
    assert_null(recurrence);
    return error.text;
}

struct list {
    char text[1024];
    int left;
};

static bool
add(void *self, const struct civil *date)
{
    struct list *list = self;
    size_t used = strlen(list->text);
    char text[CIVIL_TEXT];

    snprintf(list->text + used, sizeof(list->text) - used, "%s%s",
             used > 0 ? " " : "", civil_format_date(date, text));
    return --list->left > 0;
}

/* The first `count` dates, only the days. */
static const char *
dates(const char *start, const char *text, int count)
{
    static struct list list;
    struct civil from = civil(start), to = civil("9999-12-31");

    list = (struct list){ "", count };
    recurrence_between(rule(start, text), &from, &to, add, &list);
    return list.text;
}

static void
several_hours_a_day_are_several_dates(void **state)
{
    struct civil in = civil("2027-01-20 19:30");
    struct civil out = civil("2027-01-20 15:00");
    const struct recurrence *twice =
        rule("2027-01-13 14:30", "FREQ=WEEKLY;BYHOUR=14,19;COUNT=3");
    struct civil last;

    (void)state;
    assert_string_equal(
        dates("2027-01-13 14:30", "FREQ=WEEKLY;BYHOUR=14,19;COUNT=3", 9),
        "2027-01-13 2027-01-13 2027-01-20");
    assert_string_equal(
        recurrence_rrule(pool, twice),
        "FREQ=WEEKLY;BYDAY=WE;BYHOUR=14,19;BYMINUTE=30;COUNT=3");
    assert_true(recurrence_has_times(twice));
    assert_true(recurrence_last(twice, &last));
    assert_true(last.hour == 14 && last.day == 20);
    assert_false(recurrence_has(twice, &in));
    assert_false(recurrence_has(twice, &out));
    assert_string_equal(
        recurrence_words(pool, rule("2027-01-13 09:00",
                                    "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30"),
                         "nl"),
        "dagelijks om 09:00, 09:30, 14:00 en 14:30");
}

static void
sentences_and_rules_mean_the_same(void **state)
{
    static const struct {
        const char *start, *text, *rule;
    } cases[] = {
        { "2027-01-13 19:00", "daily", "FREQ=DAILY" },
        { "2027-01-13 19:00", "every day", "FREQ=DAILY" },
        { "2027-01-13 19:00", "every 3 days", "FREQ=DAILY;INTERVAL=3" },
        { "2027-01-13 19:00", "every other day", "FREQ=DAILY;INTERVAL=2" },
        { "2027-01-13 19:00", "dagelijks", "FREQ=DAILY" },
        { "2027-01-13 19:00", "om de 3 dagen", "FREQ=DAILY;INTERVAL=3" },
        { "2027-01-13 19:00", "weekly", "FREQ=WEEKLY;BYDAY=WE" },
        { "2027-01-12 19:00", "weekly on tuesday", "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-12 19:00", "Weekly on Tuesdays", "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-12 19:00", "every tuesday", "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-12 19:00", "on tuesday", "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-12 19:00", "wekelijks op dinsdag",
          "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-12 19:00", "elke dinsdag", "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-12 19:00", "elke week op dinsdag",
          "FREQ=WEEKLY;BYDAY=TU" },
        { "2027-01-11 19:00", "every 2 weeks on monday and thursday",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH" },
        { "2027-01-11 19:00", "every second week on monday, tuesday and "
          "thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,TH" },
        { "2027-01-11 19:00", "om de 2 weken op maandag en donderdag",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH" },
        { "2027-01-11 19:00", "om de andere week op maandag",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" },
        { "2027-01-11 19:00", "tweewekelijks op maandag",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" },
        { "2027-01-11 19:00", "every weekday",
          "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
        { "2027-01-11 19:00", "elke werkdag",
          "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
        { "2027-01-16 19:00", "every weekend", "FREQ=WEEKLY;BYDAY=SA,SU" },
        { "2027-07-07 19:00", "weekly on wednesday in july and august",
          "FREQ=WEEKLY;BYMONTH=7,8;BYDAY=WE" },
        { "2027-01-13 19:00", "monthly on the 2nd wednesday",
          "FREQ=MONTHLY;BYDAY=2WE" },
        { "2027-01-13 19:00", "every 2nd wednesday of the month",
          "FREQ=MONTHLY;BYDAY=2WE" },
        { "2027-01-13 19:00", "maandelijks op de 2de woensdag",
          "FREQ=MONTHLY;BYDAY=2WE" },
        { "2027-01-13 19:00", "elke tweede woensdag van de maand",
          "FREQ=MONTHLY;BYDAY=2WE" },
        { "2027-01-29 19:00", "monthly on the last friday",
          "FREQ=MONTHLY;BYDAY=-1FR" },
        { "2027-01-22 19:00", "maandelijks op de voorlaatste vrijdag",
          "FREQ=MONTHLY;BYDAY=-2FR" },
        { "2027-01-05 19:00", "monthly on the 1st and 3rd tuesday",
          "FREQ=MONTHLY;BYDAY=1TU,3TU" },
        { "2027-01-15 19:00", "monthly on day 15",
          "FREQ=MONTHLY;BYMONTHDAY=15" },
        { "2027-01-15 19:00", "monthly on the 15th",
          "FREQ=MONTHLY;BYMONTHDAY=15" },
        { "2027-01-15 19:00", "maandelijks op de 15de",
          "FREQ=MONTHLY;BYMONTHDAY=15" },
        { "2027-01-01 19:00", "monthly on day 1 and 15",
          "FREQ=MONTHLY;BYMONTHDAY=1,15" },
        { "2027-01-15 19:00", "every 3 months on day 15",
          "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15" },
        { "2027-01-15 19:00", "monthly", "FREQ=MONTHLY;BYMONTHDAY=15" },
        { "2027-01-31 19:00", "monthly on the last day",
          "FREQ=MONTHLY;BYMONTHDAY=-1" },
        { "2027-01-31 19:00", "monthly on day 31 or the last day",
          "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD" },
        { "2027-01-31 19:00", "maandelijks op dag 31 of de volgende dag",
          "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD" },
        { "2027-01-29 19:00", "monthly on the last weekday",
          "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" },
        { "2027-03-21 19:00", "yearly on 21 march",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21" },
        { "2027-03-21 19:00", "every year on march 21st",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21" },
        { "2027-03-21 19:00", "jaarlijks op 21 maart",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21" },
        { "2027-03-21 19:00", "yearly",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21" },
        { "2027-03-21 19:00", "yearly on 21 march and 21 september",
          "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=21" },
        { "2027-05-09 19:00", "yearly on the 2nd sunday of may",
          "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU" },
        { "2027-01-13 19:00", "monthly on the 2nd wednesday until "
          "2027-06-30", "FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270630" },
        { "2027-01-13 19:00", "maandelijks op de 2de woensdag tot en met 30 "
          "juni 2027", "FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270630" },
        { "2027-01-12 19:00", "weekly on tuesday, 10 times",
          "FREQ=WEEKLY;BYDAY=TU;COUNT=10" },
        { "2027-01-12 19:00", "wekelijks op dinsdag 10 keer",
          "FREQ=WEEKLY;BYDAY=TU;COUNT=10" },
        { "2027-01-12 19:00", "RRULE:freq=weekly;byday=tu;count=10;",
          "FREQ=WEEKLY;BYDAY=TU;COUNT=10" },
        { "2027-01-12 19:00", "FREQ=WEEKLY;UNTIL=20270630T120000;WKST=SU",
          "FREQ=WEEKLY;WKST=SU;BYDAY=TU;UNTIL=20270630T120000" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *read = recurrence_rrule(pool, rule(cases[i].start,
                                                       cases[i].text));

        assert_string_equal(read, cases[i].rule);
        assert_string_equal(recurrence_rrule(pool, rule(cases[i].start,
                                                        read)), read);
    }
}

/* What is echoed to the coordinator can be pasted back. */
static void
its_words_are_read_back_as_the_same_rule(void **state)
{
    static const struct {
        const char *start, *rule, *en, *nl;
    } cases[] = {
        { "2027-01-13 19:00", "FREQ=DAILY", "daily", "dagelijks" },
        { "2027-01-13 19:00", "FREQ=DAILY;INTERVAL=3;COUNT=4",
          "every 3 days, 4 times", "om de 3 dagen, 4 keer" },
        { "2027-01-11 19:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
          "every weekday", "elke werkdag" },
        { "2027-01-11 19:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,TH",
          "every 2 weeks on monday, wednesday and thursday",
          "om de 2 weken op maandag, woensdag en donderdag" },
        { "2027-07-07 19:00", "FREQ=WEEKLY;BYMONTH=7,8",
          "weekly on wednesday in july and august",
          "wekelijks op woensdag in juli en augustus" },
        { "2027-01-13 19:00", "FREQ=MONTHLY;BYDAY=2WE,-1FR;UNTIL=20270630",
          "monthly on the 2nd wednesday and the last friday until "
          "2027-06-30",
          "maandelijks op de 2de woensdag en de laatste vrijdag tot "
          "2027-06-30" },
        { "2027-01-22 19:00", "FREQ=MONTHLY;BYDAY=-2FR",
          "monthly on the 2nd last friday",
          "maandelijks op de 2de laatste vrijdag" },
        { "2027-01-08 19:00", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=8,20,-1",
          "every 2 months on day 8 and day 20 and the last day",
          "om de 2 maanden op dag 8 en dag 20 en de laatste dag" },
        { "2027-01-31 19:00", "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD",
          "monthly on day 31 or the last day",
          "maandelijks op dag 31 of de laatste dag" },
        { "2027-01-31 19:00", "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD",
          "monthly on day 31 or the next day",
          "maandelijks op dag 31 of de volgende dag" },
        { "2027-01-01 19:00",
          "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
          "monthly on the 1st weekday and the last weekday",
          "maandelijks op de 1ste werkdag en de laatste werkdag" },
        { "2027-03-21 19:00", "FREQ=YEARLY;INTERVAL=2",
          "every 2 years on 21 march", "om de 2 jaar op 21 maart" },
        { "2027-03-21 19:00", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=21,-1",
          "yearly on 21 march and the last day of march and 21 september "
          "and the last day of september",
          "jaarlijks op 21 maart en de laatste dag van maart en 21 "
          "september en de laatste dag van september" },
        { "2027-05-09 19:00", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
          "yearly on the 2nd sunday of may",
          "jaarlijks op de 2de zondag van mei" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct recurrence *read = rule(cases[i].start, cases[i].rule);
        const char *en = recurrence_words(pool, read, "en");
        const char *nl = recurrence_words(pool, read, "nl");
        const char *text = recurrence_rrule(pool, read);

        assert_string_equal(en, cases[i].en);
        assert_string_equal(nl, cases[i].nl);
        assert_string_equal(recurrence_rrule(pool, rule(cases[i].start, en)),
                            text);
        assert_string_equal(recurrence_rrule(pool, rule(cases[i].start, nl)),
                            text);
    }
}

/* How coordinators say it; each is read back from its own words. */
static void
what_coordinators_say_is_understood(void **state)
{
    static const struct {
        const char *start, *text, *rule;
    } cases[] = {
        { "2027-01-04 19:00", "elke eerste maandag van de maand",
          "FREQ=MONTHLY;BYDAY=1MO" },
        { "2027-01-04 19:00", "elke eerste maandag",
          "FREQ=MONTHLY;BYDAY=1MO" },
        { "2027-01-04 19:00", "first monday of every month",
          "FREQ=MONTHLY;BYDAY=1MO" },
        { "2027-01-06 19:00", "elke 1e woensdag v/d maand",
          "FREQ=MONTHLY;BYDAY=1WE" },
        { "2027-01-05 19:00", "om de twee weken op dinsdag",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" },
        { "2027-01-05 19:00", "tweewekelijks dinsdag",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" },
        { "2027-01-05 19:00", "2-wekelijks op dinsdag",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" },
        { "2027-01-08 19:00", "every other friday",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR" },
        { "2027-01-06 19:00", "om de veertien dagen",
          "FREQ=DAILY;INTERVAL=14" },
        { "2027-01-06 19:00", "wekelijks op woensdag, 10 keer",
          "FREQ=WEEKLY;BYDAY=WE;COUNT=10" },
        { "2027-01-06 19:00", "10 keer elke woensdag",
          "FREQ=WEEKLY;BYDAY=WE;COUNT=10" },
        { "2027-01-06 19:00", "10 woensdagen",
          "FREQ=WEEKLY;BYDAY=WE;COUNT=10" },
        { "2027-01-06 19:00", "every wednesday for 10 weeks",
          "FREQ=WEEKLY;BYDAY=WE;COUNT=10" },
        { "2027-01-06 19:00", "elke woensdag, 10 weken lang",
          "FREQ=WEEKLY;BYDAY=WE;COUNT=10" },
        { "2027-01-06 19:00", "every wednesday 10x",
          "FREQ=WEEKLY;BYDAY=WE;COUNT=10" },
        { "2027-01-06 19:00", "elke woensdag tot eind juni 2027",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630" },
        { "2027-01-06 19:00", "every wednesday until the end of june 2027",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630" },
        { "2027-01-06 19:00", "elke woensdag tot en met juni",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630" },
        { "2026-09-02 19:00", "elke woensdag tot 30 juni",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630" },
        { "2027-01-06 19:00", "elke woensdag t.e.m. 30 juni 2027",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630" },
        { "2027-01-06 19:00", "elke woensdag tot het einde van het jaar",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20271231" },
        { "2027-01-06 19:00", "weekly until end of 2027",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20271231" },
        { "2027-01-29 19:00", "laatste vrijdag van de maand",
          "FREQ=MONTHLY;BYDAY=-1FR" },
        { "2027-01-29 19:00", "the last friday of each month",
          "FREQ=MONTHLY;BYDAY=-1FR" },
        { "2027-01-05 19:00", "1ste en 3de dinsdag",
          "FREQ=MONTHLY;BYDAY=1TU,3TU" },
        { "2027-01-05 19:00", "every 1st and 3rd tuesday of the month",
          "FREQ=MONTHLY;BYDAY=1TU,3TU" },
        { "2027-01-13 19:00", "elke maand de 2de woensdag",
          "FREQ=MONTHLY;BYDAY=2WE" },
        { "2027-01-13 19:00", "1 keer per maand op de 2de woensdag",
          "FREQ=MONTHLY;BYDAY=2WE" },
        { "2027-01-31 19:00", "elke laatste dag van de maand",
          "FREQ=MONTHLY;BYMONTHDAY=-1" },
        { "2027-01-15 19:00", "de 15de van elke maand",
          "FREQ=MONTHLY;BYMONTHDAY=15" },
        { "2027-01-15 19:00", "every 15th day of the month",
          "FREQ=MONTHLY;BYMONTHDAY=15" },
        { "2027-01-15 19:00", "elk kwartaal",
          "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15" },
        { "2027-01-13 19:00", "alle woensdagen", "FREQ=WEEKLY;BYDAY=WE" },
        { "2027-01-13 19:00", "'s Woensdags.", "FREQ=WEEKLY;BYDAY=WE" },
        { "2027-01-13 19:00", "elke woensdagavond", "FREQ=WEEKLY;BYDAY=WE" },
        { "2027-01-13 19:00", "every wednesday evening",
          "FREQ=WEEKLY;BYDAY=WE" },
        { "2027-01-11 19:00", "maandag tot en met vrijdag",
          "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
        { "2027-01-11 19:00", "monday-friday",
          "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
        { "2027-01-09 19:00", "saturday to monday",
          "FREQ=WEEKLY;BYDAY=MO,SA,SU" },
        { "2027-01-13 19:00", "elke woensdag, behalve in juli en augustus",
          "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=WE" },
        { "2027-09-01 19:00", "elke woensdag van september tot en met maart",
          "FREQ=WEEKLY;BYMONTH=1,2,3,9,10,11,12;BYDAY=WE" },
        { "2027-01-14 19:00", "elke donderdag, om de 2 weken",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH" },
        { "2027-01-14 19:00", "on thursday every other week until end of may",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270531" },
        { "2027-01-14 19:00", "elke dag behalve op zaterdag en zondag",
          "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
        { "2027-01-14 19:00", "every weekday except wednesday",
          "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR" },
        { "2027-05-05 19:00", "elke woensdag in de maand mei",
          "FREQ=WEEKLY;BYMONTH=5;BYDAY=WE" },
        { "2027-05-17 19:00", "jaarlijks op maandag in week 20 en 40",
          "FREQ=YEARLY;BYWEEKNO=20,40;BYDAY=MO" },
        { "2027-01-13 19:00", "weekly until 2027-06-30 19:00",
          "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630T190000" },
        { "2027-01-13 19:00", "FREQ=WEEKLY;BYHOUR=19;BYMINUTE=0;BYSECOND=0",
          "FREQ=WEEKLY;BYDAY=WE" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct recurrence *read = rule(cases[i].start, cases[i].text);
        const char *languages[] = { "en", "nl" };

        assert_string_equal(recurrence_rrule(pool, read), cases[i].rule);
        for (int j = 0; j < 2; j++)
            assert_string_equal(
                recurrence_rrule(pool, rule(cases[i].start, recurrence_words(
                    pool, read, languages[j]))), cases[i].rule);
    }
}

static void
what_can_mean_two_things_is_refused_with_both(void **state)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        { "elke 2de woensdag", "this can mean two things; write 'maandelijks "
          "op de 2de woensdag', or 'om de 2 weken op woensdag'" },
        { "every second tuesday", "this can mean two things; write 'monthly "
          "on the second tuesday', or 'every 2 weeks on tuesday'" },
        { "om de week op dinsdag", "'om de week' can mean two things; write "
          "'om de 2 weken', or 'elke week'" },
        { "om de dinsdag", "'om de dinsdag' can mean two things; write 'om "
          "de 2 weken op dinsdag', or 'elke dinsdag'" },
        { "biweekly", "'biweekly' can mean two things; write 'every 2 weeks "
          "on monday', or 'weekly on monday and thursday'" },
        { "2x per maand op dinsdag", "this does not say on which days; write "
          "them, like 'weekly on monday and thursday' or 'monthly on the 1st "
          "and 3rd tuesday'" },
        { "elke vrijdag in de even weken", "the numbers of weeks jump at new "
          "year, so 'even' weeks do not stay every second week; write 'every "
          "2 weeks on friday', or 'om de 2 weken op vrijdag'" },
        { "elke woensdag tot juni", "is juni itself still in? write 'tot en "
          "met juni', or the last date, like 'tot 2027-06-30'" },
        { "elke woensdag van september tot juni", "is juni itself still in? "
          "write 'from september through june', or 'van september tot en met "
          "juni'" },
        { "elke dinsdag en woensdag 10 weken lang", "say how many times, "
          "like '10 times', or the last date, like 'until 2027-06-30'" },
        { "weekly for 10 weeks in july", "say how many times, like '10 "
          "times', or the last date, like 'until 2027-06-30'" },
        { "maandelijks op dinsdag", "which dinsdag of the month? write for "
          "example 'maandelijks op de 1ste dinsdag', or 'wekelijks op "
          "dinsdag'" },
        { "op 21 maart", "say 'yearly' when it is once a year, as in 'yearly "
          "on 21 march' or 'jaarlijks op 21 maart'" },
        { "weekly on wednesday except wednesday", "say which days there are "
          "instead, as in 'weekly on monday and thursday'" },
        { "elke woensdag vanaf januari", "leave out 'vanaf' here: the first "
          "date is the start" },
        { "every wednesday except holidays", "only months can be left out "
          "here, like 'except in july and august'; a date that does not go "
          "ahead is a line in 'change'" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(refusal("2027-01-13 19:00", cases[i].text),
                            cases[i].error);
}

/* The rule, from the first date that fits when `start` does not; NULL when it
 * is refused. */
static struct recurrence *
rule_somewhere(const char *text, struct civil *start)
{
    static const char before[] = "the first that fits is ";
    struct recurrence *recurrence = NULL;
    struct error error;
    const char *named;
    char date[17] = "";

    if (recurrence_parse(pool, text, start, NULL, &recurrence, &error) == 0)
        return recurrence;
    named = strstr(error.text, before);
    if (named == NULL)
        return NULL;
    memcpy(date, named + sizeof(before) - 1, 16);
    *start = civil(date);
    recurrence_parse(pool, text, start, NULL, &recurrence, &error);
    return recurrence;
}

static void
any_sentence_that_is_taken_is_read_back_from_its_words(void **state)
{
    static const char *const begin[] = {
        "daily", "om de 3 dagen", "weekly", "elke week", "every 2 weeks on",
        "elke", "maandelijks op", "every 3 months on", "jaarlijks op",
        "every", "alle", "tweewekelijks", "elk kwartaal op", "10 keer elke",
        "monthly", "yearly on", "op", "de", "om de twee jaar op", ""
    };
    static const char *const days[] = {
        "dinsdag", "monday to thursday", "woensdag en zaterdag", "weekdays",
        "2nd wednesday", "eerste maandag", "1ste en 3de dinsdag van de maand",
        "laatste vrijdag van de maand", "the last day", "day 31",
        "dag 31 of de laatste dag", "15de", "1ste werkdag", "21 maart",
        "29 february and 29 april", "2de zondag van mei", "weekend",
        "5th friday and the last monday", "voorlaatste dag", "monday", ""
    };
    static const char *const end[] = {
        "", "tot eind juni", "until 2029-03-04", "10 times", "in july",
        "behalve in juli en augustus", "van november tot en met maart",
        "in week 20 en 53", "tot en met mei in maart", "or the next day",
        "of de laatste dag in februari", "for 10 weeks", "10 maanden lang",
        "until 30 june 2030 in may and june", "om de 2 weken",
        "behalve dinsdag", "every other week in may", "in week 1 until end of 2031"
    };
    struct random random;
    int taken = 0;

    (void)state;
    random_seed(&random, 1);
    for (int i = 0; i < 20000; i++) {
        struct civil start = civil("2027-01-13 19:00");
        const char *rrule, *words[2];
        struct recurrence *read;
        char text[200];

        snprintf(text, sizeof(text), "%s %s %s",
                 begin[random_below(&random, sizeof(begin) / sizeof(*begin))],
                 days[random_below(&random, sizeof(days) / sizeof(*days))],
                 end[random_below(&random, sizeof(end) / sizeof(*end))]);
        read = rule_somewhere(text, &start);
        if (read == NULL)
            continue;
        taken++;
        rrule = recurrence_rrule(pool, read);
        words[0] = recurrence_words(pool, read, "en");
        words[1] = recurrence_words(pool, read, "nl");
        for (int j = 0; j < 2; j++) {
            struct recurrence *again = rule_somewhere(words[j], &start);

            if (again == NULL ||
                strcmp(recurrence_rrule(pool, again), rrule) != 0)
                fail_msg("'%s' is %s, but '%s' is %s", text, rrule, words[j],
                         again == NULL ? "nothing"
                         : recurrence_rrule(pool, again));
        }
    }
    assert_true(taken > 1000);
}

/* In summer 21:00 UTC is 23:00 in Brussels, and 22:00 is the day after. */
static void
an_end_in_utc_is_that_of_the_zones_clocks(void **state)
{
    struct civil first = civil("2027-05-30 23:30"), last;
    struct zones *zones = zones_new();
    const struct zone *zone = zone_find(zones, "Europe/Brussels", NULL);
    struct recurrence *recurrence;

    (void)state;
    assert_non_null(zone);
    assert_int_equal(recurrence_parse(pool, "FREQ=DAILY;UNTIL="
                                      "20270630T210000Z", &first, zone,
                                      &recurrence, NULL), 0);
    assert_true(recurrence_last(recurrence, &last));
    assert_int_equal(last.day, 29);
    assert_int_equal(recurrence_parse(pool, "FREQ=DAILY;UNTIL="
                                      "20270630T213000Z", &first, zone,
                                      &recurrence, NULL), 0);
    assert_true(recurrence_last(recurrence, &last));
    assert_int_equal(last.day, 30);
    assert_string_equal(recurrence_rrule(pool, recurrence),
                        "FREQ=DAILY;UNTIL=20270630T233000");
    zones_free(&zones);
}

static void
rare_rules_can_be_said_too(void **state)
{
    static const struct {
        const char *start, *rule, *words;
    } cases[] = {
        { "2027-08-13 19:00", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
          "monthly on every friday (only if day 13)" },
        { "2027-01-01 19:00", "FREQ=YEARLY;BYYEARDAY=1,-1",
          "yearly on the 1st day of the year and the last day of the year" },
        { "2027-01-06 19:00", "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=2",
          "monthly on every tuesday and wednesday (of these only the 2nd)" },
        { "2027-05-17 19:00", "FREQ=YEARLY;BYDAY=20MO",
          "yearly on the 20th monday of the year" },
        { "2027-01-12 19:00", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU",
          "every 2 weeks on tuesday (weeks begin on sunday)" },
        { "2027-01-04 19:00", "FREQ=DAILY;BYDAY=MO,SA",
          "daily on monday and saturday" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(recurrence_words(pool, rule(cases[i].start,
                                                        cases[i].rule),
                                             "fr"), cases[i].words);
}

static void
a_start_that_does_not_fit_is_told_which_does(void **state)
{
    (void)state;
    assert_string_equal(refusal("2027-01-14 19:00", "monthly on the 2nd "
                                "wednesday"),
                        "the start, 2027-01-14 (a Thursday), is no date of "
                        "'monthly on the 2nd wednesday'; the first that fits "
                        "is 2027-02-10 19:00 (a Wednesday)");
    assert_non_null(strstr(refusal("2026-01-22 10:00",
                                   "FREQ=WEEKLY;INTERVAL=4;BYDAY=SU"),
                           "the first that fits is 2026-01-25 10:00"));
    assert_non_null(strstr(refusal("2027-03-01 10:00", "monthly on day 31 or "
                                   "the next day"),
                           "the first that fits is 2027-03-31 10:00"));
    assert_string_equal(refusal("2027-01-14 19:00", "FREQ=DAILY;BYHOUR=9,21"),
                        "the start, 2027-01-14 19:00 (a Thursday), is no date "
                        "of 'FREQ=DAILY;BYHOUR=9,21'; the first that fits is "
                        "2027-01-14 21:00 (a Thursday)");
}

static void
a_rule_that_never_happens_is_refused_soon(void **state)
{
    static const char *const never[] = {
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=6;BYYEARDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=15;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=-2",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=1",
        "yearly on 31 april",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
        assert_non_null(strstr(refusal("2027-01-13 19:00", never[i]),
                               "never happens: there is no such day"));
    /* but what happens once in forty years does */
    assert_string_equal(dates("2088-02-29 19:00", "FREQ=YEARLY;BYMONTH=2;"
                              "BYMONTHDAY=29;BYDAY=SU", 2),
                        "2088-02-29 2128-02-29");
}

static void
what_is_wrong_is_said_with_what_would_be_right(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "monthly on the 2nd wendesday", "'wendesday' is not understood; "
          "did you mean 'wednesday'?" },
        { "monhtly on the 2nd wednesday", "'monhtly' is not understood; did "
          "you mean 'monthly'?" },
        { "monthly on wednesday", "which wednesday of the month? write for "
          "example 'monthly on the 1st wednesday', or 'weekly on "
          "wednesday'" },
        { "every 2nd wednesday", "this can mean two things; write 'monthly "
          "on the 2nd wednesday', or 'every 2 weeks on wednesday'" },
        { "monthly on the 6th wednesday", "no month has so many of them; the "
          "5th is the last, and often not there" },
        { "monthly on day 32", "no month has a day 32; days go from 1 to "
          "31" },
        { "weekly at 19:00", "leave out the hour here: it is that of the "
          "start" },
        { "every 2 hours", "an event cannot be every hour or minute; days "
          "are the shortest" },
        { "every 0 days", "'every 0' does not go; it goes from 1 to 999" },
        { "every 1000 days", "'every 1000' does not go; it goes from 1 to "
          "999" },
        { "daily on monday", "every day is every day; write 'weekly on "
          "monday and tuesday' for some days" },
        { "yearly on 15 march and 20 june", "these dates differ too much for "
          "one rule; make an event for each, or list the 'dates'" },
        { "yearly on tuesday", "which one of the year? write for example "
          "'yearly on the 2nd sunday of may', or 'yearly on monday in week "
          "20'" },
        { "weekly until", "until when? write for example 'until "
          "2027-06-30'" },
        { "weekly until 2027-02-30", "2027-02-30 does not exist; February "
          "2027 has 28 days" },
        { "weekly 10 times until 2027-06-30", "'until' and a number of times "
          "do not go together; keep one of them" },
        { "weekly 0 times", "0 times does not go; it goes from 1 to 9999" },
        { "weekly or the last day", "'or the last day' goes behind a day of "
          "the month, as in 'monthly on day 31 or the last day'" },
        { "weekly until 2026-12-31", "'weekly until 2026-12-31' ends on "
          "2026-12-31, before its start on 2027-01-13" },
        { "FREQ=HOURLY", "FREQ=HOURLY is too often for an event; use DAILY, "
          "WEEKLY, MONTHLY or YEARLY" },
        { "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY is too "
          "often for an event; use DAILY, WEEKLY, MONTHLY or YEARLY" },
        { "FREQ=OFTEN", "FREQ=OFTEN does not exist; use DAILY, WEEKLY, "
          "MONTHLY or YEARLY" },
        { "BYDAY=MO", "the rule does not say how often; begin with "
          "FREQ=DAILY, WEEKLY, MONTHLY or YEARLY" },
        { "FREQ=DAILY;INTERVAL=1000", "INTERVAL=1000 has to be from 1 to "
          "999" },
        { "FREQ=MONTHLY;BYWEEKNO=20", "BYWEEKNO only goes with "
          "FREQ=YEARLY" },
        { "FREQ=YEARLY;BYWEEKNO=20;BYDAY=2MO", "BYWEEKNO does not go with a "
          "numbered day; write BYDAY=MO" },
        { "FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO=54: it takes numbers from 1 "
          "to 53, or negative to count from the end" },
        { "FREQ=DAILY;BYSECOND=30", "'FREQ=DAILY;BYSECOND=30' has another "
          "second than the start; leave BYSECOND out" },
        { "FREQ=DAILY;BYMINUTE=60", "BYMINUTE=60 does not exist; it goes "
          "from 0 to 59" },
        { "FREQ=DAILY;BYSECOND=0,30", "BYSECOND=0,30: an event begins at one "
          "second of the minute, that of its start; leave it out" },
        { "FREQ=DAILY;BYHOUR=9,19;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55,"
          "56", "these are 26 times a day; 24 at most" },
        { "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=9,19", "BYSETPOS chooses "
          "among days here, and does not go with several hours; make an "
          "event for each hour" },
        { "FREQ=MONTHLY;BYDY=2WE", "'BYDY' is no part of a rule; did you "
          "mean 'BYDAY'?" },
        { "FREQ=MONTHLY;BYDAY=XX", "BYDAY=XX is no day; use MO TU WE TH FR "
          "SA SU, or 2WE for the second Wednesday" },
        { "FREQ=MONTHLY;BYDAY=0WE", "BYDAY: '0' does not say which WE of the "
          "month; 2 is the second, -1 the last" },
        { "FREQ=MONTHLY;BYDAY=6WE", "BYDAY=6WE: there are at most 5 in a "
          "month" },
        { "FREQ=WEEKLY;BYDAY=2WE", "BYDAY=2WE: which one of the month only "
          "goes with FREQ=MONTHLY or YEARLY; write BYDAY=WE" },
        { "FREQ=WEEKLY;BYMONTHDAY=13", "BYMONTHDAY does not go with "
          "FREQ=WEEKLY; use FREQ=MONTHLY" },
        { "FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32: it takes numbers "
          "from 1 to 31, or negative to count from the end" },
        { "FREQ=DAILY;BYMONTH=13", "BYMONTH=13: it takes numbers from 1 to "
          "12" },
        { "FREQ=DAILY;BYMONTH=", "'BYMONTH=' has no value; write it like "
          "'FREQ=MONTHLY;BYDAY=2WE'" },
        { "FREQ=DAILY;FREQ=WEEKLY", "FREQ stands there twice; put its values "
          "together with commas" },
        { "FREQ=DAILY;COUNT=2;UNTIL=20270630", "COUNT and UNTIL do not go "
          "together; keep one of them" },
        { "FREQ=DAILY;UNTIL=20270630T220000Z", "UNTIL is in UTC; write the "
          "last date as it is here, without the Z: 2027-06-30" },
        { "FREQ=DAILY;UNTIL=20270230", "UNTIL: 2027-02-30 does not exist; "
          "February 2027 has 28 days" },
        { "FREQ=DAILY;BYSETPOS=1", "BYSETPOS chooses among the days of a "
          "week, month or year; it needs FREQ=WEEKLY or longer, and BYDAY or "
          "BYMONTHDAY" },
        { "FREQ=MONTHLY;BYDAY=2WE;SKIP=FORWARD", "SKIP only goes with a day "
          "of the month, as in "
          "'FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD'" },
        { "FREQ=DAILY;RSCALE=CHINESE", "RSCALE=CHINESE is not supported; "
          "leave RSCALE out" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(refusal("2027-01-13 19:00", cases[i].text),
                            cases[i].why);
    assert_non_null(strstr(refusal("2027-01-13 19:00", "whenever"),
                           "write it like 'weekly on tuesday'"));
    assert_non_null(strstr(refusal("2027-01-13 19:00", ""),
                           "there is nothing here; write it like"));
}

static void
a_missing_day_follows_the_rules_choice(void **state)
{
    (void)state;
    assert_string_equal(dates("2027-01-31 19:00", "monthly on day 31", 4),
                        "2027-01-31 2027-03-31 2027-05-31 2027-07-31");
    assert_string_equal(dates("2027-01-31 19:00",
                              "monthly on day 31 or the last day", 4),
                        "2027-01-31 2027-02-28 2027-03-31 2027-04-30");
    assert_string_equal(dates("2027-01-31 19:00",
                              "monthly on day 31 or the next day", 5),
                        "2027-01-31 2027-03-01 2027-03-31 2027-05-01 "
                        "2027-05-31");
    assert_string_equal(dates("2028-02-29 19:00",
                              "yearly on 29 february or the last day", 3),
                        "2028-02-29 2029-02-28 2030-02-28");
    assert_string_equal(dates("2028-02-29 19:00",
                              "yearly on 29 february or the next day", 3),
                        "2028-02-29 2029-03-01 2030-03-01");
    assert_string_equal(dates("2028-02-29 19:00", "yearly on 29 february", 3),
                        "2028-02-29 2032-02-29 2036-02-29");
    /* the 1st once, though the 31st before it falls there too */
    assert_string_equal(dates("2027-01-01 19:00",
                              "monthly on day 1 and 31 or the next day", 5),
                        "2027-01-01 2027-01-31 2027-02-01 2027-03-01 "
                        "2027-03-31");
}

static void
the_last_day_and_the_number_of_times_are_kept(void **state)
{
    struct recurrence *until = rule("2027-01-13 19:00", "weekly until "
                                    "2027-01-27");
    struct recurrence *times = rule("2027-01-13 19:00", "weekly 3 times");
    struct recurrence *forever = rule("2027-01-13 19:00", "weekly");
    struct civil last, next, at = civil("2027-01-27 19:00");
    struct civil before = civil("2027-01-27 18:59");

    (void)state;
    assert_true(recurrence_last(until, &last));
    assert_int_equal(civil_compare(&last, &at), 0);
    assert_true(recurrence_last(times, &last));
    assert_int_equal(civil_compare(&last, &at), 0);
    assert_false(recurrence_last(forever, &last));
    assert_true(recurrence_next(until, &before, &next));
    assert_int_equal(civil_compare(&next, &at), 0);
    assert_false(recurrence_next(until, &at, &next));
    assert_false(recurrence_next(times, &at, &next));
    assert_true(recurrence_next(forever, &at, &next));
    assert_true(recurrence_has(times, &at));
    assert_false(recurrence_has(times, &before));
    assert_false(recurrence_has(times, &next));
    assert_string_equal(dates("2027-01-13 19:00", "weekly 3 times", 99),
                        "2027-01-13 2027-01-20 2027-01-27");
    /* an end with an hour, before that of the start */
    assert_string_equal(dates("2027-01-13 19:00",
                              "FREQ=DAILY;UNTIL=20270115T120000", 99),
                        "2027-01-13 2027-01-14");
    /* the last date lies long before the end */
    assert_true(recurrence_last(rule("2028-02-29 19:00", "yearly until "
                                     "2103-12-31"), &last));
    at = civil("2096-02-29 19:00");
    assert_int_equal(civil_compare(&last, &at), 0);
}

/* From anywhere the dates are those that a walk from the start meets. */
static void
seeking_gives_what_walking_gives(void **state)
{
    static const struct {
        const char *start, *text;
    } cases[] = {
        { "2017-01-13 19:00", "every 3 days" },
        { "2017-01-10 19:00", "every 3 weeks on tuesday and saturday" },
        { "2017-01-31 19:00", "every 2 months on day 31 or the next day" },
        { "2017-01-31 19:00", "every 5 months on the last day" },
        { "2016-02-29 19:00", "every 3 years on 29 february or the last "
          "day" },
        { "2017-01-03 19:00", "FREQ=WEEKLY;INTERVAL=3;WKST=WE;BYDAY=TU,WE;"
          "BYSETPOS=-1;COUNT=150" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct recurrence *recurrence = rule(cases[i].start, cases[i].text);
        struct civil from = civil(cases[i].start);
        struct civil until = civil("2027-01-01 00:00"), walked = from;

        for (; civil_compare(&from, &until) < 0; civil_add_days(&from, 1)) {
            struct civil next = { 0 };

            assert_true(recurrence_has(recurrence, &walked));
            if (civil_compare(&walked, &from) <= 0 &&
                !recurrence_next(recurrence, &walked, &walked))
                walked.year = 9999;
            if (!recurrence_next(recurrence, &from, &next))
                next.year = 9999;
            if (next.year == 9999)
                break;
            assert_int_equal(civil_compare(&next, &walked), 0);
        }
    }
}

static void
the_walk_stops_when_told(void **state)
{
    struct list list = { "", 2 };
    struct civil from = civil("2027-01-01"), to = civil("2027-02-03 19:00");

    (void)state;
    recurrence_between(rule("2027-01-13 19:00", "weekly"), &from, &to, add,
                       &list);
    assert_string_equal(list.text, "2027-01-13 2027-01-20");
    list = (struct list){ "", 99 };
    recurrence_between(rule("2027-01-13 19:00", "weekly"), &from, &to, add,
                       &list);
    assert_string_equal(list.text, "2027-01-13 2027-01-20 2027-01-27");
    list = (struct list){ "", 99 };
    recurrence_between(rule("2027-01-13 19:00", "weekly"), &to, &from, add,
                       &list);
    assert_string_equal(list.text, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_hours_a_day_are_several_dates),
        cmocka_unit_test(sentences_and_rules_mean_the_same),
        cmocka_unit_test(its_words_are_read_back_as_the_same_rule),
        cmocka_unit_test(what_coordinators_say_is_understood),
        cmocka_unit_test(what_can_mean_two_things_is_refused_with_both),
        cmocka_unit_test(
            any_sentence_that_is_taken_is_read_back_from_its_words),
        cmocka_unit_test(an_end_in_utc_is_that_of_the_zones_clocks),
        cmocka_unit_test(rare_rules_can_be_said_too),
        cmocka_unit_test(a_start_that_does_not_fit_is_told_which_does),
        cmocka_unit_test(a_rule_that_never_happens_is_refused_soon),
        cmocka_unit_test(what_is_wrong_is_said_with_what_would_be_right),
        cmocka_unit_test(a_missing_day_follows_the_rules_choice),
        cmocka_unit_test(the_last_day_and_the_number_of_times_are_kept),
        cmocka_unit_test(seeking_gives_what_walking_gives),
        cmocka_unit_test(the_walk_stops_when_told),
    };

    return cmocka_run_group_tests_name("recurrence", tests, open_pool,
                                       close_pool);
}
