/*
 * zone - what a clock on the wall shows, and when.
 *
 * Zones are read from the system's zoneinfo files when they are first asked
 * for, and kept by a struct zones.  libical's own conversion is not used: it
 * is wrong in both hours of a clock change.
 */
#ifndef CALENDAR_ZONE_H
#define CALENDAR_ZONE_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "calendar/civil.h"

struct zone;            /* immutable; lives as long as its struct zones */
struct zones;           /* every zone that was asked for, each once */

enum { ZONE_TEXT = 88 };

/* None loaded yet; zones_free() takes NULL too and nulls the pointer. */
struct zones *zones_new(void);
void zones_free(struct zones **zones);

/* Read zoneinfo files from another directory than the system's. */
void zones_look_in(struct zones *zones, const char *directory);

/* A zone by its IANA name ("Europe/Brussels").  The same name always gives the
 * same pointer.  NULL with a sentence (which offers the nearest name) when the
 * machine has no such zone. */
const struct zone *zone_find(struct zones *zones, const char *name,
                             struct error *error);

/* Whether the file of a zone that is in use has changed since it was read:
 * then make a new struct zones and derive UTC again. */
bool zones_changed(const struct zones *zones);

/* "Europe/Brussels"; lives as long as the zone. */
const char *zone_name(const struct zone *zone);

/* The moment at which the zone's clocks show `civil` (RFC 5545, 3.3.5): the
 * first of the two when it occurs twice; with the offset before the gap when
 * it does not exist.  Any date is accepted. */
instant zone_instant(const struct zone *zone, const struct civil *civil);

/* What the zone's clocks show; milliseconds fall away. */
void zone_civil(const struct zone *zone, instant at, struct civil *civil);

/* Seconds east of UTC. */
int zone_offset(const struct zone *zone, instant at);

/* The first moment after `after` at which the offset changes; NEVER when it
 * does not change any more. */
instant zone_next_change(const struct zone *zone, instant after);

/* RFC 3339 with the zone's offset: "2027-01-13T19:00:00+01:00"; returns
 * `text`.  Milliseconds fall away. */
const char *zone_format(const struct zone *zone, instant at,
                        char text[ZONE_TEXT]);

/* RFC 3339 in UTC: "2027-01-13T18:00:00Z"; returns `text`. */
const char *zone_format_utc(instant at, char text[ZONE_TEXT]);

/* The reverse, "Z" too; the offset that is written counts, whatever the
 * zone.  -1 with a sentence. */
int zone_parse_local(const char *text, instant *at, struct error *error);

#endif
