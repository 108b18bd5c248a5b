/*
 * log - one structured line an event, to stderr.
 *
 * Text for journald ("<6>channel.ready channel=sms window=100") or JSON, one
 * object a line.  An address is never logged (it has no way into a field:
 * pass the pseudonym of privacy/pseudonym.h), nor is a message's text.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <syslog.h>

enum log_style {
    LOG_STYLE_TEXT,             /* plain, for a terminal */
    LOG_STYLE_JOURNAL,          /* with <N> before each line */
    LOG_STYLE_JSON
};

struct log_field {
    const char *key, *text;     /* text NULL: `number` counts */
    int64_t number;
};

/* Once, at the start of a program. `level`: least severe that is shown. */
void log_init(const char *program, enum log_style style, int level);

/* While paused nothing is logged: what is only foreseen did not happen. */
void log_pause(bool pause);

/* For tests: lines go to this instead of stderr; NULL undoes it. */
void log_to(void (*sink)(void *self, const char *line), void *self);

/* One event; `fields` ends with a key of NULL.  See log_event(). */
void log_fields(int priority, const char *event,
                const struct log_field *fields);

/* log_event(LOG_INFO, "channel.ready", LOG_T("channel", name),
 *           LOG_N("window", 100)); */
#define LOG_T(key, text) { key, (text) != NULL ? (text) : "", 0 }
#define LOG_N(key, number) { key, NULL, (number) }
/* The first of the array is left out again: the comma behind it may go when
 * there are no fields (cppcheck cannot read __VA_OPT__). */
#define log_event(priority, event, ...)                                      \
    log_fields(priority, event,                                              \
               (const struct log_field[]){ { NULL, NULL, 0 },                \
                                           ##__VA_ARGS__,                    \
                                           { NULL, NULL, 0 } } + 1)

#endif
