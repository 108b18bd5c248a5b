/*
 * month - a random month: edits, outages, crashes, STOPs and doubts about the
 * clock in any order.
 */
#ifndef TESTS_MONTH_H
#define TESTS_MONTH_H

#include "base/random.h"
#include "world.h"

enum { PEOPLE = 6, EVENTS = 3 };

/* What the coordinator's files say now. */
struct meeting {
    bool there, cancelled;
    struct civil date;
    int hour, place, reminders, rule, invite, skip;
    int name;                   /* counts the renamings of its id */
};

struct month {
    uint64_t seed;
    struct random random;
    struct world world;
    const struct zone *zone;
    struct meeting meetings[EVENTS];
    bool stopped[PEOPLE];
    bool away[PEOPLE];          /* in no file */
    int group[PEOPLE];          /* index of month_groups */
    size_t stopped_from[PEOPLE];        /* number of messages then */
    bool down;                  /* the process is */
    const char *until;          /* weekly meetings go on; NULL: two months */
    bool verbose;
    int failures;
};

extern const char *const month_people[PEOPLE];

/* Write the first files and load them; seed and zone are filled in. */
void month_begin(struct month *month);
/* The coordinator edits a meeting; loaded unless the process is down. */
void month_edit(struct month *month);
/* Somebody says STOP or START. */
void month_write_back(struct month *month);
/* Something happens, and time passes. */
void month_step(struct month *month);
/* Channels work again, and everyone is invited to a meeting of which some were
 * reminded; it becomes noon of its day. */
void month_calm(struct month *month);
/* And everything comes to rest. */
void month_settle(struct month *month);

/* Say what is wrong with a message, and count it. */
void month_wrong(struct month *month, const struct sent *sent,
                 const char *what);
/* Nobody who said STOP got anything since. */
void month_check_stops(struct month *month);
bool month_is_answer(const struct sent *sent);

#endif
