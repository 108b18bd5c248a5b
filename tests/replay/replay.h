/*
 * replay - a replay file that is being run, for the files of this program.
 */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H

#include <stdio.h>

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

/* Print file:line: what is wrong, and count it. */
void replay_complain(struct replay *replay, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The next word of a line ("" at its end); all that is left of it. */
char *replay_word(char **rest);
char *replay_last(char **rest);

/* Two words as a time; false after complaining. */
bool replay_time(struct replay *replay, char **rest, instant *at);

/* Copy a programme of etc/programmes into the world. */
void programme_copy(struct replay *replay, char *rest);

/* The commands that check, one each. */
void expect_message(struct replay *replay, char *rest);
void expect_within(struct replay *replay, char *rest);
void expect_sent(struct replay *replay, char *rest);
void expect_none(struct replay *replay, char *rest);
void expect_row(struct replay *replay, char *rest);
void expect_replaces(struct replay *replay, char *rest);
void expect_notice(struct replay *replay, char *rest);
void expect_no_notice(struct replay *replay, char *rest);

#endif
