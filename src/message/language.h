/*
 * language - how a language writes days and hours on a phone.
 *
 * Short, and in GSM 03.38 as far as the language allows: "wo 13 jan 19u30",
 * "mer 13 janv 19h30", "Wed 13 Jan 19:30", "Mi 13. Jan 19:30 Uhr", "13 Oca Çar
 * 19:30".  The names are our own table: ICU has them too, but costs megabytes
 * of resident memory (4.4 for three languages); a unit test compares the table
 * with ICU.
 */
#ifndef MESSAGE_LANGUAGE_H
#define MESSAGE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct civil;
struct language;

/* The language of a BCP 47 tag, by its first subtag in any case: "nl",
 * "nl-BE", "NL_be".  NULL when we do not speak it.  Static: two tags of one
 * language give the same pointer. */
const struct language *language_find(const char *tag);

/* All of them in order, "nl" first; NULL behind the last. */
const struct language *language_at(size_t index);

/* Their tags and NULL at the end, for "did you mean". */
extern const char *const language_tags[];

/* "nl"; static. */
const char *language_tag(const struct language *language);

/* Whether it is written from right to left. */
bool language_from_right(const struct language *language);

/* Add the date and hour of a start.  `now` is the local time at which it will
 * be read, or NULL: the year is added when without it one could think of
 * another one (more than ten months ahead or two back). */
void language_when(const struct language *language,
                   const struct civil *start, const struct civil *now,
                   struct buffer *out);

/* The date alone, with the same rule; the hour alone. */
void language_date(const struct language *language,
                   const struct civil *start, const struct civil *now,
                   struct buffer *out);
void language_time(const struct language *language,
                   const struct civil *start, struct buffer *out);

/* The end of what starts at `start`: its hour, or its date and hour when it is
 * on another day. */
void language_end(const struct language *language,
                  const struct civil *start, const struct civil *end,
                  struct buffer *out);

#endif
