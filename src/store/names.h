/*
 * names - texts that come back often (channels, groups, files, languages) as
 * small numbers, both ways.
 */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialised is empty.  Numbers begin at 1; 0 is "". */
struct names {
    char **texts;               /* by number, less one */
    size_t count, room;
    uint32_t *slots;            /* hash table of numbers; 0 free */
    size_t slot_count;          /* a power of two */
};

/* Back to no names. */
void names_free(struct names *names);

/* The number of a text; 0 when it is not there, or "". */
uint32_t names_find(const struct names *names, const char *text);

/* Put in a text that is not there; it gets the next number. */
uint32_t names_add(struct names *names, const char *text);

/* The text; "" for 0 and for a number that is not there. */
const char *names_text(const struct names *names, uint32_t number);

#endif
