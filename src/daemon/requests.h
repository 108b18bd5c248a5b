/*
 * requests - what alloctl asks, one file for each family; `self` of every
 * handler is the struct daemon.
 */
#ifndef DAEMON_REQUESTS_H
#define DAEMON_REQUESTS_H

#include <stdint.h>

#include "base/clock.h"
#include "calendar/zone.h"
#include "control/server.h"
#include "store/store.h"

struct programme;

/* What alloctl asks, one verb each. */
void requests_status(void *self, const struct frame *request,
                     struct control_answer *answer);
void requests_channels(void *self, const struct frame *request,
                       struct control_answer *answer);
void requests_events(void *self, const struct frame *request,
                     struct control_answer *answer);
void requests_outbox(void *self, const struct frame *request,
                     struct control_answer *answer);
void requests_why(void *self, const struct frame *request,
                  struct control_answer *answer);
void requests_reload(void *self, const struct frame *request,
                     struct control_answer *answer);
void requests_stopped(void *self, const struct frame *request,
                      struct control_answer *answer);
void requests_forecast(void *self, const struct frame *request,
                       struct control_answer *answer);
void requests_hold(void *self, const struct frame *request,
                   struct control_answer *answer);
void requests_release(void *self, const struct frame *request,
                      struct control_answer *answer);

/* -- words that several of them use (requests_words.c) -------------------- */

enum { MOMENT_TEXT = 48, PURPOSE_TEXT = 96 };

/* "12 Jan 18:00", with seconds and the year only when they are needed. */
const char *words_moment(const struct zone *zone, instant at, instant now,
                         char text[MOMENT_TEXT]);

/* The original start of a wave's occurrence, RFC 3339, in the zone of its
 * event. */
const char *words_occurrence(const struct programme *programme,
                             const struct store_wave *wave,
                             char text[ZONE_TEXT]);

/* "reminder 1d", "moved". */
const char *words_purpose(const struct store_wave *wave,
                          char text[PURPOSE_TEXT]);

/* Whether it tells what is different from what people knew. */
bool words_is_correction(const struct store_wave *wave);

/* "there is no event 'x'; did you mean 'y'?" as the answer. */
void words_no_event(const struct programme *programme, const char *written,
                    struct control_answer *answer);

/* The event that was probably meant, or NULL. */
const char *words_nearest_event(const struct programme *programme,
                                const char *written);

/* A field with a moment of the organisation; empty for 0 and NEVER. */
void words_add_moment(struct control_answer *answer, const char *key,
                      const struct zone *zone, instant at);

/* What became of one message, in one sentence of at most `size` bytes.
 * `stopped`: since when the person wants nothing; 0: they do. */
void words_outcome(const struct programme *programme,
                   const struct store_wave *wave, const struct store_row *row,
                   instant stopped, instant now, char *text, size_t size);

#endif
