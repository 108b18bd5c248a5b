/*
 * settings - the table of what can be written: key, type, default, bounds,
 * help.  The same table reads, checks and documents.
 */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

struct diagnoses;
struct node;

/* And what stands at `offset` of the struct that is filled.  Texts last as
 * long as the tree they come from. */
enum setting_type {
    SETTING_TEXT,               /* const char * */
    SETTING_ID,                 /* const char *: a to z, digits and - */
    SETTING_INTEGER,            /* int64_t */
    SETTING_NUMBER,             /* double */
    SETTING_BOOL,               /* bool */
    SETTING_MONEY,              /* money: euro in the file */
    SETTING_DURATION,           /* instant; 0 only when `least` is 0 */
    SETTING_MOMENT,             /* struct civil: date and hour */
    SETTING_WINDOW,             /* struct window */
    SETTING_CHOICE,             /* int: which of `choices` */
    SETTING_TEXTS,              /* const struct node *: see settings_texts() */
    SETTING_GROUPS,             /* const struct node *: a list of { } */
    SETTING_GROUP,              /* const struct node *: one { } */
    SETTING_ANY,                /* const struct node * */
    SETTING_LATER               /* nothing: of a later version */
};

struct setting {
    const char *key;
    enum setting_type type;
    size_t offset;
    bool required;
    const char *fallback;       /* as it would be written, without quotes;
                                 * NULL: the struct is left as it is */
    double least, most;         /* of a number, of a text's characters, of a
                                 * list's items, of a duration in ms; most 0:
                                 * no bounds */
    const char *const *choices; /* NULL at its end */
    const char *example;        /* as it is written, with quotes; of a later
                                 * one, what can be written instead of it */
    const char *help;
};

/* What stands in one { }. */
struct section {
    const char *path;           /* "events": where it stands, for the reader
                                 * of the manual; "" the file itself */
    const char *name;           /* "an event" */
    const struct setting *settings;     /* a key of NULL at its end */
    bool open;                  /* keys that are not in the table are for
                                 * somebody else */
};

/* Fill `out` from a group.  -1 when something is wrong, and all of it is in
 * `diagnoses`; then `out` holds what could be read. */
int settings_read(const struct section *section, const struct node *group,
                  struct diagnoses *diagnoses, void *out);

/* Whether a key stands there under another name; settings_read() tells that,
 * so that it need not be told to be missing. */
bool settings_misnamed(const struct section *section,
                       const struct node *group, const char *key);

/* The setting of that key; NULL when the table has none. */
const struct setting *settings_find(const struct section *section,
                                    const char *key);

/* The texts of a SETTING_TEXTS: one text counts as a list of one. */
size_t settings_text_count(const struct node *texts);
const char *settings_text(const struct node *texts, size_t index);
const struct node *settings_text_node(const struct node *texts,
                                      size_t index);

/* Whether `text` is a to z, digits and -, at most 64 of them. */
bool settings_is_id(const char *text);

/* Tell what is wrong with a node, or worth a look. */
void settings_error(struct diagnoses *diagnoses, const struct node *node,
                    const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void settings_warning(struct diagnoses *diagnoses, const struct node *node,
                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What a setting takes, in words: "number, 0 to 10000"; returns `words`. */
enum { SETTING_WORDS = 128 };
const char *settings_words(const struct setting *setting,
                           char words[SETTING_WORDS]);

#endif
