/*
 * part - one file on its way into the programme: what it says, and whether
 * all of it can be used.
 */
#ifndef PROGRAMME_PART_H
#define PROGRAMME_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "config/diagnose.h"
#include "config/file.h"
#include "programme/load.h"
#include "programme/programme.h"

struct node;
struct section;
struct template;

enum { LOADING_LANGUAGES = 16 };

/* A set of days, and where it stands. */
struct calendar {
    const struct dayset *set;
    bool own;                   /* of calendars.d */
    struct place_in_file at;
};

/* What all parts of one load share. */
struct loading {
    const struct load_options *options;
    struct load *load;
    struct programme *programme;        /* being made */
    struct diagnoses diagnoses;
    bool groups_known;          /* false: allo.conf has errors, so a name that
                                 * is not there says nothing */
    struct {                    /* see calendars.h */
        struct calendar *items;
        size_t count, room;
    } calendars;
    struct {
        struct source *items;
        size_t count, room;
    } calendar_sources;
    bool calendars_known;       /* false: a file of them could not be read */
    /* see wording.h */
    const struct template *usual[PURPOSE_COUNT][LOADING_LANGUAGES];
};

struct part {
    struct loading *loading;
    struct diagnoses *diagnoses;        /* of the load, or of nobody when it
                                         * is a last valid text */
    struct file_text file;
    const char *name;           /* in the pool of the load */
    const char *placed;         /* name of a file, in the pool of the
                                 * programme: the last that was asked for */
    void (*read)(struct part *part, const struct node *root);
    bool wrong, fallback;
    bool tells_people;          /* has a list of people, read or not */
    size_t text_count, event_count, person_count;
    struct event_text *texts;   /* the same as of the events */
    struct event *events;       /* free() them; what they hold is in the
                                 * pool of the programme */
    struct person *people;      /* in the pool of the load */
};

/* Read events and people from the root of a file.  What is wrong is in
 * part->diagnoses. */
void part_read(struct part *part, const struct node *root);

/* The same from the lists themselves; NULL is an empty one. */
void part_read_lists(struct part *part, const struct node *events,
                     const struct node *people);

/* Where a node stands, with a name that lasts as long as the programme. */
struct place_in_file part_place(struct part *part, const struct node *node);

/* What events.d and people.d take. */
extern const struct section part_section;

#endif
