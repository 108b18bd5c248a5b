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

struct dayset;
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
    instant ends;               /* nothing from then on; 0: not said */
};

/* How sure the clock must be before anything is sent (delivery rule 10). */
enum clock_trust {
    CLOCK_SYNCHRONISED,         /* default: the system says it is in sync */
    CLOCK_TRUSTED               /* the admin vouches for it */
};

enum { EVENT_DAYS_MOST = 31 };

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
    int day;                    /* of an event of several days: that day, from
                                 * 2 on; 0: the event as a whole */
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

/* Dates of an event that it leaves out: those of a set, or of some days. */
struct skip {
    const struct dayset *set;   /* NULL: from `from` to `to` */
    int64_t from, to;           /* day numbers, both left out */
    struct place_in_file at;
};

/* What becomes of a date that is skipped. */
enum on_skip {
    ON_SKIP_DROP,               /* default: it does not take place */
    ON_SKIP_NEXT_WEEK,
    ON_SKIP_DAY_BEFORE,
    ON_SKIP_DAY_AFTER,
    ON_SKIP_NEXT_WORKDAY
};

struct event_text {             /* instead of a built-in one */
    enum purpose purpose;
    bool subject;               /* of the mail, instead of the text */
    const struct language *language;
    const char *role;           /* NULL: everyone */
    const struct template *template;
    struct place_in_file at;
};

struct event {
    const char *id, *title;
    const char *place;          /* as people read it; "" when none */
    const char *online;         /* the part of it that is not a place; "" */
    struct civil start;
    const struct zone *zone;
    instant duration;           /* 0: not said; of each day */
    int days;                   /* in a row, from the start's on: 1 .. 31 */
    bool tells_end;             /* some text of it says when it ends */
    bool reply;                 /* people are asked whether they come */
    const struct recurrence *repeat;    /* NULL: see dates */
    size_t date_count, change_count, group_count, reminder_count;
    size_t text_count, note_count, skip_count;
    const struct civil *dates;  /* listed dates in order, beside the rule if
                                 * there is one; count 0 and no rule: only
                                 * start */
    const struct skip *skips;
    enum on_skip on_skip;
    const struct dayset *holidays;      /* for the next workday; else NULL */
    const struct change *changes;
    const struct group *const *groups;  /* invited */
    const struct reminder *reminders;
    const struct event_text *texts;     /* see own_text.h */
    const struct event_note *notes;
    /* It goes with another: a linked one, a stop of a route, a deadline.  Then
     * start, repeat and dates are not its own. */
    const struct event *base;   /* a copy of that one; NULL: none */
    struct offset shift;        /* from each start of the base to its own */
    bool place_of_base;
    bool route;                 /* its stops are the meetings, not itself */
    bool deadline;              /* nobody meets: until then something can be
                                 * done */
    uint64_t schedule;          /* hash of start, repeat, dates, reminders:
                                 * when it differs the plan is a new one */
    struct place_in_file at;
};

struct programme {
    struct pool *pool;
    struct zones *zones;        /* those that are used; freed with it */
    struct organisation organisation;
    struct settings settings;
    /* of the organisation, in the order of their purposes: those of purpose p
     * begin at text_first[p]; see own_text.h */
    const struct event_text *texts;
    size_t text_first[PURPOSE_COUNT + 1];
    size_t channel_count, group_count, event_count;
    const struct channel_definition *channels;
    const struct group *groups;         /* in the order of their ids */
    const struct event *events; /* in the order of their ids */
    size_t calendar_count;
    const struct dayset *const *calendars;      /* sets of days by name */
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
const struct dayset *programme_calendar(const struct programme *programme,
                                        const char *id);

#endif
