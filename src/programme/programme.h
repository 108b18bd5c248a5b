/*
 * programme - the validated, immutable snapshot of what the coordinator and
 * the admin wrote.  Made as a whole by programme/load.h, never changed, freed
 * as a whole; a reload makes a new one beside the old.
 *
 * Everything in it lives in its pool.
 */
#ifndef PROGRAMME_PROGRAMME_H
#define PROGRAMME_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/memory.h"
#include "calendar/civil.h"
#include "calendar/offset.h"
#include "calendar/window.h"
#include "message/purpose.h"
#include "privacy/address.h"

struct language;
struct recurrence;
struct template;
struct zone;
struct zones;

/* Where a setting stands, for messages that come later than loading. */
struct place_in_file {
    const char *file;           /* below the configuration, "events.d/x.conf" */
    int line;
};

struct organisation {
    const char *id, *name, *contact;
    const char *country;        /* "BE" */
    const struct language *language;
    const struct zone *zone;
};

/* How sure the clock must be before anything is sent (delivery rule 10). */
enum clock_trust {
    CLOCK_SYNCHRONISED,         /* default: the system says it is in sync */
    CLOCK_TRUSTED               /* the admin vouches for it */
};

struct settings {
    const char *store_path;     /* of the SQLite file */
    const char *control_path;   /* of the control socket */
    instant settle;             /* from an edit to its corrections */
    instant useful_before;      /* a reminder is useless so long before the
                                 * start */
    enum clock_trust clock;
    bool watch;                 /* load files as they change */
    int max_parts;              /* of one SMS */
    bool transliterate;
};

struct channel_setting_text {
    const char *key, *value;    /* value: secrets are resolved */
    bool secret;
};

struct channel_definition {
    const char *name, *plugin;
    size_t setting_count;
    const struct channel_setting_text *settings;        /* the plugin's own */
    enum address_kind kind;     /* of the addresses that it takes */
    bool sms;                   /* its texts are cut in parts that cost */
    int workers;
    double rate;                /* parts a second; 0: no limit */
    int64_t price;              /* micro-euro a part */
    int64_t daily_budget;       /* micro-euro; 0: none */
    int64_t daily_limit;        /* messages; 0: none */
    instant deadline;           /* for the answer to one message */
    int recycle;
    struct place_in_file at;
};

struct group {
    const char *id, *role;
    size_t reach_count;
    const char *const *reach;   /* names of channels, best first */
    bool has_quiet;
    struct window quiet;
    const char *join;           /* word, or NULL; for later */
    size_t index;               /* in programme.groups */
    struct place_in_file at;
};

/* One reminder of an event. */
struct reminder {
    struct offset offset;
    const char *slot;           /* "1d", "2h", "1d.2": its name in the ledger.
                                 * Not the clock time: so 18:00 edited to
                                 * 19:00 after it was sent is no new one. */
    const char *text;           /* "1 day before at 18:00" */
};

struct event_note {             /* of one language; role NULL: everyone */
    const struct language *language;
    const char *role;
    const char *text;
};

/* What the coordinator changed about one occurrence. */
struct change {
    struct civil on;            /* date (and time, if given) of the original */
    bool on_has_time;
    bool has_start, cancelled;
    struct civil start;
    const char *place;          /* NULL: as it was */
    const char *reason;         /* why it is cancelled; NULL or "" not said */
    size_t reason_count;        /* or by language */
    const struct event_note *reasons;
    instant duration;           /* 0: as it was */
    struct place_in_file at;
};

struct event_text {             /* of one language; role NULL: everyone */
    const struct language *language;
    const char *role;
    const struct template *template;
};

struct event {
    const char *id, *title, *place;     /* place "" when none */
    struct civil start;
    const struct zone *zone;
    instant duration;           /* 0: not said */
    const struct recurrence *repeat;    /* NULL: see dates */
    size_t date_count, change_count, group_count, reminder_count;
    size_t text_count, note_count;
    const struct civil *dates;  /* listed dates in order; count 0: only
                                 * start, or the rule */
    const struct change *changes;
    const struct group *const *groups;  /* invited */
    const struct reminder *reminders;
    const struct event_text *texts;     /* override the reminder's text */
    const struct event_note *notes;
    uint64_t schedule;          /* hash of start, repeat, dates, reminders:
                                 * when it differs the plan is a new one */
    struct place_in_file at;
};

struct programme {
    struct pool *pool;
    struct zones *zones;        /* those that are used; freed with it */
    struct organisation organisation;
    struct settings settings;
    size_t channel_count, group_count, event_count;
    const struct channel_definition *channels;
    const struct group *groups;         /* in the order of their ids */
    const struct event *events; /* in the order of their ids */
    /* A file could not be used, not even its last valid text: events that
     * are missing here must not be taken for cancelled. */
    bool incomplete;
};

/* Takes NULL too and nulls the pointer. */
void programme_free(struct programme **programme);

/* NULL when there is none. */
const struct event *programme_event(const struct programme *programme,
                                    const char *id);
const struct group *programme_group(const struct programme *programme,
                                    const char *id);
const struct channel_definition *
programme_channel(const struct programme *programme, const char *name);

#endif
