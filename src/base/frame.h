/*
 * frame - the wire between the daemon, its channels and its tools: one line a
 * frame, "verb TAB key=value TAB key=value LF", at most 64 KiB.
 *
 * In a value backslash, tab, newline and carriage return are written \\ \t \n
 * \r; other control characters and NUL are an error of the peer.  Unknown
 * verbs and keys are for the reader to ignore.  See allo-channel(7).
 */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { FRAME_MOST = 64 * 1024, FRAME_FIELDS = 48 };

/* A frame that was taken apart; its texts lie in the buffer it was read from
 * and last until that is touched. */
struct frame {
    const char *verb;
    size_t count;
    struct {
        const char *key, *value;
    } fields[FRAME_FIELDS];
};

enum frame_got { FRAME_NONE, FRAME_OK, FRAME_BAD };

/* Take the next whole line out of the buffer.  FRAME_NONE: not there yet.
 * FRAME_BAD: too long, a control character, a bad escape, too many fields, no
 * '='; `why` says which, and the peer should be dropped. */
enum frame_got frame_next(struct buffer *in, struct frame *frame,
                          const char **why);

/* The value of a key, or NULL. */
const char *frame_get(const struct frame *frame, const char *key);

/* A number in a field; `fallback` when it is not there or no number. */
int64_t frame_number(const struct frame *frame, const char *key,
                     int64_t fallback);

/* Put a frame together: begin, fields, end.  Characters that a frame cannot
 * carry (control characters) are left out. */
void frame_begin(struct buffer *out, const char *verb);
void frame_add(struct buffer *out, const char *key, const char *value);
void frame_add_number(struct buffer *out, const char *key, int64_t value);
void frame_end(struct buffer *out);

/* Add the value alone, escaped: for a part that many frames share. */
void frame_escape(struct buffer *out, const char *value);

#endif
