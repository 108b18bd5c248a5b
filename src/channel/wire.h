/*
 * wire - the words of the channel contract, as the daemon says them and hears
 * them.  Pure: from frames to structs and back; see allo-channel(7).
 */
#ifndef CHANNEL_WIRE_H
#define CHANNEL_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "allo/channel.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/frame.h"

struct dispatch;

enum heard_kind {
    HEARD_NOTHING,              /* a verb that we do not know: ignore it */
    HEARD_HELLO, HEARD_READY, HEARD_FAILED, HEARD_RESULT, HEARD_RECEIPT,
    HEARD_INBOUND, HEARD_STATE, HEARD_LOG, HEARD_PONG
};

/* What a host said.  Texts lie in the frame; those that were not said are
 * NULL. */
struct heard {
    enum heard_kind kind;
    bool named;                 /* result: `id` was one of ours */
    uint64_t wave, person;      /* result */
    enum allo_outcome outcome;  /* result, receipt */
    const char *remote, *reason;
    uint32_t retry_after;       /* seconds */
    uint64_t token;             /* inbound; receipt, or 0 */
    const char *from, *to, *text;       /* inbound; log has text */
    int priority;               /* log */
    bool up;                    /* state */
    bool final;                 /* failed */
    uint32_t window;            /* ready, at least 1 */
    int abi;                    /* hello */
    const char *name, *version;
    uint32_t traits;
};

/* -1: this is no way to speak; `why` says what is wrong with it. */
int wire_hear(const struct frame *frame, struct heard *heard,
              const char **why);

void wire_set(struct buffer *out, const char *key, const char *value);
void wire_stored(struct buffer *out, uint64_t token);
void wire_word(struct buffer *out, const char *verb);   /* start ping stop */

/* The texts of `until` repeat from message to message, and are costly. */
struct wire_until {
    instant at;
    char text[INSTANT_TEXT];
};

/* `until` remembers the last text; zero-initialised at first. */
void wire_send(struct buffer *out, const struct dispatch *dispatch,
               struct wire_until *until);

/* The id on the wire, "WAVE.PERSON"; false when it is not one. */
bool wire_id_parse(const char *text, uint64_t *wave, uint64_t *person);

#endif
