/*
 * assembly - the parts of long texts that people send, until they are whole.
 * Pure: time is an argument.
 *
 * No part is acknowledged before the daemon has stored it.  An SMSC that
 * sends one part at a time therefore waits with the second; after
 * ASSEMBLY_PATIENCE what is there is handed over as it is, in pieces but with
 * nothing lost.
 */
#ifndef SMPP_ASSEMBLY_H
#define SMPP_ASSEMBLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "pdu.h"

enum { ASSEMBLY_PATIENCE = 5000 };      /* ms */

/* How a message says that it is a part of a longer one. */
struct assembly_header {
    uint16_t reference;
    uint8_t total, part;                /* 1 <= part <= total */
    uint16_t skip;                      /* octets of header before the text */
};

/* The user data header or sar_* of a message.  total is 1 for a text that
 * stands alone; `skip` may be more than 0 then too.  A header that is not
 * well formed is taken for text. */
void assembly_read_header(const struct pdu_message *message,
                          struct assembly_header *header);

/* One part, as it came: what is needed to acknowledge it. */
struct assembly_part {
    uint32_t command, sequence;
    char *text;                         /* UTF-8 */
};

struct assembly_set {
    bool used;
    uint8_t from_ton, to_ton;
    char from[32], to[32];
    uint16_t reference;
    uint8_t total, count;
    int64_t deadline;
    struct assembly_part parts[255];    /* by number; text NULL: not there */
};

enum { ASSEMBLY_SETS = 32 };

struct assembly {
    struct assembly_set *sets[ASSEMBLY_SETS];
    int used;
};

/* Forgets every set; what was given out is not touched. */
void assembly_free(struct assembly *assembly);

/* Add a part.  Returns its set when that is whole now, when it is the oldest
 * and must make room, or when the same part is there already (a new text that
 * reuses the reference): hand it over with assembly_text(), release it, and
 * when *again is set, add once more.  NULL while parts are missing. */
struct assembly_set *assembly_add(struct assembly *assembly,
                                  const struct pdu *pdu,
                                  const struct assembly_header *header,
                                  const char *text, int64_t now,
                                  bool *again);

/* A set whose time is over, or NULL; *next gets when to ask again. */
struct assembly_set *assembly_overdue(struct assembly *assembly, int64_t now,
                                      int64_t *next);

/* The parts in order; "..." where one is missing. */
void assembly_text(const struct assembly_set *set, struct buffer *out);
void assembly_release(struct assembly *assembly, struct assembly_set *set);

#endif
