/*
 * calendar_answers - gives the room's answers to questions on stdin, for the
 * scripts that compare them with Python's.
 *
 *   rule TAB start TAB from TAB to TAB most TAB rule
 *       a line with the dates (at most `most`), or "! " and the error
 *   when TAB zone TAB start TAB from TAB to TAB most TAB rule
 *       the same, each date with "=" and its moment in seconds
 *   zone TAB name TAB first TAB last TAB step
 *       binary: for each `step` seconds the offset at that moment, and the
 *       moment at which the wall shows that time, as two int64
 *   holidays TAB country TAB year
 *       a line with the public holidays of that year
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/holiday.h"
#include "calendar/recurrence.h"
#include "calendar/zone.h"

struct answer {
    int left;
    const char *before;
    const struct zone *zone;    /* NULL: only dates */
};

static bool
print_date(void *self, const struct civil *date)
{
    struct answer *answer = self;
    char text[CIVIL_TEXT];

    printf("%s%s", answer->before, civil_format(date, text));
    if (answer->zone != NULL)
        printf("=%lld", (long long)(zone_instant(answer->zone, date) /
                                    SECOND));
    answer->before = ";";
    return --answer->left > 0;
}

static void
answer_rule(const struct zone *zone, char **field)
{
    struct pool *pool = pool_new();
    struct recurrence *recurrence;
    struct civil start, from, to;
    struct error error;
    struct answer answer = { atoi(field[3]), "", zone };

    if (civil_parse(field[0], &start, &error) < 0 ||
        civil_parse(field[1], &from, &error) < 0 ||
        civil_parse(field[2], &to, &error) < 0 ||
        recurrence_parse(pool, field[4], &start, zone, &recurrence,
                         &error) < 0)
        printf("! %s", error.text);
    else
        recurrence_between(recurrence, &from, &to, print_date, &answer);
    putchar('\n');
    pool_free(&pool);
}

static const struct zone *
known_zone(struct zones *zones, const char *name)
{
    struct error error;
    const struct zone *zone = zone_find(zones, name, &error);

    if (zone == NULL) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return zone;
}

static void
answer_zone(const struct zone *zone, char **field)
{
    int64_t last = atoll(field[3]), step = atoll(field[4]);

    for (int64_t at = atoll(field[2]); at < last; at += step) {
        struct civil wall;
        int64_t both[2];

        civil_from_seconds(at, &wall);
        both[0] = zone_offset(zone, at * SECOND);
        both[1] = zone_instant(zone, &wall) / SECOND;
        fwrite(both, sizeof(both), 1, stdout);
    }
}

static void
answer_holidays(char **field)
{
    struct civil day = { .year = atoi(field[2]), .month = 1, .day = 1 };
    const char *before = "";
    char text[CIVIL_TEXT];

    for (int year = day.year; day.year == year; civil_add_days(&day, 1)) {
        if (holiday_on(field[1], &day) == NULL)
            continue;
        printf("%s%s", before, civil_format_date(&day, text));
        before = ";";
    }
    putchar('\n');
}

int
main(void)
{
    struct zones *zones = zones_new();
    char line[1024];

    while (fgets(line, sizeof(line), stdin) != NULL) {
        char *field[7] = { NULL }, *rest = line;
        int count = 0;

        line[strcspn(line, "\n")] = '\0';
        while (count < 7 && rest != NULL)
            field[count++] = strsep(&rest, "\t");
        if (count == 6 && strcmp(field[0], "rule") == 0)
            answer_rule(NULL, field + 1);
        else if (count == 7 && strcmp(field[0], "when") == 0)
            answer_rule(known_zone(zones, field[1]), field + 2);
        else if (count == 5 && strcmp(field[0], "zone") == 0)
            answer_zone(known_zone(zones, field[1]), field);
        else if (count == 3 && strcmp(field[0], "holidays") == 0)
            answer_holidays(field);
        else
            return 2;
    }
    zones_free(&zones);
    return 0;
}
