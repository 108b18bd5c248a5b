/*
 * store_fixture - a store of either backend for a test, in a directory of its
 * own, and short ways to fill it.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "store/store.h"

struct fixture {
    struct store *store;
    bool on_disk;
    char directory[64];
    char path[80];
};

/* cmocka's setup and teardown; *state becomes a struct fixture. */
int fixture_memory(void **state);
int fixture_sqlite(void **state);
int fixture_end(void **state);

/* Commit; on disk, close and open again too. */
struct store *fixture_again(struct fixture *fixture);

/* A directory of its own, and a path in it. */
void fixture_directory(struct fixture *fixture);
/* Remove the files in it and the directory. */
void fixture_clean(struct fixture *fixture);

/* A blind index that is `number` all over. */
const unsigned char *fixture_index(int number);

/* Put a person with one address (index `address`, 0 none) in groups "a b" of
 * file "people.conf"; returns their id. */
int64_t fixture_person(struct store *store, const char *handle, int address,
                       const char *groups);

/* Open a wave of event "club", occurrence "o"; returns its id. */
int64_t fixture_wave(struct store *store, const char *occurrence,
                     const char *slot, int version);

/* Add a message. */
bool fixture_row(struct store *store, int64_t wave, int64_t person,
                 enum delivery_state state, instant due);

/* Callbacks that add what they are told as text to the struct buffer that
 * they get. */
bool fixture_tell_person(void *buffer, const struct store_recipient *person);
bool fixture_tell_wave(void *buffer, const struct store_wave *wave);
bool fixture_tell_row(void *buffer, const struct store_row *row);
bool fixture_tell_notice(void *buffer, instant at, const char *text);

/* All that the tests put in, as text. */
void fixture_dump(struct store *store, struct buffer *out);

/* The state of a message; -1: not there. */
int fixture_state(struct store *store, int64_t wave, int64_t person);

#endif
