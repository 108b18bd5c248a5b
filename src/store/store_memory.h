/*
 * store_memory - the store in memory, for tests and forecasts: what its parts
 * share.  Nothing outside store_memory*.c includes this.
 */
#ifndef STORE_STORE_MEMORY_H
#define STORE_STORE_MEMORY_H

#include "store/gather.h"
#include "store/sorted.h"
#include "store/store.h"

/* A text and what is kept under it. */
struct memory_value {
    char *key;
    char *value;
};

struct memory_person {
    int64_t id;
    char *handle, *name, *language, *source, *reach;
    struct {
        char *sealed;           /* NULL: none of this kind */
        unsigned char index[STORE_INDEX];
    } addresses[STORE_ADDRESSES];
    const char **groups;        /* interned, in the order of their texts */
    size_t group_count, group_room;
    instant stopped;
    bool gone;
    uint64_t seen;              /* number of the newest put */
};

struct memory_wave {
    struct store_wave wave;     /* texts owned */
    int64_t rows[DELIVERY_STATES];
};

struct memory_row {
    int64_t wave, person;       /* the key */
    instant due, at;
    const char *channel, *reason;       /* interned */
    char *remote;               /* NULL: none */
    uint32_t epoch;
    int attempt, unknowns;
    enum delivery_state state;
};

struct memory {
    struct store store;         /* first: what others see */
    bool dirty;                 /* written since the last commit */
    struct sorted texts;        /* interned: char * */
    struct sorted values, sources;      /* struct memory_value */
    /* people */
    struct sorted people;       /* id -> struct memory_person * */
    struct sorted handles;      /* handle -> the same */
    struct sorted addresses;    /* index, person */
    struct sorted members;      /* group, person */
    struct sorted group_sizes;  /* group -> how many */
    struct sorted stops;        /* index -> instant */
    struct sorted syncs;        /* source -> number of its people_sync() */
    uint64_t puts;              /* counts people_sync() and person_put() */
    /* waves and rows */
    int64_t wave_last;          /* the highest id that was given */
    struct sorted waves;        /* id -> struct memory_wave * */
    struct sorted wave_keys;    /* key -> the same */
    struct sorted wave_states;  /* state, due, id -> the same */
    struct sorted rows;         /* struct memory_row */
    struct sorted due;          /* due, wave, person */
    struct sorted remotes;      /* channel, remote, wave, person */
    /* the rest */
    struct sorted orphans, inbound_keys, inbound, spent;
    int64_t inbound_last;
    struct sorted notice_keys;  /* char * */
    struct memory_notice {
        instant at;
        char *text, *key;       /* key: NULL none */
    } *notices;
    size_t notice_count, notice_room;
};

/* Fill the part of the table that each file makes, and free it. */
void memory_people_open(struct memory *memory);
void memory_people_close(struct memory *memory);
void memory_waves_open(struct memory *memory);
void memory_waves_close(struct memory *memory);
void memory_outbox_open(struct memory *memory);
void memory_outbox_close(struct memory *memory);
void memory_told_open(struct memory *memory);
void memory_inbox_open(struct memory *memory);
void memory_inbox_close(struct memory *memory);

static inline struct memory *
memory_of(struct store *store)
{
    return (struct memory *)store;
}

/* The store for writing; NULL when it is broken. */
struct memory *memory_write(struct store *store);

/* The same text, kept for as long as the store; NULL is "". */
const char *memory_intern(struct memory *memory, const char *text);

/* Records that begin with a char *, an int64_t. */
int memory_compare_text(const void *a, const void *b);
int memory_compare_id(const void *a, const void *b);

static inline int
memory_order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Free all char * with which the records of a set begin, and the set. */
void memory_free_texts(struct sorted *set);

/* One person, by id; NULL: none. */
struct memory_person *memory_person(struct memory *memory, int64_t id);
/* What a callback is told of them. */
void memory_recipient(const struct memory_person *person,
                      struct store_recipient *recipient);

/* One wave, by id; NULL: none. */
struct memory_wave *memory_wave(struct memory *memory, int64_t id);
/* Waves of one occurrence, or one event: from the first, while it is so. */
struct memory_wave *memory_wave_first(struct memory *memory,
                                      const char *organisation,
                                      const char *event,
                                      const char *occurrence,
                                      struct sorted_place *place);
struct memory_wave *memory_wave_next(struct memory *memory,
                                     const struct memory_wave *wave,
                                     const char *occurrence,
                                     struct sorted_place *place);

/* Take out all rows of a wave; all notices. */
void memory_rows_forget(struct memory *memory, int64_t wave);
void memory_notices_forget(struct memory *memory);

struct memory_row *memory_row(struct memory *memory, int64_t wave,
                              int64_t person);
/* Cancel what waits for one person. */
void memory_cancel_person(struct memory *memory, int64_t person,
                          const char *reason, instant at);

#endif
